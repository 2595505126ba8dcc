/** Auto-merge: merge by itself once everything required is there. */
import type { Actor, Performer } from '../actor.ts';
import { recordEvent } from '../happenings.ts';
import { mergeability } from '../queries/mergeability.ts';
import type { Issue } from '../records/issue.ts';
import type { MergeMethod } from '../records/pull-request.ts';
import type { Result } from '../result.ts';
import { ok, unprocessable } from '../result.ts';
import { authorize } from '../roles.ts';
import type { World } from '../world.ts';

/** Switches it on. Refused where the repository forbids it or nothing stands in the way of merging now. */
export function enableAutoMerge(
  world: World,
  actor: Actor,
  input: {
    readonly issue: Issue;
    readonly method?: MergeMethod;
    readonly commitTitle?: string;
    readonly commitMessage?: string;
  },
): Result<Issue> {
  const { issue } = input;
  const { pull, repository } = issue;
  const allowed = authorize(world, actor, repository, 'managePull');
  if (!allowed.ok) return allowed;
  if (!repository.settings.allowAutoMerge) {
    return unprocessable('Auto merge is not allowed for this repository');
  }
  if (pull === null || issue.state === 'closed') return unprocessable('Pull request is closed');
  if (pull.draft) return unprocessable('Pull request is in draft state');
  const { state } = mergeability(world, issue);
  if (state === 'clean' || state === 'unstable') {
    return unprocessable(`Pull request is in ${state} status`);
  }
  if (pull.autoMerge !== null) return ok(issue);
  pull.autoMerge = {
    enabledBy: allowed.value.account,
    enabledAt: world.clock.now(),
    method: input.method ?? 'merge',
    commitTitle: input.commitTitle ?? null,
    commitMessage: input.commitMessage ?? null,
  };
  tell(world, allowed.value, issue, { action: 'auto_merge_enabled', reason: '' });
  return ok(issue);
}

/** Switches it off. */
export function disableAutoMerge(
  world: World,
  actor: Actor,
  input: { readonly issue: Issue },
): Result<Issue> {
  const { issue } = input;
  const allowed = authorize(world, actor, issue.repository, 'managePull');
  if (!allowed.ok) return allowed;
  if (issue.pull?.autoMerge == null) {
    return unprocessable("Can't disable auto-merge for this pull request.");
  }
  dropAutoMerge(world, allowed.value, issue, 'Auto-merge was disabled manually');
  return ok(issue);
}

/** Switches it off without asking for rights; nothing where it is off. */
export function dropAutoMerge(
  world: World,
  performer: Performer,
  issue: Issue,
  reason: string,
): void {
  if (issue.pull?.autoMerge == null) return;
  issue.pull.autoMerge = null;
  tell(world, performer, issue, { action: 'auto_merge_disabled', reason });
}

function tell(
  world: World,
  performer: Performer,
  issue: Issue,
  what: {
    readonly action: 'auto_merge_enabled' | 'auto_merge_disabled';
    readonly reason: string;
  },
): void {
  const { action, reason } = what;
  const because = reason === '' ? {} : { reason };
  recordEvent(world, issue, performer, { event: action, ...because });
  world.emit(issue.repository, performer.account, {
    ...{ name: 'pull_request', action, issue, reason },
  });
}
