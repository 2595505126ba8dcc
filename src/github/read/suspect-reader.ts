import { z } from 'zod';
import { parseRepo, repoKey, sameRepo, type RepoRef } from '../../core/ids.ts';
import type { Suspect } from '../../core/incident/facts.ts';
import { matchesRepository } from '../../core/policy/services.ts';
import { instantFromIso, type Instant } from '../../core/time.ts';
import type { SuspectReader } from '../../flow/ports/findings.ts';
import type { GitHub } from '../client/github.ts';
import { suspectsQuery } from './suspects-query.ts';
import { Visibility } from './incident-answer.ts';
import { isHiddenFrom, present } from './translate.ts';

const Login = z.object({ login: z.string() }).nullable();
const PageInfo = z.object({ hasNextPage: z.boolean() });
const RepositoryAnswer = z.object({
  nameWithOwner: z.string(),
  visibility: Visibility,
  url: z.string(),
  pullRequests: z.object({
    pageInfo: PageInfo,
    nodes: z
      .array(
        z
          .object({
            number: z.int(),
            title: z.string(),
            url: z.string(),
            updatedAt: z.string(),
            mergedAt: z.string().nullable(),
            mergedBy: Login,
            author: Login,
          })
          .nullable(),
      )
      .nullable(),
  }),
  deployments: z.object({
    pageInfo: PageInfo,
    nodes: z
      .array(
        z
          .object({
            environment: z.string().nullable(),
            createdAt: z.string(),
            creator: Login,
            ref: z.object({ name: z.string() }).nullable(),
            commitOid: z.string(),
          })
          .nullable(),
      )
      .nullable(),
  }),
});
type RepositoryAnswer = z.infer<typeof RepositoryAnswer>;
const Home = z.object({ visibility: Visibility });
const SuspectsAnswer = z
  .object({ home: Home.nullable() })
  .catchall(RepositoryAnswer.nullable().or(Home));

/** Repositories a query, and in all: a glob that fits hundreds names no suspect. */
const AT_ONCE = 10;
const MOST_REPOSITORIES = 50;

/** Newest first, and last what was cut. Repositories that the installation does not see are left out. */
export function createSuspectReader(
  github: Pick<GitHub, 'session' | 'repositories'>,
): SuspectReader {
  return {
    suspects: async ({ repositories, from, to, shownIn, vouchedFor }) => {
      const all = (await resolve(github, repositories)).filter(
        ({ owner }) => owner.toLowerCase() === shownIn.owner.toLowerCase(),
      );
      const found: Suspect[] = all.length > MOST_REPOSITORIES ? [moreSince(from, null)] : [];
      for (const some of chunks(all.slice(0, MOST_REPOSITORIES))) {
        const [first] = some;
        const session = first === undefined ? null : await github.session(first);
        if (session === null) continue;
        const { document, variables } = suspectsQuery(some, shownIn);
        const { home, ...answers } = await session.query(document, variables, SuspectsAnswer);
        for (const answer of Object.values(answers)) {
          const { data } = RepositoryAnswer.safeParse(answer);
          if (data === undefined) continue;
          const hidden = isHiddenFrom(home, data) || isUnvouched(data, vouchedFor);
          found.push(
            ...[...suspectsOf(data), ...unlisted(data, from)].map((suspect) =>
              hidden ? unnamed(suspect) : suspect,
            ),
          );
        }
      }
      return found
        .filter(({ at }) => at >= from && at <= to)
        .sort((a, b) => b.at - a.at || a.url.localeCompare(b.url));
    },
  };
}

function isUnvouched(
  { visibility, nameWithOwner }: RepositoryAnswer,
  vouchedFor: readonly RepoRef[] | null,
): boolean {
  if (vouchedFor === null || visibility !== 'PRIVATE') return false;
  const repo = parseRepo(nameWithOwner);
  return repo === undefined || !vouchedFor.some((other) => sameRepo(other, repo));
}

/** That something happened, and when. */
function unnamed({ kind, at }: Suspect): Suspect {
  return { kind, at, repository: null, title: '', url: '', by: '' };
}

/** Names as they are, globs among what the app is installed on. */
async function resolve(
  github: Pick<GitHub, 'repositories'>,
  repositories: readonly string[],
): Promise<readonly RepoRef[]> {
  const names = repositories.flatMap((name) => parseRepo(name) ?? []);
  const globs = repositories.filter((name) => parseRepo(name) === undefined);
  const fits = (repo: RepoRef): boolean => globs.some((glob) => matchesRepository(glob, repo));
  const matched = globs.length === 0 ? [] : (await github.repositories()).filter(fits);
  const distinct = new Map([...names, ...matched].map((repo) => [repoKey(repo), repo]));
  return [...distinct.values()];
}

/** Of one owner each: an installation sees only its own. */
function chunks(repos: readonly RepoRef[]): readonly (readonly RepoRef[])[] {
  const byOwner = new Map<string, RepoRef[]>();
  for (const repo of repos) {
    const owner = repo.owner.toLowerCase();
    byOwner.set(owner, [...(byOwner.get(owner) ?? []), repo]);
  }
  return [...byOwner.values()].flatMap((list) =>
    Array.from({ length: Math.ceil(list.length / AT_ONCE) }, (_, i) =>
      list.slice(i * AT_ONCE, (i + 1) * AT_ONCE),
    ),
  );
}

/** Whether a page ended before the window did. By update and creation, so the last is the oldest. */
function unlisted({ nameWithOwner, pullRequests, deployments }: RepositoryAnswer, from: Instant) {
  const pull = present(pullRequests.nodes).at(-1)?.updatedAt;
  const deployment = present(deployments.nodes).at(-1)?.createdAt;
  const isCut =
    (pullRequests.pageInfo.hasNextPage && reaches(pull, from)) ||
    (deployments.pageInfo.hasNextPage && reaches(deployment, from));
  return isCut ? [moreSince(from, nameWithOwner)] : [];
}

function reaches(oldest: string | undefined, from: Instant): boolean {
  return oldest === undefined || instantFromIso(oldest) >= from;
}

function moreSince(at: Instant, repository: string | null): Suspect {
  return { kind: 'more', at, repository, title: '', url: '', by: '' };
}

function suspectsOf(answer: RepositoryAnswer): readonly Suspect[] {
  const repository = answer.nameWithOwner;
  const pulls = present(answer.pullRequests.nodes).flatMap((pull): readonly Suspect[] => {
    if (pull.mergedAt === null) return [];
    const by = (pull.mergedBy ?? pull.author)?.login ?? 'ghost';
    const at: Instant = instantFromIso(pull.mergedAt);
    const { title, url } = pull;
    return [{ kind: 'pull-request', repository, title, url, at, by }];
  });
  const deployments = present(answer.deployments.nodes).map((deployment): Suspect => {
    const what = deployment.ref?.name ?? deployment.commitOid.slice(0, 7);
    return {
      kind: 'deployment',
      repository,
      title: `${deployment.environment ?? 'production'}: ${what}`,
      url: `${answer.url}/deployments`,
      at: instantFromIso(deployment.createdAt),
      by: deployment.creator?.login ?? 'ghost',
    };
  });
  return [...pulls, ...deployments];
}
