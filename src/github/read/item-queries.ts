/** The GraphQL queries about action items alone; validated against the official schema in `tests/github/queries.test.ts`. */
import type { IssueRef } from '../../core/ids.ts';
import { ACTOR, ASSIGNEE, CLOSER, COMMENT, ISSUE_LINK, ITEM } from './incident-queries.ts';

/** An item as its incident shows it, with its comments. Costs two points. */
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

/** Builds the aliased question after issues that a text names: `i0` is the first one's repository. */
export function linkableQuery(issues: readonly IssueRef[]): {
  readonly document: string;
  readonly variables: Readonly<Record<string, string | number>>;
} {
  const declared = issues.map((_, i) => `$o${i}: String!, $n${i}: String!, $i${i}: Int!`);
  const fields = issues.map(
    (_, i) => `i${i}: repository(owner: $o${i}, name: $n${i}) {
    nameWithOwner
    issueOrPullRequest(number: $i${i}) { __typename ...Linkable }
  }`,
  );
  return {
    document: `query Linkable(${declared.join(', ')}) {
  ${fields.join('\n  ')}
}
fragment Linkable on Issue {
  id number url
  labels(first: 50) { nodes { name } }
  parent { number repository { nameWithOwner } }
}`,
    variables: Object.fromEntries(issues.flatMap(variablesOf)),
  };
}

function variablesOf(
  { repo, number }: IssueRef,
  i: number,
): readonly (readonly [string, string | number])[] {
  return [
    [`o${i}`, repo.owner],
    [`n${i}`, repo.name],
    [`i${i}`, number],
  ];
}
