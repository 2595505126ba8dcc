import type { IssueRef, RepoRef } from '../../core/ids.ts';
import type { PastIncident } from '../../core/recurrence/past-incident.ts';

/** One incident as others need to find it: repeats of an alarm, suspects, sweeps, recurrences. */
export interface KnownIncident extends PastIncident {
  /** From `repository_dispatch`; repeats become comments while the incident is open. */
  readonly dedupKey: string | null;
}

export interface IncidentIndex {
  /** Adds or replaces. */
  put(incident: KnownIncident): Promise<void>;
  forget(issue: IssueRef): Promise<void>;
  find(issue: IssueRef): Promise<KnownIncident | null>;
  /** All of one incident repository, oldest first. */
  inRepository(repo: RepoRef): Promise<readonly KnownIncident[]>;
}

export interface IncidentTable extends IncidentIndex {
  /** How many incidents of one repository are known. */
  count(repo: RepoRef): Promise<number>;
}
