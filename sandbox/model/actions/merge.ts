/** Merging pull requests. */
import type { Actor, Performer } from '../actor.ts';
import { moveBranch, setBranch } from '../branches.ts';
import { commitsBetween } from '../git/history.ts';
import { integrate } from '../git/integrate.ts';
import { recordEvent } from '../happenings.ts';
import { closingIssues } from '../queries/closing.ts';
import { hasConflicts, ruleFaults } from '../queries/mergeability.ts';
import { protectionFor, rulesFor } from '../queries/rules.ts';
import type { GitCommit } from '../records/git.ts';
import type { Issue } from '../records/issue.ts';
import type { MergeMethod } from '../records/pull-request.ts';
import type { Result } from '../result.ts';
import { conflict, notAllowed, ok } from '../result.ts';
import { authorize, may } from '../roles.ts';
import type { World } from '../world.ts';
import { signatureOf } from './contents.ts';
import { close } from './issue-state.ts';

export interface MergeWish {
  readonly method?: MergeMethod;
  /** The head the actor has seen; refused with 409 when it moved. */
  readonly sha?: string;
  readonly title?: string;
  readonly message?: string;
}

/** Merges a pull request. Refused with 405 where rules, conflicts, drafts or settings are in the way. */
export function mergePull(
  world: World,
  actor: Actor,
  input: MergeWish & { readonly issue: Issue },
): Result<{ readonly sha: string }> {
  const { issue } = input;
  const allowed = authorize(world, actor, issue.repository, 'merge');
  if (!allowed.ok) return allowed;
  const { pull } = issue;
  if (pull === null || issue.state === 'closed') return notAllowed('Pull Request is not mergeable');
  if (input.sha !== undefined && input.sha !== pull.headSha) {
    return conflict('Head branch was modified. Review and try the merge again.');
  }
  if (pull.draft) return notAllowed('Pull Request is still a draft');
  const method = input.method ?? 'merge';
  const setting = methodFault(world, issue, method);
  if (setting !== null) return notAllowed(setting);
  if (hasConflicts(issue)) return notAllowed('Pull Request is not mergeable');
  const faults = ruleFaults(world, issue, allowed.value);
  if (faults.length > 0) return notAllowed(refusalText(world, issue, faults));
  const commit = mergeCommit(world, allowed.value, issue, { ...input, method });
  if (commit === null) return notAllowed("This branch can't be rebased due to conflicts");
  completeMerge(world, allowed.value, issue, { tip: commit.sha, mergeCommitSha: commit.sha });
  return ok({ sha: commit.sha });
}

/** Writes the commits of a merge on a base (default: the base branch's tip). Null: conflicts. */
export function mergeCommit(
  world: World,
  performer: Performer,
  issue: Issue,
  wish: MergeWish & { readonly method: MergeMethod; readonly onto?: string },
): GitCommit | null {
  const { repository, pull } = issue;
  if (pull === null) throw new Error('Only pull requests are merged.');
  const base = wish.onto ?? repository.branches.get(pull.baseRef);
  if (base === undefined) return null;
  const committer = { account: performer.account, signature: signatureOf(world, performer) };
  const opener = { account: issue.author, viaApp: null, installation: null, system: false };
  const author =
    wish.method === 'squash'
      ? { account: issue.author, signature: signatureOf(world, opener) }
      : committer;
  const message = messageOf(issue, base, wish);
  return integrate(repository.objects, {
    ...{ base, head: pull.headSha, method: wish.method, message, author, committer },
  });
}

/** Moves the base branch, marks the pull request merged, closes what it closes. */
export function completeMerge(
  world: World,
  performer: Performer,
  issue: Issue,
  result: { readonly tip: string; readonly mergeCommitSha: string },
): void {
  const { repository, pull } = issue;
  if (pull === null) throw new Error('Only pull requests are merged.');
  pull.baseSha = repository.branches.get(pull.baseRef) ?? pull.baseSha;
  // The branch moves before anything is told, so that nothing that reacts merges onto the old tip.
  const announce = moveBranch(world, performer, repository, {
    branch: pull.baseRef,
    sha: result.tip,
  });
  pull.mergedAt = world.clock.now();
  pull.mergedBy = performer.account;
  pull.mergeCommitSha = result.mergeCommitSha;
  pull.autoMerge = null;
  const commitSha = result.mergeCommitSha;
  recordEvent(world, issue, performer, { event: 'merged', commitSha, baseRef: pull.baseRef });
  const closes = pull.baseRef === repository.defaultBranch ? closingIssues(world, issue) : [];
  close(world, performer, issue, { reason: null, closer: null });
  for (const target of closes) closeLinked(world, performer, target, issue);
  announce();
  deleteHead(world, performer, issue);
}

function closeLinked(world: World, performer: Performer, target: Issue, pull: Issue): void {
  const elsewhere = target.repository !== pull.repository;
  if (target.state === 'closed') return;
  if (elsewhere && !may(world, performer, target.repository, 'triage')) return;
  close(world, performer, target, {
    reason: 'completed',
    closer: { kind: 'pull-request', issue: pull },
  });
}

function deleteHead(world: World, performer: Performer, issue: Issue): void {
  const { repository, pull } = issue;
  if (!repository.settings.deleteBranchOnMerge || pull?.headRepository !== repository) return;
  if (pull.headRef === repository.defaultBranch || protectionFor(repository, pull.headRef)) return;
  setBranch(world, performer, repository, { branch: pull.headRef, sha: null });
}

function methodFault(world: World, issue: Issue, method: MergeMethod): string | null {
  const { settings } = issue.repository;
  const switched = {
    merge: settings.allowMergeCommit,
    squash: settings.allowSquashMerge,
    rebase: settings.allowRebaseMerge,
  }[method];
  const name = { merge: 'Merge commits', squash: 'Squash merges', rebase: 'Rebase merges' }[method];
  const branch = issue.pull?.baseRef ?? '';
  const ruled = rulesFor(world, issue.repository, branch).some(
    ({ rule }) =>
      (rule.type === 'pull_request' && !rule.parameters.allowedMergeMethods.includes(method)) ||
      (rule.type === 'required_linear_history' && method === 'merge'),
  );
  const linear = protectionFor(issue.repository, branch)?.requireLinearHistory === true;
  const barred = !switched || ruled || (linear && method === 'merge');
  return barred ? `${name} are not allowed on this repository.` : null;
}

function refusalText(world: World, issue: Issue, faults: readonly string[]): string {
  const ruled = rulesFor(world, issue.repository, issue.pull?.baseRef ?? '').length > 0;
  return ruled
    ? `Repository rule violations found\n\n${faults.join('\n\n')}`
    : (faults[0] ?? 'Pull Request is not mergeable');
}

function messageOf(
  issue: Issue,
  base: string,
  wish: MergeWish & { readonly method: MergeMethod },
): string {
  const { title, body } = defaultMessage(issue, base, wish.method);
  const parts = [wish.title ?? title, wish.message ?? body].filter((part) => part !== '');
  return parts.join('\n\n');
}

function defaultMessage(issue: Issue, base: string, method: MergeMethod) {
  const { pull, repository } = issue;
  if (method === 'merge' || pull === null) {
    const head = `${pull?.headOwner.login ?? ''}/${pull?.headRef ?? ''}`;
    return { title: `Merge pull request #${issue.number} from ${head}`, body: issue.title };
  }
  const messages = commitsBetween(repository.objects, base, pull.headSha).map(
    ({ message }) => message,
  );
  if (messages.length === 1) {
    const [subject = '', ...rest] = (messages[0] ?? '').split('\n');
    return { title: `${subject} (#${issue.number})`, body: rest.join('\n').trim() };
  }
  const body = messages.map((message) => `* ${message}`).join('\n\n');
  return { title: `${issue.title} (#${issue.number})`, body };
}
