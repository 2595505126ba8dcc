import { readDeadline, readDeadlineOrMinutes } from './deadline.ts';
import { grammarOf } from './grammar.ts';
import {
  LONGEST_REASON,
  quoted,
  read,
  sayingOf,
  sentence,
  wrong,
  type Arguments,
  type Read,
  type Surroundings,
} from './reading.ts';

/** `/owner @bob`: one person, without doubt who; words after the name are for people. */
export function readOwner({ rest }: Arguments, { saidBy }: Surroundings): Read {
  const instead = `/owner @${saidBy ?? 'alice'}`;
  const [first = '', ...more] = rest
    .replace(/^is\s+/i, '')
    .split(/[\s,;]+/)
    .filter((word) => word !== '');
  if (more.some((word) => word.startsWith('@'))) {
    return wrong('an item is owned by one person', instead);
  }
  if (first.includes('/')) return wrong('an item is owned by a person, not by a team', instead);
  if (/^@?me[.!]?$/i.test(first)) {
    return saidBy === null ? wrong(NOBODY, instead) : read({ kind: 'owner', login: saidBy });
  }
  const login = /^@?([A-Za-z0-9](?:[A-Za-z0-9_-]{0,99}))[.:!)]*$/.exec(first)?.[1];
  return login === undefined ? wrong(NOBODY, instead) : read({ kind: 'owner', login });
}

const NOBODY = 'it does not say whose it is';

/** `/due 2026-12-01`; what follows the day is for people. */
export function readDue({ rest }: Arguments, around: Surroundings): Read {
  const due = readDeadline(rest, sayingOf(around));
  const { example } = grammarOf('due');
  if (due.kind === 'deadline') return read({ kind: 'due', until: due.until });
  if (due.kind === 'wrong') return wrong(due.problem, example);
  return rest === ''
    ? wrong('it does not say when it is due', example)
    : wrong(`${quoted(rest)} is not a day I can read`, example);
}

/** `/snooze 30m`, `/snooze until 2026-12-01`. How long it may be depends on what it is said of. */
export function readSnooze({ rest }: Arguments, around: Surroundings): Read {
  const until = readDeadlineOrMinutes(rest, sayingOf(around));
  const { example } = grammarOf('snooze');
  if (until.kind === 'deadline') return read({ kind: 'snooze', until: until.until });
  if (until.kind === 'wrong') return wrong(until.problem, example);
  return rest === ''
    ? wrong('it does not say for how long', example)
    : wrong(`${quoted(rest)} is no length of time and no day that I can read`, example);
}

export function readNotDoing({ text }: Arguments): Read {
  const reason = sentence(text.replace(/^because\b/i, ''), LONGEST_REASON);
  return reason === null
    ? wrong('it needs a reason, so that everybody understands', grammarOf('not-doing').example)
    : read({ kind: 'not-doing', reason });
}
