/** What a push does to pull requests: heads move, bases vanish, approvals go stale. */
import type { Performer } from '../actor.ts';
import { dismiss } from '../actions/reviews.ts';
import { dropAutoMerge } from '../actions/auto-merge.ts';
import { close } from '../actions/issue-state.ts';
import { changeBase } from '../actions/pull-requests.ts';
import { recordEvent } from '../happenings.ts';
import { latestOpinions, reviewDemand } from '../queries/reviews.ts';
import type { PushEvent } from '../events.ts';
import type { Issue } from '../records/issue.ts';
import type { Repository } from '../records/repository.ts';
import { may } from '../roles.ts';
import type { World } from '../world.ts';

interface Push extends PushEvent {
  readonly repository: Repository;
}

/** Brings every open pull request from or to the pushed branch up to date. */
export function followPush(world: World, performer: Performer, push: Push): void {
  const branch = push.ref.replace('refs/heads/', '');
  for (const issue of openPulls(world)) {
    const { pull } = issue;
    if (pull?.headRepository === push.repository && pull.headRef === branch) {
      if (push.deleted) loseHead(world, performer, issue);
      else moveHead(world, performer, issue, push);
    }
    if (push.deleted && issue.repository === push.repository && pull?.baseRef === branch) {
      loseBase(world, performer, issue);
    }
  }
}

/** Pull requests whose fork was deleted are closed, as GitHub does it. */
export function followDeletedFork(world: World, performer: Performer): void {
  for (const issue of openPulls(world)) {
    const head = issue.pull?.headRepository ?? null;
    if (head !== null && !world.state.repositories.has(head.id) && issue.pull !== null) {
      issue.pull.headRepository = null;
      close(world, performer, issue, { reason: null, closer: null });
    }
  }
}

function moveHead(world: World, performer: Performer, issue: Issue, push: Push): void {
  const { pull, repository } = issue;
  const before = pull?.headSha ?? '';
  if (pull === null || before === push.after) return;
  const ref = pull.headRef;
  pull.headSha = push.after;
  pull.baseSha = repository.branches.get(pull.baseRef) ?? pull.baseSha;
  pull.lastPusher = performer.account;
  issue.updatedAt = world.clock.now();
  if (push.forced) {
    const after = push.after;
    recordEvent(world, issue, performer, { event: 'head_ref_force_pushed', before, after, ref });
  }
  world.emit(repository, performer.account, {
    ...{ name: 'pull_request', action: 'synchronize', issue, before, after: push.after },
  });
  dismissStale(world, performer, issue);
  if (!may(world, performer, repository, 'push')) {
    dropAutoMerge(world, performer, issue, 'Someone without write access pushed new changes');
  }
}

function dismissStale(world: World, performer: Performer, issue: Issue): void {
  if (reviewDemand(world, issue)?.dismissStale !== true) return;
  for (const review of latestOpinions(issue)) {
    if (review.state === 'APPROVED') dismiss(world, performer, review, null);
  }
}

function loseHead(world: World, performer: Performer, issue: Issue): void {
  const ref = issue.pull?.headRef ?? '';
  recordEvent(world, issue, performer, { event: 'head_ref_deleted', ref });
  close(world, performer, issue, { reason: null, closer: null });
}

/** The pull request moves on to where its merged base went, or is closed. */
function loseBase(world: World, performer: Performer, issue: Issue): void {
  const { repository, pull } = issue;
  const merged = [...repository.issues.values()].find(
    (other) =>
      other.pull?.mergedAt != null &&
      other.pull.headRepository === repository &&
      other.pull.headRef === pull?.baseRef,
  );
  const next = merged?.pull?.baseRef;
  if (next !== undefined && repository.branches.has(next)) {
    changeBase(world, performer, issue, next);
  } else close(world, performer, issue, { reason: null, closer: null });
}

function openPulls(world: World): Issue[] {
  return [...world.state.repositories.values()].flatMap((repository) =>
    [...repository.issues.values()].filter(
      (issue) => issue.pull !== null && issue.state === 'open',
    ),
  );
}
