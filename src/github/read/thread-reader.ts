import { z } from 'zod';
import { isoOf, instantFromIso, type Instant } from '../../core/time.ts';
import type { IssueRef, RepoRef } from '../../core/ids.ts';
import type { AppIdentity } from '../../flow/ports/app-identity.ts';
import type { RecentLister } from '../../flow/ports/issue-lists.ts';
import type { ThreadReader } from '../../flow/ports/thread.ts';
import { isGone } from '../client/errors.ts';
import type { GitHub } from '../client/github.ts';
import { issueOfApiUrl } from '../receive/schemas.ts';
import { CommentAnswer, Names, Visibility } from './incident-answer.ts';
import { THREAD } from './incident-queries.ts';
import { isHiddenFrom, present, repoOf, toComment, toVisibility } from './translate.ts';

const ThreadAnswer = z.object({
  home: z.object({ visibility: Visibility }).nullable(),
  repository: z
    .object({
      nameWithOwner: z.string(),
      visibility: Visibility,
      issueOrPullRequest: z
        .object({
          title: z.string(),
          url: z.string(),
          body: z.string().optional(),
          labels: Names.nullish(),
          comments: z.object({ nodes: z.array(CommentAnswer.nullable()).nullable() }),
        })
        .nullable(),
    })
    .nullable(),
});

export function createThreadReader(
  github: Pick<GitHub, 'session'>,
  self: AppIdentity,
): ThreadReader {
  return {
    thread: async ({ repo, number }, shownIn) => {
      const session = await github.session(repo);
      if (session === null) return { kind: 'gone', why: 'the app is not installed there' };
      const homeOf = { homeOwner: shownIn.owner, homeName: shownIn.name };
      const variables = { owner: repo.owner, name: repo.name, number, ...homeOf };
      const { home: there, repository } = await session.query(THREAD, variables, ThreadAnswer);
      const thread = repository?.issueOrPullRequest;
      const home = repoOf(repository ?? undefined);
      if (repository === null || thread == null || home === undefined)
        return { kind: 'gone', why: 'deleted or hidden' };
      const comments = present(thread.comments.nodes).map((each) => toComment(each, self));
      const { title, url, body = '' } = thread;
      const labels = present(thread.labels?.nodes).map(({ name }) => name);
      const restricted = isHiddenFrom(there, repository);
      const ref = { repo: home, number };
      const visibility = toVisibility(repository.visibility);
      const value = { ref, title, url, body, labels, restricted, visibility, comments };
      return { kind: 'found', value };
    },
  };
}

export function createRecentLister(github: Pick<GitHub, 'session'>): RecentLister {
  return {
    threadsSaying: (repo, says, since) =>
      orNothing(() => threadsSaying(github, repo, { says, since })),
    openPulls: (repo, since) => orNothing(() => openPulls(github, repo, since)),
  };
}

/** A repository that is gone, or has no issues, says nothing. */
async function orNothing<T>(list: () => Promise<readonly T[]>): Promise<readonly T[]> {
  try {
    return await list();
  } catch (error) {
    if (isGone(error)) return [];
    throw error;
  }
}

interface Saying<What extends string> {
  readonly thread: IssueRef;
  readonly said: readonly What[];
}

async function threadsSaying<What extends string>(
  github: Pick<GitHub, 'session'>,
  repo: RepoRef,
  asked: {
    readonly says: Readonly<Record<What, (text: string, at: 'issue' | 'pull') => boolean>>;
    readonly since: Instant;
  },
): Promise<readonly Saying<What>[]> {
  const { says, since } = asked;
  const whats = Object.keys(says) as What[];
  const session = await github.session(repo);
  const found = new Map<number, Saying<What>>();
  for (let from = 1; session !== null; from += 1) {
    const { data } = await session.octokit.request('GET /repos/{owner}/{repo}/issues/comments', {
      owner: repo.owner,
      repo: repo.name,
      since: isoOf(since),
      per_page: 100,
      page: from,
    });
    for (const { body, issue_url: url, html_url: page } of data) {
      const thread = issueOfApiUrl(url);
      const at = /\/pull\/\d+#/.test(page) ? 'pull' : 'issue';
      const said = whats.filter((what) => says[what](body ?? '', at));
      if (thread === undefined || said.length === 0) continue;
      const before = found.get(thread.number)?.said ?? [];
      found.set(thread.number, { thread, said: [...new Set([...before, ...said])] });
    }
    if (data.length < 100) break;
  }
  return [...found.values()];
}

async function openPulls(
  github: Pick<GitHub, 'session'>,
  repo: RepoRef,
  since: Instant,
): Promise<readonly IssueRef[]> {
  const session = await github.session(repo);
  const found: IssueRef[] = [];
  for (let page = 1; session !== null; page += 1) {
    const { data } = await session.octokit.request('GET /repos/{owner}/{repo}/pulls', {
      owner: repo.owner,
      repo: repo.name,
      state: 'open',
      sort: 'updated',
      direction: 'desc',
      per_page: 100,
      page,
    });
    const recent = data.filter((pull) => instantFromIso(pull.updated_at) >= since);
    found.push(...recent.map(({ number }) => ({ repo, number })));
    if (recent.length < 100) break;
  }
  return found;
}
