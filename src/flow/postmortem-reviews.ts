import type { IncidentFacts } from '../core/incident/facts.ts';
import type { Incident } from '../core/incident/incident.ts';
import type { Policy } from '../core/policy/policy.ts';
import type { PostmortemFacts } from '../core/postmortem/facts.ts';
import { peopleToLookUp, reviewersFor } from '../core/postmortem/reviewers/reviewers.ts';
import type { Performer } from './ports/performer.ts';
import type { PostmortemReader } from './ports/postmortem.ts';

export interface ReviewDeps {
  readonly postmortems: PostmortemReader;
  readonly performer: Pick<Performer, 'perform'>;
}

/** One read more: who may be asked. Nobody is asked who cannot read the repository. */
export async function askReviewers(
  { postmortems, performer }: ReviewDeps,
  about: {
    readonly incident: Incident;
    readonly record: IncidentFacts;
    readonly facts: PostmortemFacts;
    readonly policy: Policy;
  },
): Promise<void> {
  const { pull, repo } = about.facts;
  if (pull === null) return;
  const candidates = await postmortems.candidates(repo, peopleToLookUp(about));
  const reviewers = reviewersFor({ ...about, candidates });
  if (reviewers.length === 0) return;
  await performer.perform({ kind: 'request-reviews', pull: pull.ref, reviewers });
}
