/** The shape of GitHub's answers about an incident: only what is read. */
import { z } from 'zod';

export const ActorAnswer = z.object({ __typename: z.string(), login: z.string() }).nullable();
export type ActorAnswer = z.infer<typeof ActorAnswer>;

export const Visibility = z.enum(['PUBLIC', 'INTERNAL', 'PRIVATE']);
const Repository = z.object({ nameWithOwner: z.string(), visibility: Visibility });
export type RepositoryAnswer = z.infer<typeof Repository>;

const Link = z.object({
  number: z.int(),
  title: z.string(),
  url: z.string(),
  state: z.enum(['OPEN', 'CLOSED']).optional(),
  pullState: z.enum(['OPEN', 'CLOSED', 'MERGED']).optional(),
  repository: Repository,
});
export type LinkAnswer = z.infer<typeof Link>;

export const Names = z.object({
  nodes: z.array(z.object({ name: z.string() }).nullable()).nullable(),
});
const Logins = z.object({ nodes: z.array(z.object({ login: z.string() }).nullable()).nullable() });
export const PageInfo = z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() });

export const CommentAnswer = z.object({
  id: z.string(),
  fullDatabaseId: z.coerce.number().int(),
  url: z.string(),
  body: z.string(),
  createdAt: z.string(),
  updatedAt: z.string(),
  lastEditedAt: z.string().nullable(),
  isMinimized: z.boolean(),
  author: ActorAnswer,
  editor: ActorAnswer,
  reactionGroups: z
    .array(
      z.object({
        content: z.string(),
        viewerHasReacted: z.boolean(),
        reactors: z.object({ totalCount: z.int() }),
      }),
    )
    .nullable(),
});
export type CommentAnswer = z.infer<typeof CommentAnswer>;

/** One of many types, told apart by `__typename`; those that GitHub hides are null. */
const Event = z.object({
  __typename: z.string(),
  createdAt: z.string().optional(),
  actor: ActorAnswer.optional(),
  label: z.object({ name: z.string() }).optional(),
  assignee: z.object({ login: z.string().optional() }).nullish(),
  stateReason: z.string().nullish(),
  previousTitle: z.string().optional(),
  currentTitle: z.string().optional(),
  source: z.object({ __typename: z.string() }).and(Link.partial()).nullish(),
  subIssue: Link.nullish(),
});
export type EventAnswer = z.infer<typeof Event>;

export const Place = z.object({
  number: z.int(),
  repository: z.object({ nameWithOwner: z.string() }),
});

/** `closer` is there only of a closing. */
const StateEvent = z.object({
  __typename: z.string(),
  createdAt: z.string(),
  actor: ActorAnswer.optional(),
  closer: Place.extend({ merged: z.boolean() })
    .partial()
    .extend({ __typename: z.string() })
    .nullish(),
});
export type StateEventAnswer = z.infer<typeof StateEvent>;

const LabelEvent = z.object({
  __typename: z.string(),
  createdAt: z.string(),
  actor: ActorAnswer,
  label: z.object({ name: z.string() }),
});
export type LabelEventAnswer = z.infer<typeof LabelEvent>;

const AssigneeEvent = z.object({
  __typename: z.string(),
  createdAt: z.string(),
  actor: ActorAnswer,
  assignee: z.object({ login: z.string().optional() }).nullish(),
});

export const SubIssue = Link.extend({
  id: z.string(),
  author: ActorAnswer,
  authorAssociation: z.string(),
  body: z.string(),
  createdAt: z.string(),
  stateReason: z.string().nullable(),
  closedAt: z.string().nullable(),
  assignees: Logins,
  labels: Names.nullable(),
  parent: Place.nullable(),
  stateEvents: z.object({ nodes: z.array(StateEvent.nullable()).nullable() }),
  labelEvents: z.object({ nodes: z.array(LabelEvent.nullable()).nullable() }),
  assignments: z.object({
    pageInfo: z.object({ hasPreviousPage: z.boolean() }),
    nodes: z.array(AssigneeEvent.nullable()).nullable(),
  }),
});
export type SubIssueAnswer = z.infer<typeof SubIssue>;

const Issue = z.object({
  id: z.string(),
  url: z.string(),
  title: z.string(),
  body: z.string(),
  createdAt: z.string(),
  updatedAt: z.string(),
  state: z.enum(['OPEN', 'CLOSED']),
  stateReason: z.string().nullable(),
  author: ActorAnswer,
  lastEditedAt: z.string().nullable(),
  editor: ActorAnswer,
  labels: Names.nullable(),
  assignees: Logins,
  subIssues: z.object({ nodes: z.array(SubIssue.nullable()).nullable() }),
  comments: z.object({
    totalCount: z.int(),
    pageInfo: PageInfo,
    nodes: z.array(CommentAnswer.nullable()).nullable(),
  }),
  timelineItems: z.object({ pageInfo: PageInfo, nodes: z.array(Event.nullable()).nullable() }),
  allEvents: z.object({ totalCount: z.int() }),
});
export type IssueAnswer = z.infer<typeof Issue>;

/** What was asked for by node id; what is no issue is an object without its fields. */
export const ItemsAnswer = z.object({
  items: z.array(z.union([SubIssue, z.object({})]).nullable()),
});
export type ItemAnswer = z.infer<typeof ItemsAnswer>['items'][number];

const Postmortem = z.object({
  number: z.int(),
  url: z.string(),
  title: z.string(),
  state: z.enum(['OPEN', 'CLOSED', 'MERGED']),
  mergedAt: z.string().nullable(),
  closedAt: z.string().nullable(),
  baseRefName: z.string(),
  isCrossRepository: z.boolean(),
  author: ActorAnswer,
});

export const ChangedFiles = z
  .object({
    pageInfo: z.object({ hasNextPage: z.boolean() }),
    nodes: z.array(z.object({ path: z.string(), changeType: z.string() }).nullable()).nullable(),
  })
  .nullable();
export type ChangedFilesAnswer = z.infer<typeof ChangedFiles>;

const Merged = Postmortem.extend({ files: ChangedFiles });

function listOf<T extends z.ZodType>(node: T) {
  return z.object({ nodes: z.array(node.nullable()).nullable() });
}

const Unmerged = Postmortem.extend({
  turns: listOf(z.object({ __typename: z.string(), actor: ActorAnswer.optional() })),
  commits: listOf(
    z.object({
      commit: z.object({
        checkSuites: listOf(
          z.object({ checkRuns: listOf(z.object({ title: z.string().nullable() })).nullable() }),
        ).nullable(),
      }),
    }),
  ),
});
export type UnmergedAnswer = z.infer<typeof Unmerged>;

const Home = Repository.extend({
  defaultBranchRef: z.object({ name: z.string() }).nullable(),
  /** Oldest first. */
  mergedPostmortems: listOf(Merged),
  otherPostmortems: listOf(Unmerged),
});
export type HomeAnswer = z.infer<typeof Home>;

export const IncidentAnswer = ItemsAnswer.extend({
  repository: Home.extend({ issue: Issue.nullable() }).nullable(),
});

/** Whether what was asked for by node id is an issue. */
export function isItem(answer: ItemAnswer): answer is SubIssueAnswer {
  return answer !== null && 'number' in answer;
}
