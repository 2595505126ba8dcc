import { authorAssociation } from '../../model/queries/association.ts';
import { mergeability } from '../../model/queries/mergeability.ts';
import { pullFiles } from '../../model/queries/pull-files.ts';
import { pullCommits } from '../../model/queries/timeline.ts';
import type { Issue } from '../../model/records/issue.ts';
import type { AutoMerge, PullRequest, Review } from '../../model/records/pull-request.ts';
import { appOrNull, simpleUser, simpleUserOrNull, team } from './accounts.ts';
import { issuePage, issueUrl, labelJson } from './issues.ts';
import { iso, isoOrNull, type Json, type Render } from './render.ts';
import { repositoryJson, repositoryUrl } from './repositories.ts';

/** The API address of a pull request. */
export function pullUrl(render: Render, issue: Issue): string {
  return `${repositoryUrl(render, issue.repository)}/pulls/${issue.number}`;
}

/** A pull request as lists show it. Throws when the issue is none. */
export function pullSimple(render: Render, issue: Issue): Json {
  const pull = pullOf(issue);
  const url = pullUrl(render, issue);
  const page = issuePage(render, issue);
  return {
    url,
    id: pull.id,
    node_id: issue.nodeId,
    html_url: page,
    diff_url: `${page}.diff`,
    patch_url: `${page}.patch`,
    ...addresses(render, issue, pull),
    number: issue.number,
    state: issue.state,
    locked: issue.lock !== null,
    active_lock_reason: issue.lock?.reason ?? null,
    title: issue.title,
    user: simpleUser(render, issue.author),
    body: issue.body,
    created_at: iso(issue.createdAt),
    updated_at: iso(issue.updatedAt),
    closed_at: isoOrNull(issue.closedAt),
    merged_at: isoOrNull(pull.mergedAt),
    merge_commit_sha: pull.mergeCommitSha,
    assignee: simpleUserOrNull(render, issue.assignees[0] ?? null),
    assignees: issue.assignees.map((each) => simpleUser(render, each)),
    requested_reviewers: pull.requestedReviewers.map((each) => simpleUser(render, each)),
    requested_teams: pull.requestedTeams.map((each) => team(render, each)),
    labels: issue.labels.map((each) => labelJson(render, each)),
    milestone: null,
    draft: pull.draft,
    head: headJson(render, pull),
    base: {
      label: `${issue.repository.owner.login}:${pull.baseRef}`,
      ref: pull.baseRef,
      sha: pull.baseSha,
      user: simpleUser(render, issue.repository.owner),
      repo: repositoryJson(render, issue.repository),
    },
    author_association: authorAssociation(issue.author, issue.repository),
    auto_merge: autoMergeJson(render, pull.autoMerge),
  };
}

/** A pull request as `GET` of that one shows it, and as webhooks carry it. */
export function pullFull(render: Render, issue: Issue): Json {
  const pull = pullOf(issue);
  const files = pullFiles(issue);
  const merged = pull.mergedAt !== null;
  const { mergeable, state } = mergeability(render.world, issue);
  const reviewComments = pull.reviews.flatMap(({ comments }) => comments).length;
  return {
    ...pullSimple(render, issue),
    merged,
    mergeable: merged ? null : mergeable,
    rebaseable: merged ? null : mergeable,
    mergeable_state: merged ? 'unknown' : state,
    merged_by: simpleUserOrNull(render, pull.mergedBy),
    comments: issue.comments.length,
    review_comments: reviewComments,
    maintainer_can_modify: pull.maintainerCanModify,
    commits: pullCommits(issue).length,
    additions: files.reduce((sum, each) => sum + each.additions, 0),
    deletions: files.reduce((sum, each) => sum + each.deletions, 0),
    changed_files: files.length,
  };
}

/** The stub in check runs and suites. */
export function pullMinimal(render: Render, issue: Issue): Json {
  const pull = pullOf(issue);
  const base = issue.repository;
  const head = pull.headRepository ?? base;
  return {
    url: pullUrl(render, issue),
    id: pull.id,
    number: issue.number,
    head: {
      ref: pull.headRef,
      sha: pull.headSha,
      repo: { id: head.id, url: repositoryUrl(render, head), name: head.name },
    },
    base: {
      ref: pull.baseRef,
      sha: pull.baseSha,
      repo: { id: base.id, url: repositoryUrl(render, base), name: base.name },
    },
  };
}

export function reviewJson(render: Render, review: Review): Json {
  const { issue } = review;
  const html = `${issuePage(render, issue)}#pullrequestreview-${review.id}`;
  const url = pullUrl(render, issue);
  return {
    id: review.id,
    node_id: review.nodeId,
    user: simpleUser(render, review.author),
    body: review.body,
    state: review.state,
    html_url: html,
    pull_request_url: url,
    _links: { html: { href: html }, pull_request: { href: url } },
    ...(review.submittedAt === null ? {} : { submitted_at: iso(review.submittedAt) }),
    updated_at: iso(review.updatedAt),
    commit_id: review.commitSha,
    author_association: authorAssociation(review.author, issue.repository),
    performed_via_github_app: appOrNull(render, review.viaApp),
  };
}

export function pullOf(issue: Issue): PullRequest {
  if (issue.pull === null) throw new Error(`#${issue.number} is no pull request.`);
  return issue.pull;
}

function headJson(render: Render, pull: PullRequest): Json {
  const repository = pull.headRepository;
  return {
    label: repository === null ? 'unknown repository' : `${pull.headOwner.login}:${pull.headRef}`,
    ref: pull.headRef,
    sha: pull.headSha,
    user: simpleUser(render, repository === null ? pull.headOwner : repository.owner),
    repo: repository === null ? null : repositoryJson(render, repository),
  };
}

function addresses(render: Render, issue: Issue, pull: PullRequest): Json {
  const url = pullUrl(render, issue);
  const repository = repositoryUrl(render, issue.repository);
  const issueAddress = issueUrl(render, issue);
  const all = {
    commits: `${url}/commits`,
    review_comments: `${url}/comments`,
    review_comment: `${repository}/pulls/comments{/number}`,
    comments: `${issueAddress}/comments`,
    statuses: `${repository}/statuses/${pull.headSha}`,
  };
  const links = { self: url, html: issuePage(render, issue), issue: issueAddress, ...all };
  return {
    issue_url: issueAddress,
    ...Object.fromEntries(Object.entries(all).map(([name, href]) => [`${name}_url`, href])),
    _links: Object.fromEntries(Object.entries(links).map(([name, href]) => [name, { href }])),
  };
}

function autoMergeJson(render: Render, autoMerge: AutoMerge | null): Json | null {
  if (autoMerge === null) return null;
  return {
    enabled_by: simpleUser(render, autoMerge.enabledBy),
    merge_method: autoMerge.method,
    commit_title: autoMerge.commitTitle,
    commit_message: autoMerge.commitMessage,
  };
}
