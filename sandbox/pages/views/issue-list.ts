import type { Issue } from '../../model/records/issue.ts';
import type { Repository } from '../../model/records/repository.ts';
import { fullName } from '../../model/world.ts';
import { issuePath, repositoryPath } from '../../paths.ts';
import type { Frame } from '../frame.ts';
import { html, type Html } from '../html.ts';
import { icon } from '../icons.ts';
import { checkLines, lookIcon, worstLook } from '../parts/checks.ts';
import { layout } from '../parts/layout.ts';
import { labelLink } from '../parts/label.ts';
import { avatar, personLink } from '../parts/person.ts';
import { stateIcon } from '../parts/thread-state.ts';
import { ago } from '../parts/time.ts';

export interface ListQuery {
  readonly kind: 'issues' | 'pulls';
  /** The filter as typed, in GitHub's search syntax. */
  readonly query: string;
  /** What the filter finds, newest first, whatever the state. */
  readonly found: readonly Issue[];
}

/** Issues or pull requests with GitHub's filter box, open and closed tabs. */
export function issueListView(frame: Frame, repository: Repository, list: ListQuery): string {
  const path = `${repositoryPath(repository)}/${list.kind}`;
  const closed = /\b(?:is|state):(?:closed|merged)\b/u.test(list.query);
  const noun = list.kind === 'issues' ? 'Issues' : 'Pull requests';
  return layout(frame, {
    title: `${noun} · ${fullName(repository)}`,
    live: true,
    repository,
    tab: list.kind,
    body: html`
      ${list.kind === 'issues' && pinned(repository)}
      <div class="row mb-3">
        <form action="${path}" class="row" style="flex:1" role="search">
          <label class="sr-only" for="q">Filter</label>
          <input
            class="form-control"
            style="flex:1;min-width:200px"
            id="q"
            name="q"
            value="${list.query}"
          />
          <button class="btn">Filter</button>
        </form>
        <a class="btn" href="${repositoryPath(repository)}/labels">${icon('tag')} Labels</a>
        ${
          list.kind === 'issues'
            ? html`<a class="btn btn-primary" href="${repositoryPath(repository)}/issues/new/choose"
                >New issue</a
              >`
            : html`<a class="btn btn-primary" href="${repositoryPath(repository)}/compare"
                >New pull request</a
              >`
        }
      </div>
      <section class="box" aria-label="${noun}">
        <header class="row">${stateTabs(path, list, closed)}</header>
        ${rows(
          frame,
          list.found.filter((issue) => (issue.state === 'closed') === closed),
        )}
      </section>
    `,
  });
}

function stateTabs(path: string, list: ListQuery, closed: boolean): Html {
  const open = list.found.filter((issue) => issue.state === 'open').length;
  const rest = list.query.replaceAll(/\b(?:is|state):(?:open|closed|merged)\b/gu, '').trim();
  const link = (state: 'open' | 'closed', count: number, current: boolean): Html => {
    const words = state === 'open' ? 'Open' : 'Closed';
    return html`<a
      class="quiet ${current ? 'strong' : 'muted'}"
      href="${path}?q=${encodeURIComponent(`is:${state} ${rest}`.trim())}"
      ${current && html`aria-current="true"`}
      >${icon(state === 'open' ? 'issue' : 'check')} ${count} ${words}</a
    >`;
  };
  return html`${link('open', open, !closed)} ${link('closed', list.found.length - open, closed)}`;
}

function rows(frame: Frame, issues: readonly Issue[]): Html {
  if (issues.length === 0) {
    return html`<div class="empty">
      <p class="f3 mb-1">No results</p>
      Try another filter.
    </div>`;
  }
  return html`<ul>
    ${issues.map((issue) => row(frame, issue))}
  </ul>`;
}

function row(frame: Frame, issue: Issue): Html {
  const done = issue.subIssues.filter((child) => child.state === 'closed').length;
  return html`<li class="row" style="flex-wrap:nowrap;align-items:flex-start">
    ${stateIcon(issue)}
    <div style="flex:1;min-width:0">
      <a class="quiet strong f4" href="${issuePath(issue)}">${issue.title}</a>
      ${checkSign(frame, issue)} ${issue.labels.map((label) => html`${labelLink(label)} `)}
      <p class="small muted mb-0 mt-1">
        #${issue.number} ${issue.pull?.draft === true && 'draft'} opened
        ${ago(frame, issue.createdAt)} by ${personLink(issue.author)}
        ${issue.subIssues.length > 0 && html`· ${icon('list')} ${done} of ${issue.subIssues.length}`}
      </p>
    </div>
    <span class="row nowrap">
      ${issue.assignees.map((user) => html`<span title="Assigned to ${user.login}">${avatar(user)}</span>`)}
      ${
        issue.comments.length > 0 &&
        html`<a
          class="muted small"
          href="${issuePath(issue)}"
          aria-label="${issue.comments.length} comments"
          >${icon('comment')} ${issue.comments.length}</a
        >`
      }
    </span>
  </li>`;
}

/** One sign for all checks of an open pull request, which leads to them. */
function checkSign(frame: Frame, issue: Issue): Html {
  if (issue.pull === null || issue.state === 'closed') return html``;
  const lines = checkLines(frame, issue, issue.pull);
  if (lines.length === 0) return html``;
  return html`<a
    href="${issuePath(issue)}/checks"
    title="${lines.map(({ name, words }) => `${name}: ${words}`).join('\n')}"
    >${lookIcon(worstLook(lines))}</a
  >`;
}

function pinned(repository: Repository): Html {
  if (repository.pinned.length === 0) return html``;
  return html`<div class="row mb-3">
    ${repository.pinned.map(
      (issue) =>
        html`<a
          class="box pad quiet"
          style="flex:1;min-width:200px;padding:12px"
          href="${issuePath(issue)}"
          >${icon('pin')} ${stateIcon(issue)} <strong>${issue.title}</strong>
          <span class="muted small">#${issue.number}</span></a
        >`,
    )}
  </div>`;
}
