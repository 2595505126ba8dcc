import { onlyAsks, type Command } from '../command/command.ts';
import type { CallEntry, Ledger } from '../ledger/ledger.ts';
import { issueKey, type IssueRef } from '../ids.ts';
import { mergeLedgers } from '../ledger/merge.ts';
import type { Policy } from '../policy/policy.ts';
import { mayDeclare, sameLogin } from './authority.ts';
import { newCalls } from './calls.ts';
import type { IncidentFacts, PersonFacts } from './facts.ts';
import { MOST_ANSWERS } from './flood.ts';
import { incidentNamedIn, issueNamedIn, personNamedIn, type RepeatTarget } from './named.ts';
import { newlyNoted } from './tellings.ts';
import { undecided, type Undecided } from './undecided.ts';
import { actEntry, isDeclaration, Walk } from './walk.ts';

export interface AdmitInput {
  readonly facts: IncidentFacts;
  readonly ledger: Ledger;
  readonly policy: Policy;
  /** By lower-cased login: everybody whom `toLookUp` names. Who is missing stays undecided. */
  readonly people: ReadonlyMap<string, PersonFacts>;
  /** By `issueKey`: whether there is such an issue, for all that `toLookUp` names. */
  readonly issues: ReadonlyMap<string, boolean>;
  /** By `issueKey`, for all that `toLookUp` names: whether it can be a repeat of these. */
  readonly repeats: ReadonlyMap<string, RepeatTarget>;
}

/**
 * Decides everything that is not decided yet, in the order in which it was said or done, each against
 * the incident as it was at that moment: accepted or refused commands, counted or not counted acts.
 * A comment is accepted whole or not at all. What was decided once is never decided again.
 */
export function admit(input: AdmitInput): { readonly ledger: Ledger } {
  const before = withDeclaration({ ...input, ledger: mergeLedgers(input.ledger) });
  if (!before.some(isDeclaration)) return { ledger: before };
  const walk = new Walk({ ...input, ledger: before });
  const calls = callsSeen(input.facts, before);
  const noted = newlyNoted(ownTexts(input.facts), before);
  return { ledger: mergeLedgers(before, walk.entries(), calls, noted) };
}

/** Whose rights, and which issues, must be known before `admit` can decide; logins as they are written. */
export function toLookUp(
  facts: IncidentFacts,
  ledger: Ledger,
  policy: Policy,
): {
  readonly logins: readonly string[];
  readonly issues: readonly IssueRef[];
  /** Incidents that this one is said to be once more. */
  readonly repeats: readonly IssueRef[];
} {
  const all = undecided(facts, mergeLedgers(ledger), policy);
  const open = all.filter((item) => needsLookUp(item) || isOneOfMany(item, all, ledger));
  const commands = open.flatMap(commandsOf);
  const authors = open.map(({ by }) => by.login);
  const logins = [...authors, ...commands.flatMap((one) => personNamedIn(one) ?? [])];
  const issues = commands.flatMap((one) => issueNamedIn(one) ?? []);
  return {
    logins: [...new Map(logins.map((login) => [login.toLowerCase(), login])).values()],
    issues: once(issues),
    repeats: once(commands.flatMap((one) => incidentNamedIn(one) ?? [])),
  };
}

function once(issues: readonly IssueRef[]): readonly IssueRef[] {
  return [...new Map(issues.map((issue) => [issueKey(issue), issue])).values()];
}

function commandsOf(item: Undecided): readonly Command[] {
  return item.what === 'comment' && item.parsed.kind === 'commands' ? item.parsed.commands : [];
}

function needsLookUp(item: Undecided): boolean {
  if (item.by.kind !== 'person') return false;
  return (
    item.what === 'act' || (item.parsed.kind === 'commands' && !onlyAsks(item.parsed.commands))
  );
}

/** A slip is answered without asking who made it, until there are so many that it may be a flood. */
function isOneOfMany(item: Undecided, all: readonly Undecided[], ledger: Ledger): boolean {
  if (item.by.kind !== 'person' || item.what === 'act' || item.parsed.kind !== 'refused') {
    return false;
  }
  const { login } = item.by;
  const refused = ledger.filter(
    (entry) => entry.verdict === 'refused' && sameLogin(entry.by, login),
  );
  const open = all.filter((one) => one.what === 'comment' && sameLogin(one.by.login, login));
  return refused.length + open.length > MOST_ANSWERS;
}

/** Decides the declaration first: everything later depends on its moment and services. */
function withDeclaration(input: AdmitInput): Ledger {
  const { facts, ledger, policy } = input;
  const item = undecided(facts, ledger, policy).find(
    (one) => one.what === 'act' && one.act.kind === 'declared',
  );
  if (item?.what !== 'act') return ledger;
  const person = input.people.get(item.by.login.toLowerCase());
  if (item.by.kind === 'person' && person === undefined) return ledger;
  const counts = person === undefined || mayDeclare(person, policy);
  return mergeLedgers(ledger, [actEntry(item, counts ? 'counted' : 'not-counted')]);
}

/** What somebody else wrote into the app's comment called nobody. */
function callsSeen({ comments }: IncidentFacts, ledger: Ledger): readonly CallEntry[] {
  const own = comments.filter(
    ({ author, editor }) => author.kind === 'self' && editor.kind === 'self',
  );
  return newCalls(
    own.map(({ body, createdAt }) => ({ body, at: createdAt })),
    ledger,
  );
}

function ownTexts({ comments }: IncidentFacts): readonly string[] {
  return comments.flatMap(({ author, body }) => (author.kind === 'self' ? [body] : []));
}
