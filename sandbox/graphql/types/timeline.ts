/** `timelineItems` of issues and pull requests: events, comments, reviews and commits in one list. */
import type { GraphQLError } from 'graphql';
import type { Issue } from '../../model/records/issue.ts';
import type { TimelineEvent } from '../../model/records/timeline.ts';
import { willClose } from '../../model/queries/closing.ts';
import { timelineOf } from '../../model/queries/timeline.ts';
import { eventPath } from '../../paths.ts';
import { canSee, visibleIssue } from '../access.ts';
import { objectType, type Fields, type GraphqlContext } from '../context.ts';
import {
  connectionFields,
  edgeType,
  page,
  type ConnectionSource,
  type Item,
} from '../engine/connection.ts';
import type { FieldArguments, Ref, Resolved, TypeResolvers } from '../engine/resolvers.ts';
import { strings } from '../lists.ts';
import {
  accountRef,
  branchRef,
  commentRef,
  commitRef,
  instant,
  issueRef,
  repositoryRef,
  reviewRef,
  teamRef,
} from '../refs.ts';
import { stateReason } from './state-reason.ts';

/** An event with the issue in whose timeline it stands. */
export interface EventSource {
  readonly event: TimelineEvent;
  readonly issue: Issue;
}

/** The name of an event's GraphQL type. */
export function eventTypename(event: TimelineEvent['event']): string {
  const renamed: Readonly<Partial<Record<TimelineEvent['event'], string>>> = {
    renamed: 'RenamedTitleEvent',
    'cross-referenced': 'CrossReferencedEvent',
  };
  const camel = event.replaceAll(/(?:^|_)(\w)/gu, (_match, letter: string) => letter.toUpperCase());
  return renamed[event] ?? `${camel}Event`;
}

interface TimelineSource extends ConnectionSource {
  readonly filteredCount: number;
  readonly updatedAt: number;
}

export interface TimelineOf {
  readonly issue: Issue;
  readonly context: GraphqlContext;
}

/**
 * A page of the timeline. `since` and `itemTypes` filter first; `filteredCount` counts what
 * the cursors leave of that, `pageCount` what the page holds.
 */
export function timelineConnection(
  name: string,
  { issue, context }: TimelineOf,
  args: FieldArguments,
): Ref | GraphQLError {
  const wanted = new Set(strings(args['itemTypes']));
  const since = typeof args['since'] === 'string' ? Date.parse(args['since']) : -Infinity;
  const skip = typeof args['skip'] === 'number' ? args['skip'] : 0;
  const entries = timelineItems(issue, context)
    .filter(({ item, at }) => at >= since && (wanted.size === 0 || wanted.has(enumName(item))))
    .slice(skip)
    .map(({ item }) => item);
  const cut = page(entries, args);
  if (!('items' in cut)) return cut;
  const within = page(entries, { after: args['after'], before: args['before'] });
  return {
    typename: `${name}Connection`,
    value: {
      name,
      page: cut,
      filteredCount: 'items' in within ? within.items.length : 0,
      updatedAt: issue.updatedAt,
    } satisfies TimelineSource,
  };
}

function timelineItems(
  issue: Issue,
  context: GraphqlContext,
): readonly { readonly item: Item; readonly at: number }[] {
  const shown = timelineOf(issue).filter(
    (entry) => entry.kind !== 'event' || mayBeKnown(context, entry.event),
  );
  return shown.map((entry) => {
    switch (entry.kind) {
      case 'event':
        return { at: entry.at, item: item(entry.event.nodeId, eventRef(entry.event, issue)) };
      case 'comment':
        return { at: entry.at, item: item(entry.comment.nodeId, commentRef(entry.comment)) };
      case 'review':
        return { at: entry.at, item: item(entry.review.nodeId, reviewRef(entry.review)) };
      case 'commit':
        return {
          at: entry.at,
          item: item(entry.commit.nodeId, {
            typename: 'PullRequestCommit',
            value: { issue, commit: entry.commit },
          }),
        };
    }
  });
}

/** GitHub tells nobody of an issue that they could not open. */
function mayBeKnown(context: GraphqlContext, event: TimelineEvent): boolean {
  switch (event.event) {
    case 'cross-referenced':
      return canSee(context, event.source.repository);
    case 'connected':
    case 'disconnected':
      return canSee(context, event.subject.repository);
    default:
      return true;
  }
}

function item(key: string, node: Ref): Item {
  return { key, node };
}

export function eventRef(event: TimelineEvent, issue: Issue): Ref {
  return { typename: eventTypename(event.event), value: { event, issue } satisfies EventSource };
}

/** `LabeledEvent` → `LABELED_EVENT`. */
function enumName({ node }: Item): string {
  return node.typename.replaceAll(/(?<=[a-z])(?=[A-Z])/gu, '_').toUpperCase();
}

const timelineConnectionFields: Fields<TimelineSource> = {
  filteredCount: (source) => source.filteredCount,
  pageCount: (source) => source.page.items.length,
  updatedAt: (source) => instant(source.updatedAt),
};

const common: Fields<EventSource> = {
  id: ({ event }) => event.nodeId,
  actor: ({ event }) => accountRef(event.actor),
  createdAt: ({ event }) => instant(event.createdAt),
};

const linkFields: Fields<EventSource> = {
  resourcePath: ({ event, issue }) => eventPath(issue, event.id),
  url: ({ event, issue }, _args, { baseUrl }) => baseUrl + eventPath(issue, event.id),
};

/** Fields under several names that all show the issue itself. */
function subject(...names: readonly string[]): Fields<EventSource> {
  return Object.fromEntries(
    names.map((name) => [name, ({ issue }: EventSource) => issueRef(issue)]),
  );
}

/** The members of the union that can carry one of the names. */
type Detail<Name extends TimelineEvent['event']> = TimelineEvent extends infer Each extends
  TimelineEvent
  ? Each extends TimelineEvent
    ? [Each['event'] & Name] extends [never]
      ? never
      : Each
    : never
  : never;

/** A field of one kind of event; another kind under this type would be a bug of `eventTypename`. */
function of<Name extends TimelineEvent['event']>(
  names: readonly Name[],
  resolve: (event: Detail<Name>, issue: Issue, context: GraphqlContext) => Resolved,
): Fields<EventSource>[string] {
  return ({ event, issue }, _args, context) => {
    if (!isOneOf(event, names)) throw new Error(`${event.event} is none of ${names.join(', ')}`);
    return resolve(event, issue, context);
  };
}

function isOneOf<Name extends TimelineEvent['event']>(
  event: TimelineEvent,
  names: readonly Name[],
): event is Detail<Name> {
  return names.some((name) => name === event.event);
}

function event(
  name: TimelineEvent['event'],
  ...fields: readonly Fields<EventSource>[]
): TypeResolvers<GraphqlContext> {
  return objectType<EventSource>(
    eventTypename(name),
    Object.assign({}, common, ...fields) as Fields<EventSource>,
  );
}

/** The label as it is now, or as it was when it has been deleted since. */
const label: Fields<EventSource> = {
  label: of(['labeled', 'unlabeled'], (detail, issue) => ({
    typename: 'Label',
    value: issue.repository.labels.get(detail.label.id) ?? {
      ...detail.label,
      nodeId: `LA_deleted${detail.label.id}`,
      repository: issue.repository,
      description: null,
      isDefault: false,
      createdAt: detail.createdAt,
      updatedAt: detail.createdAt,
    },
  })),
};

const assignee: Fields<EventSource> = {
  assignee: of(['assigned', 'unassigned'], (detail) => accountRef(detail.assignee)),
  user: of(['assigned', 'unassigned'], (detail) => accountRef(detail.assignee)),
};

const reviewer: Fields<EventSource> = {
  requestedReviewer: of(['review_requested', 'review_request_removed'], ({ reviewer: asked }) =>
    'slug' in asked ? teamRef(asked) : accountRef(asked),
  ),
};

const forcePush: Fields<EventSource> = {
  ...subject('pullRequest'),
  beforeCommit: of(['head_ref_force_pushed', 'base_ref_force_pushed'], (detail, issue) =>
    commitRef(issue.repository, detail.before),
  ),
  afterCommit: of(['head_ref_force_pushed', 'base_ref_force_pushed'], (detail, issue) =>
    commitRef(issue.repository, detail.after),
  ),
  ref: of(['head_ref_force_pushed', 'base_ref_force_pushed'], (detail, issue) =>
    branchRef(issue.repository, detail.ref),
  ),
};

const link: Fields<EventSource> = {
  ...subject('source'),
  isCrossRepository: of(
    ['connected', 'disconnected'],
    (detail, issue) => detail.subject.repository !== issue.repository,
  ),
  subject: of(['connected', 'disconnected'], (detail) => issueRef(detail.subject)),
};

const duplicate: Fields<EventSource> = {
  ...subject('duplicate'),
  canonical: of(['marked_as_duplicate', 'unmarked_as_duplicate'], (detail) =>
    issueRef(detail.canonical),
  ),
  isCrossRepository: of(
    ['marked_as_duplicate', 'unmarked_as_duplicate'],
    (detail, issue) => detail.canonical.repository !== issue.repository,
  ),
};

const subIssue: Fields<EventSource> = {
  subIssue: of(['sub_issue_added', 'sub_issue_removed'], (detail, _issue, context) =>
    visibleIssue(context, detail.subIssue),
  ),
};
const parent: Fields<EventSource> = {
  parent: of(['parent_issue_added', 'parent_issue_removed'], (detail, _issue, context) =>
    visibleIssue(context, detail.parent),
  ),
};

export const timelineTypes: readonly TypeResolvers<GraphqlContext>[] = [
  event('labeled', label, subject('labelable')),
  event('unlabeled', label, subject('labelable')),
  event('assigned', assignee, subject('assignable')),
  event('unassigned', assignee, subject('assignable')),
  event('closed', linkFields, subject('closable'), {
    closer: of(['closed'], ({ closer }, _issue, context) => {
      if (closer === null) return null;
      if (closer.kind === 'pull-request') return visibleIssue(context, closer.issue);
      return canSee(context, closer.repository)
        ? commitRef(closer.repository, closer.commit.sha)
        : null;
    }),
    stateReason: of(['closed'], (detail) => stateReason(detail.stateReason, true)),
  }),
  event('reopened', subject('closable'), {
    stateReason: of(['reopened'], (detail) => stateReason(detail.stateReason, true)),
  }),
  event('renamed', subject('subject'), {
    previousTitle: of(['renamed'], (detail) => detail.from),
    currentTitle: of(['renamed'], (detail) => detail.to),
  }),
  event('cross-referenced', linkFields, subject('target'), {
    source: of(['cross-referenced'], (detail) => issueRef(detail.source)),
    isCrossRepository: of(
      ['cross-referenced'],
      (detail, issue) => detail.source.repository !== issue.repository,
    ),
    willCloseTarget: of(['cross-referenced'], ({ source }, issue, { world }) =>
      willClose(world, source, issue),
    ),
    referencedAt: ({ event: { createdAt } }) => instant(createdAt),
  }),
  event('referenced', subject('subject'), {
    commit: of(['referenced'], (detail) => commitRef(detail.commitRepository, detail.commit.sha)),
    commitRepository: of(['referenced'], (detail) => repositoryRef(detail.commitRepository)),
    isCrossRepository: of(
      ['referenced'],
      (detail, issue) => detail.commitRepository !== issue.repository,
    ),
    isDirectReference: () => true,
  }),
  event('connected', link),
  event('disconnected', link),
  event('mentioned', { databaseId: ({ event: { id } }) => id }),
  event('subscribed', subject('subscribable')),
  event('locked', subject('lockable'), {
    lockReason: of(
      ['locked'],
      (detail) => detail.lockReason?.toUpperCase().replaceAll(/[ -]/gu, '_') ?? null,
    ),
  }),
  event('unlocked', subject('lockable')),
  event('pinned', subject('issue')),
  event('unpinned', subject('issue')),
  event('transferred', subject('issue'), {
    fromRepository: of(['transferred'], (detail) => repositoryRef(detail.from)),
  }),
  event('sub_issue_added', subIssue),
  event('sub_issue_removed', subIssue),
  event('parent_issue_added', parent),
  event('parent_issue_removed', parent),
  event('marked_as_duplicate', duplicate),
  event('unmarked_as_duplicate', duplicate),
  event('comment_deleted', {
    databaseId: ({ event: { id } }) => id,
    deletedCommentAuthor: of(['comment_deleted'], (detail) => accountRef(detail.deletedAuthor)),
  }),
  event('merged', linkFields, subject('pullRequest'), {
    commit: of(['merged'], (detail, issue) => commitRef(issue.repository, detail.commitSha)),
    mergeRefName: of(['merged'], (detail) => detail.baseRef),
    mergeRef: of(['merged'], (detail, issue) => branchRef(issue.repository, detail.baseRef)),
  }),
  event('head_ref_deleted', subject('pullRequest'), {
    headRefName: of(['head_ref_deleted'], (detail) => detail.ref),
    headRef: ({ issue }) =>
      branchRef(issue.pull?.headRepository ?? null, issue.pull?.headRef ?? ''),
  }),
  event('head_ref_restored', subject('pullRequest')),
  event('head_ref_force_pushed', forcePush),
  event('base_ref_force_pushed', forcePush),
  event('base_ref_changed', subject('pullRequest'), {
    databaseId: ({ event: { id } }) => id,
    previousRefName: of(['base_ref_changed'], (detail) => detail.from),
    currentRefName: of(['base_ref_changed'], (detail) => detail.to),
  }),
  event('ready_for_review', linkFields, subject('pullRequest')),
  event('convert_to_draft', linkFields, subject('pullRequest')),
  event('review_requested', subject('pullRequest'), reviewer),
  event('review_request_removed', subject('pullRequest'), reviewer),
  event('review_dismissed', linkFields, subject('pullRequest'), {
    databaseId: ({ event: { id } }) => id,
    dismissalMessage: of(['review_dismissed'], (detail) => detail.message),
    previousReviewState: of(['review_dismissed'], (detail) => detail.previousState),
    review: of(['review_dismissed'], (detail) => reviewRef(detail.review)),
  }),
  event('auto_merge_enabled', subject('pullRequest'), {
    enabler: ({ event: { actor } }) => (actor.type === 'User' ? accountRef(actor) : null),
  }),
  event('auto_merge_disabled', subject('pullRequest'), {
    disabler: ({ event: { actor } }) => (actor.type === 'User' ? accountRef(actor) : null),
    reason: of(['auto_merge_disabled'], (detail) => detail.reason ?? null),
  }),
  event('added_to_merge_queue', subject('pullRequest'), {
    enqueuer: ({ event: { actor } }) => (actor.type === 'User' ? accountRef(actor) : null),
  }),
  event('removed_from_merge_queue', subject('pullRequest'), {
    enqueuer: ({ event: { actor } }) => (actor.type === 'User' ? accountRef(actor) : null),
    reason: of(['removed_from_merge_queue'], (detail) => detail.reason),
    beforeCommit: of(['removed_from_merge_queue'], (detail, issue) =>
      commitRef(issue.repository, detail.sha),
    ),
  }),
  event('deployed', subject('pullRequest'), {
    databaseId: ({ event: { id } }) => id,
    deployment: of(['deployed'], (detail) => ({
      typename: 'Deployment',
      value: detail.deployment,
    })),
  }),
  ...['IssueTimelineItems', 'PullRequestTimelineItems'].flatMap((name) => [
    objectType<TimelineSource>(`${name}Connection`, {
      ...connectionFields(`${name}Edge`),
      ...timelineConnectionFields,
    }),
    edgeType<GraphqlContext>(`${name}Edge`),
  ]),
];
