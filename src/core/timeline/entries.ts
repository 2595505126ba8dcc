/**
 * The timeline room: from events to the lines that tell an incident's story. `entries.ts` decides which
 * event is a line and of which kind, `prose-line.ts` which line of a comment stands for it, and the
 * words are in `messages/timeline-entries.ts`.
 */
import { sameIssue, type IssueRef } from '../ids.ts';
import type { Deed, IncidentEvent } from '../incident/events.ts';
import { openStatusOf, type FoldState } from '../incident/state.ts';
import { ENTRY, roleName } from '../messages/timeline-entries.ts';
import type { Policy, Severity } from '../policy/policy.ts';
import type { Instant } from '../time.ts';
import type { TimelineEntry } from './entry.ts';
import { followupText, obligationLines } from './followup-lines.ts';
import { clip } from './prose-line.ts';

/** Longer lines are cut here; the whole text is one click away. */
const LONGEST = 280;

export interface Step {
  readonly before: FoldState;
  readonly event: IncidentEvent;
  readonly after: FoldState;
  readonly policy: Policy;
  /** The severity in force in a state. */
  readonly severity: (state: FoldState) => Severity;
}

/** What one event changes of the timeline: a line that it corrects goes, others come behind those there are. */
export interface Told {
  readonly goes: TimelineEntry | undefined;
  readonly comes: readonly TimelineEntry[];
}

/** An event that changed nothing and says nothing new leaves no line. `lines`: told before it. */
export function toldBy(step: Step, lines: readonly TimelineEntry[]): Told {
  const { before, event, after } = step;
  const line = event.silent ? null : lineOf(step);
  const own = line === null ? null : entry(event, line);
  const confirmed =
    before.confirmed === null && after.confirmed !== null
      ? [entry(event, { kind: 'confirmed', text: ENTRY.confirmed, key: true })]
      : [];
  const obliged = obligationLines(step);
  if (own === null) return { goes: undefined, comes: [...confirmed, ...obliged] };
  const goes = correctedBy(own, lines);
  const saysMore = 'text' in event.deed && event.deed.text !== null;
  const shown = goes === undefined || saysMore ? own : { ...own, text: goes.text };
  return { goes, comes: [...confirmed, shown, ...obliged] };
}

/** A corrected time of mitigation or resolution replaces the line it corrects. */
function correctedBy(
  own: TimelineEntry,
  lines: readonly TimelineEntry[],
): TimelineEntry | undefined {
  if (own.kind !== 'mitigated' && own.kind !== 'resolved') return undefined;
  const since = lines.findLastIndex(({ kind }) => kind === 'reopened');
  return lines.slice(since + 1).findLast(({ kind }) => kind === own.kind);
}

interface Line {
  readonly kind: TimelineEntry['kind'];
  readonly text: string;
  /** When it happened, when that is not when it was said. */
  readonly at?: Instant;
  readonly key?: boolean;
}

function entry(event: IncidentEvent, line: Line): TimelineEntry {
  return {
    at: line.at ?? event.at,
    by: event.by,
    kind: line.kind,
    text: clip(line.text, LONGEST),
    url: event.url,
    key: event.key || line.key === true,
  };
}

function lineOf(step: Step): Line | null {
  return statusLine(step) ?? otherLine(step);
}

/** Lines of what moved the status, whichever way it was said. */
function statusLine({ before, event: { deed }, after }: Step): Line | null {
  const text = 'text' in deed ? deed.text : null;
  if (before.closed !== null && after.closed === null) return reopened(deed);
  if (after.closed !== null && after.closed !== before.closed) {
    return { kind: 'closed', text: ENTRY.closed(after.closed.because), key: true };
  }
  if (after.resolved !== null && after.resolved !== before.resolved) {
    return { kind: 'resolved', text: ENTRY.resolved(text), at: after.resolved.at, key: true };
  }
  if (after.mitigated !== null && after.mitigated !== before.mitigated) {
    return { kind: 'mitigated', text: ENTRY.mitigated(text), at: after.mitigated.at, key: true };
  }
  return backwards(before, after, deed);
}

function backwards(before: FoldState, after: FoldState, deed: Deed): Line | null {
  const was = openStatusOf(before);
  const is = openStatusOf(after);
  if (was === is) return null;
  if (is === 'mitigated') return { kind: 'reopened', text: ENTRY.unresolved, key: true };
  if (was === 'declared') return { kind: 'acknowledged', text: ENTRY.acknowledged, key: true };
  if (was === 'acknowledged') return { kind: 'reopened', text: ENTRY.unacknowledged };
  return reopened(deed);
}

function reopened(deed: Deed): Line {
  const reason = deed.do === 'reopen' ? deed.reason : null;
  return { kind: 'reopened', text: ENTRY.reopened(reason), key: true };
}

function otherLine(step: Step): Line | null {
  const { before, after } = step;
  const { deed } = step.event;
  switch (deed.do) {
    case 'choose-severity':
      return severityLine(step, deed.reason);
    case 'measure':
      return JSON.stringify(before.impact) === JSON.stringify(after.impact)
        ? null
        : { kind: 'impact', text: ENTRY.impact(after.impact) };
    case 'assign-role':
      return roleLine(step, deed);
    case 'change-service':
      return before.services.length === after.services.length
        ? null
        : { kind: 'service', text: ENTRY.service(deed.service, deed.change === 'add') };
    case 'classify':
      return classifyLine(step, deed);
    case 'flag':
      return flagLine(before, after);
    case 'mitigate':
    case 'resolve':
      // Said again without a new time: the words are news all the same.
      return deed.text === null ? null : { kind: 'note', text: deed.text };
    case 'note':
      return { kind: 'note', text: deed.text, ...(deed.when === null ? {} : { at: deed.when }) };
    case 'comment':
    case 'update':
      return { kind: deed.do, text: deed.text };
    case 'action-item':
      return { kind: 'action-item', text: ENTRY.actionItem(deed.change, deed.issue, after.ref) };
    case 'assign':
      return { kind: 'role', text: ENTRY.assigned(deed.login, deed.on) };
    default:
      return relationLine(step) ?? followupLine(step);
  }
}

function roleLine(
  { before, policy }: Step,
  { role, login }: Extract<Deed, { do: 'assign-role' }>,
): Line | null {
  const held = before.roles.get(role);
  if (held === login) return null;
  return { kind: 'role', text: ENTRY.role(roleName(role, policy), held, login) };
}

function classifyLine(
  { before, after }: Step,
  { as, change, word }: Extract<Deed, { do: 'classify' }>,
): Line | null {
  const words = as === 'cause' ? 'causes' : 'components';
  return before[words].length === after[words].length
    ? null
    : { kind: 'cause', text: ENTRY.classified(as, word, change === 'add') };
}

function followupLine(step: Step): Line | null {
  const text = followupText(step.event.deed, step);
  return text === null ? null : { kind: 'dont-repeat', text };
}

/** Another issue is told of once, however often it is named. */
function relationLine({ before, event: { deed }, after }: Step): Line | null {
  if (deed.do === 'relate' && before.related.length < after.related.length) {
    return { kind: 'relation', text: ENTRY.relation(deed.issue, after.ref) };
  }
  if (deed.do === 'repeat' && !isKnown(before.repeatOf, deed.of)) {
    return { kind: 'relation', text: ENTRY.repeat(deed.of, after.ref), key: true };
  }
  if (deed.do === 'mention' && before.mentions.length < after.mentions.length) {
    return { kind: 'mention', text: ENTRY.mention(deed.source, after.ref) };
  }
  return null;
}

function isKnown(known: IssueRef | null, issue: IssueRef): boolean {
  return known !== null && sameIssue(known, issue);
}

function severityLine({ before, after, severity }: Step, reason: string | null): Line | null {
  const was = severity(before);
  const is = severity(after);
  const isFirst = before.choices.length === 0;
  if (was.id === is.id && reason === null && !isFirst) return null;
  return { kind: 'severity', text: ENTRY.severity(was, is, reason), key: was.id !== is.id };
}

function flagLine(before: FoldState, after: FoldState): Line | null {
  if (before.drill !== after.drill) return { kind: 'flag', text: ENTRY.drill(after.drill) };
  return before.slaBreach === after.slaBreach
    ? null
    : { kind: 'flag', text: ENTRY.slaBreach(after.slaBreach) };
}
