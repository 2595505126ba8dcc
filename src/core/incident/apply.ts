import { afterWayOut } from '../followup/waivers.ts';
import { sameIssue, type IssueRef } from '../ids.ts';
import { instantOf, type Instant } from '../time.ts';
import type { ClosedBecause, Deed, IncidentEvent, OpenStatus } from './events.ts';
import { openStatusOf, type FoldState, type Stamp } from './state.ts';

/**
 * The state after one event. Total: an event that means nothing in this state (a second
 * acknowledgement, a status label on a closed incident) leaves it as it is. What may not happen at
 * all was refused before it came into the record (`lifecycle.ts`).
 *
 * Decided once, here:
 * - whoever mitigates or resolves without acknowledging has acknowledged, no earlier than the declaration;
 * - whoever resolves what was never mitigated has mitigated it at the same moment; a later
 *   `/mitigated at …` corrects that clock and leaves it resolved;
 * - reopening goes back to work, `acknowledged` (an unconfirmed declaration stays declared), and forgets
 *   the mitigated, resolved and closed clocks;
 * - closing keeps the clocks as they are. What is closed too early is not in the record as a closing.
 */
export function apply(state: FoldState, event: IncidentEvent): FoldState {
  const stamp: Stamp = { at: event.at, by: event.by ?? state.declared.by };
  return confirm(transition(state, event.deed, stamp), event, stamp);
}

function transition(state: FoldState, deed: Deed, stamp: Stamp): FoldState {
  switch (deed.do) {
    case 'declare':
      return deed.confirmed ? { ...state, confirmed: stamp } : state;
    case 'acknowledge':
      return state.closed === null && state.acknowledged === null
        ? { ...state, acknowledged: stamp }
        : state;
    case 'mitigate':
      return mitigate(state, deed.when, stamp);
    case 'resolve':
      return resolve(state, deed.when, stamp);
    case 'set-status':
      return setStatus(state, deed.status, stamp);
    case 'reopen':
      return reopen(state, deed.reason, stamp);
    case 'close':
      return close(state, deed.because, stamp);
    case 'correct-clock':
      return { ...state, [deed.clock]: { at: deed.when, by: stamp.by } };
    default:
      return describe(state, deed, stamp);
  }
}

type Describing = Exclude<
  Deed,
  {
    readonly do:
      | 'declare'
      | 'acknowledge'
      | 'mitigate'
      | 'resolve'
      | 'set-status'
      | 'reopen'
      | 'close'
      | 'correct-clock';
  }
>;

/** What says more about the incident and moves no clock. */
function describe(state: FoldState, deed: Describing, stamp: Stamp): FoldState {
  switch (deed.do) {
    case 'choose-severity': {
      const choice = { severity: deed.severity, by: stamp.by };
      return { ...state, choices: [...state.choices, choice] };
    }
    case 'measure':
      return { ...state, impact: { ...state.impact, ...deed.impact } };
    case 'assign-role':
      return { ...state, roles: new Map(state.roles).set(deed.role, deed.login) };
    case 'change-service':
      return { ...state, services: changed(state.services, deed.change, deed.service) };
    case 'flag':
      return deed.flag === 'drill'
        ? { ...state, drill: deed.on }
        : { ...state, slaBreach: deed.on };
    case 'update':
      return { ...state, lastUpdate: { at: stamp.at, by: stamp.by, text: deed.text } };
    case 'relate':
      return { ...state, related: withIssue(state.related, deed.issue) };
    case 'repeat':
      return { ...state, repeatOf: deed.of };
    case 'classify': {
      const words = deed.as === 'cause' ? 'causes' : 'components';
      return { ...state, [words]: changed(state[words], deed.change, deed.word) };
    }
    case 'snooze':
      return { ...state, snoozedUntil: deed.until };
    case 'mention':
      return state.mentions.some(({ ref }) => sameIssue(ref, deed.source.ref))
        ? state
        : { ...state, mentions: [...state.mentions, deed.source] };
    default:
      return afterFollowup(state, deed, stamp);
  }
}

type Following = Exclude<
  Describing,
  {
    readonly do:
      | 'choose-severity'
      | 'measure'
      | 'assign-role'
      | 'change-service'
      | 'flag'
      | 'update'
      | 'relate'
      | 'repeat'
      | 'classify'
      | 'snooze'
      | 'mention';
  }
>;

/** What is about the work afterwards, and what only tells the story. */
function afterFollowup(state: FoldState, deed: Following, stamp: Stamp): FoldState {
  switch (deed.do) {
    case 'request-waiver':
    case 'approve-waiver':
    case 'revoke-waiver':
    case 'accept':
      return { ...state, dontRepeat: afterWayOut(state.dontRepeat, deed, stamp) };
    case 'ask-postmortem':
      return { ...state, postmortemAsked: stamp };
    case 'end':
      return close(state, { why: 'done' }, { at: stamp.at, by: null });
    case 'confirm':
    case 'say-of-item':
    case 'note':
    case 'comment':
    case 'action-item':
    case 'ask-item':
    case 'ask-rows':
    case 'release-item':
    case 'link-fix':
    case 'override':
    case 'attempt':
    case 'assign':
      return state;
  }
}

/** What somebody with the right may say of a declaration without taking it for real. */
const NOT_CONFIRMING: ReadonlySet<Deed['do']> = new Set<Deed['do']>([
  'close',
  'declare',
  'note',
  'relate',
  'reopen',
  'snooze',
]);

/** Any other binding word of somebody with the right confirms. */
function confirm(state: FoldState, event: IncidentEvent, stamp: Stamp): FoldState {
  const { deed } = event;
  const only = NOT_CONFIRMING.has(deed.do);
  return state.confirmed === null && event.binding && !only
    ? { ...state, confirmed: stamp }
    : state;
}

function mitigate(state: FoldState, when: Instant | null, stamp: Stamp): FoldState {
  const isNews = state.mitigated === null && state.closed === null;
  if (!isNews && when === null) return state;
  const mitigated = { at: when ?? stamp.at, by: stamp.by };
  return acknowledgedBy(mitigated, { ...state, mitigated, mitigatedImplied: false });
}

function resolve(state: FoldState, when: Instant | null, stamp: Stamp): FoldState {
  const isNews = state.resolved === null && state.closed === null;
  if (!isNews && when === null) return state;
  const saidAt = state.resolved?.saidAt ?? stamp.at;
  const resolved = { at: when ?? stamp.at, by: stamp.by, saidAt };
  const implied = state.mitigated === null || state.mitigatedImplied;
  return acknowledgedBy(resolved, {
    ...state,
    resolved,
    mitigated: implied ? { at: resolved.at, by: resolved.by } : state.mitigated,
    mitigatedImplied: implied,
  });
}

/** Who mends has taken it on: at that moment, or at the declaration when it was mended before that. */
function acknowledgedBy(mended: Stamp, state: FoldState): FoldState {
  if (state.acknowledged !== null) return state;
  const at = instantOf(Math.max(mended.at, state.declared.at));
  return { ...state, acknowledged: { at, by: mended.by } };
}

/** A status label set by hand. On a closed incident it means nothing. */
function setStatus(state: FoldState, status: OpenStatus, stamp: Stamp): FoldState {
  if (state.closed !== null || openStatusOf(state) === status) return state;
  switch (status) {
    case 'resolved':
      return resolve(state, null, stamp);
    case 'mitigated':
      return state.resolved === null
        ? mitigate(state, null, stamp)
        : { ...state, resolved: null, mitigatedImplied: false };
    case 'acknowledged':
    case 'declared':
      return {
        ...state,
        acknowledged: status === 'declared' ? null : (state.acknowledged ?? stamp),
        mitigated: null,
        mitigatedImplied: false,
        resolved: null,
        resumed: stamp,
      };
  }
}

/**
 * Back to work. Without a reason it is a click on the issue, which says nothing new of an incident that is
 * not closed: whoever closed it too early, and undoes that before the app does, has lost nothing.
 */
function reopen(state: FoldState, reason: string | null, stamp: Stamp): FoldState {
  const isOver = state.mitigated !== null || state.resolved !== null;
  if (state.closed === null && (reason === null || !isOver)) return state;
  return {
    ...state,
    closed: null,
    mitigated: null,
    mitigatedImplied: false,
    resolved: null,
    acknowledged: state.confirmed === null ? state.acknowledged : (state.acknowledged ?? stamp),
    resumed: stamp,
  };
}

/** A plain close says nothing new of a closed incident; a reason does, and leaves the clock alone. */
function close(
  state: FoldState,
  because: ClosedBecause,
  stamp: Pick<NonNullable<FoldState['closed']>, 'at' | 'by'>,
): FoldState {
  if (state.closed === null) return { ...state, closed: { ...stamp, because } };
  return because.why === 'done' ? state : { ...state, closed: { ...state.closed, because } };
}

function changed(
  words: readonly string[],
  change: 'add' | 'remove',
  word: string,
): readonly string[] {
  const others = words.filter((id) => id.toLowerCase() !== word.toLowerCase());
  if (change === 'remove') return others;
  return others.length < words.length ? words : [...words, word];
}

function withIssue(issues: readonly IssueRef[], issue: IssueRef): readonly IssueRef[] {
  return issues.some((known) => sameIssue(known, issue)) ? issues : [...issues, issue];
}
