/**
 * Which policy decides for a repository: the organisation's, if its `.github` repository has ever had a
 * valid one; else the repository's own, which speaks for that repository
 * alone. The latest valid text stays in force while the file is broken or gone, so nothing loosens by
 * itself.
 */
import { repoKey, sameRepo, type RepoRef } from '../core/ids.ts';
import { POLICY_PATH } from '../core/policy/path.ts';
import type { Policy } from '../core/policy/policy.ts';
import type { Found } from './ports/found.ts';
import type { GitHubClock } from './ports/github-clock.ts';
import type { JobQueue } from './ports/job-queue.ts';
import type { NameBook } from './ports/names.ts';
import type { PolicyStore, StoredPolicy } from './ports/policy-store.ts';
import type { PolicyFile, PolicyParser, PolicyReader, PolicySource } from './ports/policy.ts';

export interface PolicyDeps {
  readonly store: PolicyStore;
  readonly source: PolicySource;
  readonly parse: PolicyParser;
  readonly clock: GitHubClock;
  readonly queue: JobQueue;
}

export interface PolicyReaderDeps extends PolicyDeps {
  readonly names: Pick<NameBook, 'presentNames'>;
}

/**
 * Looks in the store only, except for repositories that nobody has looked at yet. Teams and repositories
 * have their present names, so that renaming one takes nothing out of the policy's reach. Throws when the text
 * in force cannot be read any more (a newer program with stricter rules): no policy would be looser.
 */
export function policyReader(deps: PolicyReaderDeps): PolicyReader {
  const read = rememberParsed(deps.parse);
  const parsed = (repo: RepoRef, valid: NonNullable<StoredPolicy['valid']>): Promise<Policy> =>
    deps.names.presentNames(read(repo, valid));
  return {
    async policyFor(repo) {
      const home = organisationHome(repo);
      const organisation = await lookOnce(deps, home);
      if (organisation.valid !== null) return parsed(home, organisation.valid);
      // There is a file and it alone decides, although it has never been valid.
      if (organisation.state === 'invalid') return null;
      const own = sameRepo(home, repo) ? organisation : await lookOnce(deps, repo);
      return own.valid === null ? null : parsed(repo, own.valid);
    },
  };
}

/** `acme/.github` for every repository of acme. */
export function organisationHome(repo: RepoRef): RepoRef {
  return { owner: repo.owner, name: '.github' };
}

export function isOrganisationWide(repo: RepoRef): boolean {
  return sameRepo(repo, organisationHome(repo));
}

/** Whether a repository's own file matters: not where the organisation's decides, broken or gone or not. */
export async function decides(store: Pick<PolicyStore, 'load'>, repo: RepoRef): Promise<boolean> {
  if (isOrganisationWide(repo)) return true;
  const organisation = await store.load(organisationHome(repo));
  return organisation === null || (organisation.valid === null && organisation.state !== 'invalid');
}

/** What is now known of a policy, given what was known and what GitHub shows; pure. */
export function observePolicy(
  repo: RepoRef,
  before: StoredPolicy | null,
  found: Found<PolicyFile>,
  how: Pick<PolicyDeps, 'parse' | 'clock'>,
): { readonly stored: StoredPolicy; readonly parsed: ReturnType<PolicyParser> | null } {
  const now = how.clock.now();
  const kept = {
    valid: before?.valid ?? null,
    readAt: now,
    reported: before?.reported ?? null,
    troubleSince: before?.troubleSince ?? null,
  };
  if (found.kind === 'gone') {
    const path = before?.path ?? POLICY_PATH;
    const troubleSince = kept.valid === null ? kept.troubleSince : (kept.troubleSince ?? now);
    return { stored: { ...kept, path, state: 'missing', sha: null, troubleSince }, parsed: null };
  }
  const { path, text, sha } = found.value;
  const parsed = how.parse(text, { repo, path, organisationWide: isOrganisationWide(repo) });
  if (parsed.kind === 'valid') {
    return { stored: { ...kept, path, state: 'valid', sha, valid: { text, sha } }, parsed };
  }
  const troubleSince = kept.troubleSince ?? now;
  return { stored: { ...kept, path, state: 'invalid', sha, troubleSince }, parsed };
}

/** The first look at a repository; what it found is told on GitHub by a job of its own. */
async function lookOnce(deps: PolicyDeps, repo: RepoRef): Promise<StoredPolicy> {
  const known = await deps.store.load(repo);
  if (known !== null) return known;
  const { stored } = observePolicy(repo, null, await deps.source.read(repo), deps);
  if (stored.state !== 'missing') await deps.queue.mark([{ kind: 'policy', repo }]);
  await deps.store.save(repo, stored);
  return stored;
}

type ReadText = (repo: RepoRef, valid: NonNullable<StoredPolicy['valid']>) => Policy;

/** Parses a text once; one text a repository is remembered. */
function rememberParsed(parse: PolicyParser): ReadText {
  const remembered = new Map<string, { readonly sha: string; readonly policy: Policy }>();
  return (repo, { text, sha }) => {
    const key = repoKey(repo);
    const known = remembered.get(key);
    if (known?.sha === sha) return known.policy;
    const where = { repo, path: POLICY_PATH, organisationWide: isOrganisationWide(repo) };
    const result = parse(text, where);
    if (result.kind === 'invalid') {
      const [first] = result.problems;
      throw new Error(
        `the policy in force for ${key} can no longer be read: line ${String(first?.line)}, ${first?.keyPath ?? ''}: expected ${first?.expected ?? ''}`,
      );
    }
    remembered.set(key, { sha, policy: result.policy });
    return result.policy;
  };
}
