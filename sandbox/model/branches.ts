/** Moving branches: the one place where a branch changes, so that every change becomes a push. */
import type { Performer } from './actor.ts';
import { commitsBetween, isAncestor } from './git/history.ts';
import type { GitCommit } from './records/git.ts';
import type { Repository } from './records/repository.ts';
import { register } from './world.ts';
import type { World } from './world.ts';

/** What a push event says where there is no commit. */
export const zeroSha = '0'.repeat(40);

/** Makes, moves or (with null) deletes a branch without asking for rights, and emits what GitHub sends. */
export function setBranch(
  world: World,
  performer: Performer,
  repository: Repository,
  change: { readonly branch: string; readonly sha: string | null },
): void {
  moveBranch(world, performer, repository, change)();
}

/** Only moves the branch; the answer emits, for callers that have more to change before that. */
export function moveBranch(
  world: World,
  performer: Performer,
  repository: Repository,
  { branch, sha }: { readonly branch: string; readonly sha: string | null },
): () => void {
  const before = repository.branches.get(branch) ?? null;
  if (before === sha) return () => undefined;
  if (sha === null) repository.branches.delete(branch);
  else repository.branches.set(branch, sha);
  repository.pushedAt = world.clock.now();
  const commits = sha === null ? [] : newCommits(repository, { branch, before, sha });
  for (const record of commits) register(world, { type: 'Commit', record, repository });
  return () => {
    announce(world, performer, repository, { branch, before, sha, commits });
  };
}

function announce(
  world: World,
  { account }: Performer,
  repository: Repository,
  change: {
    readonly branch: string;
    readonly before: string | null;
    readonly sha: string | null;
    readonly commits: readonly GitCommit[];
  },
): void {
  const { branch, before, sha, commits } = change;
  if (before === null) {
    world.emit(repository, account, { name: 'create', refType: 'branch', ref: branch });
  }
  if (sha === null) {
    world.emit(repository, account, { name: 'delete', refType: 'branch', ref: branch });
  }
  world.emit(repository, account, {
    name: 'push',
    ref: `refs/heads/${branch}`,
    before: before ?? zeroSha,
    after: sha ?? zeroSha,
    created: before === null,
    deleted: sha === null,
    forced: before !== null && sha !== null && !isAncestor(repository.objects, before, sha),
    commits,
  });
}

/** Whether a name can be a branch, after git's rules for refs. */
export function isBranchName(name: string): boolean {
  return (
    name.length > 0 &&
    name.length <= 255 &&
    !/[\u0000-\u0020\u007f~^:?*[\\]|\.\.|@\{|\/\/|^\/|\/$|\.$|\.lock$|^-/.test(name) &&
    !name.split('/').some((part) => part.startsWith('.') || part.endsWith('.lock'))
  );
}

function newCommits(
  repository: Repository,
  change: { readonly branch: string; readonly before: string | null; readonly sha: string },
): GitCommit[] {
  const from = change.before ?? repository.branches.get(repository.defaultBranch) ?? null;
  if (change.before === null && change.branch === repository.defaultBranch) {
    return commitsBetween(repository.objects, null, change.sha);
  }
  return commitsBetween(repository.objects, from, change.sha);
}
