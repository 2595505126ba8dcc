/** Lists by listing, never by search, which lags. */
import type { IssueRef, RepoRef } from '../../core/ids.ts';
import { instantFromIso, isoOf, MINUTE, plus, type Instant } from '../../core/time.ts';
import type { AppIdentity } from '../../flow/ports/app-identity.ts';
import type { IssueLister, ListedIssue, OwnIssueFinder } from '../../flow/ports/issue-lists.ts';
import { isGone } from '../client/errors.ts';
import type { GitHub } from '../client/github.ts';
import type { Session } from '../client/session.ts';

export function createIssueLister(github: Pick<GitHub, 'session'>): IssueLister {
  return {
    issues: async (repo, { label, state }) => {
      const session = await github.session(repo);
      if (session === null) return { kind: 'gone', why: 'the app is not installed there' };
      const filter = { state, ...(label === null ? {} : { labels: label }) };
      try {
        const issues: ListedIssue[] = [];
        for await (const each of pages(session, repo, filter)) {
          const { number, state: is, updatedAt } = each;
          if (!each.isPull) issues.push({ repo, number, open: is === 'open', updatedAt });
        }
        return { kind: 'found', value: issues };
      } catch (error) {
        if (isGone(error)) return { kind: 'gone', why: 'the repository is gone, or has no issues' };
        throw error;
      }
    },
  };
}

/** The clocks of GitHub and of whoever asked may differ so much. */
const MARGIN = 10 * MINUTE;

export function createOwnIssueFinder(
  github: Pick<GitHub, 'session'>,
  self: AppIdentity,
): OwnIssueFinder {
  return {
    find: async (repo, marker, since) => {
      const session = await github.session(repo);
      return session === null ? null : findOwnIssue({ session, repo, self }, marker, since);
    },
  };
}

/** The oldest issue the app opened since then (less a margin) whose body carries the marker. */
export async function findOwnIssue(
  where: { readonly session: Session; readonly repo: RepoRef; readonly self: AppIdentity },
  marker: string,
  since: Instant,
): Promise<OwnIssue | null> {
  const from = plus(since, -MARGIN);
  const filter = {
    state: 'all',
    sort: 'created',
    direction: 'desc',
    since: isoOf(from),
  } as const;
  let oldest: OwnIssue | null = null;
  for await (const each of pages(where.session, where.repo, filter)) {
    if (each.createdAt < from) break;
    const own = each.author.toLowerCase() === `${where.self.slug}[bot]`.toLowerCase();
    if (own && !each.isPull && each.body.includes(marker)) {
      const issue = { repo: where.repo, number: each.number };
      oldest = { issue, nodeId: each.nodeId, state: each.state };
    }
  }
  return oldest;
}

export interface OwnIssue {
  readonly issue: IssueRef;
  readonly nodeId: string;
  readonly state: 'open' | 'closed';
}

interface Listed {
  readonly number: number;
  readonly nodeId: string;
  readonly isPull: boolean;
  readonly author: string;
  readonly body: string;
  readonly state: 'open' | 'closed';
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
}

async function* pages(
  session: Session,
  repo: RepoRef,
  filter: Readonly<Record<string, string>>,
): AsyncGenerator<Listed> {
  for (let page = 1; ; page += 1) {
    const { data } = await session.octokit.request('GET /repos/{owner}/{repo}/issues', {
      owner: repo.owner,
      repo: repo.name,
      per_page: 100,
      page,
      ...filter,
    });
    for (const issue of data) {
      yield {
        number: issue.number,
        nodeId: issue.node_id,
        isPull: issue.pull_request !== undefined,
        author: issue.user?.login ?? 'ghost',
        body: issue.body ?? '',
        state: issue.state === 'open' ? 'open' : 'closed',
        createdAt: instantFromIso(issue.created_at),
        updatedAt: instantFromIso(issue.updated_at),
      };
    }
    if (data.length < 100) return;
  }
}
