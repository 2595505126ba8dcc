import { formatRepo, repoKey, type IssueRef, type RepoRef } from '../../core/ids.ts';
import { Refused, statusOf } from '../client/errors.ts';
import { labelIssue } from './label-issue.ts';
import { once } from './once.ts';
import type { EffectOf, Hands } from './performer.ts';
import { inRepo } from './place.ts';

type OpenPull = EffectOf<'open-pull'>;

/** The one that is open from the branch, or a new one; then its labels, so that a crash loses neither. */
export async function openPull(hands: Hands, effect: OpenPull): Promise<void> {
  const look = (): Promise<IssueRef | null> => openFrom(hands, effect);
  const pull = (await look()) ?? (await once(() => open(hands, effect), look));
  if (pull === null || effect.labels.length === 0) return;
  await labelIssue(hands, { kind: 'label-issue', issue: pull, add: effect.labels, remove: [] });
}

async function openFrom({ session }: Hands, { repo, branch }: OpenPull): Promise<IssueRef | null> {
  const { data } = await session.octokit.request('GET /repos/{owner}/{repo}/pulls', {
    ...inRepo(repo),
    head: `${repo.owner}:${branch}`,
    state: 'open',
  });
  const own = data.find(({ head }) => head.ref === branch && isIn(repo, head.repo));
  return own === undefined ? null : { repo, number: own.number };
}

/** A fork under the same owner may have a branch of that name, too; of one that was deleted nothing is told. */
function isIn(repo: RepoRef, from: { readonly full_name: string } | null): boolean {
  return from?.full_name.toLowerCase() === repoKey(repo);
}

/** Null where the branch holds nothing that its base has not, or is gone: then there is nothing to open. */
async function open(
  { session, note }: Hands,
  { repo, branch, base, title, body }: OpenPull,
): Promise<IssueRef | null> {
  try {
    const { data } = await session.octokit.request('POST /repos/{owner}/{repo}/pulls', {
      ...inRepo(repo),
      ...{ head: branch, base, title, body },
    });
    return { repo, number: data.number };
  } catch (error) {
    if (statusOf(error) !== 422 || !(error instanceof Error)) throw error;
    if (!NOTHING.test(error.message)) {
      const what = `GitHub opens no pull request in ${formatRepo(repo)}: ${error.message}`;
      throw new Refused(what, { cause: error });
    }
    const about = { repository: formatRepo(repo), branch, why: error.message };
    note('GitHub opens no pull request from a branch', about);
    return null;
  }
}

/** As GitHub words it; the third of a branch that is gone. */
const NOTHING = /no commits between|pull request already exists|"field":"head","code":"invalid"/i;
