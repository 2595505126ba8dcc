import { z } from 'zod';
import { repoKey, type RepoRef } from '../../core/ids.ts';
import { MINUTE, plus, type Instant } from '../../core/time.ts';
import type { Session } from '../client/session.ts';

/** Node ids of repositories, asked for once and remembered for a while. */
export interface RepositoryIds {
  /** `fresh`: GitHub was asked just now. */
  find(
    session: Session,
    repo: RepoRef,
  ): Promise<{ readonly id: string; readonly fresh: boolean } | null>;
  /** It may be another repository's by now. */
  forget(repo: RepoRef): void;
}

/** Not for good: a name may go to another repository, in which the same commits may lie. */
const REMEMBERED = 10 * MINUTE;

/** More than one gate works on at the same time. */
const MOST = 1_000;

export const REPOSITORY_ID = `query RepositoryId($owner: String!, $name: String!) {
  repository(owner: $owner, name: $name) { id }
}`;
const RepositoryIdAnswer = z.object({ repository: z.object({ id: z.string() }).nullable() });

/** In this process only. */
export function rememberRepositoryIds(now: () => Instant): RepositoryIds {
  const known = new Map<string, { readonly id: string; readonly until: Instant }>();
  return {
    find: async (session, repo) => {
      const name = repoKey(repo);
      const before = known.get(name);
      if (before !== undefined && now() < before.until) return { id: before.id, fresh: false };
      known.delete(name);
      const { owner, name: short } = repo;
      const answer = await session.query(REPOSITORY_ID, { owner, name: short }, RepositoryIdAnswer);
      if (answer.repository === null) return null;
      const { id } = answer.repository;
      known.set(name, { id, until: plus(now(), REMEMBERED) });
      const [oldest] = known.keys();
      if (known.size > MOST && oldest !== undefined) known.delete(oldest);
      return { id, fresh: true };
    },
    forget: (repo) => {
      known.delete(repoKey(repo));
    },
  };
}
