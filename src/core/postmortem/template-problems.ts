import { distance } from 'fastest-levenshtein';
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
  if (source.trim() === '') {
    const expected = 'a document with at least a heading';
    return [{ line: 1, found: 'nothing', expected, nearest: null }];
  }
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
  if (source.length > LONGEST_TEMPLATE) {
    const most = 'a hundred thousand characters';
    return [
      { line: 1, found: `a file of more than ${most}`, expected: 'a shorter one', nearest: null },
    ];
  }
  const beyond = findPlaceholders(source, tree)[MOST_FACTS];
  if (beyond === undefined) return [];
  return [
    {
      line: lineCounter(source)(beyond.from),
      found: source.slice(beyond.from, beyond.to),
      expected: `at most ${String(MOST_FACTS)} facts in one template`,
      nearest: null,
    },
  ];
}

function ofMarker({ line, name, what }: RegionProblem): TemplateProblem {
  const start = `<!-- norepeat:${name} -->`;
  const end = `<!-- /norepeat:${name} -->`;
  const problem = { line, found: start, nearest: null };
  switch (what) {
    case 'unknown':
      return { ...problem, expected: `one of the regions ${KINDS}`, nearest: nearestMarker(name) };
    case 'no-end':
      return { ...problem, expected: `\`${end}\` below it, before any other region begins` };
    case 'no-start':
      return { ...problem, found: end, expected: `\`${start}\` above it` };
    case 'crossing':
      return { ...problem, expected: 'regions after each other: none inside another' };
    case 'in-container':
      return { ...problem, expected: 'a region at the margin, in no list and no quotation' };
    case 'not-alone':
      return { ...problem, expected: 'a marker alone on its line' };
    case 'too-long':
      return {
        ...problem,
        found: 'a file of more than half a million characters',
        expected: 'a shorter one',
      };
  }
}

/** The action table above all: its rows would be made issues twice. */
function standingTwice({ found }: ParsedDocument): readonly TemplateProblem[] {
  const blocks = found.regions.filter(({ form }) => form === 'block');
  return blocks
    .filter(({ name }, index) => blocks.findIndex((one) => one.name === name) < index)
    .map(({ line, name }) => ({
      line,
      found: `<!-- norepeat:${name} -->`,
      expected: 'every region only once',
      nearest: null,
    }));
}

function unknownFacts({ source, tree }: ParsedDocument): readonly TemplateProblem[] {
  const lineOf = lineCounter(source);
  return findPlaceholders(source, tree)
    .filter(({ name }) => !isFact(name))
    .map(({ name, from, to }) => {
      const near = nearestOf(name, Object.keys(INLINE_FACTS));
      return {
        line: lineOf(from),
        found: source.slice(from, to),
        expected: `one of the facts ${FACTS}; behind a backslash, braces are only braces`,
        nearest: near === null ? null : `{{${near}}}`,
      };
    });
}

const KINDS = listed(REGION_KINDS);
const FACTS = listed(Object.keys(INLINE_FACTS));

function listed(words: readonly string[]): string {
  return words.map((word) => `\`${word}\``).join(', ');
}

/** What is no region may be a fact that was written as one. */
function nearestMarker(name: string): string | null {
  const kind = nearestOf(name, REGION_KINDS);
  if (isFact(name)) return `{{${name}}}`;
  return kind === null ? null : `<!-- norepeat:${kind} -->`;
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
