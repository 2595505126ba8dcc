/** Small helpers of the verbs: write a timeline event, send the event of an issue or pull request. */
import type { Performer } from './actor.ts';
import type { From } from './events.ts';
import type { Person, User } from './records/accounts.ts';
import type { Issue } from './records/issue.ts';
import type { Label } from './records/repository.ts';
import type { TimelineDetail, TimelineEvent } from './records/timeline.ts';
import { nodeId, register } from './world.ts';
import type { World } from './world.ts';

/** Adds an event to an issue's timeline and counts as an update of the issue. */
export function recordEvent(
  world: World,
  issue: Issue,
  performer: Pick<Performer, 'account' | 'viaApp'>,
  detail: TimelineDetail,
): TimelineEvent {
  const id = world.nextId();
  const event: TimelineEvent = {
    ...detail,
    id,
    nodeId: nodeId('TE', id),
    actor: performer.account,
    viaApp: performer.viaApp,
    createdAt: world.clock.now(),
  };
  issue.timeline.push(event);
  issue.updatedAt = event.createdAt;
  register(world, { type: 'TimelineEvent', record: event, issue });
  return event;
}

/** Happenings that issues and pull requests share. */
export type SharedHappening =
  | { readonly action: 'opened' | 'closed' | 'reopened' | 'locked' | 'unlocked' }
  | { readonly action: 'edited'; readonly changes: { readonly title?: From; readonly body?: From } }
  | { readonly action: 'labeled' | 'unlabeled'; readonly label: Label }
  | { readonly action: 'assigned' | 'unassigned'; readonly assignee: User };

/** Emits `issues` or `pull_request`, whichever this is. */
export function emitOnIssue(
  world: World,
  issue: Issue,
  sender: Person,
  happening: SharedHappening,
): void {
  if (issue.pull === null) {
    world.emit(issue.repository, sender, { name: 'issues', issue, ...happening });
  } else {
    world.emit(issue.repository, sender, { name: 'pull_request', issue, ...happening });
  }
}
