import type { Impact, Policy, Severity } from '../policy/policy.ts';
import type { SeverityReason, SeverityRecommendation, SeverityVerdict } from './incident.ts';
import type { FoldState } from './state.ts';

/**
 * The most severe level that the figures reach or, for figures nobody gave, could still reach
 * ("when in doubt, the higher one"), with every reason, the decisive one first.
 *
 * @param impact percent; a missing figure counts as unknown, zero as known.
 */
export function recommendSeverity(impact: Impact, policy: Policy): SeverityRecommendation {
  const scale = policy.severities;
  const reasons = MEASURES.flatMap((measure) => reasonFor(measure, impact[measure], scale)).sort(
    (a, b) => rank(a.severity, scale) - rank(b.severity, scale) || certainty(a) - certainty(b),
  );
  const [decisive] = reasons;
  const reached = decisive && scale.find(({ id }) => id === decisive.severity);
  return reached === undefined ? withoutReasons(scale) : { severity: reached, reasons };
}

/** A person's latest choice that the policy knows; without one, what the figures say. */
export function severityOf(
  state: Pick<FoldState, 'choices' | 'impact'>,
  policy: Policy,
): SeverityVerdict {
  const recommendation = recommendSeverity(state.impact, policy);
  for (const { severity, by } of state.choices.toReversed()) {
    const inForce = policy.severities.find(({ id }) => id.toLowerCase() === severity.toLowerCase());
    if (inForce !== undefined) return { inForce, chosenBy: 'person', by, recommendation };
  }
  return { inForce: recommendation.severity, chosenBy: 'recommended', by: null, recommendation };
}

const MEASURES = ['users', 'customers', 'cost'] as const satisfies readonly (keyof Impact)[];

/** The highest level this one figure reaches or, being unknown, could reach. */
function reasonFor(
  measure: keyof Impact,
  value: number | undefined,
  scale: readonly Severity[],
): readonly SeverityReason[] {
  for (const { id: severity, thresholds } of scale) {
    const threshold = thresholds[measure];
    if (threshold === undefined) continue;
    if (value === undefined) return [{ kind: 'unknown-figure', measure, severity }];
    if (value >= threshold) return [{ kind: 'threshold', measure, value, threshold, severity }];
  }
  return [];
}

/** Below every threshold: the first level after the last that has any, so that doubt still rounds up. */
function withoutReasons(scale: readonly Severity[]): SeverityRecommendation {
  const last = scale.findLastIndex(({ thresholds }) =>
    MEASURES.some((m) => thresholds[m] !== undefined),
  );
  const severity = scale[last + 1] ?? leastSevere(scale);
  const kind = last === -1 ? 'no-thresholds' : 'below-all';
  return { severity, reasons: [{ kind, severity: severity.id }] };
}

function leastSevere(scale: readonly Severity[]): Severity {
  const last = scale.at(-1);
  if (last === undefined) throw new Error('a policy has at least one severity');
  return last;
}

function rank(id: string, scale: readonly Severity[]): number {
  return scale.findIndex((severity) => severity.id === id);
}

/** What is known is said before what is feared. */
function certainty(reason: SeverityReason): number {
  return reason.kind === 'unknown-figure' ? 1 : 0;
}
