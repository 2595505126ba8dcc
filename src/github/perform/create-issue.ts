import type { IssueRef } from '../../core/ids.ts';
import { instantOf } from '../../core/time.ts';
import { findOwnIssue } from '../read/issue-lists.ts';
import { once } from './once.ts';
import type { EffectOf, Hands } from './performer.ts';
import { inRepo } from './place.ts';

/** The issue that carries the marker: looked for first, since the job that asks may be its own repetition. */
export async function createIssue(
  { session, self }: Hands,
  effect: EffectOf<'create-issue'>,
): Promise<IssueRef> {
  const where = { session, repo: effect.repo, self };
  const look = async (): Promise<IssueRef | null> =>
    (await findOwnIssue(where, effect.marker, instantOf(effect.askedAt)))?.issue ?? null;
  const send = async (): Promise<IssueRef> => {
    const { data } = await session.octokit.request('POST /repos/{owner}/{repo}/issues', {
      ...inRepo(effect.repo),
      title: effect.title,
      body: effect.body,
      labels: [...effect.labels],
    });
    return { repo: effect.repo, number: data.number };
  };
  return (await look()) ?? once(send, look);
}
