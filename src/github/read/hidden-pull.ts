import type { RepoRef } from '../../core/ids.ts';
import type { AppIdentity } from '../../flow/ports/app-identity.ts';
import type { Session } from '../client/session.ts';
import { PostmortemPullByNumber, type PostmortemPullAnswer } from './postmortem-answer.ts';
import { postmortemAmong, type Candidate, type Place } from './postmortem-pull.ts';
import { POSTMORTEM_PULL } from './postmortem-queries.ts';

interface Repo {
  readonly id: number;
}

/**
 * The postmortem behind pull requests from branches of the same name in forks, which anybody may open as many
 * of as they like. GraphQL cannot leave those out; REST takes the owner of the branch, and does not say what
 * was merged with it: so each that was merged is looked at, until one published it. Null where there is none.
 */
export async function hiddenPull(
  { session, self }: { readonly session: Session; readonly self: AppIdentity },
  asked: Place & { readonly repo: RepoRef; readonly branch: string },
): Promise<PostmortemPullAnswer | null> {
  const { owner, name } = asked.repo;
  const listed = await ownPulls(session, asked);
  const seen = new Map<number, PostmortemPullAnswer>();
  for (;;) {
    const left = listed.filter(({ state }) => state !== 'MERGED' || seen.size < MOST);
    const found = postmortemAmong(
      [...left.filter(({ number }) => !seen.has(number)), ...seen.values()],
      asked,
    );
    if (found === undefined) return null;
    const known = seen.get(found.number);
    if (known !== undefined) return known;
    const { repository } = await session.query(
      POSTMORTEM_PULL,
      { owner, name, number: found.number, app: self.id },
      PostmortemPullByNumber,
    );
    const pull = repository?.pullRequest ?? null;
    if (pull === null || found.state !== 'MERGED') return pull;
    seen.set(pull.number, pull);
  }
}

/** So many that were merged are looked at. */
const MOST = 5;

async function ownPulls(
  session: Session,
  { repo, branch }: { readonly repo: RepoRef; readonly branch: string },
): Promise<readonly Candidate[]> {
  const { owner, name } = repo;
  const { data } = await session.octokit.request('GET /repos/{owner}/{repo}/pulls', {
    ...{ owner, repo: name, head: `${owner}:${branch}`, state: 'all', per_page: 100 },
  });
  return data.map(({ number, state, merged_at: mergedAt, head, base }) => ({
    number,
    state: mergedAt !== null ? 'MERGED' : state === 'open' ? 'OPEN' : 'CLOSED',
    // A fork may belong to the same owner, and be deleted: then GitHub says null, whatever the types say.
    isCrossRepository: (head.repo as Repo | null)?.id !== base.repo.id,
    baseRefName: base.ref,
  }));
}
