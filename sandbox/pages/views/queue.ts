import type { MergeQueue, MergeQueueEntry } from '../../model/records/merge-queue.ts';
import { fullName } from '../../model/world.ts';
import { branchPath, commitPath, issuePath } from '../../paths.ts';
import type { Frame } from '../frame.ts';
import { html, type Html } from '../html.ts';
import { checkLinesOn, checkList } from '../parts/checks.ts';
import { layout } from '../parts/layout.ts';
import { personLink } from '../parts/person.ts';
import { ago } from '../parts/time.ts';

/** Who waits in line for a branch, and how the commit fares that each would merge as. */
export function queueView(frame: Frame, queue: MergeQueue): string {
  const { repository, branch, entries } = queue;
  return layout(frame, {
    title: `Merge queue of ${branch} · ${fullName(repository)}`,
    live: true,
    repository,
    tab: 'pulls',
    body: html`<h1 class="f2 mb-3">
        Merge queue of <a class="branch-name" href="${branchPath(repository, branch)}">${branch}</a>
      </h1>
      ${
        entries.length === 0
          ? html`<section class="box">
              <div class="empty">Nothing waits to be merged.</div>
            </section>`
          : entries.map((entry, index) => entryBox(frame, entry, index + 1))
      }`,
  });
}

function entryBox(frame: Frame, entry: MergeQueueEntry, place: number): Html {
  const { issue, group } = entry;
  return html`<section class="box mb-3" aria-label="Place ${place}">
    <header class="row">
      <span class="count">${place}</span>
      <a class="quiet strong" href="${issuePath(issue)}">${issue.title} #${issue.number}</a>
      <span class="muted small"
        >queued ${ago(frame, entry.enqueuedAt)} by ${personLink(entry.enqueuer)}</span
      >
      <span class="push pill">${entry.state.toLowerCase().replaceAll('_', ' ')}</span>
    </header>
    ${
      group === null
        ? html`<div class="line muted">Its merge group is not built yet.</div>`
        : html`<div class="line muted small">
              Would merge as
              <a class="mono" href="${commitPath(issue.repository, group.headSha)}"
                >${group.headSha.slice(0, 7)}</a
              >
              on
              <a class="mono" href="${commitPath(issue.repository, group.baseSha)}"
                >${group.baseSha.slice(0, 7)}</a
              >
            </div>
            ${groupChecks(frame, entry, group.headSha)}`
    }
  </section>`;
}

function groupChecks(frame: Frame, { queue }: MergeQueueEntry, sha: string): Html {
  const lines = checkLinesOn(frame, queue.repository, { branch: queue.branch, sha });
  return lines.length === 0
    ? html`<div class="line muted">No check has reported, and none is required.</div>`
    : checkList(lines);
}
