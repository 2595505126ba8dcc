import type { IssueRef } from '../core/ids.ts';
import { keepsIncidents } from './keeps-incidents.ts';
import type { SuspectReader, SuspectStore } from './ports/findings.ts';
import type { IncidentIndex } from './ports/incident-index.ts';
import type { JobQueue } from './ports/job-queue.ts';
import type { PolicyReader } from './ports/policy.ts';
import { suspectsQuestion } from './suspects-question.ts';

export interface SuspectsDeps {
  readonly policies: PolicyReader;
  readonly index: IncidentIndex;
  readonly reader: SuspectReader;
  readonly store: SuspectStore;
  readonly queue: JobQueue;
}

/** Looks the suspects of an incident up, once for each question, and has the incident shown with them. */
export function reconcileSuspects(deps: SuspectsDeps): (issue: IssueRef) => Promise<void> {
  return async (issue) => {
    const policy = await deps.policies.policyFor(issue.repo);
    const known = await deps.index.find(issue);
    if (policy === null || known === null || !keepsIncidents(policy, issue)) return;
    const question = suspectsQuestion(known.services, known.declaredAt, policy);
    const stored = await deps.store.load(issue);
    if (question === null || stored?.question === question.text) return;
    const found = await deps.reader.suspects({
      ...question,
      shownIn: issue.repo,
      vouchedFor: policy.organisationWide ? null : [policy.source.repo, issue.repo],
    });
    await deps.store.save(issue, question.text, found);
    await deps.queue.mark([{ kind: 'incident', issue }]);
  };
}
