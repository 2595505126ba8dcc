import type { RepoRef } from '../core/ids.ts';
import { labelCatalog } from '../core/incident/labels.ts';
import { keepsIncidents } from './keeps-incidents.ts';
import type { IncidentIndex } from './ports/incident-index.ts';
import type { JobQueue } from './ports/job-queue.ts';
import type { Performer } from './ports/performer.ts';
import type { PolicyReader } from './ports/policy.ts';

export interface LabelsDeps {
  readonly policies: PolicyReader;
  readonly performer: Performer;
  readonly index: IncidentIndex;
  readonly queue: JobQueue;
}

/**
 * Keeps the labels of an incident repository, and has its open incidents looked at: a renamed or deleted
 * label changes them without an event of their own.
 */
export function reconcileLabels(deps: LabelsDeps): (repo: RepoRef) => Promise<void> {
  return async (repo) => {
    const policy = await deps.policies.policyFor(repo);
    if (policy === null || !keepsIncidents(policy, { repo })) return;
    await deps.performer.perform({ kind: 'keep-labels', repo, labels: labelCatalog(policy) });
    const known = await deps.index.inRepository(repo);
    const open = known.filter((incident) => incident.open);
    await deps.queue.mark(open.map(({ ref }) => ({ kind: 'incident', issue: ref })));
  };
}
