import type { Clocks } from '../../incident/incident.ts';
import type { Instant } from '../../time.ts';

/** A stretch of the incident: from one moment that is known to the next. */
export interface Phase {
  readonly name: PhaseName;
  readonly from: Instant;
  readonly to: Instant;
  /** Customers were affected during it. */
  readonly harmful: boolean;
}

export type PhaseName =
  | 'Unnoticed'
  | 'Noticed, not declared'
  | 'Declared, not acknowledged'
  | 'Worked on'
  | 'Stopped, not resolved';

/**
 * The incident as stretches that follow each other without a gap. A moment that lies before the one it
 * follows, and one that nothing separates from it, make none.
 */
export function phasesOf(clocks: Clocks): readonly Phase[] {
  const { startedAt, detectedAt, declaredAt, acknowledgedAt, mitigatedAt, resolvedAt } = clocks;
  const moments: readonly (readonly [PhaseName | null, Instant | null])[] = [
    [null, startedAt],
    ['Unnoticed', detectedAt],
    ['Noticed, not declared', declaredAt],
    ['Declared, not acknowledged', acknowledgedAt],
    ['Worked on', mitigatedAt],
    ['Stopped, not resolved', resolvedAt],
  ];
  const phases: Phase[] = [];
  let from: Instant | null = null;
  for (const [name, at] of moments) {
    if (at === null || (from !== null && at < from)) continue;
    if (from !== null && name !== null && at > from) {
      phases.push({ name, from, to: at, harmful: mitigatedAt === null || at <= mitigatedAt });
    }
    from = at;
  }
  return phases;
}
