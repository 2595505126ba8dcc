import { z } from 'zod';
import { mayBeSaidOn } from '../../core/command/heard-words.ts';
import type { IssueRef, RepoRef } from '../../core/ids.ts';
import type { JobKey } from '../../flow/ports/job-key.ts';
import type { Listener } from './hear.ts';
import { mentionedIssues } from './mentions.ts';
import { IssueNumber, issueOfApiUrl, Repo } from './schemas.ts';

const IssuePayload = z.object({
  action: z.string(),
  repository: Repo,
  issue: z.object({
    number: IssueNumber,
    title: z.string().optional(),
    body: z.string().nullish(),
    parent_issue_url: z.string().nullish(),
  }),
  changes: z
    .object({
      new_issue: z.object({ number: IssueNumber }).optional(),
      new_repository: Repo.optional(),
    })
    .optional()
    .catch(undefined),
});

/** An issue, its parent, where it was transferred to, and what its text mentions, or calls itself part of. */
export const hearIssue: Listener = (payload, own) => {
  const { data } = IssuePayload.safeParse(payload);
  if (data === undefined) return {};
  const { action, repository: repo, issue, changes } = data;
  const here = { repo, number: issue.number };
  const parent = issueOfApiUrl(issue.parent_issue_url);
  const parents = parent === undefined ? [] : [parent];
  // What the app closes or labels on an action item still changes the incident above it.
  if (own && action !== 'opened') return { keys: incidents(parents) };
  const moved =
    changes?.new_issue === undefined || changes.new_repository === undefined
      ? []
      : [{ repo: changes.new_repository, number: changes.new_issue.number }];
  const said = ['opened', 'edited'].includes(action) ? mentions(issue, repo) : [];
  const linking = !own && said.length > 0 && LINKING.test(issue.body ?? '');
  return {
    keys: [
      ...incidents([here, ...parents, ...moved, ...said]),
      ...(linking ? [{ kind: 'item', issue: here } as const] : []),
    ],
  };
};

/** "Part of" an incident, or closing one: whether it is said in earnest is for whoever reads it to say. */
const LINKING = /\b(?:part\s+of|clos(?:e|es|ed)|fix(?:es|ed)?|resolv(?:e|es|ed))\b/i;

const CommentPayload = z.object({
  action: z.string(),
  repository: Repo,
  issue: z.object({ number: IssueNumber, pull_request: z.unknown().optional() }),
  comment: z.object({ body: z.string().nullish() }),
  changes: z
    .object({ body: z.object({ from: z.string().nullish() }).optional() })
    .optional()
    .catch(undefined),
});

/** A comment may be a command, to an incident or one of its items, a timeline entry, or a call to declare an incident. */
export const hearComment: Listener = (payload, own) => {
  const { data } = CommentPayload.safeParse(payload);
  if (data === undefined || own) return {};
  const { repository: repo, comment, action } = data;
  const issue = { repo, number: data.issue.number };
  const onPull = data.issue.pull_request !== undefined && data.issue.pull_request !== null;
  const texts = [comment.body, data.changes?.body?.from];
  const says = (place: 'item' | 'pull'): boolean =>
    texts.some((text) => mayBeSaidOn(place, text ?? ''));
  const asks = action !== 'deleted' && /\/incident\b/i.test(comment.body ?? '');
  return {
    keys: [
      ...(onPull ? [] : incidents([issue])),
      ...(asks ? [{ kind: 'thread', issue } as const] : []),
      ...(onPull && says('pull') ? [{ kind: 'pull-commands', pull: issue } as const] : []),
      ...(!onPull && says('item') ? [{ kind: 'item', issue } as const] : []),
      ...(action === 'deleted' ? [] : incidents(mentionedIssues(comment.body, repo))),
    ],
  };
};

const SubIssuesPayload = z.object({
  parent_issue: z.object({ number: IssueNumber, repository_url: z.string().optional() }),
  parent_issue_repo: Repo.optional().catch(undefined),
  repository: Repo.optional().catch(undefined),
});

/** Only the parent changes: the child's own events come as `issues`. */
export const hearSubIssues: Listener = (payload, own) => {
  const { data } = SubIssuesPayload.safeParse(payload);
  if (data === undefined || own) return {};
  const { parent_issue: parent } = data;
  const byUrl = issueOfApiUrl(`${parent.repository_url ?? ''}/issues/${parent.number}`)?.repo;
  const repo = data.parent_issue_repo ?? byUrl ?? data.repository;
  return repo === undefined ? {} : { keys: incidents([{ repo, number: parent.number }]) };
};

export function incidents(issues: readonly IssueRef[]): readonly JobKey[] {
  return issues.map((issue) => ({ kind: 'incident', issue }));
}

export function mentions(
  thing: { readonly title?: string | undefined; readonly body?: string | null | undefined },
  repo: RepoRef,
): readonly IssueRef[] {
  return mentionedIssues(`${thing.title ?? ''}\n${thing.body ?? ''}`, repo);
}
