import { may } from '../../model/roles.ts';
import { performerOf } from '../../model/actor.ts';
import { authorAssociation } from '../../model/queries/association.ts';
import type { Issue, IssueComment } from '../../model/records/issue.ts';
import type { Repository } from '../../model/records/repository.ts';
import { issuePath, repositoryPath } from '../../paths.ts';
import { markdown, type Frame } from '../frame.ts';
import { html, type Html } from '../html.ts';
import { icon } from '../icons.ts';
import { avatar, personLink } from './person.ts';
import { reactionBar, reactionMenu } from './reactions.ts';
import { ago } from './time.ts';

/** The opening text of an issue or pull request. */
export function openingBox(frame: Frame, issue: Issue): Html {
  const action = issuePath(issue);
  const mine = issue.author === frame.viewer || canModerate(frame, issue.repository);
  return html`<li class="with-avatar" id="issue-${issue.id}">
    ${avatar(issue.author, 40)}
    <article class="comment ${issue.author === frame.viewer ? 'own' : ''}">
      <header>
        ${byline(frame, issue, issue.repository, 'opened')}
        <span class="push row">
          ${reactionMenu(`${action}/react`)}
          ${mine && editMenu(`${action}/body`, issue.body ?? '', html``)}
        </span>
      </header>
      ${textOf(frame, issue.repository, issue.body)}
      ${reactionBar(frame, `${action}/react`, issue.reactions)}
    </article>
  </li>`;
}

/** One comment; a minimised one is folded with the reason, as on GitHub. */
export function commentBox(frame: Frame, comment: IssueComment): Html {
  const { repository } = comment.issue;
  const action = `${repositoryPath(repository)}/comments/${comment.id}`;
  const content = html`${textOf(frame, repository, comment.body)}
  ${reactionBar(frame, `${action}/react`, comment.reactions)}`;
  const shell = (inside: Html): Html =>
    html`<li class="with-avatar">
      ${avatar(comment.author, 40)}
      <article
        class="comment ${comment.author === frame.viewer ? 'own' : ''}"
        id="issuecomment-${comment.id}"
      >
        ${inside}
      </article>
    </li>`;
  const head = html`<header>
    ${byline(frame, comment, repository, 'commented', `#issuecomment-${comment.id}`)}
    <span class="push row"
      >${reactionMenu(`${action}/react`)} ${commentMenu(frame, comment, action)}</span
    >
  </header>`;
  if (comment.minimized === null) return shell(html`${head}${content}`);
  return shell(
    html`<details class="hidden-comment">
      <summary>This comment was marked as ${comment.minimized.reason}.</summary>
      <div class="comment">${head}${content}</div>
    </details>`,
  );
}

type Written = Pick<Issue, 'author' | 'createdAt' | 'lastEditedAt' | 'edits'>;

function byline(
  frame: Frame,
  text: Written,
  ...[repository, verb, anchor]: readonly [Repository, string, string?]
): Html {
  const association = authorAssociation(text.author, repository);
  return html`<span>
    ${personLink(text.author)} ${verb}
    ${
      anchor === undefined
        ? ago(frame, text.createdAt)
        : html`<a class="muted" href="${anchor}">${ago(frame, text.createdAt)}</a>`
    }
    ${text.edits.length > 0 && edited(frame, text)}
    ${
      association !== 'NONE' &&
      html`<span class="pill">${association.charAt(0) + association.slice(1).toLowerCase()}</span>`
    }
  </span>`;
}

/** Who edited when; every revision can be read. */
function edited(frame: Frame, text: Written): Html {
  return html`·
    <details class="menu">
      <summary class="muted">edited</summary>
      <div class="sheet left">
        <p class="strong mb-2">
          Edited ${text.edits.length} ${text.edits.length === 1 ? 'time' : 'times'}
        </p>
        ${text.edits.toReversed().map(
          (edit) =>
            html`<details class="mb-2">
              <summary>${edit.editor.login} edited ${ago(frame, edit.at)}</summary>
              <pre class="small" style="white-space:pre-wrap">${edit.before}</pre>
            </details>`,
        )}
      </div>
    </details>`;
}

function textOf(frame: Frame, repository: Repository, body: string | null): Html {
  return body === null || body.trim() === ''
    ? html`<div class="body muted"><em>No description provided.</em></div>`
    : html`<div class="markdown-body">${markdown(frame, repository, body)}</div>`;
}

function commentMenu(frame: Frame, comment: IssueComment, action: string): Html {
  const moderates = canModerate(frame, comment.issue.repository);
  const own = comment.author === frame.viewer;
  if (!own && !moderates) return html``;
  return editMenu(
    `${action}/edit`,
    comment.body,
    html`<form
        method="post"
        action="${action}/${comment.minimized === null ? 'hide' : 'unhide'}"
        class="row"
      >
        ${
          comment.minimized === null
            ? html`<select class="form-select" name="reason" aria-label="Reason">
                  <option value="outdated">Outdated</option>
                  <option value="off-topic">Off-topic</option>
                  <option value="resolved">Resolved</option>
                  <option value="duplicate">Duplicate</option>
                  <option value="spam">Spam</option>
                  <option value="abuse">Abuse</option>
                </select>
                <button class="btn btn-sm">Hide</button>`
            : html`<button class="btn btn-sm">Unhide</button>`
        }
      </form>
      <form method="post" action="${action}/delete">
        <button class="btn btn-sm btn-danger">Delete</button>
      </form>`,
  );
}

function editMenu(action: string, body: string, more: Html): Html {
  return html`<details class="menu">
    <summary class="icon-button" aria-label="Show options">${icon('more')}</summary>
    <div class="sheet" style="width:min(560px,90vw)">
      <form method="post" action="${action}">
        <label class="strong"
          >Edit
          <textarea class="form-control mt-1" name="body" rows="8">${'\n'}${body}</textarea>
        </label>
        <button class="btn btn-sm btn-primary mt-2">Update comment</button>
      </form>
      ${more}
    </div>
  </details>`;
}

function canModerate(frame: Frame, repository: Repository): boolean {
  return may(frame.world, performerOf(frame.world, frame.actor), repository, 'moderate');
}
