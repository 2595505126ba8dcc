/** Opening issues and editing their title and text. */
import type { Actor, Performer } from '../actor.ts';
import { emitOnIssue, recordEvent } from '../happenings.ts';
import { noteMentions } from '../mentions.ts';
import type { User } from '../records/accounts.ts';
import type { Issue } from '../records/issue.ts';
import type { PullRequest } from '../records/pull-request.ts';
import type { Repository } from '../records/repository.ts';
import type { FieldError, Result } from '../result.ts';
import { forbidden, gone, invalid, ok } from '../result.ts';
import { authorize, may } from '../roles.ts';
import { nodeId, register } from '../world.ts';
import type { World } from '../world.ts';
import { putAssignees } from './assignees.ts';
import { putLabels, resolveLabels } from './issue-labels.ts';
import { lengthOf } from '../text.ts';

export interface NewIssue {
  readonly repository: Repository;
  readonly title: string;
  readonly body?: string | null;
  /** Label names. Dropped silently when the actor has no push access. */
  readonly labels?: readonly string[];
  /** Dropped silently when the actor has no push access. */
  readonly assignees?: readonly User[];
  /**
   * What the chosen issue form names. It is applied whoever opens the issue; labels that do not exist
   * are left out.
   */
  readonly form?: { readonly labels: readonly string[]; readonly assignees: readonly User[] };
}

/** Opens an issue. Titles hold 256 characters, bodies 65,536. */
export function openIssue(world: World, actor: Actor, input: NewIssue): Result<Issue> {
  const { repository } = input;
  const allowed = authorize(world, actor, repository, 'openIssue');
  if (!allowed.ok) return allowed;
  if (!repository.settings.hasIssues) return gone('Issues has been disabled in this repository.');
  const errors = textFaults('Issue', input);
  if (errors.length > 0) return invalid(...errors);
  const performer = allowed.value;
  const mayAssign = may(world, performer, repository, 'moderate');
  const labels = resolveLabels(world, performer, repository, {
    names: mayAssign ? (input.labels ?? []) : [],
    createMissing: true,
  });
  const fromForm = resolveLabels(world, performer, repository, {
    names: input.form?.labels ?? [],
    createMissing: false,
  });
  const issue = insertIssue(world, performer, input, null);
  emitOnIssue(world, issue, performer.account, { action: 'opened' });
  putLabels(world, issue, performer, [...labels, ...fromForm]);
  const people = [...(mayAssign ? (input.assignees ?? []) : []), ...(input.form?.assignees ?? [])];
  putAssignees(world, issue, performer, people);
  noteMentions(world, issue, performer, issue.body);
  return ok(issue);
}

/** The bare record with the next number: no rights asked, nothing emitted. */
export function insertIssue(
  world: World,
  performer: Performer,
  input: {
    readonly repository: Repository;
    readonly title: string;
    readonly body?: string | null;
  },
  pull: ((issue: Issue) => PullRequest) | null,
): Issue {
  const { repository } = input;
  const id = world.nextId();
  const now = world.clock.now();
  const issue: Issue & { pull: PullRequest | null } = {
    id,
    nodeId: nodeId(pull === null ? 'I' : 'PR', id),
    repository,
    number: repository.nextNumber,
    title: input.title.trim(),
    body: input.body ?? null,
    author: performer.account,
    viaApp: performer.viaApp,
    state: 'open',
    stateReason: null,
    createdAt: now,
    updatedAt: now,
    closedAt: null,
    closedBy: null,
    lastEditedAt: null,
    edits: [],
    labels: [],
    assignees: [],
    lock: null,
    comments: [],
    reactions: [],
    timeline: [],
    parent: null,
    subIssues: [],
    duplicateOf: null,
    mentioned: new Set([performer.account.id]),
    pull: null,
  };
  if (pull !== null) issue.pull = pull(issue);
  repository.nextNumber += 1;
  repository.issues.set(issue.number, issue);
  register(world, { type: pull === null ? 'Issue' : 'PullRequest', record: issue });
  return issue;
}

/** Changes title or text of an issue or pull request: by its author, or with push access. */
export function editIssue(
  world: World,
  actor: Actor,
  input: { readonly issue: Issue; readonly title?: string; readonly body?: string | null },
): Result<Issue> {
  const { issue } = input;
  const allowed = authorize(world, actor, issue.repository, 'read');
  if (!allowed.ok) return allowed;
  const performer = allowed.value;
  if (!mayEditText(world, performer, issue)) {
    return forbidden(
      performer.installation === null
        ? 'Must have push access to repository'
        : 'Resource not accessible by integration',
    );
  }
  const errors = textFaults('Issue', {
    title: input.title ?? issue.title,
    body: input.body ?? null,
  });
  if (errors.length > 0) return invalid(...errors);
  rewrite(world, performer, issue, input);
  return ok(issue);
}

/** The faults of a title and body, for issues and pull requests alike. */
export function textFaults(
  resource: 'Issue' | 'PullRequest',
  input: { readonly title: string; readonly body?: string | null },
): FieldError[] {
  const errors: FieldError[] = [];
  if (input.title.trim() === '') errors.push({ resource, field: 'title', code: 'missing_field' });
  if (lengthOf(input.title) > 256) {
    const message = 'title is too long (maximum is 256 characters)';
    errors.push({ resource, field: 'title', code: 'custom', message });
  }
  if (lengthOf(input.body ?? '') > 65_536) {
    const message = 'body is too long (maximum is 65536 characters)';
    errors.push({ resource, field: 'body', code: 'custom', message });
  }
  return errors;
}

function rewrite(
  world: World,
  performer: Performer,
  issue: Issue,
  input: { readonly title?: string; readonly body?: string | null },
): void {
  const from = { title: issue.title, body: issue.body ?? '' };
  const title = input.title?.trim() ?? from.title;
  const body = input.body === undefined ? from.body : (input.body ?? '');
  if (title === from.title && body === from.body) return;
  const now = world.clock.now();
  issue.updatedAt = now;
  if (title !== from.title) {
    issue.title = title;
    recordEvent(world, issue, performer, { event: 'renamed', from: from.title, to: title });
  }
  if (body !== from.body) {
    issue.body = body === '' ? null : body;
    issue.lastEditedAt = now;
    const id = world.nextId();
    const edit = {
      ...{ id, nodeId: nodeId('UCE', id), editor: performer.account, at: now },
      ...{ before: from.body, after: body },
    };
    issue.edits.push(edit);
    register(world, { type: 'UserContentEdit', record: edit });
  }
  emitOnIssue(world, issue, performer.account, {
    action: 'edited',
    changes: {
      ...(title === from.title ? {} : { title: { from: from.title } }),
      ...(body === from.body ? {} : { body: { from: from.body } }),
    },
  });
  if (body !== from.body) noteMentions(world, issue, performer, body);
}

function mayEditText(world: World, performer: Performer, issue: Issue): boolean {
  if (may(world, performer, issue.repository, 'moderate')) return true;
  return issue.author === performer.account && performer.installation === null;
}
