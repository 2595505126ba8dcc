/** The merge queue: pull requests merge in order, each tested together with those before it. */
import type { Actor, Performer } from '../actor.ts';
import { mergeQueueBot } from '../actor.ts';
import { moveBranch, setBranch } from '../branches.ts';
import { recordEvent } from '../happenings.ts';
import { demandsQueue, hasConflicts, readinessFaults } from '../queries/mergeability.ts';
import { rulesFor } from '../queries/rules.ts';
import type { Issue } from '../records/issue.ts';
import type { MergeGroup, MergeQueue, MergeQueueEntry } from '../records/merge-queue.ts';
import type { MergeQueueParameters } from '../records/rules.ts';
import type { Repository } from '../records/repository.ts';
import type { Result } from '../result.ts';
import { conflict, notFound, ok, unprocessable } from '../result.ts';
import { authorize } from '../roles.ts';
import { nodeId, register } from '../world.ts';
import type { World } from '../world.ts';
import { mergeCommit } from './merge.ts';

/** Why a pull request left the queue, in the words of the webhook. */
export type DequeueReason =
  'MANUAL' | 'MERGE' | 'MERGE_CONFLICT' | 'CI_FAILURE' | 'CI_TIMEOUT' | 'BRANCH_PROTECTIONS';

/** Puts a pull request at the end of its base's queue (`jump`: at the front). It must be ready to merge. */
export function enqueue(
  world: World,
  actor: Actor,
  input: { readonly issue: Issue; readonly jump?: boolean; readonly expectedHead?: string },
): Result<MergeQueueEntry> {
  const { issue } = input;
  const { pull, repository } = issue;
  const allowed = authorize(world, actor, repository, 'merge');
  if (!allowed.ok) return allowed;
  if (pull === null || issue.state === 'closed' || pull.draft || hasConflicts(issue)) {
    return unprocessable('Pull request is not mergeable');
  }
  if (input.expectedHead !== undefined && input.expectedHead !== pull.headSha) {
    return conflict('Head branch was modified. Review and try again.');
  }
  const queue = queueOf(world, issue);
  if (queue === null) return unprocessable('The base branch has no merge queue.');
  const faults = readinessFaults(world, issue, null);
  if (faults.length > 0) return unprocessable(faults.join(' '));
  const existing = queue.entries.find((entry) => entry.issue === issue);
  if (existing !== undefined) return unprocessable('The pull request is already in the queue.');
  const entry = insertEntry(world, allowed.value, queue, { issue, jump: input.jump ?? false });
  recordEvent(world, issue, allowed.value, { event: 'added_to_merge_queue' });
  world.emit(repository, allowed.value.account, {
    ...{ name: 'pull_request', action: 'enqueued', issue },
  });
  return ok(entry);
}

/** Takes a pull request out of the queue. */
export function dequeue(
  world: World,
  actor: Actor,
  input: { readonly issue: Issue },
): Result<Issue> {
  const { issue } = input;
  const allowed = authorize(world, actor, issue.repository, 'merge');
  if (!allowed.ok) return allowed;
  const entry = entryOf(issue);
  if (entry === undefined) return notFound('The pull request is not in a merge queue.');
  leaveQueue(world, allowed.value, entry, 'MANUAL');
  return ok(issue);
}

/** Where a pull request stands in the queue of its base. */
export function entryOf(issue: Issue): MergeQueueEntry | undefined {
  const queue = issue.repository.mergeQueues.get(issue.pull?.baseRef ?? '');
  return queue?.entries.find((entry) => entry.issue === issue);
}

/** Ends an entry; the groups of those behind it stand on it and fall with it. */
export function leaveQueue(
  world: World,
  performer: Performer,
  entry: MergeQueueEntry,
  reason: DequeueReason,
): void {
  const { queue, issue } = entry;
  const place = queue.entries.indexOf(entry);
  const behind = queue.entries.slice(place + 1);
  queue.entries = queue.entries.filter((each) => each !== entry);
  const own = takeGroups(world, performer, [entry], reason === 'MERGE' ? 'merged' : 'dequeued');
  const theirs = reason === 'MERGE' ? [] : takeGroups(world, performer, behind, 'invalidated');
  world.state.nodes.delete(entry.nodeId);
  const sha = entry.headSha;
  recordEvent(world, issue, performer, { event: 'removed_from_merge_queue', reason, sha });
  world.emit(queue.repository, performer.account, {
    ...{ name: 'pull_request', action: 'dequeued', issue, reason },
  });
  destroyGroups(world, performer, queue, [...own, ...theirs]);
}

/** Throws away the groups of all entries, so that they are built anew. */
export function invalidateGroups(world: World, queue: MergeQueue): void {
  const performer = queuePerformer(world);
  const groups = takeGroups(world, performer, queue.entries, 'invalidated');
  destroyGroups(world, performer, queue, groups);
}

/** Makes the temporary branches of entries that have none yet and asks for checks on them. */
export function buildGroups(world: World, queue: MergeQueue): void {
  const performer = queuePerformer(world);
  for (const entry of [...queue.entries]) {
    if (!queue.entries.includes(entry) || entry.group !== null) continue;
    const place = queue.entries.indexOf(entry);
    if (place >= queue.parameters.maxEntriesToBuild) return;
    const onto =
      queue.entries[place - 1]?.group?.headSha ?? queue.repository.branches.get(queue.branch);
    if (onto === undefined) return;
    const { mergeMethod: method } = queue.parameters;
    const commit = mergeCommit(world, performer, entry.issue, { method, onto });
    if (commit === null) {
      leaveQueue(world, performer, entry, 'MERGE_CONFLICT');
      continue;
    }
    openGroup(world, performer, entry, { onto, headSha: commit.sha });
  }
}

/** GitHub's own actor in the queue. */
export function queuePerformer(world: World): Performer {
  const account = mergeQueueBot(world);
  return { account, viaApp: null, installation: null, system: true };
}

/** The queue of a branch, as its rule says; null where no rule asks for one. */
export function queueFor(world: World, repository: Repository, branch: string): MergeQueue | null {
  const parameters = rulesFor(world, repository, branch)
    .map(({ rule }) => (rule.type === 'merge_queue' ? rule.parameters : null))
    .find((each) => each !== null);
  const existing = repository.mergeQueues.get(branch);
  if (parameters == null) return existing ?? null;
  if (existing !== undefined) {
    existing.parameters = parameters;
    return existing;
  }
  return insertQueue(world, { repository, branch, parameters });
}

function queueOf(world: World, issue: Issue): MergeQueue | null {
  if (issue.pull === null || !demandsQueue(world, issue)) return null;
  return queueFor(world, issue.repository, issue.pull.baseRef);
}

function insertQueue(
  world: World,
  input: {
    readonly repository: Repository;
    readonly branch: string;
    readonly parameters: MergeQueueParameters;
  },
): MergeQueue {
  const id = world.nextId();
  const queue: MergeQueue = { id, nodeId: nodeId('MQ', id), ...input, entries: [] };
  input.repository.mergeQueues.set(input.branch, queue);
  register(world, { type: 'MergeQueue', record: queue });
  return queue;
}

function insertEntry(
  world: World,
  { account }: Performer,
  queue: MergeQueue,
  { issue, jump }: { readonly issue: Issue; readonly jump: boolean },
): MergeQueueEntry {
  const id = world.nextId();
  const entry: MergeQueueEntry = {
    id,
    nodeId: nodeId('MQE', id),
    queue,
    issue,
    enqueuer: account,
    enqueuedAt: world.clock.now(),
    headSha: issue.pull?.headSha ?? '',
    jump,
    state: 'QUEUED',
    group: null,
  };
  register(world, { type: 'MergeQueueEntry', record: entry });
  if (jump) {
    queue.entries = [entry, ...queue.entries];
    invalidateGroups(world, queue);
  } else queue.entries.push(entry);
  return entry;
}

function openGroup(
  world: World,
  performer: Performer,
  entry: MergeQueueEntry,
  { onto, headSha }: { readonly onto: string; readonly headSha: string },
): void {
  const { queue, issue } = entry;
  const branch = `gh-readonly-queue/${queue.branch}/pr-${issue.number}-${onto}`;
  const mergeGroup = {
    headSha,
    headRef: `refs/heads/${branch}`,
    baseSha: onto,
    baseRef: `refs/heads/${queue.branch}`,
    createdAt: world.clock.now(),
  };
  entry.group = mergeGroup;
  entry.state = 'AWAITING_CHECKS';
  setBranch(world, performer, queue.repository, { branch, sha: headSha });
  world.emit(queue.repository, performer.account, {
    ...{ name: 'merge_group', action: 'checks_requested', mergeGroup },
  });
}

interface DoomedGroup {
  readonly group: MergeGroup;
  readonly reason: 'merged' | 'invalidated' | 'dequeued';
  readonly announceDeletion: () => void;
}

/**
 * Takes the groups from entries, and their branches, before anything is told of it: what reacts must
 * merge none of them, and may build the same group under the same name again.
 */
function takeGroups(
  world: World,
  performer: Performer,
  entries: readonly MergeQueueEntry[],
  reason: DoomedGroup['reason'],
): DoomedGroup[] {
  return entries.flatMap((entry) => {
    const { group, queue } = entry;
    if (group === null) return [];
    entry.group = null;
    entry.state = 'QUEUED';
    const branch = group.headRef.replace('refs/heads/', '');
    const deletion = { branch, sha: null };
    const announceDeletion = moveBranch(world, performer, queue.repository, deletion);
    return [{ group, reason, announceDeletion }];
  });
}

function destroyGroups(
  world: World,
  performer: Performer,
  { repository }: MergeQueue,
  doomed: readonly DoomedGroup[],
): void {
  for (const { group: mergeGroup, reason, announceDeletion } of doomed) {
    world.emit(repository, performer.account, {
      ...{ name: 'merge_group', action: 'destroyed', mergeGroup, reason },
    });
    announceDeletion();
  }
}
