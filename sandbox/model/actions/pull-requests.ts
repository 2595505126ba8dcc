/** Opening and changing pull requests. Closing and reopening are in `issue-state.ts`. */
import type { Actor, Performer } from '../actor.ts';
import { commitsBetween } from '../git/history.ts';
import { emitOnIssue, recordEvent } from '../happenings.ts';
import { noteMentions } from '../mentions.ts';
import type { Issue } from '../records/issue.ts';
import type { PullRequest } from '../records/pull-request.ts';
import type { Repository } from '../records/repository.ts';
import type { FieldError, Result } from '../result.ts';
import { forbidden, invalid, ok, unprocessable } from '../result.ts';
import { authorize, may } from '../roles.ts';
import type { World } from '../world.ts';
import { editIssue, insertIssue, textFaults } from './issues.ts';

export interface NewPull {
  /** Where it is to be merged. */
  readonly repository: Repository;
  readonly title: string;
  readonly body?: string | null;
  readonly base: string;
  /** The branch with the changes (no owner prefix). */
  readonly head: string;
  /** The fork that has the head; default: the same repository. */
  readonly headRepository?: Repository;
  readonly draft?: boolean;
  readonly maintainerCanModify?: boolean;
}

/** Opens a pull request. The actor needs push access to the head, read access to the base. */
export function openPull(world: World, actor: Actor, input: NewPull): Result<Issue> {
  const { repository, head, base } = input;
  const from = input.headRepository ?? repository;
  const allowed = authorize(world, actor, repository, 'openPull');
  if (!allowed.ok) return allowed;
  const performer = allowed.value;
  if (performer.installation === null && !may(world, performer, from, 'push')) {
    return forbidden('Must have push access to the head repository');
  }
  const errors = [...textFaults('PullRequest', input), ...headFaults(repository, from, input)];
  if (errors.length > 0) return invalid(...errors);
  const headSha = from.branches.get(head) ?? '';
  const baseSha = repository.branches.get(base) ?? '';
  const issue = insertIssue(world, performer, input, (record) =>
    pullOf(world, { issue: record, performer, from, head, headSha, base, baseSha, input }),
  );
  emitOnIssue(world, issue, performer.account, { action: 'opened' });
  noteMentions(world, issue, performer, issue.body);
  return ok(issue);
}

/** Changes title, text or base. A new base must exist and differ from the head. */
export function editPull(
  world: World,
  actor: Actor,
  input: {
    readonly issue: Issue;
    readonly title?: string;
    readonly body?: string | null;
    readonly base?: string;
  },
): Result<Issue> {
  const { issue, base } = input;
  const { pull } = issue;
  if (pull === null) return unprocessable('This is not a pull request.');
  if (base !== undefined && base !== pull.baseRef) {
    const fault = baseFault(issue, base);
    if (fault !== null) return fault;
  }
  const edited = editIssue(world, actor, {
    issue,
    ...(input.title === undefined ? {} : { title: input.title }),
    ...(input.body === undefined ? {} : { body: input.body }),
  });
  if (!edited.ok || base === undefined || base === pull.baseRef) return edited;
  const allowed = authorize(world, actor, issue.repository, 'read');
  if (!allowed.ok) return allowed;
  changeBase(world, allowed.value, issue, base);
  return ok(issue);
}

/** Points a pull request at another base without asking for rights. */
export function changeBase(world: World, performer: Performer, issue: Issue, base: string): void {
  const { pull } = issue;
  const sha = issue.repository.branches.get(base);
  if (pull === null || sha === undefined) throw new Error(`There is no base ${base} to change to.`);
  const from = { ref: pull.baseRef, sha: pull.baseSha };
  pull.baseRef = base;
  pull.baseSha = sha;
  recordEvent(world, issue, performer, { event: 'base_ref_changed', from: from.ref, to: base });
  const changes = { base: { ref: { from: from.ref }, sha: { from: from.sha } } };
  world.emit(issue.repository, performer.account, {
    ...{ name: 'pull_request', action: 'edited', issue, changes },
  });
}

/** Marks a draft ready: its author, or people with push access. */
export function markReady(
  world: World,
  actor: Actor,
  input: { readonly issue: Issue },
): Result<Issue> {
  return setDraft(world, actor, input.issue, false);
}

/** Makes it a draft again: its author, or people with push access. */
export function convertToDraft(
  world: World,
  actor: Actor,
  input: { readonly issue: Issue },
): Result<Issue> {
  return setDraft(world, actor, input.issue, true);
}

function setDraft(world: World, actor: Actor, issue: Issue, draft: boolean): Result<Issue> {
  const { pull } = issue;
  const allowed = authorize(world, actor, issue.repository, 'read');
  if (!allowed.ok) return allowed;
  const performer = allowed.value;
  if (
    issue.author !== performer.account &&
    !may(world, performer, issue.repository, 'managePull')
  ) {
    return forbidden('Must have push access to repository');
  }
  if (pull === null || issue.state === 'closed') {
    return unprocessable('Pull request must be open.');
  }
  if (pull.draft === draft) return ok(issue);
  pull.draft = draft;
  recordEvent(world, issue, performer, { event: draft ? 'convert_to_draft' : 'ready_for_review' });
  const action = draft ? 'converted_to_draft' : 'ready_for_review';
  world.emit(issue.repository, performer.account, { name: 'pull_request', action, issue });
  return ok(issue);
}

function headFaults(repository: Repository, from: Repository, input: NewPull): FieldError[] {
  const { head, base } = input;
  const resource = 'PullRequest';
  const headSha = from.branches.get(head);
  const baseSha = repository.branches.get(base);
  if (baseSha === undefined) return [{ resource, field: 'base', code: 'invalid' }];
  if (headSha === undefined || from.objects !== repository.objects) {
    return [{ resource, field: 'head', code: 'invalid' }];
  }
  if (commitsBetween(repository.objects, baseSha, headSha).length === 0) {
    const message = `No commits between ${base} and ${head}`;
    return [{ resource, code: 'custom', message }];
  }
  if (hasTwin(repository, from, input)) {
    const message = `A pull request already exists for ${from.owner.login}:${head}.`;
    return [{ resource, code: 'custom', message }];
  }
  return [];
}

function hasTwin(
  repository: Repository,
  from: Repository,
  { head, base }: { readonly head: string; readonly base: string },
): boolean {
  return [...repository.issues.values()].some(
    ({ state, pull }) =>
      state === 'open' &&
      pull?.headRepository === from &&
      pull.headRef === head &&
      pull.baseRef === base,
  );
}

function baseFault(issue: Issue, base: string): ReturnType<typeof invalid> | null {
  const { repository, pull } = issue;
  const at = { resource: 'PullRequest', field: 'base' };
  if (issue.state === 'closed') {
    const message = 'Cannot change the base branch of a closed pull request.';
    return invalid({ ...at, code: 'custom', message });
  }
  const sha = repository.branches.get(base);
  if (sha === undefined) return invalid({ ...at, code: 'invalid' });
  const headSha = pull?.headSha ?? '';
  if (commitsBetween(repository.objects, sha, headSha).length === 0) {
    const message = `There are no new commits between base branch '${base}' and head branch '${pull?.headRef ?? ''}'`;
    return invalid({ ...at, code: 'custom', message });
  }
  const from = pull?.headRepository ?? null;
  if (from !== null && hasTwin(repository, from, { head: pull?.headRef ?? '', base })) {
    const message = `A pull request already exists for base branch '${base}' and head branch '${pull?.headRef ?? ''}'`;
    return invalid({ ...at, code: 'custom', message });
  }
  return null;
}

function pullOf(
  world: World,
  made: {
    readonly issue: Issue;
    readonly performer: Performer;
    readonly from: Repository;
    readonly head: string;
    readonly headSha: string;
    readonly base: string;
    readonly baseSha: string;
    readonly input: NewPull;
  },
): PullRequest {
  return {
    id: world.nextId(),
    issue: made.issue,
    baseRef: made.base,
    baseSha: made.baseSha,
    headRepository: made.from,
    headOwner: made.from.owner,
    headRef: made.head,
    headSha: made.headSha,
    draft: made.input.draft ?? false,
    mergedAt: null,
    mergedBy: null,
    mergeCommitSha: null,
    autoMerge: null,
    maintainerCanModify:
      made.from !== made.input.repository && (made.input.maintainerCanModify ?? true),
    reviews: [],
    reviewThreads: [],
    requestedReviewers: [],
    requestedTeams: [],
    linkedIssues: [],
    lastPusher: made.performer.account,
  };
}
