/** GitHub's answers as facts: pure, and the only place that knows GitHub's words for things. */
import type { Visibility } from '../../core/followup/obligation.ts';
import { parseRepo, type IssueRef, type RepoRef } from '../../core/ids.ts';
import type {
  Actor,
  CommentFacts,
  ItemAssignments,
  ItemCloser,
  ItemLabelEvent,
  ItemStateEvent,
  LinkedIssue,
  NativeEvent,
  Reaction,
  SubIssueFacts,
} from '../../core/incident/facts.ts';
import { instantFromIso } from '../../core/time.ts';
import type {
  ActorAnswer,
  CommentAnswer,
  EventAnswer,
  LabelEventAnswer,
  LinkAnswer,
  RepositoryAnswer,
  StateEventAnswer,
  SubIssueAnswer,
} from './incident-answer.ts';

/** From where it is looked at: who the app is, and how widely the incident can be read. */
export interface Viewpoint {
  readonly slug: string;
  readonly visibility: RepositoryAnswer['visibility'];
}

/** GraphQL shows apps without `[bot]`; a deleted account is null there and `ghost` on GitHub's pages. */
export function toActor(actor: ActorAnswer | undefined, { slug }: Pick<Viewpoint, 'slug'>): Actor {
  if (actor == null) return { login: 'ghost', kind: 'person' };
  const login = actor.login.replace(/\[bot\]$/, '');
  if (actor.__typename !== 'Bot') return { login, kind: 'person' };
  return { login, kind: login.toLowerCase() === slug.toLowerCase() ? 'self' : 'bot' };
}

/**
 * Who wrote a present text. A deleted editor is "ghost", never the author: it would lend them the author's
 * authority.
 */
export function toEditor(
  text: {
    readonly author: ActorAnswer;
    readonly editor: ActorAnswer;
    readonly lastEditedAt: string | null;
  },
  view: Pick<Viewpoint, 'slug'>,
): Actor {
  return toActor(text.lastEditedAt === null ? text.author : text.editor, view);
}

const REACTIONS: Readonly<Record<string, Reaction>> = {
  THUMBS_UP: '+1',
  THUMBS_DOWN: '-1',
  LAUGH: 'laugh',
  CONFUSED: 'confused',
  HEART: 'heart',
  HOORAY: 'hooray',
  ROCKET: 'rocket',
  EYES: 'eyes',
};

export function toComment(comment: CommentAnswer, view: Pick<Viewpoint, 'slug'>): CommentFacts {
  const groups = comment.reactionGroups ?? [];
  return {
    id: comment.fullDatabaseId,
    nodeId: comment.id,
    url: comment.url,
    author: toActor(comment.author, view),
    body: comment.body,
    createdAt: instantFromIso(comment.createdAt),
    editedAt: comment.lastEditedAt === null ? null : instantFromIso(comment.lastEditedAt),
    editor: toEditor(comment, view),
    minimized: comment.isMinimized,
    keyEvent: groups.some(
      ({ content, reactors }) => content === 'ROCKET' && reactors.totalCount > 0,
    ),
    ownReactions: groups.flatMap(({ content, viewerHasReacted }) => {
      const reaction = REACTIONS[content];
      return viewerHasReacted && reaction !== undefined ? [reaction] : [];
    }),
  };
}

/** `undefined` for what GitHub does not show, and for types that nobody asked for. */
export function toEvent(event: EventAnswer | null, view: Viewpoint): NativeEvent | undefined {
  if (event?.createdAt === undefined) return undefined;
  const what = EVENTS[event.__typename]?.(event, view);
  const base = { at: instantFromIso(event.createdAt), by: toActor(event.actor, view) };
  return what && { ...base, ...what };
}

type Deed = NativeEvent extends infer E
  ? E extends NativeEvent
    ? Omit<E, 'at' | 'by'>
    : never
  : never;

const EVENTS: Readonly<Record<string, (event: EventAnswer, view: Viewpoint) => Deed | undefined>> =
  {
    LabeledEvent: ({ label }) => label && { kind: 'labeled', label: label.name },
    UnlabeledEvent: ({ label }) => label && { kind: 'unlabeled', label: label.name },
    AssignedEvent: ({ assignee }) => ({ kind: 'assigned', login: assignee?.login ?? 'ghost' }),
    UnassignedEvent: ({ assignee }) => ({ kind: 'unassigned', login: assignee?.login ?? 'ghost' }),
    ClosedEvent: ({ stateReason }) => ({
      kind: 'closed',
      reason: stateReason?.toLowerCase() ?? null,
    }),
    ReopenedEvent: () => ({ kind: 'reopened' }),
    RenamedTitleEvent: ({ previousTitle, currentTitle }) => ({
      kind: 'renamed',
      from: previousTitle ?? '',
      to: currentTitle ?? '',
    }),
    CrossReferencedEvent: (event, view) => {
      const source = toLink(event.source, view);
      return source && { kind: 'cross-referenced', source };
    },
    SubIssueAddedEvent: (event, view) => {
      const issue = toLink(event.subIssue, view);
      return issue && { kind: 'sub-issue-added', issue };
    },
    SubIssueRemovedEvent: (event, view) => {
      const issue = toLink(event.subIssue, view);
      return issue && { kind: 'sub-issue-removed', issue };
    },
  };

export function toSubIssue(issue: SubIssueAnswer, view: Viewpoint): SubIssueFacts | undefined {
  const link = toLink(issue, view);
  const reason = issue.stateReason?.toLowerCase();
  return (
    link && {
      ...link,
      nodeId: issue.id,
      author: toActor(issue.author, view),
      authorBelongs: belongs(issue),
      body: issue.body.slice(0, MOST_OF_BODY),
      stateReason: STATE_REASONS.find((known) => known === reason) ?? null,
      closedAt: issue.closedAt === null ? null : instantFromIso(issue.closedAt),
      assignees: present(issue.assignees.nodes).map(({ login }) => login),
      closedBy: toCloser(issue, view),
      createdAt: instantFromIso(issue.createdAt),
      stateEvents: present(issue.stateEvents.nodes).map((event) => toStateEvent(event, view)),
      labels: present(issue.labels?.nodes).map(({ name }) => name),
      labelEvents: present(issue.labelEvents.nodes).map((event) => toLabelEvent(event, view)),
      assignments: toAssignments(issue, view),
      parent: issue.parent === null ? null : (placeOf(issue.parent) ?? null),
    }
  );
}

/** Into a private repository somebody let them; in others the ones whom GitHub calls nothing of it may be anybody. */
function belongs({ repository, authorAssociation }: SubIssueAnswer): boolean {
  return repository.visibility === 'PRIVATE' || INSIDERS.includes(authorAssociation);
}

const INSIDERS: readonly string[] = ['OWNER', 'MEMBER', 'COLLABORATOR'];

/** Of an action item's text so many characters are read: whom it is for stands above. */
const MOST_OF_BODY = 4000;

function toCloser(
  { state, stateEvents }: SubIssueAnswer,
  view: Pick<Viewpoint, 'slug'>,
): ItemCloser | null {
  const closing = present(stateEvents.nodes).findLast(
    ({ __typename: type }) => type === 'ClosedEvent',
  );
  if (state !== 'CLOSED' || closing === undefined) return null;
  const { closer } = closing;
  const ref = closer?.__typename === 'PullRequest' ? placeOf(closer) : undefined;
  const pull = ref === undefined ? null : { ref, merged: closer?.merged === true };
  return { by: toActor(closing.actor, view), pull };
}

function toStateEvent(event: StateEventAnswer, view: Pick<Viewpoint, 'slug'>): ItemStateEvent {
  return {
    at: instantFromIso(event.createdAt),
    by: toActor(event.actor, view),
    change: event.__typename === 'ClosedEvent' ? 'closed' : 'reopened',
  };
}

function toAssignments(
  { assignments: { nodes, pageInfo } }: SubIssueAnswer,
  view: Pick<Viewpoint, 'slug'>,
): ItemAssignments {
  return {
    complete: !pageInfo.hasPreviousPage,
    events: present(nodes).map((event) => ({
      at: instantFromIso(event.createdAt),
      by: toActor(event.actor, view),
      change: event.__typename === 'AssignedEvent' ? 'assigned' : 'unassigned',
      login: event.assignee?.login ?? 'ghost',
    })),
  };
}

export function toLabelEvent(
  event: LabelEventAnswer,
  view: Pick<Viewpoint, 'slug'>,
): ItemLabelEvent {
  return {
    at: instantFromIso(event.createdAt),
    by: toActor(event.actor, view),
    change: event.__typename === 'LabeledEvent' ? 'labeled' : 'unlabeled',
    label: event.label.name,
  };
}

/** An issue or pull request by its number and repository. */
export function placeOf(place: {
  readonly number?: number | undefined;
  readonly repository?: { readonly nameWithOwner: string } | undefined;
}): IssueRef | undefined {
  const repo = repoOf(place.repository);
  return repo === undefined || place.number === undefined
    ? undefined
    : { repo, number: place.number };
}

const VISIBILITY = { PUBLIC: 'public', INTERNAL: 'internal', PRIVATE: 'private' } as const;

export function toVisibility(visibility: RepositoryAnswer['visibility']): Visibility {
  return VISIBILITY[visibility];
}

const STATE_REASONS = ['completed', 'not_planned', 'reopened', 'duplicate'] as const;

const SECRECY = { PUBLIC: 0, INTERNAL: 1, PRIVATE: 2 } as const;

/** Whether somebody may read `there` who may not read `here`. Who cannot be asked is the public. */
export function isHiddenFrom(
  there: { readonly visibility: RepositoryAnswer['visibility'] } | null,
  here: { readonly visibility: RepositoryAnswer['visibility'] },
): boolean {
  return SECRECY[here.visibility] > SECRECY[there?.visibility ?? 'PUBLIC'];
}

function toLink(
  link: { readonly [K in keyof LinkAnswer]?: LinkAnswer[K] | undefined } | null | undefined,
  view: Viewpoint,
): LinkedIssue | undefined {
  const repo = repoOf(link?.repository);
  if (link?.number === undefined || link.repository === undefined || repo === undefined) {
    return undefined;
  }
  return {
    ref: { repo, number: link.number },
    title: link.title ?? '',
    url: link.url ?? '',
    state: STATES[link.pullState ?? link.state ?? 'OPEN'],
    isPullRequest: link.pullState !== undefined,
    restricted: isHiddenFrom(view, link.repository),
  };
}

const STATES = { OPEN: 'open', CLOSED: 'closed', MERGED: 'merged' } as const;

export function repoOf(
  repository: { readonly nameWithOwner: string } | undefined,
): RepoRef | undefined {
  return parseRepo(repository?.nameWithOwner ?? '');
}

/** What is there of a list in which GitHub leaves holes. */
export function present<T>(nodes: readonly (T | null)[] | null | undefined): readonly T[] {
  return (nodes ?? []).filter((node) => node !== null);
}
