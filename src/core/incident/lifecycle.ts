import type { Command } from '../command/command.ts';
import { sameIssue } from '../ids.ts';
import { DAY, plus, type Instant } from '../time.ts';
import { apply } from './apply.ts';
import { deedOf, type IncidentEvent } from './events.ts';
import type { ClockName, ClockReading, Refusal } from './refusal.ts';
import type { FoldState, Stamp } from './state.ts';

/**
 * Nothing of an incident is dated further before its declaration than this. A little less than a
 * year, so that the slip of writing last year's date is caught.
 */
export const LONGEST_BACKDATE = 360 * DAY;

/** Which of a comment's commands may not be, and why. `index` counts from 0. */
export interface Impossible {
  readonly index: number;
  readonly refusal: Refusal;
}

/**
 * Whether the commands of one comment, said together at `at`, are possible in this state; `null` when
 * they are. The order of the clocks is judged after all of them, so that two corrections that only
 * make sense together can be said in either order:
 * started ≤ detected ≤ declared, and started ≤ mitigated ≤ resolved, none of them in the future.
 * Detected may lie after mitigated: what mends itself is often noticed later. Mitigated and resolved
 * may lie before declared: an incident may be declared after the fact.
 */
export function impossible(
  state: FoldState,
  commands: readonly Command[],
  said: { readonly at: Instant; readonly by: string },
): Impossible | null {
  let now = state;
  for (const [index, command] of commands.entries()) {
    const refusal = notNow(now, command) ?? badTime(now, command, said.at);
    if (refusal !== null) return { index, refusal };
    now = afterCommand(now, command, said);
  }
  const disorder = outOfOrder(now);
  // A disorder that was there before (somebody edited the form) is not this author's to mend.
  if (disorder === null || JSON.stringify(disorder) === JSON.stringify(outOfOrder(state)))
    return null;
  return { index: culprit(commands, disorder), refusal: disorder };
}

/** The last command that set one of the two clocks, else the last that set any. */
function culprit(commands: readonly Command[], { earlier, later }: Disorder): number {
  const named = commands.findLastIndex(
    ({ kind }) => kind === later.clock || kind === earlier.clock,
  );
  return named === -1 ? commands.findLastIndex(({ kind }) => CLOCK_COMMANDS.has(kind)) : named;
}

const CLOCK_COMMANDS: ReadonlySet<string> = new Set([
  'started',
  'detected',
  'mitigated',
  'resolved',
]);

/** The state after one more command. */
function afterCommand(
  state: FoldState,
  command: Command,
  said: { readonly at: Instant; readonly by: string },
): FoldState {
  const event = commandEvent(command, said);
  return event === null ? state : apply(state, event);
}

/** A command as the event it is, before it is in the ledger; null for those that only ask. */
export function commandEvent(
  command: Command,
  { at, by }: { readonly at: Instant; readonly by: string },
): IncidentEvent | null {
  const deed = deedOf(command);
  if (deed === null) return null;
  return { at, by, url: null, key: false, binding: true, silent: true, deed };
}

function notNow(state: FoldState, command: Command): Refusal | null {
  switch (command.kind) {
    case 'declare':
      return { why: 'already-an-incident' };
    case 'ack':
      return state.closed === null ? null : { why: 'closed', command: command.kind };
    case 'mitigated':
      if (command.at !== null) return null;
      if (state.closed !== null) return { why: 'closed', command: command.kind };
      return state.resolved === null ? null : { why: 'already-resolved', at: state.resolved.at };
    case 'resolved':
      return state.closed === null || command.at !== null
        ? null
        : { why: 'closed', command: command.kind };
    case 'reopen':
      return state.closed === null && state.resolved === null && state.mitigated === null
        ? { why: 'not-over' }
        : null;
    case 'related':
    case 'duplicate':
    case 'repeat-of':
      return sameIssue(command.issue, state.ref) ? { why: 'itself', command: command.kind } : null;
    default:
      return null;
  }
}

function badTime(state: FoldState, command: Command, now: Instant): Refusal | null {
  const when = 'at' in command ? command.at : null;
  return when === null ? null : badMoment(when, state.declared.at, now);
}

/** A moment that no incident declared at `declared` can name at `now`. */
export function badMoment(
  when: Instant,
  declared: Instant,
  now: Instant,
): Extract<Refusal, { why: 'future' | 'too-long-ago' }> | null {
  if (when > now) return { why: 'future', when, now };
  const earliest = plus(declared, -LONGEST_BACKDATE);
  return when < earliest ? { why: 'too-long-ago', when, earliest } : null;
}

export type Disorder = Extract<Refusal, { why: 'out-of-order' }>;

type Clocks = Readonly<Record<ClockName, Stamp | null>> & Pick<FoldState, 'mitigatedImplied'>;

/** The first pair of clocks that contradict each other. */
export function outOfOrder(clocks: Clocks): Disorder | null {
  for (const [first, second] of ORDER) {
    const earlier = reading(first, clocks);
    const later = reading(second, clocks);
    if (earlier !== null && later !== null && later.at < earlier.at) {
      return { why: 'out-of-order', earlier, later };
    }
  }
  return null;
}

const ORDER = [
  ['started', 'detected'],
  ['detected', 'declared'],
  ['started', 'declared'],
  ['started', 'mitigated'],
  ['mitigated', 'resolved'],
  ['started', 'resolved'],
] as const satisfies readonly (readonly [ClockName, ClockName])[];

/** A mitigation that follows from the resolution has no clock of its own to contradict. */
function reading(clock: ClockName, clocks: Clocks): ClockReading | null {
  const stamp = clocks[clock];
  const isImplied = clock === 'mitigated' && clocks.mitigatedImplied;
  return stamp === null || isImplied ? null : { clock, at: stamp.at };
}
