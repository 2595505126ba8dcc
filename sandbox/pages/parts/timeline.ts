import type { Issue } from '../../model/records/issue.ts';
import type { TimelineEvent } from '../../model/records/timeline.ts';
import { timelineOf, type TimelineItem } from '../../model/queries/timeline.ts';
import { fullName } from '../../model/world.ts';
import { commitPath, issuePath } from '../../paths.ts';
import type { Frame } from '../frame.ts';
import { html, type Html } from '../html.ts';
import { icon, type IconName } from '../icons.ts';
import { commentBox, openingBox } from './comment.ts';
import { labelChip } from './label.ts';
import { avatar, personLink } from './person.ts';
import { reviewBox } from './review.ts';
import { stateIcon } from './thread-state.ts';
import { ago } from './time.ts';

/**
 * The whole conversation: the opening text, then comments and what happened between them. `under` stands
 * right below the opening text.
 */
export function conversation(frame: Frame, issue: Issue, under?: Html): Html {
  return html`<ol class="timeline" aria-label="Timeline">
    ${openingBox(frame, issue)}
    ${under !== undefined && html`<li class="with-avatar">${under}</li>`}
    ${grouped(timelineOf(issue).filter((item) => !isPartOfMerge(issue, item))).map((group) =>
      entry(frame, issue, group),
    )}
  </ol>`;
}

/** A merge is shown once: that it closed the pull request, and in which commit, goes without saying. */
function isPartOfMerge({ pull }: Issue, item: TimelineItem): boolean {
  if (item.kind !== 'event' || pull?.mergedAt == null) return false;
  const { event } = item;
  if (event.event === 'closed') return event.createdAt === pull.mergedAt;
  return event.event === 'referenced' && event.commit.sha === pull.mergeCommitSha;
}

/** Label changes by one person within a minute stand in one line, as on GitHub. */
type Group = readonly [TimelineItem, ...TimelineItem[]];

function grouped(items: readonly TimelineItem[]): readonly Group[] {
  const groups: [TimelineItem, ...TimelineItem[]][] = [];
  for (const item of items) {
    const last = groups.at(-1);
    if (last !== undefined && belongsTo(last[0], item)) last.push(item);
    else groups.push([item]);
  }
  return groups;
}

const labelEvents: readonly string[] = ['labeled', 'unlabeled'];

function belongsTo(first: TimelineItem, next: TimelineItem): boolean {
  return (
    first.kind === 'event' &&
    next.kind === 'event' &&
    labelEvents.includes(first.event.event) &&
    labelEvents.includes(next.event.event) &&
    first.event.actor === next.event.actor &&
    next.at - first.at < 60_000
  );
}

function entry(frame: Frame, issue: Issue, group: Group): Html {
  const [item] = group;
  switch (item.kind) {
    case 'comment':
      return commentBox(frame, item.comment);
    case 'review':
      return reviewBox(frame, item.review);
    case 'commit':
      return html`<li class="happening">
        <span class="badge">${icon('commit')}</span>
        <span
          >${
            item.commit.authorAccount === null
              ? item.commit.author.name
              : personLink(item.commit.authorAccount)
          }
          committed
          <a class="quiet" href="${commitPath(issue.repository, item.commit.sha)}"
            >${item.commit.message.split('\n')[0]}</a
          >
          <code class="mono">${item.commit.sha.slice(0, 7)}</code></span
        >
      </li>`;
    case 'event': {
      const events = group.flatMap((one) => (one.kind === 'event' ? [one.event] : []));
      return labelEvents.includes(item.event.event)
        ? happening(frame, item.event, 'tag', labelWords(events))
        : eventEntry(frame, issue, item.event);
    }
  }
}

function labelWords(events: readonly TimelineEvent[]): Html {
  const chips = (name: 'labeled' | 'unlabeled'): readonly Html[] =>
    events.flatMap((event) =>
      (event.event === 'labeled' || event.event === 'unlabeled') && event.event === name
        ? [html`${labelChip(event.label)} `]
        : [],
    );
  const [added, removed] = [chips('labeled'), chips('unlabeled')];
  return html`${added.length > 0 && html`added ${added}`}
  ${added.length > 0 && removed.length > 0 && 'and '}
  ${removed.length > 0 && html`removed ${removed}`}
  ${added.length + removed.length === 1 ? 'label' : 'labels'}`;
}

function happening(
  frame: Frame,
  event: TimelineEvent,
  ...[sign, words, tone]: readonly [IconName, Html, string?]
): Html {
  return html`<li class="happening" id="event-${event.id}">
    <span class="badge ${tone}">${icon(sign)}</span>
    <span>
      ${avatar(event.actor, 20)} ${personLink(event.actor)} ${words}
      <a class="muted" href="#event-${event.id}">${ago(frame, event.createdAt)}</a>
    </span>
  </li>`;
}

function eventEntry(frame: Frame, issue: Issue, event: TimelineEvent): Html {
  const told = wordsFor(issue, event);
  return told === null ? html`` : happening(frame, event, told.sign, told.words, told.tone);
}

interface Told {
  readonly sign: IconName;
  readonly words: Html;
  readonly tone?: string;
}

/* The two switches are exhaustive over a closed union: a case each, however many. */
/* eslint-disable complexity */

/** What an event reads like; null for those GitHub's pages do not show. */
function wordsFor(issue: Issue, event: TimelineEvent): Told | null {
  switch (event.event) {
    case 'mentioned':
    case 'subscribed':
    case 'labeled':
    case 'unlabeled':
      return null;
    case 'assigned':
    case 'unassigned':
      return { sign: 'person', words: assignment(event) };
    case 'closed':
      return closed(issue, event);
    case 'reopened':
      return { sign: 'issue', words: html`reopened this`, tone: 'open' };
    case 'renamed':
      return {
        sign: 'pencil',
        words: html`changed the title <del>${event.from}</del> <strong>${event.to}</strong>`,
      };
    case 'cross-referenced':
      return {
        sign: 'link',
        words: html`mentioned this ${event.source.pull === null ? 'issue' : 'in a pull request'}:
        ${threadLink(issue, event.source)}`,
      };
    case 'referenced':
      return {
        sign: 'commit',
        words: html`referenced this in commit
          <a class="quiet mono" href="${commitPath(event.commitRepository, event.commit.sha)}"
            >${event.commit.sha.slice(0, 7)}</a
          >`,
      };
    case 'connected':
    case 'disconnected':
      return {
        sign: 'link',
        words: html`${event.event === 'connected' ? 'linked' : 'unlinked'}
        ${threadLink(issue, event.subject)}`,
      };
    case 'locked':
      return {
        sign: 'lock',
        words: html`locked${event.lockReason !== null && ` as ${event.lockReason}`} and limited
        conversation to collaborators`,
      };
    case 'unlocked':
      return { sign: 'lock', words: html`unlocked this conversation` };
    case 'pinned':
    case 'unpinned':
      return { sign: 'pin', words: html`${event.event} this issue` };
    case 'transferred':
      return { sign: 'issue', words: html`transferred this issue from ${fullName(event.from)}` };
    case 'sub_issue_added':
    case 'sub_issue_removed':
      return {
        sign: 'list',
        words: html`${event.event === 'sub_issue_added' ? 'added' : 'removed'} a sub-issue
        ${threadLink(issue, event.subIssue)}`,
      };
    case 'parent_issue_added':
    case 'parent_issue_removed':
      return {
        sign: 'list',
        words: html`${event.event === 'parent_issue_added' ? 'added' : 'removed'} a parent issue
        ${threadLink(issue, event.parent)}`,
      };
    case 'marked_as_duplicate':
    case 'unmarked_as_duplicate':
      return {
        sign: 'skip',
        words: html`${event.event === 'marked_as_duplicate' ? 'marked this as a duplicate of' : 'unmarked this as a duplicate of'}
        ${threadLink(issue, event.canonical)}`,
      };
    case 'comment_deleted':
      return {
        sign: 'cross',
        words: html`deleted a comment from ${personLink(event.deletedAuthor)}`,
      };
    default:
      return pullWords(event);
  }
}

type PullEvent = Exclude<
  TimelineEvent,
  {
    readonly event:
      | 'mentioned'
      | 'subscribed'
      | 'labeled'
      | 'unlabeled'
      | 'assigned'
      | 'unassigned'
      | 'closed'
      | 'reopened'
      | 'renamed'
      | 'cross-referenced'
      | 'referenced'
      | 'connected'
      | 'disconnected'
      | 'locked'
      | 'unlocked'
      | 'pinned'
      | 'unpinned'
      | 'transferred'
      | 'sub_issue_added'
      | 'sub_issue_removed'
      | 'parent_issue_added'
      | 'parent_issue_removed'
      | 'marked_as_duplicate'
      | 'unmarked_as_duplicate'
      | 'comment_deleted';
  }
>;

function pullWords(event: PullEvent): Told {
  switch (event.event) {
    case 'merged':
      return {
        sign: 'merge',
        tone: 'done',
        words: html`merged commit <code class="mono">${event.commitSha.slice(0, 7)}</code> into
          <code>${event.baseRef}</code>`,
      };
    case 'head_ref_deleted':
    case 'head_ref_restored':
      return {
        sign: 'branch',
        words: html`${event.event === 'head_ref_deleted' ? 'deleted' : 'restored'} the
          <code>${event.ref}</code> branch`,
      };
    case 'head_ref_force_pushed':
    case 'base_ref_force_pushed':
      return {
        sign: 'branch',
        words: html`force-pushed the <code>${event.ref}</code> branch from
          <code class="mono">${event.before.slice(0, 7)}</code> to
          <code class="mono">${event.after.slice(0, 7)}</code>`,
      };
    case 'base_ref_changed':
      return {
        sign: 'branch',
        words: html`changed the base branch from <code>${event.from}</code> to
          <code>${event.to}</code>`,
      };
    case 'ready_for_review':
      return { sign: 'eye', words: html`marked this pull request as ready for review` };
    case 'convert_to_draft':
      return { sign: 'pull', words: html`marked this pull request as draft` };
    case 'review_requested':
    case 'review_request_removed':
      return {
        sign: 'eye',
        words: html`${event.event === 'review_requested' ? 'requested a review from' : 'removed the request for review from'}
          <strong
            >${'slug' in event.reviewer ? `${event.reviewer.organization.login}/${event.reviewer.slug}` : event.reviewer.login}</strong
          >`,
      };
    case 'review_dismissed':
      return {
        sign: 'cross',
        words: html`dismissed ${personLink(event.review.author)}'s
        review${event.message !== null && `: ${event.message}`}`,
      };
    case 'auto_merge_enabled':
    case 'auto_merge_disabled':
      return {
        sign: 'merge',
        words: html`${event.event === 'auto_merge_enabled' ? 'enabled' : 'disabled'} auto-merge`,
      };
    case 'added_to_merge_queue':
      return { sign: 'merge', words: html`added this pull request to the merge queue` };
    case 'removed_from_merge_queue':
      return {
        sign: 'merge',
        words: html`removed this pull request from the merge queue (${event.reason})`,
      };
    case 'deployed':
      return {
        sign: 'code',
        words: html`deployed to <strong>${event.deployment.environment}</strong>`,
      };
  }
}

/* eslint-enable complexity */

function assignment(
  event: Extract<TimelineEvent, { readonly event: 'assigned' | 'unassigned' }>,
): Html {
  const self = event.assignee === event.actor;
  if (event.event === 'assigned') {
    return self ? html`self-assigned this` : html`assigned ${personLink(event.assignee)}`;
  }
  return self ? html`removed their assignment` : html`unassigned ${personLink(event.assignee)}`;
}

function closed(issue: Issue, event: Extract<TimelineEvent, { readonly event: 'closed' }>): Told {
  if (issue.pull !== null) return { sign: 'pull', words: html`closed this`, tone: 'closed' };
  const reasons: Readonly<Record<string, string>> = {
    completed: 'as completed',
    not_planned: 'as not planned',
    duplicate: 'as a duplicate',
  };
  const by =
    event.closer === null
      ? html``
      : event.closer.kind === 'pull-request'
        ? html` in ${threadLink(issue, event.closer.issue)}`
        : html` in <code class="mono">${event.closer.commit.sha.slice(0, 7)}</code>`;
  const completed = event.stateReason === null || event.stateReason === 'completed';
  return {
    sign: completed ? 'check' : 'skip',
    words: html`closed this
    ${reasons[event.stateReason ?? 'completed']}${by}${
      event.duplicateOf !== null && html` of ${threadLink(issue, event.duplicateOf)}`
    }`,
    ...(completed ? { tone: 'done' } : {}),
  };
}

/** Title and number of another issue or pull request. */
export function threadLink(from: Issue, to: Issue): Html {
  const elsewhere = to.repository === from.repository ? '' : fullName(to.repository);
  return html`${stateIcon(to)} <a class="quiet" href="${issuePath(to)}">${to.title}</a>
    <span class="muted">${elsewhere}#${to.number}</span>`;
}
