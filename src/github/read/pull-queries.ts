/**
 * The GraphQL queries about pull requests, groups and the commits they end in; validated against the
 * official schema in `tests/github/queries.test.ts`. By GitHub's formula (a hundredth of the connections
 * that have to be followed) one pull request costs two points, a page of a hundred or the entries of a
 * queue about twenty; at most 50,000 nodes of 500,000.
 */
import { GATE_CHECK } from '../../core/gate/check-name.ts';
import { ACTOR, COMMENT } from './incident-queries.ts';

/** How many commits of a pull request one request shows; `PULL_COMMITS` shows the others. */
const ALONE = { commits: 100 };
const AMONG_MANY = { commits: 10 };

function pullFields({ commits }: { readonly commits: number }): string {
  return `fragment PullFields on PullRequest {
  id
  number
  url
  state
  isDraft
  updatedAt
  author { ...ActorFields }
  baseRefName
  headRefOid
  isInMergeQueue
  autoMergeRequest { enabledAt }
  changedFiles
  files(first: 100) { ...Files }
  closingIssuesReferences(first: 50) { nodes { number repository { nameWithOwner } } }
  latestOpinionatedReviews(first: 100) {
    nodes { state submittedAt author { ...ActorFields } commit { oid } }
  }
  labels(first: 100) { nodes { name } }
  events: timelineItems(
    last: 50, itemTypes: [LABELED_EVENT UNLABELED_EVENT HEAD_REF_FORCE_PUSHED_EVENT]
  ) {
    nodes {
      __typename
      ... on LabeledEvent { createdAt actor { ...ActorFields } label { name } }
      ... on UnlabeledEvent { createdAt actor { ...ActorFields } label { name } }
      ... on HeadRefForcePushedEvent { createdAt afterCommit { oid } }
    }
  }
  commits(first: ${commits}) { ...Commits }
  head: commits(last: 1) { nodes { commit { ...OwnRun } } }
}`;
}

const FILES = `fragment Files on PullRequestChangedFileConnection {
  totalCount
  pageInfo { hasNextPage endCursor }
  nodes { path changeType }
}`;

/** The changed files that follow the first hundred. */
export const PULL_FILES = `query PullFiles(
  $owner: String!, $name: String!, $number: Int!, $after: String!
) {
  repository(owner: $owner, name: $name) {
    pullRequest(number: $number) {
      headRefOid
      changedFiles
      files(first: 100, after: $after) { ...Files }
    }
  }
}
${FILES}`;

const COMMITS = `fragment Commits on PullRequestCommitConnection {
  totalCount
  nodes {
    commit {
      signature { isValid wasSignedByGitHub }
      committer { user { login } }
      authors(first: 10) { totalCount nodes { user { login } } }
    }
  }
}`;

/** Who wrote the commits of pull requests that have more than were shown. */
export const PULL_COMMITS = `query PullCommits($ids: [ID!]!) {
  nodes(ids: $ids) {
    __typename
    ... on PullRequest { id commits(first: ${ALONE.commits}) { ...Commits } }
  }
}
${COMMITS}`;

/** When the commit came, and what the app wrote there last. */
const OWN_RUN = `fragment OwnRun on Commit {
  oid
  checkSuites(first: 1, filterBy: { appId: $app }) {
    nodes {
      createdAt
      checkRuns(first: 1, filterBy: { checkName: "${GATE_CHECK}", checkType: LATEST }) {
        nodes { externalId status }
      }
    }
  }
}`;

/** Which pull requests a commit belongs to: their ids are enough to see whether it is their head. */
const SHARERS = `fragment Sharers on Commit {
  associatedPullRequests(first: 50) {
    totalCount
    nodes { id number state headRefOid repository { nameWithOwner } }
  }
}`;

const REPOSITORY = 'nameWithOwner visibility defaultBranchRef { name }';

const ONE_OF_MANY = [pullFields(AMONG_MANY), FILES, COMMITS, OWN_RUN, ACTOR].join('\n');
const ONE_PULL = [pullFields(ALONE), FILES, COMMITS, OWN_RUN, SHARERS, ACTOR].join('\n');

export const PULL = `query Pull($owner: String!, $name: String!, $number: Int!, $app: Int!) {
  repository(owner: $owner, name: $name) {
    ${REPOSITORY}
    pullRequest(number: $number) {
      ...PullFields
      sharers: commits(last: 1) { nodes { commit { oid ...Sharers } } }
    }
  }
}
${ONE_PULL}`;

/** As `PULL`, with the comments that may hold commands. */
export const PULL_THREAD = `query PullThread(
  $owner: String!, $name: String!, $number: Int!, $app: Int!
) {
  repository(owner: $owner, name: $name) {
    ${REPOSITORY}
    pullRequest(number: $number) {
      ...PullFields
      sharers: commits(last: 1) { nodes { commit { oid ...Sharers } } }
      comments(last: 100) { nodes { ...CommentFields } }
    }
  }
}
${ONE_PULL}
${COMMENT}`;

/** Others on the same head, by node id. */
export const PULLS = `query Pulls($ids: [ID!]!, $app: Int!) {
  nodes(ids: $ids) { __typename ...PullFields }
}
${ONE_OF_MANY}`;

export const PULL_PAGE = `query PullPage(
  $owner: String!, $name: String!, $app: Int!, $count: Int!, $after: String
) {
  repository(owner: $owner, name: $name) {
    ${REPOSITORY}
    pullRequests(
      states: OPEN, first: $count, after: $after, orderBy: { field: UPDATED_AT, direction: DESC }
    ) {
      pageInfo { hasNextPage endCursor }
      nodes { ...PullFields }
    }
  }
}
${ONE_OF_MANY}`;

/** A commit by its id, where the list of a pull request's commits ends before its head. */
export const HEAD_COMMIT = `query HeadCommit(
  $owner: String!, $name: String!, $sha: GitObjectID!, $app: Int!
) {
  repository(owner: $owner, name: $name) {
    object(oid: $sha) { ... on Commit { ...OwnRun ...Sharers } }
  }
}
${[OWN_RUN, SHARERS].join('\n')}`;

/** Whose head is what, of all that are open: for commits of forks, which GitHub may not associate. */
export const OPEN_HEADS = `query OpenHeads($owner: String!, $name: String!, $after: String) {
  repository(owner: $owner, name: $name) {
    nameWithOwner
    pullRequests(
      states: OPEN, first: 100, after: $after, orderBy: { field: UPDATED_AT, direction: DESC }
    ) {
      pageInfo { hasNextPage endCursor }
      nodes { id number headRefOid }
    }
  }
}`;

export const MERGE_QUEUE = `query MergeQueue(
  $owner: String!, $name: String!, $branch: String!, $app: Int!, $count: Int!, $after: String
) {
  repository(owner: $owner, name: $name) {
    ${REPOSITORY}
    mergeQueue(branch: $branch) {
      entries(first: $count, after: $after) {
        pageInfo { hasNextPage endCursor }
        nodes {
          position
          baseCommit { oid }
          headCommit { ...OwnRun }
          pullRequest { ...PullFields }
        }
      }
    }
  }
}
${ONE_OF_MANY}`;
