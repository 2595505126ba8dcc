import type { IssueRef, RepoRef } from '../ids.ts';
import { cut } from '../markdown/characters.ts';
import type { Impact, Policy } from '../policy/policy.ts';
import { readAction } from './action.ts';
import type { Command, CommandKind } from './command.ts';
import { readAccept, readFixes, readOverride, readWaive, readWaiver } from './followup.ts';
import { grammarOf } from './grammar.ts';
import { readImpact } from './impact.ts';
import { readDue, readNotDoing, readOwner, readSnooze } from './item.ts';
import { readMoment, type ReadMoment } from './moment.ts';
import {
  after,
  issueOf,
  listed,
  LONGEST_REASON,
  LONGEST_TEXT,
  LONGEST_TITLE,
  quoted,
  read,
  sayingOf,
  sentence,
  wrong,
  type Arguments,
  type Read,
  type Surroundings,
} from './reading.ts';
import { readWords } from './taxonomy.ts';
import { findRole, nearestOf, squeezed } from './words.ts';

/** Reads what follows the word of a command of this kind. */
export function readArguments(kind: CommandKind, args: Arguments, around: Surroundings): Read {
  return READERS[kind](args, around);
}

type Reader = (args: Arguments, around: Surroundings) => Read;

const READERS: Readonly<Record<CommandKind, Reader>> = {
  ack: readAck,
  help: () => read({ kind: 'help' }),
  timeline: () => read({ kind: 'timeline' }),
  severity: (args, { policy }) => readSeverity(args, policy),
  impact: readImpactCommand,
  mitigated: (args, around) => readStatus('mitigated', args, around),
  resolved: (args, around) => readStatus('resolved', args, around),
  started: (args, around) => readClock('started', args, around),
  detected: (args, around) => readClock('detected', args, around),
  reopen: (args) => readReason('reopen', args),
  'false-alarm': (args) => readReason('false-alarm', args),
  role: readRole,
  service: (args, { policy }) => readServices(args, policy),
  note: readNote,
  update: readUpdate,
  related: (args, { home }) => readIssues('related', args, home),
  duplicate: (args, { home }) => readIssues('duplicate', args, home),
  'repeat-of': (args, { home }) => readIssues('repeat-of', args, home),
  postmortem: () => read({ kind: 'postmortem' }),
  'create-items': () => read({ kind: 'create-items' }),
  similar: () => read({ kind: 'similar' }),
  cause: (args, { policy }) => readWords('cause', args, policy),
  component: (args, { policy }) => readWords('component', args, policy),
  snooze: readSnooze,
  action: readAction,
  waive: readWaive,
  'approve-waiver': (args, around) => readWaiver('approve-waiver', args, around),
  'revoke-waiver': (args, around) => readWaiver('revoke-waiver', args, around),
  accept: readAccept,
  fixes: readFixes,
  override: readOverride,
  owner: readOwner,
  due: readDue,
  confirm: () => read({ kind: 'confirm' }),
  'not-doing': readNotDoing,
  declare: readDeclare,
};

/** `/commander @alice`: `who` is what follows the role. */
export function readHolder(role: string, who: string, around: Surroundings): Read {
  const instead = `/${role} @${around.saidBy ?? 'alice'}`;
  const [first = '', ...more] = who.split(/[\s,;]+/).filter((word) => word !== '');
  if (more.some((word) => word.startsWith('@'))) {
    return wrong('a role is held by one person at a time', instead);
  }
  const self = first === '' || /^@?me[.!]?$/i.test(first);
  if (self && around.saidBy !== null) return read({ kind: 'role', role, login: around.saidBy });
  const login = /^@?([A-Za-z0-9](?:[A-Za-z0-9_-]{0,99}))[.:!)]*$/.exec(first)?.[1];
  if (login !== undefined && !self) return read({ kind: 'role', role, login });
  const problem = first.includes('/')
    ? 'a role is held by a person, not by a team'
    : 'it does not say who takes the role';
  return wrong(problem, instead);
}

function readAck({ rest }: Arguments, around: Surroundings): Read {
  return timed(rest, around).kind === 'none'
    ? read({ kind: 'ack' })
    : wrong('an acknowledgement is always as of now', '/ack');
}

function readSeverity({ rest, text }: Arguments, policy: Policy): Read {
  const words = rest.split(/\s+/);
  for (const count of [1, 2]) {
    const wanted = squeezed(words.slice(0, count).join(''));
    const severity = policy.severities.find(
      ({ id, name }) => squeezed(id) === wanted || squeezed(name) === wanted,
    );
    if (severity === undefined || wanted === '') continue;
    const reason = sentence(after(text, count), LONGEST_REASON);
    return read({ kind: 'severity', severity: severity.id, reason });
  }
  const ids = policy.severities.map(({ id }) => id);
  const digits = /^\d$/.test(words[0] ?? '') ? ids.find((id) => id.endsWith(words[0] ?? '')) : null;
  const guess = digits ?? nearestOf(words[0] ?? '', ids) ?? ids[0] ?? '';
  const problem =
    rest === ''
      ? `it does not say which severity: ${listed(ids)}`
      : `${quoted(words[0] ?? '')} is not a severity of the policy; there are ${listed(ids)}`;
  return wrong(problem, `/severity ${guess}`);
}

function readImpactCommand({ rest }: Arguments): Read {
  const result = readImpact(rest);
  return result.kind === 'impact'
    ? read({ kind: 'impact', impact: result.impact satisfies Impact })
    : wrong(result.problem, result.instead);
}

function readStatus(
  kind: 'mitigated' | 'resolved',
  { text }: Arguments,
  around: Surroundings,
): Read {
  const when = timed(text, around);
  if (when.kind === 'wrong') return wrong(when.problem, grammarOf(kind).example);
  const at = when.kind === 'moment' ? when.at : null;
  const said = when.kind === 'moment' ? when.rest : text;
  return read({ kind, at, text: sentence(said, LONGEST_TEXT) });
}

function readClock(kind: 'started' | 'detected', { rest }: Arguments, around: Surroundings): Read {
  const { example } = grammarOf(kind);
  const when = readMoment(rest.replace(/^at\s+/i, ''), sayingOf(around));
  if (when.kind === 'wrong') return wrong(when.problem, example);
  if (when.kind === 'none') {
    return wrong(
      rest === '' ? 'it does not say when' : `${quoted(rest)} is not a time I can read`,
      example,
    );
  }
  const asked = rest.slice(0, rest.length - when.rest.length).trim();
  if (when.rest !== '') {
    return wrong(
      `I understand the time, but not ${quoted(when.rest)} after it`,
      `/${kind} ${asked}`,
    );
  }
  return read({ kind, at: when.at });
}

function readReason(kind: 'reopen' | 'false-alarm', { text }: Arguments): Read {
  const reason = sentence(text, LONGEST_REASON);
  return reason === null
    ? wrong('it needs a reason, so that everybody understands', grammarOf(kind).example)
    : read({ kind, reason });
}

function readRole({ rest }: Arguments, around: Surroundings): Read {
  const ids = around.policy.roles.map(({ id }) => id);
  const words = rest.split(/\s+/);
  for (const count of words.length > 1 ? [2, 1] : [1]) {
    const role = findRole(words.slice(0, count).join(' '), around.policy);
    if (role !== undefined) return readHolder(role.id, after(rest, count), around);
  }
  const asked = words[0] ?? '';
  const guess = nearestOf(asked, ids) ?? ids[0] ?? 'commander';
  const person = /@[A-Za-z0-9-]+/.exec(rest)?.[0] ?? '@alice';
  const problem =
    asked === '' || asked.startsWith('@')
      ? `it does not say which role: ${listed(ids)}`
      : `${quoted(asked)} is not a role of the policy; there are ${listed(ids)}`;
  return wrong(problem, `/role ${guess} ${person}`);
}

function readServices({ rest }: Arguments, policy: Policy): Read {
  const ids = policy.services.map(({ id }) => id);
  const asked = signedWords(rest, ids);
  if (ids.length === 0 && !asked.every(({ change }) => change === 'remove')) {
    return wrong('the policy names no services yet', '/note checkout is affected');
  }
  if (asked.length === 0) {
    return wrong(`it does not say which service: ${listed(ids)}`, `/service ${ids[0] ?? ''}`);
  }
  const commands: Command[] = [];
  for (const { change, name } of asked) {
    const service = idOf(name, ids);
    if (change === 'add' && service === undefined) {
      const guess = nearestOf(name, ids) ?? ids[0] ?? '';
      const problem = `${quoted(name)} is not a service of the policy; there are ${listed(ids)}`;
      return wrong(problem, `/service ${guess}`);
    }
    if (name === '') return wrong('it does not say which service', '/help');
    // A form may have named what no policy knows: whether it can be taken off, the incident says.
    commands.push({ kind: 'service', change, service: service ?? cut(name, LONGEST_REASON) });
  }
  return { kind: 'read', commands };
}

interface SignedWord {
  readonly change: 'add' | 'remove';
  readonly name: string;
}

/** `-payment gateway` is one name where the policy knows neither of its words. */
function signedWords(rest: string, ids: readonly string[]): readonly SignedWord[] {
  const words = rest.split(/[\s,;]+/).filter((word) => word !== '');
  const signed = words.map((word): SignedWord => {
    const [, sign = '', name = ''] = /^([-+−–—]?)(.*)$/su.exec(word) ?? [];
    return { change: sign === '' || sign === '+' ? 'add' : 'remove', name };
  });
  const isOneName =
    signed.length > 1 &&
    !/[,;]/.test(rest) &&
    signed.every(({ name }) => name !== '' && idOf(name, ids) === undefined) &&
    signed.every(({ change }, index) => (change === 'remove') === (index === 0));
  return isOneName ? [{ change: 'remove', name: words.join(' ').slice(1) }] : signed;
}

function idOf(name: string, ids: readonly string[]): string | undefined {
  return ids.find((id) => id.toLowerCase() === name.toLowerCase());
}

function readNote({ text }: Arguments, around: Surroundings): Read {
  const when: ReadMoment = /^at\s/i.test(text) ? timed(text, around) : { kind: 'none' };
  if (when.kind === 'wrong') return wrong(when.problem, grammarOf('note').example);
  const said = sentence(when.kind === 'moment' ? when.rest : text, LONGEST_TEXT);
  if (said === null) return wrong('a note needs a text', grammarOf('note').example);
  return read({ kind: 'note', at: when.kind === 'moment' ? when.at : null, text: said });
}

function readUpdate({ text }: Arguments): Read {
  const said = sentence(text, LONGEST_TEXT);
  return said === null
    ? wrong('an update needs a text: what is known, what happens next', grammarOf('update').example)
    : read({ kind: 'update', text: said });
}

function readIssues(
  kind: 'related' | 'duplicate' | 'repeat-of',
  { rest }: Arguments,
  home: RepoRef,
): Read {
  const issues: IssueRef[] = [];
  for (const word of rest.replace(/^of\s+/i, '').split(/[\s,;]+/)) {
    const issue = issueOf(word, home);
    if (issue === undefined) break;
    issues.push(issue);
  }
  const [first, second] = issues;
  const { example } = grammarOf(kind);
  if (first === undefined) return wrong('it does not say which issue', example);
  if (kind !== 'related' && second !== undefined) {
    return wrong(`it can be the ${ONE_OF[kind]} of one incident only`, example);
  }
  return { kind: 'read', commands: issues.map((issue) => ({ kind, issue })) };
}

const ONE_OF = { duplicate: 'duplicate', 'repeat-of': 'repeat' } as const;

function readDeclare({ rest }: Arguments): Read {
  const [, title] = /^declare\b[.:!]?\s*(.*)$/is.exec(rest) ?? [];
  return title === undefined
    ? wrong('the one thing `/incident` can do is declare', '/incident declare Checkout is down')
    : read({ kind: 'declare', title: sentence(title, LONGEST_TITLE) });
}

/** A leading time, with or without `at`; `at the edge` is not one. */
function timed(text: string, around: Surroundings): ReadMoment {
  return readMoment(text.replace(/^at\s+/i, ''), sayingOf(around));
}
