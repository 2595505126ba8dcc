import type { Instant, Millis } from '../time.ts';
import type { Clocks } from './incident.ts';

/** How long what took; null where one of the two moments is not known. */
export interface Statistics {
  readonly detect: Millis | null;
  readonly acknowledge: Millis | null;
  readonly mitigate: Millis | null;
  readonly resolve: Millis | null;
  readonly close: Millis | null;
}

/**
 * The figures that incident practice compares (published accounts of incident management count the same
 * ones): to detect, from the beginning of the damage until somebody or something noticed it; to
 * acknowledge, from the declaration, because before it nobody could; to mitigate, until customers were no
 * longer affected; to resolve, until it would not come back at once; to close, until all follow-up was
 * done. The last three run from the beginning where that is known, else from the declaration. A clock that
 * lies before the one it would be counted from says nothing about a span.
 */
export function statisticsOf(clocks: Clocks): Statistics {
  const { startedAt, detectedAt, declaredAt, acknowledgedAt } = clocks;
  const beginning = startedAt ?? declaredAt;
  return {
    detect: startedAt === null ? null : span(startedAt, detectedAt),
    acknowledge: span(declaredAt, acknowledgedAt),
    mitigate: span(beginning, clocks.mitigatedAt),
    resolve: span(beginning, clocks.resolvedAt),
    close: span(beginning, clocks.closedAt),
  };
}

function span(from: Instant, to: Instant | null): Millis | null {
  return to === null || to < from ? null : to - from;
}
