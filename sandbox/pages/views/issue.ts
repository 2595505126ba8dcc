import type { Issue } from '../../model/records/issue.ts';
import { fullName } from '../../model/world.ts';
import { issuePath } from '../../paths.ts';
import type { Frame } from '../frame.ts';
import { html, type Html } from '../html.ts';
import { layout } from '../parts/layout.ts';
import { labelChip } from '../parts/label.ts';
import { avatar } from '../parts/person.ts';
import { sidebar } from '../parts/sidebar.ts';
import { stateIcon } from '../parts/thread-state.ts';
import { commentForm, openedBy, titleRow } from '../parts/thread.ts';
import { conversation } from '../parts/timeline.ts';

/** The page of one issue. */
export function issueView(frame: Frame, issue: Issue): string {
  return layout(frame, {
    title: `${issue.title} · Issue #${issue.number} · ${fullName(issue.repository)}`,
    live: true,
    repository: issue.repository,
    tab: 'issues',
    body: html`
      ${titleRow(frame, issue, openedBy(frame, issue))}
      <div class="two">
        <div>${conversation(frame, issue, subIssues(issue))} ${commentForm(frame, issue)}</div>
        ${sidebar(frame, issue)}
      </div>
    `,
  });
}

function subIssues(issue: Issue): Html {
  const done = issue.subIssues.filter((child) => child.state === 'closed').length;
  const total = issue.subIssues.length;
  if (total === 0) return adding(issue, 'left');
  const percent = Math.round((done / total) * 100);
  return html`<section class="box" aria-label="Sub-issues">
    <header class="row">
      <strong>Sub-issues</strong>
      <span
        class="progress"
        role="progressbar"
        aria-valuenow="${percent}"
        aria-valuemin="0"
        aria-valuemax="100"
        ><span style="width:${percent}%"></span></span
      ><span class="muted small">${done} of ${total}</span>
      <span class="push">${adding(issue, 'right')}</span>
    </header>
    ${issue.subIssues.map((child) => subIssueLine(issue, child))}
  </section>`;
}

function adding(issue: Issue, side: 'left' | 'right'): Html {
  return html`<details class="menu">
    <summary class="btn btn-sm">Add sub-issue</summary>
    <div class="sheet ${side}">
      <form method="post" action="${issuePath(issue)}/sub-issues">
        <label
          >An existing issue: number, or owner/name#number
          <input class="form-control width-full mt-1" name="reference" placeholder="#12" />
        </label>
        <label class="d-block mt-2"
          >or the title of a new one
          <input class="form-control width-full mt-1" name="title" maxlength="256" />
        </label>
        <button class="btn btn-sm btn-primary mt-2">Add</button>
      </form>
    </div>
  </details>`;
}

function subIssueLine(parent: Issue, child: Issue): Html {
  const elsewhere = child.repository === parent.repository ? '' : fullName(child.repository);
  return html`<div class="line row">
    ${stateIcon(child)} <a class="quiet" href="${issuePath(child)}">${child.title}</a>
    <span class="muted">${elsewhere}#${child.number}</span>
    ${child.labels.map((label) => labelChip(label))}
    <span class="push row">
      ${child.assignees.map((user) => avatar(user))}
      <form method="post" action="${issuePath(parent)}/sub-issues/remove">
        <button
          class="btn btn-sm"
          name="id"
          value="${child.id}"
          aria-label="Remove sub-issue #${child.number}"
        >
          Remove
        </button>
      </form>
    </span>
  </div>`;
}
