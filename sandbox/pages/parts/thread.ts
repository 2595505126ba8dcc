import type { Issue } from '../../model/records/issue.ts';
import { performerOf } from '../../model/actor.ts';
import { may } from '../../model/roles.ts';
import { issuePath } from '../../paths.ts';
import type { Frame } from '../frame.ts';
import { html, type Html } from '../html.ts';
import { icon } from '../icons.ts';
import { avatar, personLink } from './person.ts';
import { statePill } from './thread-state.ts';
import { ago } from './time.ts';

/** Title, number and state; people with the right can rename. */
export function titleRow(frame: Frame, issue: Issue, summary: Html): Html {
  const renames = issue.author === frame.viewer || moderates(frame, issue);
  return html`<div class="title-row mb-3">
    <div class="row" style="align-items:flex-start;flex-wrap:nowrap">
      <h1>${issue.title} <span class="number">#${issue.number}</span></h1>
      ${
        renames &&
        html`<details class="menu push">
          <summary class="btn btn-sm">Edit</summary>
          <div class="sheet">
            <form method="post" action="${issuePath(issue)}/title">
              <label
                >Title
                <input
                  class="form-control width-full mt-1"
                  name="title"
                  value="${issue.title}"
                  maxlength="256"
                  required
                />
              </label>
              <button class="btn btn-sm btn-primary mt-2">Save</button>
            </form>
            ${issue.pull !== null && issue.state === 'open' && baseForm(issue, issue.pull.baseRef)}
          </div>
        </details>`
      }
    </div>
    <div class="row mt-2 pb-3 border-bottom">
      ${statePill(issue)} <span class="muted">${summary}</span>
    </div>
  </div>`;
}

/** Chooses another branch to merge into. */
function baseForm(issue: Issue, base: string): Html {
  return html`<form method="post" action="${issuePath(issue)}/base">
    <label
      >Base branch
      <select class="form-select" name="base">
        ${[...issue.repository.branches.keys()].map(
          (branch) => html`<option ${branch === base && html`selected`}>${branch}</option>`,
        )}
      </select>
    </label>
    <button class="btn btn-sm">Change base</button>
  </form>`;
}

/** "alice opened this issue 3 minutes ago · 4 comments". */
export function openedBy(frame: Frame, issue: Issue): Html {
  const count = issue.comments.length;
  return html`${personLink(issue.author)} opened this issue ${ago(frame, issue.createdAt)} ·
  ${count} ${count === 1 ? 'comment' : 'comments'}`;
}

/** The form at the end of a conversation: say something, close, reopen. */
export function commentForm(frame: Frame, issue: Issue): Html {
  const path = issuePath(issue);
  const triages =
    issue.author === frame.viewer ||
    may(frame.world, performerOf(frame.world, frame.actor), issue.repository, 'triage');
  if (issue.lock !== null && !moderates(frame, issue)) {
    return html`<div class="note mt-4">
      ${icon('lock')} This conversation has been locked and limited to collaborators.
    </div>`;
  }
  return html`<div class="timeline mt-4 pt-4 border-top">
    <div class="with-avatar">
      ${avatar(frame.viewer, 40)}
      <form method="post" action="${path}/comments" class="stack">
        <label class="strong" for="new-comment">Add a comment</label>
        <textarea
          class="form-control width-full"
          id="new-comment"
          name="body"
          rows="6"
          placeholder="Use Markdown to format your comment"
        ></textarea>
        <div class="row">
          <span class="push"></span>
          ${triages && stateButtons(issue)}
          <button class="btn btn-primary" name="then" value="comment">Comment</button>
        </div>
      </form>
    </div>
  </div>`;
}

function stateButtons(issue: Issue): Html {
  if (issue.pull?.mergedAt != null) return html``;
  const kind = issue.pull === null ? 'issue' : 'pull request';
  if (issue.state === 'closed') {
    return html`<button class="btn" name="then" value="reopen">Reopen ${kind}</button>`;
  }
  if (issue.pull !== null) {
    return html`<button class="btn" name="then" value="close-completed">
      Close pull request
    </button>`;
  }
  return html`<button class="btn" name="then" value="close-completed">
      <span class="tint-done">${icon('check')}</span> Close issue
    </button>
    <button class="btn" name="then" value="close-not_planned">
      ${icon('skip')} Close as not planned
    </button>`;
}

function moderates(frame: Frame, issue: Issue): boolean {
  return may(frame.world, performerOf(frame.world, frame.actor), issue.repository, 'moderate');
}
