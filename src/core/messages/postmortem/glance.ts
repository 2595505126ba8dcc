import { cut } from '../../markdown/characters.ts';
import type { Finding, Lack } from '../../postmortem/finding.ts';
import { countOf } from '../spans.ts';

/** What is left, in one glance: `3 things left: root cause, an owner, a due date`. */
export function glance(findings: readonly Finding[]): string {
  const left = findings.filter(({ level }) => level === 'failure');
  const hints = findings.length - left.length;
  if (left.length === 0)
    return hints === 0 ? 'Complete' : `Complete, with ${countOf(hints, 'hint')}`;
  const things = thingsOf(left);
  const total = things.reduce((sum, { count }) => sum + count, 0);
  const lead = `${countOf(total, 'thing')} left: `;
  return `${lead}${asManyAsFit(things.map(wordsOf), LONGEST - lead.length)}`;
}

const LONGEST = 110;

interface Thing {
  /** One of it, with its article. */
  readonly one: string;
  /** Several of it; null: it stays one thing, however often something is missing in it. */
  readonly many: string | null;
  readonly count: number;
}

function thingsOf(left: readonly Finding[]): readonly Thing[] {
  const things = new Map<string, Thing>();
  for (const { what } of left) {
    const named = nameOf(what);
    const before = things.get(named.one);
    const count = before === undefined || named.many === null ? 1 : before.count + 1;
    things.set(named.one, { ...named, count });
  }
  return [...things.values()];
}

function wordsOf({ one, many, count }: Thing): string {
  return many === null || count === 1 ? one : `${String(count)} ${many}`;
}

function nameOf(what: Lack): Omit<Thing, 'count'> {
  switch (what.is) {
    case 'empty-section':
    case 'question':
    case 'placeholder':
      return { one: sectionName(what.section), many: null };
    case 'why':
      return { one: 'a why', many: 'whys' };
    case 'no-impact':
      return { one: 'impact', many: null };
    case 'no-detection':
      return { one: 'when it was noticed', many: null };
    case 'no-mitigation':
      return { one: 'when the damage stopped', many: null };
    case 'no-items':
    case 'no-action':
      return { one: 'an action item', many: 'action items' };
    case 'no-owner':
      return { one: 'an owner', many: 'owners' };
    case 'no-due':
      return { one: 'a due date', many: 'due dates' };
    case 'broken-region':
      return { one: 'a broken marker', many: 'broken markers' };
    case 'unreadable':
    case 'differs':
    case 'named-twice':
      return { one: 'a cell', many: 'cells' };
    case 'no-room':
      return { one: `room for ${countOf(what.rows, 'row')}`, many: null };
    case 'doubles':
      return { one: 'a second file', many: null };
    case 'blame':
      return { one: 'a word', many: 'words' };
  }
}

/** As within a sentence: `root cause`, but `SLA` and `Stripe's answer` as they are. */
function sectionName(title: string): string {
  const words = cut(title.replace(/\s+/g, ' ').trim(), 40);
  if (words === '') return 'the beginning';
  const [first = ''] = words.split(' ');
  return /^\p{Lu}\p{Ll}+$/u.test(first)
    ? `${words.charAt(0).toLowerCase()}${words.slice(1)}`
    : words;
}

function asManyAsFit(words: readonly string[], room: number): string {
  const shown: string[] = [];
  let used = 0;
  for (const word of words) {
    used += word.length + 2;
    if (used > room - 14 && shown.length > 0) break;
    shown.push(word);
  }
  const rest = words.length - shown.length;
  return rest === 0 ? shown.join(', ') : `${shown.join(', ')} and ${String(rest)} more`;
}
