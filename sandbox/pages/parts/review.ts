import type { Review } from '../../model/records/pull-request.ts';
import { markdown, type Frame } from '../frame.ts';
import { html, type Html } from '../html.ts';
import { icon, type IconName } from '../icons.ts';
import { suggestion, withoutSuggestion } from './line-notes.ts';
import { avatar, personLink } from './person.ts';
import { ago } from './time.ts';

interface Verdict {
  readonly words: string;
  readonly sign: IconName;
  readonly tone: string;
}

const verdicts: Readonly<Record<Review['state'], Verdict>> = {
  APPROVED: { words: 'approved these changes', sign: 'check', tone: 'open' },
  CHANGES_REQUESTED: { words: 'requested changes', sign: 'cross', tone: 'closed' },
  COMMENTED: { words: 'reviewed', sign: 'eye', tone: '' },
  DISMISSED: { words: 'left a review that was dismissed', sign: 'eye', tone: '' },
  PENDING: { words: 'started a review', sign: 'eye', tone: '' },
};

/** A review: its verdict, and what the reviewer wrote. */
export function reviewBox(frame: Frame, review: Review): Html {
  const verdict = verdicts[review.state];
  return html`<li class="happening" id="pullrequestreview-${review.id}">
      <span class="badge ${verdict.tone}">${icon(verdict.sign)}</span>
      <span>
        ${avatar(review.author, 20)} ${personLink(review.author)} ${verdict.words}
        ${ago(frame, review.submittedAt ?? review.createdAt)}
        ${review.commitSha !== review.issue.pull?.headSha && html`<span class="pill">on an older commit</span>`}
      </span>
    </li>
    ${(review.body !== '' || review.comments.length > 0) && written(frame, review)}`;
}

function written(frame: Frame, review: Review): Html {
  const { repository } = review.issue;
  return html`<li class="with-avatar">
    <article class="comment">
      ${
        review.body !== '' &&
        html`<div class="markdown-body">${markdown(frame, repository, review.body)}</div>`
      }
      ${review.comments.map(
        (comment) =>
          html`<div class="line">
            <div class="mono muted pad">
              ${comment.path}${comment.line !== null && `:${comment.line}`}
            </div>
            <div class="markdown-body">
              ${markdown(frame, repository, withoutSuggestion(comment.body))}
            </div>
            ${suggestion(review.issue, comment)}
          </div>`,
      )}
    </article>
  </li>`;
}
