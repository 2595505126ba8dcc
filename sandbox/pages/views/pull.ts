import { pullCommits } from '../../model/queries/timeline.ts';
import { pullFiles } from '../../model/queries/pull-files.ts';
import { latestOpinions } from '../../model/queries/reviews.ts';
import type { FileChange } from '../../model/records/git.ts';
import type { Issue } from '../../model/records/issue.ts';
import type { PullRequest } from '../../model/records/pull-request.ts';
import { fullName } from '../../model/world.ts';
import { blobPath, branchPath, commitPath, issuePath, repositoryPath } from '../../paths.ts';
import type { Frame } from '../frame.ts';
import { html, type Html } from '../html.ts';
import { icon, type IconName } from '../icons.ts';
import { checkLines, checkList } from '../parts/checks.ts';
import { fileChanges } from '../parts/diff.ts';
import { layout } from '../parts/layout.ts';
import { lineNotes } from '../parts/line-notes.ts';
import { mergeBox } from '../parts/merge-box.ts';
import { avatar, personLink } from '../parts/person.ts';
import { section, sidebar } from '../parts/sidebar.ts';
import { commentForm, titleRow } from '../parts/thread.ts';
import { conversation } from '../parts/timeline.ts';
import { ago } from '../parts/time.ts';
import { authorOf } from './code.ts';

export type PullTab = 'conversation' | 'commits' | 'files' | 'checks';

export interface PullPage {
  readonly issue: Issue;
  readonly pull: PullRequest;
  readonly tab: PullTab;
}

/** A pull request under one of its four tabs. */
export function pullView(frame: Frame, shown: PullPage): string {
  const { issue } = shown;
  return layout(frame, {
    title: `${issue.title} · Pull Request #${issue.number} · ${fullName(issue.repository)}`,
    live: true,
    repository: issue.repository,
    tab: 'pulls',
    body: html`${titleRow(frame, issue, summary(shown))} ${tabs(frame, shown)}
    ${content(frame, shown)}`,
  });
}

function summary({ issue, pull }: PullPage): Html {
  const count = pullCommits(issue).length;
  const commits = `${count} ${count === 1 ? 'commit' : 'commits'}`;
  const head =
    pull.headRepository === null
      ? 'unknown repository'
      : pull.headRepository === issue.repository
        ? pull.headRef
        : `${pull.headRepository.owner.login}:${pull.headRef}`;
  const verb = pull.mergedBy === null ? 'wants to merge' : 'merged';
  return html`${personLink(pull.mergedBy ?? issue.author)} ${verb} ${commits} into
    <a class="branch-name" href="${branchPath(issue.repository, pull.baseRef)}">${pull.baseRef}</a>
    from <span class="branch-name">${head}</span>`;
}

function tabs(frame: Frame, { issue, pull, tab }: PullPage): Html {
  const path = issuePath(issue);
  const entries: readonly [PullTab, IconName, string, string, number][] = [
    ['conversation', 'comment', 'Conversation', path, issue.comments.length],
    ['commits', 'commit', 'Commits', `${path}/commits`, pullCommits(issue).length],
    ['checks', 'check', 'Checks', `${path}/checks`, checkLines(frame, issue, pull).length],
    ['files', 'file', 'Files changed', `${path}/files`, pullFiles(issue).length],
  ];
  return html`<nav class="tabs inner" aria-label="Pull request">
    ${entries.map(
      ([name, sign, label, url, count]) =>
        html`<a href="${url}" ${name === tab && html`aria-current="page"`}
          >${icon(sign)} ${label} <span class="count">${count}</span></a
        >`,
    )}
  </nav>`;
}

function content(frame: Frame, { issue, pull, tab }: PullPage): Html {
  switch (tab) {
    case 'conversation':
      return html`<div class="two">
        <div>
          ${conversation(frame, issue)} ${mergeBox(frame, issue, pull)} ${commentForm(frame, issue)}
        </div>
        ${sidebar(frame, issue, reviewers(issue, pull))}
      </div>`;
    case 'commits':
      return commits(frame, issue);
    case 'checks':
      return html`<section class="box" aria-label="Checks">
        ${
          checkLines(frame, issue, pull).length === 0
            ? html`<div class="empty">
                Nothing has reported on <code>${pull.headSha.slice(0, 7)}</code>.
              </div>`
            : checkList(checkLines(frame, issue, pull))
        }
      </section>`;
    case 'files':
      return html`${issue.state === 'open' && reviewForm(frame, issue)}
      ${fileChanges(pullFiles(issue), {
        links: (file) => fileLinks(pull, file),
        notes: lineNotes(frame, issue),
      })}`;
  }
}

/** To the file as the branch has it, while there is one. */
function fileLinks({ headRepository, headRef }: PullRequest, file: FileChange): Html | false {
  if (headRepository?.branches.has(headRef) !== true || file.status === 'removed') return false;
  return html`<a class="btn btn-sm" href="${blobPath(headRepository, headRef, file.filename)}"
      >View file</a
    >
    <a class="btn btn-sm" href="${repositoryPath(headRepository)}/edit/${headRef}/${file.filename}"
      >Edit file</a
    >`;
}

function commits(frame: Frame, issue: Issue): Html {
  return html`<section class="box" aria-label="Commits">
    ${pullCommits(issue).map(
      (commit) =>
        html`<div class="line row">
          <div style="flex:1;min-width:0">
            <a class="quiet strong" href="${commitPath(issue.repository, commit.sha)}"
              >${commit.message.split('\n')[0]}</a
            >
            <div class="muted small">
              ${authorOf(commit)} committed ${ago(frame, commit.committer.at)}
            </div>
          </div>
          ${commit.verified && html`<span class="pill tint-open">Verified</span>`}
          <code class="mono">${commit.sha.slice(0, 7)}</code>
        </div>`,
    )}
  </section>`;
}

function reviewForm(frame: Frame, issue: Issue): Html {
  const own = issue.author === frame.viewer;
  return html`<div class="row mb-3">
    <details class="menu push">
      <summary class="btn btn-primary">Review changes</summary>
      <div class="sheet" style="width:min(480px,90vw)">
        <form method="post" action="${issuePath(issue)}/review" class="stack">
          <label class="strong"
            >Finish your review
            <textarea
              class="form-control mt-1"
              name="body"
              rows="5"
              placeholder="Leave a comment"
            ></textarea>
          </label>
          <label class="choice"
            ><input type="radio" name="event" value="COMMENT" checked /> Comment</label
          >
          <label class="choice ${own ? 'muted' : ''}"
            ><input type="radio" name="event" value="APPROVE" ${own && html`disabled`} />
            Approve</label
          >
          <label class="choice ${own ? 'muted' : ''}"
            ><input type="radio" name="event" value="REQUEST_CHANGES" ${own && html`disabled`} />
            Request changes</label
          >
          <button class="btn btn-primary btn-sm">Submit review</button>
        </form>
      </div>
    </details>
  </div>`;
}

function reviewers(issue: Issue, pull: PullRequest): Html {
  const words: Readonly<Record<string, string>> = {
    APPROVED: 'approved',
    CHANGES_REQUESTED: 'requested changes',
    DISMISSED: 'dismissed',
  };
  const opinions = latestOpinions(issue);
  const waiting = pull.requestedReviewers.length + pull.requestedTeams.length;
  const shown =
    opinions.length + waiting === 0
      ? html`<span class="muted">No reviews</span>`
      : html`<ul>
          ${opinions.map(
            (review) =>
              html`<li class="row">
                ${avatar(review.author)} ${personLink(review.author)}
                <span class="push muted">${words[review.state]}</span>
              </li>`,
          )}
          ${pull.requestedReviewers.map(
            (user) =>
              html`<li class="row">
                ${avatar(user)} ${personLink(user)} <span class="push tint-pending">awaiting</span>
              </li>`,
          )}
          ${pull.requestedTeams.map(
            (team) =>
              html`<li class="row">
                <strong>${team.organization.login}/${team.slug}</strong>
                <span class="push tint-pending">awaiting</span>
              </li>`,
          )}
        </ul>`;
  const menu = html`<form method="post" action="${issuePath(issue)}/reviewers">
    <label
      >Request a review from
      <input
        class="form-control width-full mt-1"
        name="reviewer"
        placeholder="login or org/team"
        required
    /></label>
    <button class="btn btn-sm mt-2">Request</button>
  </form>`;
  return section('Reviewers', shown, issue.state === 'open' ? menu : undefined);
}
