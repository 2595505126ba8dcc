import type { RootContent } from 'mdast';
import { details, paragraph, strong, table, type Words } from '../../markdown/build.ts';
import { safe } from '../../markdown/safe.ts';
import type { Duration } from '../../policy/policy.ts';
import type { Instant } from '../../time.ts';
import { statisticsWords } from '../closing.ts';
import { momentWords } from '../moments.ts';
import { countOf, spanWords } from '../spans.ts';
import type { View } from './view.ts';

/** When what happened, how long it took, what the policy allows, and what is due next. */
export function clocksSection(view: View): readonly RootContent[] {
  const { clocks, detectedHow, severity } = view.incident;
  const { acknowledgeWithin, mitigateWithin } = severity.inForce;
  const afterStart = { from: clocks.startedAt ?? clocks.declaredAt, within: null };
  const rows = [
    row(view, 'Started', clocks.startedAt, afterStart),
    row(view, 'Detected', clocks.detectedAt, afterStart),
    row(view, 'Declared', clocks.declaredAt, afterStart),
    row(view, 'Acknowledged', clocks.acknowledgedAt, answering(view, acknowledgeWithin)),
    row(view, 'Mitigated', clocks.mitigatedAt, answering(view, mitigateWithin)),
    row(view, 'Resolved', clocks.resolvedAt, afterStart),
    row(view, 'Closed', clocks.closedAt, afterStart),
    ...dueRows(view),
  ].flat();
  const how =
    detectedHow === null ? [] : [paragraph(strong('Detected by:'), ' ', safe(detectedHow, 240))];
  return details('Clocks', [table(['What', 'When', 'How long'], rows), ...how, ...took(view)]);
}

interface Measure {
  readonly from: Instant;
  readonly within: Duration | null;
}

/** What the policy sets a target for runs from the declaration. */
function answering({ incident }: View, within: Duration | null): Measure {
  return { from: incident.clocks.declaredAt, within };
}

function row(
  { incident, policy }: View,
  what: string,
  at: Instant | null,
  { from, within }: Measure,
): readonly (readonly Words[])[] {
  if (at === null) return [];
  const origin = from === incident.clocks.startedAt ? 'the start' : 'declaring';
  const span = at <= from ? [] : [`${spanWords(at - from)} after ${origin}`];
  const target = within === null ? [] : [`target ${durationWords(within)}`];
  return [[what, momentWords(at, policy.timeZone), [...span, ...target].join(', ')]];
}

function dueRows(view: View): readonly (readonly (readonly Words[])[])[] {
  const { acknowledgeBy, mitigateBy, updateBy, reassessBy } = view.due;
  const { incident, closesAt } = view;
  const postmortemBy = incident.postmortem.is === 'due' ? incident.postmortem.by : null;
  const due = (what: string, at: Instant | null): readonly (readonly Words[])[] =>
    at === null
      ? []
      : [[what, momentWords(at, view.policy.timeZone), view.now >= at ? strong('overdue') : 'due']];
  return [
    due('Acknowledge', acknowledgeBy),
    due('Mitigate', mitigateBy),
    due('Next update', updateBy),
    due('Look at the severity again', reassessBy),
    due('Postmortem', postmortemBy),
    due('Closed by itself', closesAt),
    pause(view),
  ];
}

/** Somebody said `/snooze`: it is why nobody is reminded of what is overdue. */
function pause({ incident: { snoozedUntil }, policy, now }: View): readonly (readonly Words[])[] {
  if (snoozedUntil === null || now >= snoozedUntil) return [];
  return [['Reminders', momentWords(snoozedUntil, policy.timeZone), 'snoozed until then']];
}

/** Once it is over: the figures by which incidents are compared. */
function took({ incident }: View): readonly RootContent[] {
  const { status, clocks } = incident;
  if (status.is !== 'closed' || status.because.why !== 'done') return [];
  const words = statisticsWords(clocks);
  return words === null ? [] : [paragraph(strong('In short:'), ` ${words}`)];
}

function durationWords(duration: Duration): string {
  return duration.unit === 'ms'
    ? spanWords(duration.amount)
    : countOf(duration.amount, 'business day');
}
