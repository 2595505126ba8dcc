import type { PastIncident } from './past-incident.ts';
import type { Share } from './similar.ts';

/** What earlier and later incidents say of this one. Looked up beside the facts; only shown, never decided by. */
export interface Recurrence {
  /** Best first. Empty where nobody looked. */
  readonly similar: readonly SimilarIncident[];
  /** Those of which it is one more, latest first. */
  readonly earlier: readonly PastIncident[];
  /** Those that are it once more, earliest first. */
  readonly later: readonly PastIncident[];
}

export interface SimilarIncident {
  readonly past: PastIncident;
  readonly shares: readonly Share[];
  /** Probably the same once more. */
  readonly veryAlike: boolean;
}

export const ALONE: Recurrence = { similar: [], earlier: [], later: [] };
