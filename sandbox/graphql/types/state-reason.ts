import type { StateReason } from '../../model/records/issue.ts';

/** GitHub shows a duplicate as "not planned" to callers that do not ask for duplicates. */
export function stateReason(reason: StateReason | null, duplicates: boolean): string | null {
  if (reason === 'duplicate' && !duplicates) return 'NOT_PLANNED';
  return reason?.toUpperCase() ?? null;
}
