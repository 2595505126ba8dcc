/**
 * The GraphQL queries about incidents, validated against the official schema in
 * `tests/github/queries.test.ts`. By GitHub's formula (a hundredth of the connections that have to be
 * followed) what is asked of a hundred sub-issues costs five points, everything else together three, and
 * every twenty items that are asked for by id one more; at most 25,000 nodes of 500,000.
 */
import { MOST_STATE_EVENTS } from '../../core/followup/item-said.ts';
import { POSTMORTEM_CHECK } from '../../core/postmortem/check-name.ts';

export const ACTOR = 'fragment ActorFields on Actor { __typename login }';

export const COMMENT = `fragment CommentFields on IssueComment {
  id
  fullDatabaseId
  url
  body
  createdAt
  updatedAt
  lastEditedAt
  isMinimized
  author { ...ActorFields }
  editor { ...ActorFields }
  reactionGroups { content viewerHasReacted reactors { totalCount } }
}`;

export const ISSUE_LINK = `fragment IssueLink on Issue {
  number title url state
  repository { nameWithOwner visibility }
}`;

const PULL_LINK = `fragment PullLink on PullRequest {
  number title url pullState: state
  repository { nameWithOwner visibility }
}`;

const EVENT = `fragment EventFields on IssueTimelineItems {
  __typename
  ... on LabeledEvent { createdAt actor { ...ActorFields } label { name } }
  ... on UnlabeledEvent { createdAt actor { ...ActorFields } label { name } }
  ... on AssignedEvent { createdAt actor { ...ActorFields } assignee { ...AssigneeFields } }
  ... on UnassignedEvent { createdAt actor { ...ActorFields } assignee { ...AssigneeFields } }
  ... on ClosedEvent { createdAt actor { ...ActorFields } stateReason }
  ... on ReopenedEvent { createdAt actor { ...ActorFields } }
  ... on RenamedTitleEvent { createdAt actor { ...ActorFields } previousTitle currentTitle }
  ... on CrossReferencedEvent {
    createdAt
    actor { ...ActorFields }
    source { __typename ...IssueLink ...PullLink }
  }
  ... on SubIssueAddedEvent { createdAt actor { ...ActorFields } subIssue { ...IssueLink } }
  ... on SubIssueRemovedEvent { createdAt actor { ...ActorFields } subIssue { ...IssueLink } }
}`;

export const ASSIGNEE = 'fragment AssigneeFields on Assignee { __typename ...ActorFields }';

/** An action item, with what tells by whom it was closed and what was done to its labels and assignees. */
export const ITEM = `fragment ItemFields on Issue {
  ...IssueLink
  id
  author { ...ActorFields }
  authorAssociation
  body
  createdAt
  stateReason(enableDuplicate: true)
  closedAt
  assignees(first: 20) { nodes { login } }
  labels(first: 50) { nodes { name } }
  parent { number repository { nameWithOwner } }
  stateEvents: timelineItems(
    last: ${String(MOST_STATE_EVENTS)}, itemTypes: [CLOSED_EVENT REOPENED_EVENT]
  ) {
    nodes {
      __typename
      ... on ClosedEvent {
        createdAt
        actor { ...ActorFields }
        closer { __typename ...CloserFields }
      }
      ... on ReopenedEvent { createdAt actor { ...ActorFields } }
    }
  }
  labelEvents: timelineItems(last: 20, itemTypes: [LABELED_EVENT UNLABELED_EVENT]) {
    nodes {
      __typename
      ... on LabeledEvent { createdAt actor { ...ActorFields } label { name } }
      ... on UnlabeledEvent { createdAt actor { ...ActorFields } label { name } }
    }
  }
  assignments: timelineItems(last: 20, itemTypes: [ASSIGNED_EVENT UNASSIGNED_EVENT]) {
    pageInfo { hasPreviousPage }
    nodes {
      __typename
      ... on AssignedEvent { createdAt actor { ...ActorFields } assignee { ...AssigneeFields } }
      ... on UnassignedEvent { createdAt actor { ...ActorFields } assignee { ...AssigneeFields } }
    }
  }
}`;

export const CLOSER = `fragment CloserFields on PullRequest {
  number merged repository { nameWithOwner }
}`;

/** What changes often and is never long: read with every request. */
const HEAD = `fragment HeadFields on Issue {
  id
  url
  title
  body
  createdAt
  updatedAt
  state
  stateReason(enableDuplicate: true)
  author { ...ActorFields }
  lastEditedAt
  editor { ...ActorFields }
  labels(first: 100) { nodes { name } }
  assignees(first: 20) { nodes { login } }
  subIssues(first: 100) { nodes { ...ItemFields } }
}`;

/**
 * Pull requests from the branch of the postmortem. Whoever forks the repository may open others from a
 * branch of that name: the merged ones are asked for apart, so that those hide nothing.
 */
const POSTMORTEM = `fragment PostmortemFields on Repository {
  defaultBranchRef { name }
  mergedPostmortems: pullRequests(
    headRefName: $postmortem, states: MERGED, last: 20, orderBy: { field: CREATED_AT, direction: ASC }
  ) {
    nodes {
      ...PostmortemPull
      files(first: 100) { pageInfo { hasNextPage } nodes { path changeType } }
    }
  }
  otherPostmortems: pullRequests(
    headRefName: $postmortem, states: [OPEN CLOSED], last: 20,
    orderBy: { field: CREATED_AT, direction: ASC }
  ) { nodes { ...PostmortemPull ...PostmortemCheck } }
}

fragment PostmortemCheck on PullRequest {
  turns: timelineItems(last: 1, itemTypes: [CLOSED_EVENT REOPENED_EVENT]) {
    nodes {
      __typename
      ... on ClosedEvent { actor { ...ActorFields } }
      ... on ReopenedEvent { actor { ...ActorFields } }
    }
  }
  commits(last: 1) {
    nodes {
      commit {
        checkSuites(first: 1, filterBy: { appId: $app }) {
          nodes {
            checkRuns(first: 1, filterBy: { checkName: "${POSTMORTEM_CHECK}", checkType: LATEST }) {
              nodes { title }
            }
          }
        }
      }
    }
  }
}

fragment PostmortemPull on PullRequest {
  number url title state mergedAt closedAt baseRefName isCrossRepository
  author { ...ActorFields }
}`;

const EVENT_TYPES = `[
  LABELED_EVENT UNLABELED_EVENT ASSIGNED_EVENT UNASSIGNED_EVENT CLOSED_EVENT REOPENED_EVENT
  RENAMED_TITLE_EVENT CROSS_REFERENCED_EVENT SUB_ISSUE_ADDED_EVENT SUB_ISSUE_REMOVED_EVENT
]`;

const FRAGMENTS = [
  ...[HEAD, COMMENT, EVENT, ITEM, CLOSER, POSTMORTEM],
  ...[ISSUE_LINK, PULL_LINK, ASSIGNEE, ACTOR],
].join('\n');

/** What changed since the last reading: the latest comments by update, events since a moment, totals. */
export const INCIDENT_CHANGES = incidentQuery('IncidentChanges', {
  variables: '$since: DateTime!',
  comments: 'orderBy: { field: UPDATED_AT, direction: DESC }',
  events: 'since: $since',
});

/** Everything, a hundred comments and events a page; long incidents take several. */
export const INCIDENT_WHOLE = incidentQuery('IncidentWhole', {
  variables: '$commentsAfter: String, $eventsAfter: String',
  comments: 'after: $commentsAfter',
  events: 'after: $eventsAfter',
});

/** The incident with those of its comments and events that the arguments choose, a hundred of each. */
function incidentQuery(
  name: string,
  chosen: { readonly variables: string; readonly comments: string; readonly events: string },
): string {
  return `query ${name}(
  $owner: String!, $name: String!, $number: Int!, ${chosen.variables},
  $items: [ID!]!, $postmortem: String!, $app: Int!
) {
  repository(owner: $owner, name: $name) {
    nameWithOwner
    visibility
    ...PostmortemFields
    issue(number: $number) {
      ...HeadFields
      comments(first: 100, ${chosen.comments}) {
        totalCount
        pageInfo { hasNextPage endCursor }
        nodes { ...CommentFields }
      }
      timelineItems(first: 100, ${chosen.events}, itemTypes: ${EVENT_TYPES}) {
        pageInfo { hasNextPage endCursor }
        nodes { ...EventFields }
      }
      allEvents: timelineItems(itemTypes: ${EVENT_TYPES}) { totalCount }
    }
  }
  items: nodes(ids: $items) { __typename ...ItemFields }
}
${FRAGMENTS}`;
}

/** Further items by node id. */
export const ITEMS = `query Items($items: [ID!]!) {
  items: nodes(ids: $items) { __typename ...ItemFields }
}
${[ITEM, CLOSER, ISSUE_LINK, ASSIGNEE, ACTOR].join('\n')}`;

/** Whether it is open, and nothing more. */
export const ISSUE_STATE = `query IssueState($owner: String!, $name: String!, $number: Int!) {
  repository(owner: $owner, name: $name) { nameWithOwner issue(number: $number) { state url } }
}`;

/** Comments of an issue or pull request that may ask to declare an incident; `home` is where it would lie. */
export const THREAD = `query Thread(
  $owner: String!, $name: String!, $number: Int!, $homeOwner: String!, $homeName: String!
) {
  home: repository(owner: $homeOwner, name: $homeName) { visibility }
  repository(owner: $owner, name: $name) {
    nameWithOwner
    visibility
    issueOrPullRequest(number: $number) {
      __typename
      ... on Issue {
        id title url body
        labels(first: 100) { nodes { name } }
        comments(last: 100) { nodes { ...CommentFields } }
      }
      ... on PullRequest { id title url comments(last: 100) { nodes { ...CommentFields } } }
    }
  }
}
${[COMMENT, ACTOR].join('\n')}`;
