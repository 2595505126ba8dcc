import type { Effect } from '../effects.ts';
import { endingOf } from '../followup/endings.ts';
import { debtsOf, obligationChangesAt, obligationOf } from '../followup/owed.ts';
import { itemStatesAt } from '../followup/plan-item-states.ts';
import { itemEffects } from '../followup/plan-items.ts';
import type { IssueRef } from '../ids.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Policy } from '../policy/policy.ts';
import { remindersAt } from '../reminders/look.ts';
import { HOUR, instantOf, MINUTE, plus, SECOND, type Instant } from '../time.ts';
import { actsUndecided } from './undecided.ts';
import { deadlinesOf } from './deadlines.ts';
import type { IncidentFacts } from './facts.ts';
import type { Incident } from './incident.ts';
import { labelDifference } from './labels.ts';
import { answerEffects } from './plan-answers.ts';
import { callEffects } from './plan-call.ts';
import { summaryEffects } from './plan-summary.ts';
import { restsUntil } from './resting.ts';

export interface PlanInput {
  readonly incident: Incident;
  readonly facts: IncidentFacts;
  readonly ledger: Ledger;
  readonly policy: Policy;
  readonly now: Instant;
  /** The signed blocks, as the ledger keeper makes them for the present ledger, in order. */
  readonly ledgerBlocks: readonly string[];
  /** Items that were closed, and whose comments nobody has read since: they may say why. None is reopened yet. */
  readonly unheard?: readonly IssueRef[];
}

export interface Plan {
  readonly effects: readonly Effect[];
  /** When something will differ without anybody doing anything, or may have without a delivery. */
  readonly lookAgainAt: Instant | null;
  /** From when on that look is to read everything again. Never later than this is the look itself. */
  readonly wholeBy: Instant | null;
}

/**
 * What GitHub lacks, and nothing else: an issue that already looks as its incident says needs no effect.
 * What is told once comes before, with a ledger that then knows of it (`tellings.ts`); the labels of the
 * repository are kept apart (`labelCatalog`).
 */
export function plan(input: PlanInput): Plan {
  const effects = [
    ...stateEffects(input),
    ...labelEffects(input),
    ...summaryEffects(input),
    ...callEffects(input),
    ...itemEffects(input),
    ...answerEffects(input),
  ];
  return { effects, ...nextLook(input) };
}

/**
 * Opens what is not over, closes what is done, a false alarm or a duplicate. While somebody's
 * closing or reopening is not decided yet, the issue is left as that person has it.
 */
function stateEffects({ incident, facts, ledger, now }: PlanInput): readonly Effect[] {
  const { status } = incident;
  const isOver = status.is === 'closed';
  if (isOver === (facts.state === 'closed') || restsUntil(facts, now) !== null) return [];
  if (
    actsUndecided(facts, ledger).some(({ act }) => act.kind === 'closed' || act.kind === 'reopened')
  ) {
    return [];
  }
  const issue = facts.ref;
  return [
    isOver
      ? { kind: 'close-issue', issue, reason: CLOSE_REASON[status.because.why] }
      : { kind: 'reopen-issue', issue },
  ];
}

const CLOSE_REASON = {
  done: 'completed',
  'false-alarm': 'not_planned',
  duplicate: 'duplicate',
} as const;

/** A label that somebody has just clicked and that is not decided yet is left alone. */
function labelEffects({ incident, facts, ledger }: PlanInput): readonly Effect[] {
  const open = new Set(
    actsUndecided(facts, ledger).flatMap(({ act }) =>
      'label' in act ? [act.label.toLowerCase()] : [],
    ),
  );
  const { add, remove } = labelDifference(incident, facts.labels);
  const decided = (name: string): boolean => !open.has(name.toLowerCase());
  const change = { add: add.filter(decided), remove: remove.filter(decided) };
  return change.add.length + change.remove.length === 0
    ? []
    : [{ kind: 'label-issue', issue: facts.ref, ...change }];
}

/**
 * How long a hidden comment or a 🚀, of which GitHub sends no delivery, may stay unseen: while people are at
 * it, and where nobody has said or done anything for hours.
 */
const WHOLE_EVERY = 15 * MINUTE;
const WHOLE_EVERY_IN_QUIET = 6 * HOUR;
const QUIET_AFTER = 4 * HOUR;

function wholeBy({ facts }: PlanInput): Instant {
  const { wholeAt, createdAt, comments, events } = facts;
  const people = [
    ...comments.filter(({ author }) => author.kind === 'person').map((one) => one.createdAt),
    ...events.filter(({ by }) => by.kind === 'person').map(({ at }) => at),
  ];
  const latest = people.reduce((a, b) => (b > a ? b : a), createdAt);
  return plus(wholeAt, wholeAt - latest > QUIET_AFTER ? WHOLE_EVERY_IN_QUIET : WHOLE_EVERY);
}

/** Also of an unconfirmed one, of which nothing is due: it may be the one that is real. */
function nextLook(input: PlanInput): Pick<Plan, 'lookAgainAt' | 'wholeBy'> {
  const { is } = input.incident.status;
  const isOver = is === 'resolved' || is === 'closed';
  const whole = isOver ? null : wholeBy(input);
  const moments = [whole, ...momentsAhead(input)].filter((at) => at !== null);
  const lookAgainAt = moments.length === 0 ? null : instantOf(Math.min(...moments));
  return { lookAgainAt, wholeBy: whole };
}

/** When something will differ by time alone: a target, the end of a grace, of a waiver or of a pause, a reminder. */
function momentsAhead(input: PlanInput): readonly (Instant | null)[] {
  const { incident, policy, now } = input;
  const obligation = obligationOf(input);
  const due: readonly (Instant | null)[] = Object.values(
    deadlinesOf(incident, policy) satisfies object,
  );
  return [
    // Also of what is long closed, as are reminders of what comes after it.
    obligationChangesAt(obligation, now),
    remindersAt({ ...input, obligation }, now).next,
    endsAt(input),
    itemStatesAt(input),
    restsUntil(input.facts, now),
    ...[...due, incident.snoozedUntil].map((at) => (at !== null && at > now ? at : null)),
  ];
}

/** When it is over by itself; where that moment passed since it was decided that it is not: soon. */
function endsAt(input: PlanInput): Instant | null {
  const debts = debtsOf({ ...input, state: input.incident });
  const { entry, at } = endingOf({ ...input, debts });
  return entry === null ? at : plus(input.now, 10 * SECOND);
}
