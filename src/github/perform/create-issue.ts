import type { IssueRef } from '../../core/ids.ts';
import { instantOf } from '../../core/time.ts';
import { findOwnIssue } from '../read/issue-lists.ts';
import { once } from './once.ts';
import type { EffectOf, Hands } from './performer.ts';
import { inRepo } from './place.ts';

/** The issue that carries the marker, made when there is none yet. */
export async function createIssue(
  hands: Hands,
  effect: EffectOf<'create-issue'>,
): Promise<IssueRef> {
  return (await createIssueOnce(hands, effect)).ref;
}

interface Created {
  readonly ref: IssueRef;
  readonly nodeId: string;
}

/** Looks for it first, since the job that asks may be its own repetition. */
export async function createIssueOnce(
  { session, self }: Hands,
  effect: Omit<EffectOf<'create-issue'>, 'kind'>,
): Promise<Created> {
  const where = { session, repo: effect.repo, self };
  const look = async (): Promise<Created | null> => {
    const found = await findOwnIssue(where, effect.marker, instantOf(effect.askedAt));
    return found === null ? null : { ref: found.issue, nodeId: found.nodeId };
  };
  const send = async (): Promise<Created> => {
    const { data } = await session.octokit.request('POST /repos/{owner}/{repo}/issues', {
      ...inRepo(effect.repo),
      title: effect.title,
      body: effect.body,
      labels: [...effect.labels],
    });
    return { ref: { repo: effect.repo, number: data.number }, nodeId: data.node_id };
  };
  return (await look()) ?? once(send, look);
}
