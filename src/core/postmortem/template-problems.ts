import { distance } from 'fastest-levenshtein';
import {
  EMPTY_TEMPLATE,
  markerFault,
  regionTwice,
  startMarker,
  TEMPLATE_TOO_LONG,
  tooManyFacts,
  unknownFact,
} from '../messages/postmortem/template-faults.ts';
import { INLINE_FACTS } from './inline-facts.ts';
import { isFact } from './inline-content.ts';
import { lineCounter } from './lines.ts';
import { findPlaceholders } from './placeholders.ts';
import { REGION_KINDS } from './regions/kinds.ts';
import type { ParsedDocument, RegionProblem } from './regions/regions.ts';
import type { TemplateProblem } from './template.ts';

/** What is wrong with the regions and the facts of a template, by line. */
export function templateProblems(parsed: ParsedDocument): readonly TemplateProblem[] {
  const { source, found } = parsed;
  if (source.trim() === '') return [{ line: 1, ...EMPTY_TEMPLATE, nearest: null }];
  return [
    ...tooMuch(parsed),
    ...found.problems.map(ofMarker),
    ...standingTwice(parsed),
    ...unknownFacts(parsed),
  ].sort((a, b) => a.line - b.line);
}

/** The rest of a document's room is for what the incident says, and what people write. */
const LONGEST_TEMPLATE = 100_000;
/** Each may become several hundred characters. */
const MOST_FACTS = 200;

/** A template that would grow into a document that nobody reads any more, the app included. */
function tooMuch({ source, tree, found }: ParsedDocument): readonly TemplateProblem[] {
  if (found.problems.some(({ what }) => what === 'too-long')) return [];
  if (source.length > LONGEST_TEMPLATE) return [{ line: 1, ...TEMPLATE_TOO_LONG, nearest: null }];
  const beyond = findPlaceholders(source, tree)[MOST_FACTS];
  if (beyond === undefined) return [];
  const fault = tooManyFacts(source.slice(beyond.from, beyond.to), MOST_FACTS);
  return [{ line: lineCounter(source)(beyond.from), ...fault, nearest: null }];
}

function ofMarker({ line, name, what }: RegionProblem): TemplateProblem {
  const nearest = what === 'unknown' ? nearestMarker(name) : null;
  return { line, ...markerFault({ name, what }), nearest };
}

/** The action table above all: its rows would be made issues twice. */
function standingTwice({ found }: ParsedDocument): readonly TemplateProblem[] {
  const blocks = found.regions.filter(({ form }) => form === 'block');
  return blocks
    .filter(({ name }, index) => blocks.findIndex((one) => one.name === name) < index)
    .map(({ line, name }) => ({ line, ...regionTwice(name), nearest: null }));
}

function unknownFacts({ source, tree }: ParsedDocument): readonly TemplateProblem[] {
  const lineOf = lineCounter(source);
  return findPlaceholders(source, tree)
    .filter(({ name }) => !isFact(name))
    .map(({ name, from, to }) => {
      const near = nearestOf(name, Object.keys(INLINE_FACTS));
      const nearest = near === null ? null : `{{${near}}}`;
      return { line: lineOf(from), ...unknownFact(source.slice(from, to)), nearest };
    });
}

/** What is no region may be a fact that was written as one. */
function nearestMarker(name: string): string | null {
  const kind = nearestOf(name, REGION_KINDS);
  if (isFact(name)) return `{{${name}}}`;
  return kind === null ? null : startMarker(kind);
}

/** Within two slips of the pen, or a word that begins or ends like it: `actions`, `cause`. */
function nearestOf(word: string, words: readonly string[]): string | null {
  const [best] = words
    .map((known) => ({ known, away: distance(word.slice(0, 60), known) }))
    .sort((a, b) => a.away - b.away);
  if (best !== undefined && best.away <= Math.min(2, word.length / 2)) return best.known;
  const stem = word.replace(/s$/, '');
  if (stem.length < 4) return null;
  return words.find((known) => known.split('-').some((part) => part.startsWith(stem))) ?? null;
}
