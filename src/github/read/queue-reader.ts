import type { z } from 'zod';
import type { PullFacts } from '../../core/gate/facts.ts';
import type { RepoRef } from '../../core/ids.ts';
import type { AppIdentity } from '../../flow/ports/app-identity.ts';
import type { Found } from '../../flow/ports/found.ts';
import type { PullOnCommit, QueueReader } from '../../flow/ports/pulls.ts';
import type { GitHub } from '../client/github.ts';
import { smallerWhenRefused } from './page-by-page.ts';
import { MergeQueueAnswer, type EntryAnswer, type RepositoryAnswer } from './pull-answer.ts';
import { withCommits } from './pull-commits.ts';
import { MERGE_QUEUE } from './pull-queries.ts';
import type { Asker } from './pull-reader.ts';
import { runOf, toPull } from './to-pull.ts';
import { present, repoOf, toVisibility } from './translate.ts';

/** One request for a hundred entries; a queue holds no more as a rule. */
export function createQueueReader(github: Pick<GitHub, 'session'>, self: AppIdentity): QueueReader {
  return {
    groups: async (repo, branch) => {
      const session = await github.session(repo);
      if (session === null) return { kind: 'gone', why: 'the app is not installed there' };
      return readGroups({ session, self }, repo, branch);
    },
  };
}

async function readGroups(
  asker: Asker,
  repo: RepoRef,
  branch: string,
): Promise<Found<readonly PullOnCommit[]>> {
  const entries: EntryAnswer[] = [];
  for (let after: string | null = null; ;) {
    const repository: Answered = await readEntries(asker, repo, { branch, after });
    if (repository === null) return { kind: 'gone', why: 'the repository is gone or hidden' };
    const page: Page | undefined = repository.mergeQueue?.entries ?? undefined;
    entries.push(...(await wholeEntries(asker, present(page?.nodes))));
    if (page?.pageInfo.hasNextPage !== true) {
      return { kind: 'found', value: groupsOf(entries, repository, asker.self) };
    }
    after = page.pageInfo.endCursor;
  }
}

async function wholeEntries(
  { session }: Asker,
  entries: readonly EntryAnswer[],
): Promise<readonly EntryAnswer[]> {
  const pulls = await withCommits(
    session,
    entries.flatMap(({ pullRequest }) => pullRequest ?? []),
  );
  const byId = new Map(pulls.map((pull) => [pull.id, pull]));
  return entries.map((entry) => {
    const { pullRequest } = entry;
    return { ...entry, pullRequest: byId.get(pullRequest?.id ?? '') ?? pullRequest };
  });
}

type Answered = z.infer<typeof MergeQueueAnswer>['repository'];
type Page = NonNullable<NonNullable<NonNullable<Answered>['mergeQueue']>['entries']>;

function readEntries(
  { session, self }: Asker,
  { owner, name }: RepoRef,
  page: { readonly branch: string; readonly after: string | null },
): Promise<Answered> {
  return smallerWhenRefused(async (count) => {
    const variables = { owner, name, app: self.id, ...page, count };
    return (await session.query(MERGE_QUEUE, variables, MergeQueueAnswer)).repository;
  });
}

/**
 * Each entry whose group is built stands on the head of an entry before it or on the branch, and so do its
 * commits: what lies between is what would merge with it. What stands behind is not among it.
 */
function groupsOf(
  entries: readonly EntryAnswer[],
  repository: RepositoryAnswer,
  self: AppIdentity,
): readonly PullOnCommit[] {
  const repo = repoOf(repository);
  if (repo === undefined) return [];
  const inLine = [...entries].sort((a, b) => a.position - b.position);
  return inLine.flatMap((entry, place): readonly PullOnCommit[] => {
    const { headCommit } = entry;
    // Of entries that share a group, the last speaks for it.
    const last = inLine.findLastIndex((each) => each.headCommit?.oid === headCommit?.oid);
    if (headCommit === null || last !== place) return [];
    const pulls = betweenBaseAndHead(inLine, place).flatMap(
      ({ pullRequest }): readonly PullFacts[] =>
        pullRequest === null ? [] : [toPull(pullRequest, repo, { self })],
    );
    if (pulls.length === 0) return [];
    const facts = {
      repo,
      visibility: toVisibility(repository.visibility),
      headSha: headCommit.oid,
      as: 'group',
      pulls,
    } as const;
    const defaultBranch = repository.defaultBranchRef?.name ?? '';
    return [{ facts, defaultBranch, run: runOf(headCommit) }];
  });
}

function betweenBaseAndHead(inLine: readonly EntryAnswer[], place: number): readonly EntryAnswer[] {
  const base = inLine[place]?.baseCommit?.oid;
  const before = inLine.slice(0, place);
  const standsOn = before.findLastIndex((each) => each.headCommit?.oid === base);
  return inLine.slice(base === undefined ? 0 : standsOn + 1, place + 1);
}
