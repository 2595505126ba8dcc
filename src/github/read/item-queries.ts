import { ACTOR, ASSIGNEE, CLOSER, COMMENT, ISSUE_LINK, ITEM } from './incident-queries.ts';

/**
 * An item as its incident shows it, with its comments; validated against the official schema in
 * `tests/github/queries.test.ts`. Costs two points.
 */
export const ITEM_THREAD = `query ItemThread($owner: String!, $name: String!, $number: Int!) {
  repository(owner: $owner, name: $name) {
    nameWithOwner
    visibility
    issue(number: $number) {
      ...ItemFields
      lastEditedAt
      editor { ...ActorFields }
      comments(last: 100) { nodes { ...CommentFields } }
    }
  }
}
${[ITEM, CLOSER, ISSUE_LINK, COMMENT, ASSIGNEE, ACTOR].join('\n')}`;
