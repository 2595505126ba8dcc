import { entryOf } from '../../model/actions/merge-queue.ts';
import { performerOf } from '../../model/actor.ts';
import { demandsQueue, mergeability, ruleFaults } from '../../model/queries/mergeability.ts';
import { latestOpinions, reviewDecision } from '../../model/queries/reviews.ts';
import type { Issue } from '../../model/records/issue.ts';
import type { PullRequest } from '../../model/records/pull-request.ts';
import { may } from '../../model/roles.ts';
import { issuePath, queuePath } from '../../paths.ts';
import type { Frame } from '../frame.ts';
import { html, type Html } from '../html.ts';
import { icon } from '../icons.ts';
import { checkLines, checkList, lookIcon, worstLook, type CheckLine } from './checks.ts';
import { personLink } from './person.ts';

/** Whether it may merge, why not, and the buttons; the same words the API refuses with. */
export function mergeBox(frame: Frame, issue: Issue, pull: PullRequest): Html {
  if (pull.mergedAt !== null) return mergedBox(frame, issue, pull);
  if (issue.state === 'closed') {
    return box(
      'closed',
      html`<div class="line"><strong>Closed with unmerged commits</strong></div>`,
    );
  }
  const lines = checkLines(frame, issue, pull);
  const { state, reasons } = mergeability(frame.world, issue);
  const tone = state === 'clean' || state === 'unstable' ? 'open' : 'neutral';
  return box(
    tone,
    html`
      ${reviewLine(frame, issue)} ${checksLine(lines)}
      ${state === 'dirty' ? conflictLine() : agreement()} ${queueLine(frame, issue, pull)}
      ${pull.draft ? draftLine(issue) : buttons(frame, issue, pull, reasons)}
    `,
  );
}

function box(tone: string, content: Html): Html {
  return html`<section class="timeline mt-4" aria-label="Merging">
    <div class="with-avatar">
      <span class="badge avatar ${tone}" style="width:40px;height:40px;margin:0"
        >${icon('merge')}</span
      >
      <div class="box merge-box">${content}</div>
    </div>
  </section>`;
}

function statusLine(sign: Html, title: string, detail: Html): Html {
  return html`<div class="line">
    ${sign}
    <div class="grow">
      <strong>${title}</strong>
      <div class="muted small">${detail}</div>
    </div>
  </div>`;
}

function reviewLine(frame: Frame, issue: Issue): Html {
  const opinions = latestOpinions(issue);
  const approvers = opinions.filter((review) => review.state === 'APPROVED');
  const decision = reviewDecision(frame.world, issue);
  if (decision === 'CHANGES_REQUESTED') {
    const names = opinions.filter((review) => review.state === 'CHANGES_REQUESTED');
    return statusLine(
      lookIcon('failure'),
      'Changes requested',
      html`${names.map((review) => personLink(review.author))} asked for changes.`,
    );
  }
  if (decision === 'REVIEW_REQUIRED') {
    return statusLine(
      lookIcon('failure'),
      'Review required',
      html`An approving review by someone with write access is needed.`,
    );
  }
  if (approvers.length === 0) return html``;
  return statusLine(
    lookIcon('success'),
    'Changes approved',
    html`${approvers.map((review) => html`${personLink(review.author)} `)} approved these changes.`,
  );
}

function checksLine(lines: readonly CheckLine[]): Html {
  if (lines.length === 0) return html``;
  const count = (look: CheckLine['look']): number =>
    lines.filter((line) => line.look === look).length;
  const [failed, pending] = [count('failure'), count('pending')];
  const title =
    failed > 0
      ? 'Some checks were not successful'
      : pending > 0
        ? "Some checks haven't completed yet"
        : 'All checks have passed';
  const numbers = (
    [
      [failed, 'failing'],
      [pending, 'pending'],
      [count('neutral'), 'neutral'],
      [count('success'), 'successful'],
    ] as const
  ).flatMap(([number, word]) => (number > 0 ? [`${number} ${word}`] : []));
  return html`${statusLine(
    lookIcon(worstLook(lines)),
    title,
    html`${numbers.join(', ')} ${lines.length === 1 ? 'check' : 'checks'}`,
  )}
  ${checkList(lines)}`;
}

function conflictLine(): Html {
  return statusLine(
    lookIcon('failure'),
    'This branch has conflicts that must be resolved',
    html`Change the conflicting files on the branch.`,
  );
}

function agreement(): Html {
  return statusLine(
    lookIcon('success'),
    'No conflicts with base branch',
    html`Merging can be performed automatically.`,
  );
}

/** Where it stands in the merge queue, for everybody to see. */
function queueLine(frame: Frame, issue: Issue, pull: PullRequest): Html {
  const queue = issue.repository.mergeQueues.get(pull.baseRef);
  const entry = entryOf(issue);
  if (queue === undefined || entry === undefined) return html``;
  const place = queue.entries.indexOf(entry) + 1;
  const mayLeave = may(
    frame.world,
    performerOf(frame.world, frame.actor),
    issue.repository,
    'merge',
  );
  return html`<div class="line row check-line">
    ${lookIcon('pending')}
    <span class="words"
      ><strong>Queued to merge</strong> <span class="muted">at place ${place} of</span>
      <a href="${queuePath(queue)}">the merge queue</a></span
    >
    ${
      mayLeave &&
      html`<form class="push" method="post" action="${issuePath(issue)}/dequeue">
        <button class="btn">Remove from queue</button>
      </form>`
    }
  </div>`;
}

function draftLine(issue: Issue): Html {
  return html`<div class="line row">
    ${icon('pull')}
    <span
      ><strong>This pull request is still a work in progress</strong><br />
      <span class="muted small">Draft pull requests cannot be merged.</span></span
    >
    <form class="push" method="post" action="${issuePath(issue)}/ready">
      <button class="btn">Ready for review</button>
    </form>
  </div>`;
}

function buttons(
  frame: Frame,
  issue: Issue,
  pull: PullRequest,
  ...[reasons]: readonly [readonly string[]]
): Html {
  const performer = performerOf(frame.world, frame.actor);
  if (!may(frame.world, performer, issue.repository, 'merge')) {
    return html`<div class="line muted">
      Only those with write access to this repository can merge pull requests.
    </div>`;
  }
  if (entryOf(issue) !== undefined) return html``;
  const path = issuePath(issue);
  const queue = demandsQueue(frame.world, issue);
  const bypasses = reasons.length > 0 && ruleFaults(frame.world, issue, performer).length === 0;
  const refused = reasons.filter((reason) => !queue || !/queue/iu.test(reason));
  return html`${refused.length > 0 && refusals(refused, bypasses)}
    <div class="line row">
      ${
        queue
          ? html`<form method="post" action="${path}/enqueue">
              <button class="btn btn-primary">Merge when ready</button>
            </form>`
          : mergeForm(path, issue, refused.length > 0 && !bypasses)
      }
      ${
        issue.repository.settings.allowAutoMerge &&
        (refused.length > 0 || pull.autoMerge !== null) &&
        html`<form method="post" action="${path}/auto-merge">
          <button class="btn">
            ${pull.autoMerge === null ? 'Enable auto-merge' : 'Disable auto-merge'}
          </button>
        </form>`
      }
      ${
        pull.autoMerge !== null &&
        html`<span class="muted small"
          >Auto-merge was enabled by ${pull.autoMerge.enabledBy.login}; it merges when all
          requirements are met.</span
        >`
      }
      <form class="push" method="post" action="${path}/draft">
        <button class="btn-link">Convert to draft</button>
      </form>
    </div>`;
}

function refusals(reasons: readonly string[], bypasses: boolean): Html {
  return html`<div class="line">
    ${lookIcon('failure')}
    <div class="grow">
      <strong>Merging is blocked</strong>
      <ul class="small muted" style="padding-left:16px">
        ${reasons.map((reason) => html`<li>${reason}</li>`)}
      </ul>
      ${bypasses && html`<p class="small mb-0">You may bypass these rules.</p>`}
    </div>
  </div>`;
}

/** The button stays pressable when blocked, as a person with curl could too: the refusal comes from the rules. */
function mergeForm(path: string, issue: Issue, blocked: boolean): Html {
  const { settings } = issue.repository;
  const methods = [
    ['merge', 'Create a merge commit', settings.allowMergeCommit],
    ['squash', 'Squash and merge', settings.allowSquashMerge],
    ['rebase', 'Rebase and merge', settings.allowRebaseMerge],
  ] as const;
  return html`<form method="post" action="${path}/merge" class="row">
    <button class="btn ${blocked ? '' : 'btn-primary'}">Merge pull request</button>
    <select class="form-select" name="method" aria-label="Merge method">
      ${methods.filter(([, , allowed]) => allowed).map(([method, words]) => html`<option value="${method}">${words}</option>`)}
    </select>
  </form>`;
}

function mergedBox(frame: Frame, issue: Issue, pull: PullRequest): Html {
  const deletable =
    pull.headRepository?.branches.has(pull.headRef) === true &&
    may(frame.world, performerOf(frame.world, frame.actor), pull.headRepository, 'push');
  return box(
    'done',
    html`<div class="line row">
      <span
        ><strong>Pull request successfully merged and closed</strong><br />
        <span class="muted small"
          >${deletable ? html`The <code>${pull.headRef}</code> branch can be safely deleted.` : 'Nothing is left to do.'}</span
        ></span
      >
      ${
        deletable &&
        html`<form class="push" method="post" action="${issuePath(issue)}/delete-branch">
          <button class="btn">Delete branch</button>
        </form>`
      }
    </div>`,
  );
}
