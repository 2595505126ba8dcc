import type { Effect } from '../effects.ts';
import type { IncidentFacts } from '../incident/facts.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { PastIncident } from '../recurrence/past-incident.ts';
import type { Instant } from '../time.ts';
import type { PostmortemFacts } from './facts.ts';
import type { Telling } from './telling.ts';
import type { BuiltInTemplates } from './template-choice.ts';

export interface PostmortemInput {
  readonly telling: Telling;
  readonly facts: PostmortemFacts;
  /** What the incident's job read last of the incident: its comments and items, as they are kept. */
  readonly record: IncidentFacts;
  readonly templates: BuiltInTemplates;
  /** Incidents of the same repository whose postmortem is published, for the index. */
  readonly published: readonly PastIncident[];
  readonly ledger: Ledger;
  readonly now: Instant;
}

export interface PostmortemPlan {
  /** In the order in which they are to be performed; none that is there already. */
  readonly effects: readonly Effect[];
  /** Somebody is to be asked for a review: look up who may be, then `reviewersFor`. */
  readonly wantsReviewer: boolean;
  /** Rows that are to be action items, and that they were taken: entries for the incident's ledger. */
  readonly entries: Ledger;
  /** When it will differ without anybody doing anything; `now`: as soon as the effects are performed. */
  readonly lookAgainAt: Instant | null;
}

export function planPostmortem(input: PostmortemInput): PostmortemPlan {
  throw new Error(`not written yet: ${String(input.now)}`);
}
