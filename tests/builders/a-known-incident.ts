/** An incident as the index keeps it; say only what the test is about. */
import type { KnownIncident } from '../../src/flow/ports/incident-index.ts';
import { aPast } from '../core/recurrence/a-past.ts';

/** Open, of checkout, without follow-up; declared `number` days after the same day as `aPast`. */
export function aKnownIncident(
  number: number,
  overrides: Partial<KnownIncident> = {},
): KnownIncident {
  return {
    ...aPast(number, { open: true, severity: 'sev1', ended: null }),
    dedupKey: null,
    ...overrides,
  };
}
