/** Finding commits by what people write: branches, tags, SHAs, `owner:branch` in the fork network. */
import { changesBetween } from '../git/compare.ts';
import { commitsBetween, mergeBase } from '../git/history.ts';
import type { FileChange, GitCommit } from '../records/git.ts';
import type { Repository } from '../records/repository.ts';
import type { World } from '../world.ts';

/** The commit a ref names: branch, tag, full or short (7 characters on) SHA, `refs/…`, `HEAD`. */
export function resolveCommit(
  world: World,
  repository: Repository,
  ref: string,
): GitCommit | undefined {
  const colon = ref.indexOf(':');
  const branch = ref.slice(colon + 1);
  const home = colon === -1 ? repository : inNetwork(world, repository, ref.slice(0, colon));
  if (home === undefined) return undefined;
  const { commits } = repository.objects;
  const name =
    branch === 'HEAD' ? home.defaultBranch : branch.replace(/^(refs\/)?(heads|tags)\//, '');
  const sha = home.branches.get(name) ?? home.tags.get(name);
  if (sha !== undefined) return commits.get(sha);
  if (!/^[0-9a-f]{7,40}$/i.test(branch)) return undefined;
  const prefix = branch.toLowerCase();
  if (prefix.length === 40) return commits.get(prefix);
  const hits = [...commits.values()].filter((commit) => commit.sha.startsWith(prefix));
  return hits.length === 1 ? hits[0] : undefined;
}

/** The repository of the same fork network that belongs to an owner. */
export function inNetwork(
  world: World,
  repository: Repository,
  owner: string,
): Repository | undefined {
  const wanted = owner.toLowerCase();
  if (repository.owner.login.toLowerCase() === wanted) return repository;
  return [...world.state.repositories.values()].find(
    (each) => each.objects === repository.objects && each.owner.login.toLowerCase() === wanted,
  );
}

export interface Comparison {
  readonly status: 'identical' | 'ahead' | 'behind' | 'diverged';
  readonly aheadBy: number;
  readonly behindBy: number;
  readonly base: GitCommit;
  readonly mergeBase: GitCommit;
  /** What the head has and the base has not, oldest first. */
  readonly commits: readonly GitCommit[];
  /** From the merge base to the head (the "three dots" comparison). */
  readonly files: readonly FileChange[];
}

/** Compares two commits; undefined when they have no common history. */
export function compareCommits(
  repository: Repository,
  base: GitCommit,
  head: GitCommit,
): Comparison | undefined {
  const { objects } = repository;
  const common = objects.commits.get(mergeBase(objects, base.sha, head.sha) ?? '');
  if (common === undefined) return undefined;
  const commits = commitsBetween(objects, base.sha, head.sha);
  const behindBy = commitsBetween(objects, head.sha, base.sha).length;
  const aheadBy = commits.length;
  const status =
    aheadBy === 0
      ? behindBy === 0
        ? 'identical'
        : 'behind'
      : behindBy === 0
        ? 'ahead'
        : 'diverged';
  const files = changesBetween(objects, common.sha, head.sha);
  return { status, aheadBy, behindBy, base, mergeBase: common, commits, files };
}

/** The files a commit changed against its first parent. */
export function commitFiles(repository: Repository, commit: GitCommit): readonly FileChange[] {
  return changesBetween(repository.objects, commit.parents[0] ?? null, commit.sha);
}
