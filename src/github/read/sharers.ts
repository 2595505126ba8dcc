/** Which open pull requests have a commit as their head. A check belongs to the commit, and so to all of them. */
import { sameRepo, type RepoRef } from '../../core/ids.ts';
import type { Session } from '../client/session.ts';
import { HeadCommitAnswer, OpenHeadsAnswer, type SharersAnswer } from './pull-answer.ts';
import { HEAD_COMMIT, OPEN_HEADS } from './pull-queries.ts';
import { present, repoOf } from './translate.ts';

/** One of them, by node id and number. */
export interface Sharer {
  readonly id: string;
  readonly number: number;
}

/**
 * Those that GitHub associates with the commit; `null` when that list is no answer: it ends early, or the
 * pull request that is known to end there is not on it, as may be with commits of forks.
 */
export function sharersIn(
  { associatedPullRequests }: SharersAnswer,
  where: { readonly repo: RepoRef; readonly sha: string; readonly among: number | null },
): readonly Sharer[] | null {
  const listed = present(associatedPullRequests?.nodes);
  if (associatedPullRequests === null || listed.length < associatedPullRequests.totalCount) {
    return null;
  }
  const sharers = listed.filter(({ state, headRefOid, repository }) => {
    const repo = repoOf(repository);
    const here = repo !== undefined && sameRepo(repo, where.repo);
    return here && state === 'OPEN' && headRefOid === where.sha;
  });
  const isAnswer = sharers.some(({ number }) => where.among === null || number === where.among);
  return isAnswer ? sharers : null;
}

/** In one request as a rule; by the heads of everything open, a hundred a request, where GitHub associates nothing. */
export async function sharersOf(
  session: Session,
  repo: RepoRef,
  sha: string,
  app: number,
): Promise<readonly Sharer[]> {
  const { owner, name } = repo;
  const variables = { owner, name, sha, app };
  const { repository } = await session.query(HEAD_COMMIT, variables, HeadCommitAnswer);
  const commit = repository?.object;
  const associated = commit == null ? null : sharersIn(commit, { repo, sha, among: null });
  return associated ?? openWithHead(session, repo, sha);
}

/** By looking at all of them. */
export async function openWithHead(
  session: Session,
  { owner, name }: RepoRef,
  sha: string,
): Promise<readonly Sharer[]> {
  const found: Sharer[] = [];
  for (let after: string | null = null; ;) {
    const variables: Readonly<Record<string, unknown>> = { owner, name, after };
    const { repository } = await session.query(OPEN_HEADS, variables, OpenHeadsAnswer);
    if (repository === null) return found;
    const { nodes, pageInfo } = repository.pullRequests;
    for (const { id, number, headRefOid } of present(nodes)) {
      if (headRefOid === sha) found.push({ id, number });
    }
    if (!pageInfo.hasNextPage) return found;
    after = pageInfo.endCursor;
  }
}
