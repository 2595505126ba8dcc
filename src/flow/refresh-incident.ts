import type { IssueRef } from '../core/ids.ts';
import { keepsIncidents } from './reconcile-incident.ts';
import type { IncidentReader, JobQueue, PolicyReader } from './ports.ts';

export interface RefreshDeps {
  readonly policies: PolicyReader;
  readonly reader: IncidentReader;
  readonly queue: JobQueue;
}

/**
 * Reads an incident whole, so that the next look at it sees also what GitHub sends no delivery for, and
 * asks for that look. Writes nothing to GitHub: only one job does, or two would contradict each other.
 */
export function refreshIncident(deps: RefreshDeps): (issue: IssueRef) => Promise<void> {
  return async (issue) => {
    const policy = await deps.policies.policyFor(issue.repo);
    if (policy === null || !keepsIncidents(policy, issue)) return;
    await deps.reader.read(issue, 'whole');
    await deps.queue.mark([{ kind: 'incident', issue }]);
  };
}
