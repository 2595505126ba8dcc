/**
 * The facts of the incident at the head of its document, in YAML for machines. It is written and read here
 * line by line: what the app writes is one line a key, and of what people wrote only the keys matter.
 */
import { formatIssue, parseIssue, type IssueRef } from '../ids.ts';
import { statisticsOf } from '../incident/statistics.ts';
import { visible, cut } from '../markdown/characters.ts';
import { isoOf, MINUTE, type Instant, type Millis } from '../time.ts';
import { contentHash, trimBlankLines } from './content-hash.ts';
import type { Edit } from './splice.ts';
import type { Telling } from './telling.ts';

/** Where a document's front matter stands: offsets of its lines without the fences. */
export interface FrontMatter {
  readonly from: number;
  readonly to: number;
}

/** Null where a document has none. Without a byte order mark. */
export function frontMatterOf(source: string): FrontMatter | null {
  const open = /^---[ \t]*(?:\r\n|\n|\r)/.exec(source);
  if (open === null) return null;
  const fence = /^---[ \t]*$/gm;
  fence.lastIndex = open[0].length;
  const close = fence.exec(source);
  return close === null ? null : { from: open[0].length, to: close.index };
}

/** The incident whose postmortem this document says to be, in its front matter; null for none. */
export function incidentOf(document: string): IssueRef | null {
  const source = document.startsWith('\ufeff') ? document.slice(1) : document;
  const matter = frontMatterOf(source.slice(0, LONGEST));
  if (matter === null) return null;
  const entry = entriesOf(source, matter).find(({ key }) => key === 'incident');
  return entry === undefined ? null : (parseIssue(unquoted(entry.value)) ?? null);
}

/** Front matter that is longer belongs to somebody else. */
const LONGEST = 50_000;

/** The whole front matter of a new document, with its fences; a template's own keys behind the app's. */
export function newFrontMatter(telling: Telling, ofTemplate: string): string {
  const ours = lines(telling);
  const entries = entriesOf(ofTemplate, { from: 0, to: ofTemplate.length });
  const others = entries.filter(({ key }) => !OURS.has(key)).map(({ text }) => text);
  const before = ofTemplate.slice(0, entries[0]?.from ?? ofTemplate.length);
  const theirs = trimBlankLines([before, ...others].join(''));
  const hash = hashOf(ours.map(({ text }) => text));
  const all = [...ours.map(({ text }) => text), `${HASH_KEY}: "${hash}"`];
  return ['---', ...all, ...(theirs === '' ? [] : [theirs]), '---', ''].join('\n');
}

/**
 * What is to be changed in the front matter of a document so that it says what the incident says now:
 * nothing where a person changed one of the app's lines.
 */
export function followFrontMatter(source: string, telling: Telling): readonly Edit[] {
  const matter = frontMatterOf(source);
  if (matter === null || matter.to > LONGEST) return [];
  const entries = entriesOf(source, matter);
  const ours = entries.filter(({ key }) => OURS.has(key) && key !== HASH_KEY);
  const marks = entries.filter(({ key }) => key === HASH_KEY);
  const [mark] = marks;
  const wrote = ours.map(({ text }) => withoutLineEnd(text));
  if (mark === undefined || marks.length > 1 || unquoted(mark.value) !== hashOf(wrote)) return [];
  const now = new Map(lines(telling).map(({ key, text }) => [key, text]));
  const next = ours.map(({ key, text }) => now.get(key) ?? withoutLineEnd(text));
  const changed = ours.flatMap((entry, index): readonly Edit[] => {
    const text = next[index] ?? '';
    const old = withoutLineEnd(entry.text);
    return text === old ? [] : [{ from: entry.from, to: entry.from + old.length, text }];
  });
  if (changed.length === 0) return [];
  const at = mark.from + mark.text.indexOf(unquoted(mark.value), HASH_KEY.length);
  return [...changed, { from: at, to: at + unquoted(mark.value).length, text: hashOf(next) }];
}

function hashOf(texts: readonly string[]): string {
  return contentHash(texts.join('\n'));
}

const HASH_KEY = 'norepeat';

interface Line {
  readonly key: string;
  readonly text: string;
}

/** In a fixed order, always all of them, so that a later document has the same lines. */
function lines({ incident }: Telling): readonly Line[] {
  const { clocks, severity } = incident;
  const spans = statisticsOf(clocks);
  const values: readonly (readonly [string, string])[] = [
    ['incident', formatIssue(incident.ref)],
    ['url', textValue(incident.url, 2000)],
    ['title', textValue(incident.title, 300)],
    ['severity', textValue(severity.inForce.id, 100)],
    ['services', listValue([...incident.services, ...incident.unknownServices])],
    ['causes', listValue(incident.causes)],
    ['components', listValue(incident.components)],
    ['started', momentValue(clocks.startedAt)],
    ['detected', momentValue(clocks.detectedAt)],
    ['declared', momentValue(clocks.declaredAt)],
    ['acknowledged', momentValue(clocks.acknowledgedAt)],
    ['mitigated', momentValue(clocks.mitigatedAt)],
    ['resolved', momentValue(clocks.resolvedAt)],
    ['minutes_to_detect', minutesValue(spans.detect)],
    ['minutes_to_acknowledge', minutesValue(spans.acknowledge)],
    ['minutes_to_mitigate', minutesValue(spans.mitigate)],
    ['minutes_to_resolve', minutesValue(spans.resolve)],
  ];
  return values.map(([key, value]) => ({ key, text: `${key}: ${value}` }));
}

const OURS: ReadonlySet<string> = new Set([
  'incident',
  'url',
  'title',
  'severity',
  'services',
  'causes',
  'components',
  'started',
  'detected',
  'declared',
  'acknowledged',
  'mitigated',
  'resolved',
  'minutes_to_detect',
  'minutes_to_acknowledge',
  'minutes_to_mitigate',
  'minutes_to_resolve',
  HASH_KEY,
]);

/** JSON is YAML, but for characters that YAML calls unprintable. */
function textValue(words: string, longest: number): string {
  const line = cut(visible(words).replace(/\s+/g, ' ').trim(), longest);
  return JSON.stringify(line).replace(
    /[\u007f-\u00a0\u2028\u2029\ufeff\ufffe\uffff]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function listValue(words: readonly string[]): string {
  return `[${words.map((word) => textValue(word, 200)).join(', ')}]`;
}

function momentValue(at: Instant | null): string {
  return at === null ? 'null' : isoOf(at).replace('.000Z', 'Z');
}

function minutesValue(span: Millis | null): string {
  return span === null ? 'null' : String(Math.round(span / MINUTE));
}

interface Entry {
  readonly key: string;
  /** Behind the colon, without spaces around it. */
  readonly value: string;
  readonly from: number;
  /** From the key to the next one, with comments and whatever else is indented below it. */
  readonly text: string;
}

/** The keys at the margin, with all that belongs to each. What stands before the first belongs to none. */
function entriesOf(source: string, { from, to }: FrontMatter): readonly Entry[] {
  const matter = source.slice(from, to);
  const keys = Array.from(
    matter.matchAll(
      /^(?:"([^"\r\n]{0,100})"|'([^'\r\n]{0,100})'|([^\s#:"'[{-][^:\r\n]{0,100}?))[ \t]{0,20}:(?=[ \t]|$)/gm,
    ),
  );
  return keys.map((match, index) => {
    const text = matter.slice(match.index, keys[index + 1]?.index ?? matter.length);
    const firstLine = /^[^\r\n]*/.exec(text)?.[0] ?? '';
    return {
      key: match[1] ?? match[2] ?? match[3] ?? '',
      value: firstLine.slice(match[0].length).trim(),
      from: from + match.index,
      text,
    };
  });
}

function withoutLineEnd(text: string): string {
  return text.replace(/(?:\r\n|\n|\r)$/, '');
}

function unquoted(value: string): string {
  return /^(?:"[^"]*"|'[^']*')$/.test(value) ? value.slice(1, -1) : value;
}
