import { formatRepo, type RepoRef } from '../core/ids.ts';
import type { CodeOwnersReader, CodeOwnersStore } from './ports/code-owners.ts';
import type { FlowLog } from './ports/flow-log.ts';
import type { JobQueue } from './ports/job-queue.ts';

export interface OwnersDeps {
  readonly codeOwners: CodeOwnersStore;
  readonly ownersReader: CodeOwnersReader;
  readonly queue: JobQueue;
  readonly log: FlowLog;
}

/**
 * CODEOWNERS may have changed, on one branch or on any: those of them that were looked at are read again,
 * one request each, and where owners differ every open pull request is judged again. Others are read when
 * they are needed: a push to a branch that nobody has looked at costs no request.
 */
export function reconcileOwners(deps: OwnersDeps): (repo: RepoRef, only?: string) => Promise<void> {
  return async (repo, only) => {
    const known = await deps.codeOwners.branches(repo);
    // Keys that differ only in case are the same.
    const branches = known.filter(
      (branch) => only === undefined || branch.toLowerCase() === only.toLowerCase(),
    );
    const changed = [];
    for (const branch of branches) {
      if (await readAgain(deps, repo, branch)) changed.push(branch);
    }
    if (changed.length === 0) return;
    deps.log.info({ repository: formatRepo(repo), branches: changed }, 'owners changed');
    await deps.queue.mark([{ kind: 'gates', repo }]);
  };
}

async function readAgain(
  { codeOwners, ownersReader, queue }: OwnersDeps,
  repo: RepoRef,
  branch: string,
): Promise<boolean> {
  const before = await codeOwners.load(repo, branch);
  const read = await ownersReader.read(repo, branch);
  if (read.kind === 'gone') {
    await codeOwners.forget(repo, branch);
    return false;
  }
  if (JSON.stringify(before) === JSON.stringify(read.value)) return false;
  // Marked before it is kept: whoever is cut off in between finds the difference no more.
  await queue.mark([{ kind: 'gates', repo }]);
  await codeOwners.save(repo, branch, read.value);
  return true;
}
