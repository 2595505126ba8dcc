import type { Clocks } from '../../incident/incident.ts';
import { instantOf, SECOND, type Instant } from '../../time.ts';

/** A stretch of the incident: from one moment that is known to the next. */
export interface Phase {
  readonly name: PhaseName;
  readonly from: Instant;
  readonly to: Instant;
  /** Customers were affected during it. */
  readonly harmful: boolean;
}

export type PhaseName =
  'Until detected' | 'Until declared' | 'Until acknowledged' | 'Until mitigated' | 'Until resolved';

/**
 * The incident as stretches that follow each other without a gap, to the second, as GitHub counts. A moment
 * that lies before the one it follows, and one that nothing separates from it, make none.
 */
export function phasesOf(clocks: Clocks): readonly Phase[] {
  const { startedAt, detectedAt, declaredAt, acknowledgedAt, mitigatedAt, resolvedAt } = clocks;
  const moments: readonly (readonly [PhaseName | null, Instant | null])[] = [
    [null, startedAt],
    ['Until detected', detectedAt],
    ['Until declared', declaredAt],
    ['Until acknowledged', acknowledgedAt],
    ['Until mitigated', mitigatedAt],
    ['Until resolved', resolvedAt],
  ];
  const phases: Phase[] = [];
  let from: Instant | null = null;
  for (const [name, moment] of moments) {
    if (moment === null) continue;
    const at = instantOf(Math.floor(moment / SECOND) * SECOND);
    if (from !== null && at < from) continue;
    if (from !== null && name !== null && at > from) {
      phases.push({ name, from, to: at, harmful: mitigatedAt === null || at <= mitigatedAt });
    }
    from = at;
  }
  return phases;
}
