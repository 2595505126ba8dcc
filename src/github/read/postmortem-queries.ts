/**
 * The GraphQL queries about postmortems; validated against the official schema in
 * `tests/github/queries.test.ts`. By GitHub's formula a postmortem costs four points, most of them for what
 * is said on three pull requests; texts and candidates one each. At most 5,000 nodes of 500,000.
 */
import { POSTMORTEM_CHECK } from '../../core/postmortem/check-name.ts';
import { ACTOR } from './incident-queries.ts';

/** Whoever forks the repository may open pull requests from a branch of that name: hence some. */
const AT_ONCE = 3;

const ASKED = `fragment AskedFields on RequestedReviewer {
  __typename
  ... on User { login }
  ... on Team { slug organization { login } }
}`;

const REVIEW = `fragment ReviewFields on PullRequestReview {
  id
  state
  submittedAt
  author { ...ActorFields }
  commit { oid }
}`;

/** Opinions apart from remarks, so that however much is remarked no approval is overlooked. */
const PULL = `fragment PostmortemPullFields on PullRequest {
  number
  url
  state
  isCrossRepository
  baseRefName
  headRefOid
  mergeable
  createdAt
  closedAt
  mergedAt
  author { ...ActorFields }
  mergedBy { ...ActorFields }
  labels(first: 100) { nodes { name } }
  opinions: reviews(last: 100, states: [APPROVED CHANGES_REQUESTED DISMISSED]) {
    nodes { ...ReviewFields }
  }
  remarks: reviews(last: 100, states: [COMMENTED]) {
    nodes { ...ReviewFields comments(first: 1) { nodes { body createdAt } } }
  }
  comments(last: 100) { nodes { id fullDatabaseId body createdAt author { ...ActorFields } } }
  reviewRequests(first: 100) { nodes { requestedReviewer { ...AskedFields } } }
  events: timelineItems(
    last: 100
    itemTypes: [REVIEW_REQUESTED_EVENT REVIEW_DISMISSED_EVENT CLOSED_EVENT REOPENED_EVENT]
  ) {
    nodes {
      __typename
      ... on ReviewRequestedEvent {
        actor { ...ActorFields }
        requestedReviewer { ...AskedFields }
      }
      ... on ClosedEvent { actor { ...ActorFields } }
      ... on ReopenedEvent { actor { ...ActorFields } }
      ... on ReviewDismissedEvent { previousReviewState review { id } }
    }
  }
  files(first: 100) { pageInfo { hasNextPage } nodes { path changeType } }
  commits(last: 100) {
    nodes {
      commit {
        committedDate
        author { name user { login } }
        signature { isValid wasSignedByGitHub }
      }
    }
  }
  head: commits(last: 1) {
    nodes {
      commit {
        oid
        checkSuites(first: 1, filterBy: { appId: $app }) {
          nodes {
            status
            checkRuns(first: 1, filterBy: { checkName: "${POSTMORTEM_CHECK}", checkType: LATEST }) {
              nodes { externalId status }
            }
          }
        }
      }
    }
  }
}`;

/** `$labels` are any of which one is enough. */
export const POSTMORTEM = `query Postmortem(
  $owner: String!, $name: String!, $app: Int!, $branch: String!, $ref: String!,
  $template: String!, $index: String!, $indexOnBranch: String!,
  $folder: String!, $labels: [String!]!
) {
  repository(owner: $owner, name: $name) {
    nameWithOwner
    defaultBranchRef { name target { oid } }
    ref(qualifiedName: $ref) { target { oid } }
    template: object(expression: $template) { ...TextFields }
    index: object(expression: $index) { ...TextFields }
    indexOnBranch: object(expression: $indexOnBranch) { ...TextFields }
    folder: object(expression: $folder) { ... on Tree { entries { name } } }
    pulls: pullRequests(
      headRefName: $branch, first: ${String(AT_ONCE)},
      orderBy: { field: CREATED_AT, direction: DESC }
    ) {
      pageInfo { hasNextPage }
      nodes { ...PostmortemPullFields }
    }
    others: pullRequests(
      labels: $labels, first: 50, orderBy: { field: CREATED_AT, direction: DESC }
    ) {
      nodes {
        headRefName
        isCrossRepository
        state
        createdAt
        reviewRequests(first: 20) { nodes { requestedReviewer { ...AskedFields } } }
        latestReviews(first: 20) { nodes { author { ...ActorFields } } }
      }
    }
  }
}

fragment TextFields on Blob { text isTruncated byteSize }
${[PULL, REVIEW, ASKED, ACTOR].join('\n')}`;

/** The one with this number, in the same words. */
export const POSTMORTEM_PULL = `query PostmortemPull(
  $owner: String!, $name: String!, $number: Int!, $app: Int!
) {
  repository(owner: $owner, name: $name) {
    pullRequest(number: $number) { ...PostmortemPullFields }
  }
}
${[PULL, REVIEW, ASKED, ACTOR].join('\n')}`;

/** The texts of files at a commit, `f0` the first; each expression is `<oid>:<path>`. */
export function textsQuery(count: number): string {
  const places = Array.from({ length: count }, (_, i) => String(i));
  const declared = places.map((i) => `$f${i}: String!`);
  return `query PostmortemTexts($owner: String!, $name: String!, ${declared.join(', ')}) {
  repository(owner: $owner, name: $name) {
    ${places.map((i) => `f${i}: object(expression: $f${i}) { ...TextFields }`).join('\n    ')}
  }
}

fragment TextFields on Blob { text isTruncated byteSize }`;
}

/** Everybody with access, a hundred a page, and the members of so many teams. */
export function candidatesQuery(teams: number): string {
  const places = Array.from({ length: teams }, (_, i) => String(i));
  const declared = places.flatMap((i) => [`$o${i}: String!`, `$s${i}: String!`]);
  const members = places.map(
    (i) =>
      `t${i}: organization(login: $o${i}) { team(slug: $s${i}) { members(first: 100) { nodes { login } } } }`,
  );
  return `query Candidates(${['$owner: String!', '$name: String!', '$after: String', ...declared].join(', ')}) {
  repository(owner: $owner, name: $name) {
    visibility
    collaborators(first: 100, after: $after) {
      pageInfo { hasNextPage endCursor }
      edges { permission node { login } }
    }
  }
  ${members.join('\n  ')}
}`;
}
