/** One request for the policy at the head of the default branch; validated in the queries' test. */
export const POLICY_FILE_QUERY = `query PolicyFile($owner: String!, $name: String!, $file: String!) {
  repository(owner: $owner, name: $name) {
    defaultBranchRef { target { oid } }
    object(expression: $file) { ... on Blob { oid text } }
  }
}`;

/** The commit at the head of the default branch. */
export const HEAD_QUERY = `query Head($owner: String!, $name: String!) {
  repository(owner: $owner, name: $name) { defaultBranchRef { target { oid } } }
}`;

/** What a pull request does to one file: whether it changes it, and the file at its head. */
export const POLICY_PROPOSAL_QUERY = `query PolicyProposal(
  $owner: String!, $name: String!, $number: Int!, $path: String!, $after: String
) {
  repository(owner: $owner, name: $name) {
    visibility
    pullRequest(number: $number) {
      state
      isCrossRepository
      headRefOid
      files(first: 100, after: $after) {
        pageInfo { hasNextPage endCursor }
        nodes { path changeType }
      }
      commits(last: 1) {
        nodes { commit { oid file(path: $path) { object { ... on Blob { oid text } } } } }
      }
    }
  }
}`;
