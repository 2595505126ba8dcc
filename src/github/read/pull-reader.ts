/**
 * Reading pull requests for the gate. One costs one request, and one more where its head is also another's;
 * a page of a hundred costs one.
 */
import type { z } from 'zod';
import type { PullFacts } from '../../core/gate/facts.ts';
import type { IssueRef, RepoRef } from '../../core/ids.ts';
import type { AppIdentity } from '../../flow/ports/app-identity.ts';
import type { Found } from '../../flow/ports/found.ts';
import type { PullOnCommit, PullPage, PullReader } from '../../flow/ports/pulls.ts';
import type { GitHub } from '../client/github.ts';
import type { Session } from '../client/session.ts';
import type { CommentAnswer } from './incident-answer.ts';
import { MOST_A_PAGE, smallerWhenRefused } from './page-by-page.ts';
import {
  HeadCommitAnswer,
  OnePullAnswer,
  PullPageAnswer,
  PullsAnswer,
  isPull,
  type OwnRunAnswer,
} from './pull-answer.ts';
import { withCommits } from './pull-commits.ts';
import { wholeFiles } from './pull-files.ts';
import { HEAD_COMMIT, PULL, PULL_PAGE, PULLS } from './pull-queries.ts';
import { openWithHead, sharersIn, sharersOf, type Sharer } from './sharers.ts';
import { headOf, runOf, toPull } from './to-pull.ts';
import { present, repoOf, toVisibility } from './translate.ts';

export function createPullReader(github: Pick<GitHub, 'session'>, self: AppIdentity): PullReader {
  return {
    pull: async (pull) => {
      const session = await github.session(pull.repo);
      if (session === null) return gone('the app is not installed there');
      const read = await readPull({ session, self }, pull, PULL);
      return read.kind === 'gone' ? read : { kind: 'found', value: read.value.facts };
    },
    page: async (repo, after) => {
      const session = await github.session(repo);
      if (session === null) return gone('the app is not installed there');
      return smallerWhenRefused((count) => readPage({ session, self }, repo, { after, count }));
    },
    files: async (pull) => {
      const session = await github.session(pull.ref.repo);
      if (session === null) return { paths: [], complete: false, next: null, total: 0 };
      return wholeFiles(session, pull);
    },
    withHead: async (repo, sha) => {
      const session = await github.session(repo);
      if (session === null) return [];
      const sharers = await sharersOf(session, repo, sha, self.id);
      return sharers.map(({ number }) => ({ repo, number }));
    },
  };
}

export interface Asker {
  readonly session: Session;
  readonly self: AppIdentity;
}

/** An open pull request with everything on its head, and its comments where the document asks for them. */
export async function readPull(
  asker: Asker,
  pull: IssueRef,
  document: string,
): Promise<Found<{ readonly facts: PullOnCommit; readonly comments: readonly CommentAnswer[] }>> {
  const { owner, name } = pull.repo;
  const variables = { owner, name, number: pull.number, app: asker.self.id };
  const { repository } = await asker.session.query(document, variables, OnePullAnswer);
  const repo = repoOf(repository ?? undefined);
  const found = repository?.pullRequest;
  if (repository === null || repo === undefined || found == null) {
    return gone('the pull request is gone or hidden');
  }
  if (found.state !== 'OPEN') return gone('the pull request is not open');
  const { head, sharers } = await headCommit(asker, repo, found);
  const own = toPull(found, repo, { self: asker.self, head });
  const others = await readSharers(asker, sharers, own);
  const facts: PullOnCommit = {
    facts: {
      repo,
      visibility: toVisibility(repository.visibility),
      headSha: own.headSha,
      as: 'pulls',
      pulls: [own, ...others],
    },
    defaultBranch: repository.defaultBranchRef?.name ?? '',
    run: runOf(head),
  };
  return { kind: 'found', value: { facts, comments: present(found.comments?.nodes) } };
}

type WithSharers = NonNullable<
  NonNullable<z.infer<typeof OnePullAnswer>['repository']>['pullRequest']
>;

/** The head commit, looked up by its id where the list of commits ends before it, and whose head it is. */
async function headCommit(
  { session, self }: Asker,
  repo: RepoRef,
  pull: WithSharers,
): Promise<{ readonly head: OwnRunAnswer | null; readonly sharers: readonly Sharer[] }> {
  const sha = pull.headRefOid;
  const where = { repo, sha, among: pull.number };
  const listed = headOf(pull);
  const shared = present(pull.sharers.nodes).at(-1)?.commit;
  if (listed !== null && shared?.oid === sha) {
    const sharers = sharersIn(shared, where) ?? (await openWithHead(session, repo, sha));
    return { head: listed, sharers };
  }
  const variables = { owner: repo.owner, name: repo.name, sha, app: self.id };
  const { repository } = await session.query(HEAD_COMMIT, variables, HeadCommitAnswer);
  const head = repository?.object ?? null;
  const associated = head === null ? null : sharersIn(head, where);
  return { head, sharers: associated ?? (await openWithHead(session, repo, sha)) };
}

/** The other open pull requests on the same head, as they are a moment later: one that moved on is none. */
async function readSharers(
  { session, self }: Asker,
  sharers: readonly Sharer[],
  own: PullFacts,
): Promise<readonly PullFacts[]> {
  const ids = sharers.filter(({ number }) => number !== own.ref.number).map(({ id }) => id);
  const others: PullFacts[] = [];
  for (let from = 0; from < ids.length; from += MOST_A_PAGE) {
    const variables = { ids: ids.slice(from, from + MOST_A_PAGE), app: self.id };
    const { nodes } = await session.query(PULLS, variables, PullsAnswer);
    const pulls = await withCommits(session, present(nodes).filter(isPull));
    others.push(...pulls.map((each) => toPull(each, own.ref.repo, { self })));
  }
  return others.filter(({ state, headSha }) => state === 'open' && headSha === own.headSha);
}

async function readPage(
  { session, self }: Asker,
  { owner, name }: RepoRef,
  page: { readonly after: string | null; readonly count: number },
): Promise<Found<PullPage>> {
  const variables = { owner, name, app: self.id, ...page };
  const { repository } = await session.query(PULL_PAGE, variables, PullPageAnswer);
  const repo = repoOf(repository ?? undefined);
  if (repository === null || repo === undefined) return gone('the repository is gone or hidden');
  const { nodes, pageInfo } = repository.pullRequests;
  const pulls = (await withCommits(session, present(nodes))).map((pull) => ({
    facts: toPull(pull, repo, { self }),
    run: runOf(headOf(pull)),
  }));
  const value: PullPage = {
    visibility: toVisibility(repository.visibility),
    defaultBranch: repository.defaultBranchRef?.name ?? '',
    pulls,
    next: pageInfo.hasNextPage ? pageInfo.endCursor : null,
  };
  return { kind: 'found', value };
}

function gone(why: string): Found<never> {
  return { kind: 'gone', why };
}
