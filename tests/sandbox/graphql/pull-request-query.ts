/** What an app reads of a pull request, all at once. */
export const pullRequestQuery = /* GraphQL */ `
  query ($number: Int!) {
    repository(owner: "acme", name: "shop") {
      pullRequest(number: $number) {
        id
        number
        state
        isDraft
        author {
          login
          __typename
        }
        baseRefName
        headRefName
        headRefOid
        isInMergeQueue
        mergeable
        mergeStateStatus
        reviewDecision
        autoMergeRequest {
          enabledAt
        }
        labels(first: 10) {
          nodes {
            name
          }
        }
        files(first: 100) {
          totalCount
          nodes {
            path
            changeType
          }
        }
        closingIssuesReferences(first: 20) {
          nodes {
            number
            repository {
              nameWithOwner
            }
          }
        }
        reviews(first: 10) {
          nodes {
            state
            author {
              login
            }
            commit {
              oid
            }
          }
        }
        commits(last: 1) {
          nodes {
            commit {
              oid
              associatedPullRequests(first: 10) {
                nodes {
                  number
                }
              }
              statusCheckRollup {
                state
                contexts(first: 5) {
                  nodes {
                    __typename
                    ... on CheckRun {
                      name
                      conclusion
                      isRequired(pullRequestNumber: $number)
                    }
                  }
                }
              }
              checkSuites(first: 1, filterBy: { appId: 7001 }) {
                nodes {
                  app {
                    slug
                  }
                  conclusion
                  checkRuns(first: 1, filterBy: { checkName: "norepeat/gate", checkType: LATEST }) {
                    nodes {
                      databaseId
                      conclusion
                      externalId
                    }
                  }
                }
              }
            }
          }
        }
      }
    }
  }
`;
