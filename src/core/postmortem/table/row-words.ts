/** What people wrote into the cells of a row, read as `/action`, `/owner` and `/due` read it. */
import type { ItemKind } from '../../command/command.ts';
import { readDeadline } from '../../command/deadline.ts';
import { readOwner } from '../../command/item.ts';
import { LONGEST_TITLE, quoted, sentence, sayingOf } from '../../command/reading.ts';
import { plainText } from '../../markdown/plain.ts';
import { instantOf, type Instant } from '../../time.ts';
import type { Telling } from '../telling.ts';

/** What a cell says; `problem` where it says something that cannot be read. */
export interface ReadCell<Value> {
  readonly value: Value | null;
  readonly problem: string | null;
}

/** What is to be done, and what for where the words begin with that: `detect: alert on errors`. */
export function actionWords(markdown: string): {
  readonly kind: ItemKind | null;
  /** Empty where nothing is said. */
  readonly title: string;
} {
  const words = unescaped(markdown);
  const [whole = '', word] = KIND.exec(words) ?? [];
  const kind = KINDS.find((one) => one === word?.toLowerCase()) ?? null;
  const title = sentence(words.slice(whole.length), LONGEST_TITLE) ?? '';
  return { kind, title: saysNothing(title) || isQuestion(markdown) ? '' : title };
}

/** What a template asks, in emphasis: `_What will be done?_`. */
function isQuestion(markdown: string): boolean {
  return /^[*_][^]*(?:\?|…|\.{3})[*_]$/.test(markdown.trim());
}

const KINDS = ['prevent', 'mitigate', 'detect', 'process'] as const satisfies readonly ItemKind[];
const KIND =
  /^(?:\*\*|__|[*_])?(prevent|mitigate|detect|process)(?:\*\*|__|[*_])?:(?:\*\*|__|[*_])?\s*/i;

/** `@alice` or `alice`. Two words without a sign are somebody's name, and names are no logins. */
export function ownerIn(cell: string, telling: Telling): ReadCell<string> {
  const said = cellWords(cell);
  if (saysNothing(said)) return NOTHING;
  const around = { home: telling.incident.ref.repo, policy: telling.policy, saidBy: null };
  const saidAt = telling.incident.clocks.declaredAt;
  const isName = !said.startsWith('@') && /\s/.test(said);
  const read = isName ? null : readOwner({ rest: said, text: said }, { ...around, saidAt });
  if (read?.kind === 'wrong') return wrong(read.problem);
  const login = read?.commands.find((command) => command.kind === 'owner')?.login;
  return login === undefined
    ? wrong(`${quoted(said)} is not the name of one account on GitHub`)
    : { value: login, problem: null };
}

/**
 * `2026-12-01`, `in 5 days`, `5bd`; exclusive. A span is counted from `saidAt`. A day is the same day
 * whenever it is read, also once it is over, as long as it was not over when the incident was declared.
 */
export function dueIn(cell: string, telling: Telling, saidAt: Instant): ReadCell<Instant> {
  const said = cellWords(cell).replace(/^due:?\s+/i, '');
  if (saysNothing(said)) return NOTHING;
  const { declaredAt } = telling.incident.clocks;
  const since = /\d{4}-\d{2}-\d{2}/.test(said) ? instantOf(Math.min(declaredAt, saidAt)) : saidAt;
  const { incident, policy } = telling;
  const around = { home: incident.ref.repo, policy, saidAt: since, saidBy: null };
  const read = readDeadline(said, sayingOf(around));
  if (read.kind === 'deadline') return { value: read.until, problem: null };
  return wrong(
    read.kind === 'wrong' ? read.problem : `${quoted(said)} is not a day that I can read`,
  );
}

/** Nothing, a dash, or a word that says that something is still to come. */
export function saysNothing(words: string): boolean {
  return NOTHING_SAID.test(words.trim());
}

const NOTHING_SAID =
  /^(?:[-–—_.…?\s]*|\(?(?:tb[acd]|to ?do|to be (?:decided|defined|determined|done|confirmed)|n\/?a|none|nobody|unassigned|unknown|not set|pending|x{3,})\)?[.:!?]*|<[^<>]*>|\[[^\]]*\])$/i;

/** The words of a cell: a link by its label, no emphasis, no HTML. */
export function cellWords(cell: string): string {
  const linked = unescaped(cell).replace(/\[([^[\]]{0,300})\]\([^()\s]{0,500}\)/g, '$1');
  return plainText(linked).replace(/\s+/g, ' ').trim();
}

/** In a table a pipe is written with a backslash, in code too. */
function unescaped(cell: string): string {
  return cell.replaceAll('\\|', '|');
}

const NOTHING = { value: null, problem: null } as const;

function wrong(problem: string): ReadCell<never> {
  return { value: null, problem };
}
