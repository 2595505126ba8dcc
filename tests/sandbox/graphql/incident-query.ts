/** What an app reads of an incident, all at once. */
export const incidentQuery = /* GraphQL */ `
  query ($owner: String!, $repo: String!, $number: Int!, $since: DateTime) {
    rateLimit {
      cost
      nodeCount
      remaining
    }
    repository(owner: $owner, name: $repo) {
      issue(number: $number) {
        id
        fullDatabaseId
        title
        body
        state
        stateReason
        url
        createdAt
        lastEditedAt
        author {
          login
          __typename
        }
        labels(first: 50) {
          nodes {
            name
            color
            description
          }
        }
        assignees(first: 10) {
          nodes {
            login
          }
        }
        parent {
          number
        }
        subIssuesSummary {
          total
          completed
          percentCompleted
        }
        subIssues(first: 100) {
          nodes {
            id
            number
            title
            state
            stateReason
            url
            closedAt
            assignees(first: 5) {
              nodes {
                login
              }
            }
            labels(first: 20) {
              nodes {
                name
              }
            }
          }
        }
        comments(first: 100, orderBy: { field: UPDATED_AT, direction: DESC }) {
          totalCount
          pageInfo {
            hasNextPage
            endCursor
          }
          nodes {
            id
            fullDatabaseId
            body
            bodyHTML
            createdAt
            updatedAt
            lastEditedAt
            isMinimized
            minimizedReason
            viewerDidAuthor
            author {
              login
              __typename
            }
            reactionGroups {
              content
              viewerHasReacted
              reactors(first: 5) {
                nodes {
                  ... on User {
                    login
                  }
                  ... on Bot {
                    login
                  }
                }
              }
            }
          }
        }
        timelineItems(
          first: 100
          since: $since
          itemTypes: [
            LABELED_EVENT
            UNLABELED_EVENT
            CLOSED_EVENT
            REOPENED_EVENT
            ASSIGNED_EVENT
            UNASSIGNED_EVENT
            CROSS_REFERENCED_EVENT
            RENAMED_TITLE_EVENT
            SUB_ISSUE_ADDED_EVENT
            COMMENT_DELETED_EVENT
          ]
        ) {
          totalCount
          filteredCount
          nodes {
            __typename
            ... on LabeledEvent {
              id
              createdAt
              actor {
                login
                __typename
              }
              label {
                name
              }
            }
            ... on UnlabeledEvent {
              createdAt
              label {
                name
              }
            }
            ... on ClosedEvent {
              createdAt
              stateReason
              closer {
                __typename
                ... on PullRequest {
                  number
                }
              }
            }
            ... on ReopenedEvent {
              createdAt
            }
            ... on AssignedEvent {
              assignee {
                ... on User {
                  login
                }
              }
            }
            ... on UnassignedEvent {
              assignee {
                ... on User {
                  login
                }
              }
            }
            ... on CrossReferencedEvent {
              isCrossRepository
              willCloseTarget
              source {
                ... on Issue {
                  number
                }
                ... on PullRequest {
                  number
                }
              }
            }
            ... on RenamedTitleEvent {
              previousTitle
              currentTitle
            }
            ... on SubIssueAddedEvent {
              subIssue {
                number
              }
            }
            ... on CommentDeletedEvent {
              deletedCommentAuthor {
                login
              }
            }
          }
        }
        closedByPullRequestsReferences(first: 10, includeClosedPrs: true) {
          nodes {
            number
            merged
          }
        }
      }
    }
  }
`;
