import { formatTeam, serviceById } from '../policy/services.ts';
import { teamNamed } from '../policy/teams.ts';
import { parseRepo, type RepoRef } from '../ids.ts';
import type { Instant } from '../time.ts';
import type { ItemKind } from './command.ts';
import { readDeadline } from './deadline.ts';
import { grammarOf } from './grammar.ts';
import {
  LONGEST_TITLE,
  read,
  sayingOf,
  sentence,
  wrong,
  type Arguments,
  type Read,
  type Surroundings,
} from './reading.ts';

/**
 * `/action [kind] title`, and at its end, in any order, `@owner`, `for team`, `due …` and `in repo`.
 *
 * They are read backwards from the end of the line, and only what can be nothing else is taken off the
 * title: `for` with a team or service of the policy, `in` with a repository of the same owner, `due` with
 * a day. So "Look for duplicates in the queue" stays whole. `for payments` right behind the title's own
 * words says whose it is and stays in the title, of whose sentence it may be a part ("Add an alert for
 * payments"); so does a kind with a capital ("Prevent double charges"). A title in quotes is taken as
 * it is.
 */
export function readAction({ rest }: Arguments, around: Surroundings): Read {
  const { kind, text } = kindAndText(rest);
  const whole = readEnd(text, around);
  const [, inQuotes, behind] = QUOTED.exec(text) ?? [];
  const beyond = behind === undefined ? null : readEnd(behind, around);
  // Words behind the closing quote: then the quotes are a part of the title.
  const isQuoted = inQuotes !== undefined && beyond?.left === '';
  const end = isQuoted ? beyond : whole;
  if (end.problem !== null) return wrong(end.problem.problem, instead(kind, end.problem.end));
  const title = sentence(isQuoted ? inQuotes : `${end.left}${end.spoken}`, LONGEST_TITLE);
  if (title === null) return wrong('it does not say what is to be done', EXAMPLE);
  const { owner, due, repo, team } = end;
  return read({ kind: 'action', item: kind, title, owner, due, repo, team });
}

const EXAMPLE = grammarOf('action').example;

/** The line again, as far as it was understood. */
function instead(kind: ItemKind, words: string): string {
  const line = `/action ${kind} ${words}`;
  return /^(?:@|due |for )/.test(words) || line.length > 200 ? EXAMPLE : line;
}
const QUOTED = /^["“„«]([^"“”„«»]+)["”“»](?=\s|$)\s*(.*)$/s;
const KIND = /^(prevent|mitigate|detect|process)(:?)(?=\s|$)\s*/i;

/** A capital is the beginning of a sentence, unless a colon follows: it is kind and title in one. */
function kindAndText(rest: string): { readonly kind: ItemKind; readonly text: string } {
  const match = KIND.exec(rest);
  const word = match?.[1] ?? '';
  const kind = KINDS.find((one) => one === word.toLowerCase());
  if (match === null || kind === undefined) return { kind: 'prevent', text: rest };
  const isTitle = word !== kind && match[2] === '' && match[0].length < rest.length;
  return { kind, text: isTitle ? rest : rest.slice(match[0].length) };
}

const KINDS = ['prevent', 'mitigate', 'detect', 'process'] as const satisfies readonly ItemKind[];

interface End {
  readonly left: string;
  /** What was taken off last, when it may be a part of the title's sentence. */
  readonly spoken: string;
  readonly owner: string | null;
  readonly due: Instant | null;
  readonly repo: RepoRef | null;
  readonly team: string | null;
  /** What is wrong, and what could stand there instead of everything up to it. */
  readonly problem: { readonly problem: string; readonly end: string } | null;
}

type Reader = (end: End, around: Surroundings) => End | null;

/** What stands at the end, taken off piece by piece; the first that is wrong ends it. */
function readEnd(text: string, around: Surroundings): End {
  let end: End = { left: text.trim(), ...NOTHING };
  while (end.problem === null) {
    const next = firstOf([readTeam, readOwner, readRepo, readDue], end, around);
    if (next === null) break;
    end = next;
  }
  return end;
}

const NOTHING = {
  spoken: '',
  owner: null,
  due: null,
  repo: null,
  team: null,
  problem: null,
} as const;

function firstOf(readers: readonly Reader[], end: End, around: Surroundings): End | null {
  for (const reader of readers) {
    const next = reader(end, around);
    if (next !== null) return next;
  }
  return null;
}

function readOwner(end: End, { saidBy }: Surroundings): End | null {
  const [whole, written] = /(?:^|\s)@([\w/-]+)[.,;:!]*$/.exec(end.left) ?? [];
  if (whole === undefined || written === undefined) return null;
  const title = before(end.left, whole);
  if (written.includes('/')) {
    const problem = 'an item is owned by a person; name its team with `for`';
    return { ...end, problem: { problem, end: `${title} @${saidBy ?? 'alice'}`.trim() } };
  }
  if (end.owner !== null) {
    const problem = 'an item is owned by one person';
    return { ...end, problem: { problem, end: `${title} @${written}`.trim() } };
  }
  const owner = /^me$/i.test(written) ? (saidBy ?? written) : written;
  return { ...end, left: title, spoken: '', owner };
}

function readTeam(end: End, { policy }: Surroundings): End | null {
  const [whole, written] = /(?:^|\s)for\s+(@?[\w./-]*[\w-])[.,;]*$/i.exec(end.left) ?? [];
  if (whole === undefined || written === undefined || end.team !== null) return null;
  const team = teamNamed(written, policy);
  if (team === undefined) return null;
  const spoken = written.includes('/') ? '' : whole;
  // A service of the team says more than the team: in whose repository it belongs.
  const service = serviceById(policy, written);
  const isTeam = service === undefined || sameWord(team.slug, written);
  return {
    ...end,
    left: before(end.left, whole),
    spoken,
    team: isTeam ? formatTeam(team) : service.id,
  };
}

/** Sub-issues lie with the same owner: `in and/or` names no repository. */
function readRepo(end: End, { home }: Surroundings): End | null {
  const [whole, written] = /(?:^|\s)in\s+([\w-]+\/[\w.-]*[\w-])[.,;]*$/i.exec(end.left) ?? [];
  if (whole === undefined || written === undefined || end.repo !== null) return null;
  const repo = parseRepo(written);
  if (repo?.owner.toLowerCase() !== home.owner.toLowerCase()) return null;
  return { ...end, left: before(end.left, whole), spoken: '', repo };
}

function readDue(end: End, around: Surroundings): End | null {
  const at = end.left.search(/(?<!\S)due\s+(?!.*\sdue\s)\S.*$/i);
  if (at === -1) return null;
  const when = end.left.slice(at).replace(/^due\s+/i, '');
  const deadline = readDeadline(when, sayingOf(around));
  if (deadline.kind === 'none' || deadline.rest !== '') return null;
  const left = end.left.slice(0, at).trim();
  if (deadline.kind === 'wrong') {
    return { ...end, problem: { problem: deadline.problem, end: `${left} due in 5 days`.trim() } };
  }
  if (end.due !== null) {
    const problem = 'it says twice when it is due';
    return { ...end, problem: { problem, end: `${left} due ${when}`.trim() } };
  }
  return { ...end, left, spoken: '', due: deadline.until };
}

function sameWord(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

function before(text: string, end: string): string {
  return text.slice(0, text.length - end.length).trim();
}
