import { suggestedLines, suggestedOver } from '../../model/actions/suggestions.ts';
import { latestRuns } from '../../model/queries/checks.ts';
import type { CheckAnnotation, CheckRun } from '../../model/records/checks.ts';
import type { Issue } from '../../model/records/issue.ts';
import type { ReviewComment, ReviewThread } from '../../model/records/pull-request.ts';
import { checkRunPath, issuePath } from '../../paths.ts';
import { markdown, type Frame } from '../frame.ts';
import { html, type Html } from '../html.ts';
import { icon } from '../icons.ts';
import { avatar, personLink } from './person.ts';
import { ago } from './time.ts';

/** What is said of one line of a file: by checks of the head, and by reviewers of it. */
export type NotesAt = (path: string, line: number) => readonly Html[];

/** Of the head only: what was said of an older commit stands in the conversation. */
export function lineNotes(frame: Frame, issue: Issue): NotesAt {
  const { pull } = issue;
  if (pull === null) return () => [];
  const runs = latestRuns(issue.repository, pull.headSha);
  const threads = pull.reviewThreads.filter(({ comments: [first] }) => isOnHead(issue, first));
  return (path, line) => [
    ...runs.flatMap((run) =>
      run.annotations
        .filter((one) => one.path === path && one.endLine === line)
        .map((one) => annotated(run, one)),
    ),
    ...threads
      .filter(({ comments: [first] }) => first?.path === path && first.line === line)
      .map((thread) => threadBox(frame, issue, thread)),
  ];
}

function isOnHead({ pull }: Issue, comment: ReviewComment | undefined): boolean {
  return comment?.side === 'RIGHT' && comment.commitSha === pull?.headSha;
}

const TONES = { failure: 'tint-closed', warning: 'tint-pending', notice: 'tint-neutral' } as const;

function annotated(run: CheckRun, { level, title, message }: CheckAnnotation): Html {
  return html`<div class="line-note">
    <div>
      <span class="${TONES[level]}">${icon('dot', level)}</span>
      <strong>${title ?? level}</strong>
      <a class="muted small" href="${checkRunPath(run)}">${run.name}</a>
    </div>
    <div style="white-space:pre-wrap">${message}</div>
  </div>`;
}

function threadBox(frame: Frame, issue: Issue, { comments, resolvedBy }: ReviewThread): Html {
  return html`<div class="line-note">
    ${resolvedBy !== null && html`<p class="muted small">Resolved by ${personLink(resolvedBy)}</p>`}
    ${comments.map(
      (comment) =>
        html`<div class="muted small row">
            ${avatar(comment.author, 20)} ${personLink(comment.author)}
            ${ago(frame, comment.createdAt)}
          </div>
          <div class="markdown-body">
            ${markdown(frame, issue.repository, withoutSuggestion(comment.body))}
          </div>
          ${suggestion(issue, comment)}`,
    )}
  </div>`;
}

/** What would go and what would come, and a button for whoever agrees. */
export function suggestion(issue: Issue, comment: ReviewComment): Html | false {
  const added = suggestedLines(comment);
  if (added === null) return false;
  const removed = suggestedOver(comment);
  return html`<div class="box mt-2">
    <header class="small">
      Suggested change ${removed === null && html`<span class="pill">Outdated</span>`}
    </header>
    <table class="diff">
      <tbody>
        ${(removed ?? []).map(
          (line) =>
            html`<tr class="del">
              <td>- ${line}</td>
            </tr>`,
        )}
        ${added.map(
          (line) =>
            html`<tr class="add">
              <td>+ ${line}</td>
            </tr>`,
        )}
      </tbody>
    </table>
    ${
      removed !== null &&
      issue.state === 'open' &&
      html`<form method="post" action="${issuePath(issue)}/suggestion" class="pad">
        <input type="hidden" name="comment" value="${comment.id}" />
        <button class="btn btn-sm">Apply suggestion</button>
      </form>`
    }
  </div>`;
}

/** The words around it: the fence itself is shown as a change. */
export function withoutSuggestion(body: string): string {
  return body.replace(/^(`{3,})suggestion[^\n]*\n[\s\S]*?^\1[ \t]*$/mu, '');
}
