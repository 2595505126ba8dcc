import { sameRepo, type IssueRef } from '../core/ids.ts';
import type { Policy } from '../core/policy/policy.ts';

/** Whether issues of this repository are incidents under the policy. */
export function keepsIncidents(policy: Policy, { repo }: Pick<IssueRef, 'repo'>): boolean {
  const { incidentRepository, privateRepository } = policy;
  return (
    sameRepo(incidentRepository, repo) ||
    (privateRepository !== null && sameRepo(privateRepository, repo))
  );
}
