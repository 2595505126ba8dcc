import type { Command } from '../command/command.ts';
import { nearestOf } from '../command/words.ts';
import { issueKey, type IssueRef } from '../ids.ts';
import type { Policy } from '../policy/policy.ts';
import type { IncidentFacts, PersonFacts } from './facts.ts';
import type { Impossible } from './lifecycle.ts';
import type { Refusal } from './refusal.ts';
import type { FoldState } from './state.ts';

/** What GitHub says of those whom commands name. */
export interface Named {
  /** By lower-cased login. */
  readonly people: ReadonlyMap<string, PersonFacts>;
  /** Whether the app can see an issue or pull request of that name, by `issueKey`. */
  readonly issues: ReadonlyMap<string, boolean>;
  /** What becomes of calling the incident a repeat of one of these, by `issueKey`. */
  readonly repeats: ReadonlyMap<string, RepeatTarget>;
}

/** `unknown`: no incident that those who read this one may know of. `circle`: that one is a repeat of this. */
export type RepeatTarget = 'possible' | 'unknown' | 'circle';

/** Somebody who is given something to do. */
export function personNamedIn(command: Command): string | null {
  if (command.kind === 'action') return command.owner;
  return command.kind === 'role' ? command.login : null;
}

/** An issue or pull request that must be there. */
export function issueNamedIn(command: Command): IssueRef | null {
  switch (command.kind) {
    case 'related':
    case 'duplicate':
    case 'repeat-of':
      return command.issue;
    default:
      return null;
  }
}

/** An incident that must be known. */
export function incidentNamedIn(command: Command): IssueRef | null {
  return command.kind === 'repeat-of' ? command.issue : null;
}

/**
 * The first command that names somebody or something that is not there: a slip of the fingers would make
 * nobody commander. `null` when all are; `undefined` while one of them was not looked up.
 */
export function misnamed(
  commands: readonly Command[],
  named: Named,
  around: { readonly facts: IncidentFacts; readonly state: FoldState; readonly policy: Policy },
): Impossible | null | undefined {
  for (const [index, command] of commands.entries()) {
    const login = personNamedIn(command);
    if (login !== null) {
      const person = named.people.get(login.toLowerCase());
      if (person === undefined) return undefined;
      if (!person.exists) {
        const nearest = nearestOf(login, peopleAround(around)) ?? null;
        return { index, refusal: { why: 'no-such-user', login, command: sayOf(command), nearest } };
      }
      if (person.permission === 'none' && command.kind === 'role') {
        const { role } = command;
        return { index, refusal: { why: 'cannot-see', login, role } };
      }
    }
    const service = misnamedService(command, around);
    if (service !== null) return { index, refusal: service };
    const elsewhere = misnamedIssue(command, named);
    if (elsewhere === undefined) return undefined;
    if (elsewhere !== null) return { index, refusal: elsewhere };
  }
  return null;
}

/** Only what somebody wrote into the form can be here without being in the policy. */
function misnamedService(
  command: Command,
  { state: { services }, policy }: Parameters<typeof misnamed>[2],
): Refusal | null {
  if (command.kind !== 'service' || command.change === 'add') return null;
  const { service } = command;
  const isAmong = (names: readonly string[], wanted: string): boolean =>
    names.some((name) => name.toLowerCase() === wanted.toLowerCase());
  const known = policy.services.map(({ id }) => id);
  if (isAmong(services, service) || isAmong(known, service)) return null;
  // To suggest taking off what the policy knows would lift what its team owes.
  const strange = services.filter((name) => !isAmong(known, name));
  const nearest = nearestOf(service, strange) ?? null;
  return { why: 'no-such-service', service, services, nearest };
}

function misnamedIssue(command: Command, named: Named): Refusal | null | undefined {
  const earlier = incidentNamedIn(command);
  if (earlier !== null) return noRepeat(earlier, named.repeats.get(issueKey(earlier)));
  const issue = issueNamedIn(command);
  if (issue === null) return null;
  const seen = named.issues.get(issueKey(issue));
  if (seen === undefined) return undefined;
  return seen ? null : { why: 'no-such-issue', issue, command: command.kind };
}

function noRepeat(issue: IssueRef, target: RepeatTarget | undefined): Refusal | null | undefined {
  switch (target) {
    case undefined:
      return undefined;
    case 'possible':
      return null;
    case 'unknown':
      return { why: 'no-such-incident', issue };
    case 'circle':
      return { why: 'circle', issue };
  }
}

/** What goes before the name. */
function sayOf(command: Command): string {
  if (command.kind === 'role') return `/${command.role} @`;
  return command.kind === 'action' ? `/action ${command.item} ${command.title} @` : '@';
}

/** Whom one may have meant: responders, holders of roles, and everybody who took part. */
function peopleAround(around: Parameters<typeof misnamed>[2]): readonly string[] {
  const { facts, state, policy } = around;
  const took = [facts.author, ...facts.comments.map(({ author }) => author)];
  return [
    ...policy.services.flatMap(({ responders }) => responders),
    ...state.roles.values(),
    ...facts.assignees,
    ...took.flatMap(({ kind, login }) => (kind === 'person' ? [login] : [])),
  ];
}
