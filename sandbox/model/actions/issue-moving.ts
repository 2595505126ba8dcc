/** The bookkeeping behind deleting and transferring an issue. */
import type { Issue } from '../records/issue.ts';
import type { Repository } from '../records/repository.ts';
import type { TimelineEvent } from '../records/timeline.ts';
import { nodeId, register } from '../world.ts';
import type { World } from '../world.ts';
import { canBeAssigned } from './assignees.ts';
import { findLabel } from './labels.ts';

/** Makes the issue's copy in another repository and withdraws the original. */
export function moveRecord(world: World, issue: Issue, to: Repository): Issue {
  const id = world.nextId();
  const moved: Issue = {
    ...issue,
    id,
    nodeId: nodeId('I', id),
    repository: to,
    number: to.nextNumber,
    updatedAt: world.clock.now(),
    labels: issue.labels.flatMap((label) => findLabel(to, label.name) ?? []),
    assignees: issue.assignees.filter((user) => canBeAssigned(world, to, user, issue)),
    comments: [...issue.comments],
    timeline: [...issue.timeline],
  };
  to.nextNumber += 1;
  to.issues.set(moved.number, moved);
  for (const comment of moved.comments) comment.issue = moved;
  register(world, { type: 'Issue', record: moved });
  for (const event of moved.timeline) {
    register(world, { type: 'TimelineEvent', record: event, issue: moved });
  }
  replaceInRelations(world, issue, moved);
  issue.repository.transferred.set(issue.number, moved);
  withdraw(world, issue);
  return moved;
}

/** Takes an issue out of its repository. */
export function withdraw(world: World, issue: Issue): void {
  const { repository } = issue;
  repository.issues.delete(issue.number);
  repository.pinned = repository.pinned.filter((each) => each !== issue);
  world.state.nodes.delete(issue.nodeId);
}

/** A deleted issue leaves its parent, lets its sub-issues go, and its cross references disappear. */
export function leaveRelations(world: World, issue: Issue): void {
  if (issue.parent !== null) {
    issue.parent.subIssues = issue.parent.subIssues.filter((each) => each !== issue);
  }
  for (const sub of issue.subIssues) sub.parent = null;
  everywhere(world, (other) => {
    if (other.duplicateOf === issue) other.duplicateOf = null;
    for (const event of other.timeline.filter((each) => isReferenceFrom(each, issue))) {
      other.timeline.splice(other.timeline.indexOf(event), 1);
      world.state.nodes.delete(event.nodeId);
    }
  });
}

/** What pointed to the old record points to the new one. */
function replaceInRelations(world: World, issue: Issue, moved: Issue): void {
  if (issue.parent !== null) {
    issue.parent.subIssues = issue.parent.subIssues.map((each) => (each === issue ? moved : each));
  }
  for (const sub of moved.subIssues) sub.parent = moved;
  everywhere(world, (other) => {
    if (other.duplicateOf === issue) other.duplicateOf = moved;
    for (const [place, event] of other.timeline.entries()) {
      if (!isReferenceFrom(event, issue)) continue;
      const record = { ...event, source: moved };
      other.timeline[place] = record;
      register(world, { type: 'TimelineEvent', record, issue: other });
    }
  });
}

function isReferenceFrom(event: TimelineEvent, source: Issue): event is CrossReference {
  return event.event === 'cross-referenced' && event.source === source;
}

type CrossReference = Extract<TimelineEvent, { readonly event: 'cross-referenced' }>;

function everywhere(world: World, visit: (issue: Issue) => void): void {
  for (const repository of world.state.repositories.values()) {
    for (const issue of repository.issues.values()) visit(issue);
  }
}
