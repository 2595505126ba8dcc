import type { RepoRef } from '../../core/ids.ts';
import type { AppIdentity } from '../../flow/ports/app-identity.ts';
import type { Session } from '../client/session.ts';
import { PostmortemPullByNumber, type PostmortemPullAnswer } from './postmortem-answer.ts';
import { postmortemAmong, type Place } from './postmortem-pull.ts';
import { POSTMORTEM_PULL } from './postmortem-queries.ts';

interface Repo {
  readonly id: number;
}

/**
 * The postmortem behind pull requests from branches of the same name in forks, which anybody may open as many
 * of as they like. GraphQL cannot leave those out; REST takes the owner of the branch. Null where there is none.
 */
export async function hiddenPull(
  { session, self }: { readonly session: Session; readonly self: AppIdentity },
  asked: Place & { readonly repo: RepoRef; readonly branch: string },
): Promise<PostmortemPullAnswer | null> {
  const { owner, name } = asked.repo;
  const { data } = await session.octokit.request('GET /repos/{owner}/{repo}/pulls', {
    ...{ owner, repo: name, head: `${owner}:${asked.branch}`, state: 'all', per_page: 100 },
  });
  const found = postmortemAmong(
    data.map(({ number, state, merged_at: mergedAt, head, base }) => ({
      number,
      state: mergedAt !== null ? 'MERGED' : state === 'open' ? 'OPEN' : 'CLOSED',
      // A fork may belong to the same owner, and be deleted: then GitHub says null, whatever the types say.
      isCrossRepository: (head.repo as Repo | null)?.id !== base.repo.id,
      baseRefName: base.ref,
    })),
    asked,
  );
  if (found === undefined) return null;
  const { repository } = await session.query(
    POSTMORTEM_PULL,
    { owner, name, number: found.number, app: self.id },
    PostmortemPullByNumber,
  );
  return repository?.pullRequest ?? null;
}
