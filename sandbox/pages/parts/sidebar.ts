import { canBeAssigned } from '../../model/actions/assignees.ts';
import { performerOf } from '../../model/actor.ts';
import { closingIssues, closingPulls } from '../../model/queries/closing.ts';
import type { User } from '../../model/records/accounts.ts';
import type { Issue } from '../../model/records/issue.ts';
import { may } from '../../model/roles.ts';
import { issuePath } from '../../paths.ts';
import type { Frame } from '../frame.ts';
import { html, type Html } from '../html.ts';
import { icon } from '../icons.ts';
import { labelChip, labelLink } from './label.ts';
import { avatar, personLink } from './person.ts';
import { threadLink } from './timeline.ts';

/** Who it belongs to and what it is connected with; every list can be changed in place. */
export function sidebar(frame: Frame, issue: Issue, ...more: readonly Html[]): Html {
  const triages = may(
    frame.world,
    performerOf(frame.world, frame.actor),
    issue.repository,
    'triage',
  );
  return html`<aside class="side" aria-label="Details">
    ${more} ${assignees(frame, issue, triages)} ${labels(issue, triages)}
    ${issue.pull === null && relations(issue)} ${development(frame, issue, triages)}
    ${participants(issue)} ${triages && care(issue)}
  </aside>`;
}

/** A section of the sidebar with a menu to change it. */
export function section(title: string, content: Html, menu?: Html): Html {
  return html`<section>
    <div class="head">
      <h2>${title}</h2>
      ${
        menu !== undefined &&
        html`<details class="menu">
          <summary class="icon-button" aria-label="Change ${title.toLowerCase()}">
            ${icon('gear')}
          </summary>
          <div class="sheet">${menu}</div>
        </details>`
      }
    </div>
    ${content}
  </section>`;
}

function assignees(frame: Frame, issue: Issue, editable: boolean): Html {
  const people = [...frame.world.state.accounts.values()].filter(
    (account): account is User =>
      account.type === 'User' && canBeAssigned(frame.world, issue.repository, account, issue),
  );
  const menu = html`<form method="post" action="${issuePath(issue)}/assignees">
    <p class="strong mb-1">Assign up to 10 people</p>
    ${people.map(
      (user) =>
        html`<label class="choice">
          <input
            type="checkbox"
            name="assignee"
            value="${user.login}"
            ${issue.assignees.includes(user) && html`checked`}
          />
          ${avatar(user)} ${user.login}
        </label>`,
    )}
    <button class="btn btn-sm mt-2">Save</button>
  </form>`;
  const shown =
    issue.assignees.length === 0
      ? html`<span class="muted">No one assigned</span>`
      : html`<ul>
          ${issue.assignees.map((user) => html`<li>${avatar(user)} ${personLink(user)}</li>`)}
        </ul>`;
  return section('Assignees', shown, editable ? menu : undefined);
}

function labels(issue: Issue, editable: boolean): Html {
  const menu = html`<form method="post" action="${issuePath(issue)}/labels">
    <p class="strong mb-1">Apply labels</p>
    ${[...issue.repository.labels.values()]
      .toSorted((a, b) => a.name.localeCompare(b.name))
      .map(
        (label) =>
          html`<label class="choice">
            <input
              type="checkbox"
              name="label"
              value="${label.name}"
              ${issue.labels.includes(label) && html`checked`}
            />
            ${labelChip(label)}
          </label>`,
      )}
    <button class="btn btn-sm mt-2">Save</button>
  </form>`;
  const shown =
    issue.labels.length === 0
      ? html`<span class="muted">None yet</span>`
      : html`<div class="row" style="gap:4px">${issue.labels.map(labelLink)}</div>`;
  return section('Labels', shown, editable ? menu : undefined);
}

function relations(issue: Issue): Html {
  if (issue.parent === null) return html``;
  return section('Relationships', html`<p>Parent: ${threadLink(issue, issue.parent)}</p>`);
}

function development(frame: Frame, issue: Issue, editable: boolean): Html {
  const linked =
    issue.pull === null ? closingPulls(frame.world, issue) : closingIssues(frame.world, issue);
  const words =
    issue.pull === null
      ? 'No pull requests will close this issue.'
      : 'Merging this pull request closes no issue.';
  const kind = issue.pull === null ? 'a pull request' : 'an issue';
  const menu = html`<form method="post" action="${issuePath(issue)}/development">
    <label
      >Link ${kind}
      <input
        class="form-control width-full mt-1"
        name="reference"
        placeholder="#12 or owner/name#12"
        required
    /></label>
    <button class="btn btn-sm mt-2">Link</button>
  </form>`;
  return section(
    'Development',
    linked.length === 0
      ? html`<span class="muted">${words}</span>`
      : html`<ul>
          ${linked.map((other) => html`<li>${threadLink(issue, other)}</li>`)}
        </ul>`,
    editable ? menu : undefined,
  );
}

function participants(issue: Issue): Html {
  const people = new Set([issue.author, ...issue.comments.map((comment) => comment.author)]);
  return section(
    `${people.size} ${people.size === 1 ? 'participant' : 'participants'}`,
    html`<div class="row" style="gap:4px">
      ${[...people].map((person) => html`<span title="${person.login}">${avatar(person, 26)}</span>`)}
    </div>`,
  );
}

function care(issue: Issue): Html {
  const path = issuePath(issue);
  return html`<section class="stack">
    <form method="post" action="${path}/${issue.lock === null ? 'lock' : 'unlock'}">
      <button class="btn-link">
        ${icon('lock')} ${issue.lock === null ? 'Lock' : 'Unlock'} conversation
      </button>
    </form>
    ${
      issue.pull === null &&
      html`<form
        method="post"
        action="${path}/${issue.repository.pinned.includes(issue) ? 'unpin' : 'pin'}"
      >
        <button class="btn-link">
          ${icon('pin')} ${issue.repository.pinned.includes(issue) ? 'Unpin' : 'Pin'} issue
        </button>
      </form>`
    }
  </section>`;
}
