import type { RootContent } from 'mdast';
import { details, paragraph, strong, table, type Words } from '../../markdown/build.ts';
import { safe } from '../../markdown/safe.ts';
import type { Duration } from '../../policy/policy.ts';
import type { Instant } from '../../time.ts';
import { momentWords } from '../moments.ts';
import { countOf, spanWords } from '../spans.ts';
import type { View } from './view.ts';

/** When what happened, how long it took, what the policy allows, and what is due next. */
export function clocksSection(view: View): readonly RootContent[] {
  const { clocks, detectedHow, severity } = view.incident;
  const { acknowledgeWithin, mitigateWithin } = severity.inForce;
  const begin = clocks.startedAt ?? clocks.declaredAt;
  const rows = [
    row(view, 'Started', clocks.startedAt),
    row(view, 'Detected', clocks.detectedAt, { from: begin }),
    row(view, 'Declared', clocks.declaredAt, { from: begin }),
    row(view, 'Acknowledged', clocks.acknowledgedAt, {
      from: clocks.declaredAt,
      within: acknowledgeWithin,
    }),
    row(view, 'Mitigated', clocks.mitigatedAt, { from: begin, within: mitigateWithin }),
    row(view, 'Resolved', clocks.resolvedAt, { from: begin }),
    row(view, 'Closed', clocks.closedAt, { from: begin }),
    ...dueRows(view),
  ].flat();
  const how =
    detectedHow === null ? [] : [paragraph(strong('Detected by:'), ' ', safe(detectedHow, 240))];
  return details('Clocks', [table(['What', 'When', 'After'], rows), ...how]);
}

interface Measure {
  readonly from: Instant;
  readonly within?: Duration | null;
}

function row(
  { policy }: View,
  what: string,
  at: Instant | null,
  measure?: Measure,
): readonly (readonly Words[])[] {
  if (at === null) return [];
  const span = measure === undefined || at <= measure.from ? '' : spanWords(at - measure.from);
  const within = measure?.within ?? null;
  const target = within === null ? '' : ` (target ${durationWords(within)})`;
  return [[what, momentWords(at, policy.timeZone), `${span}${target}`.trim()]];
}

function dueRows(view: View): readonly (readonly (readonly Words[])[])[] {
  const { acknowledgeBy, mitigateBy, updateBy, reassessBy } = view.due;
  const due = (what: string, at: Instant | null): readonly (readonly Words[])[] =>
    at === null
      ? []
      : [[what, momentWords(at, view.policy.timeZone), view.now >= at ? strong('overdue') : 'due']];
  return [
    due('Acknowledge', acknowledgeBy),
    due('Mitigate', mitigateBy),
    due('Next update', updateBy),
    due('Look at the severity again', reassessBy),
  ];
}

function durationWords(duration: Duration): string {
  return duration.unit === 'ms'
    ? spanWords(duration.amount)
    : countOf(duration.amount, 'business day');
}
