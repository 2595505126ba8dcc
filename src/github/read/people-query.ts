import type { IssueRef } from '../../core/ids.ts';
import type { TeamRef } from '../../core/policy/policy.ts';

/** One document with one alias a person, and one a person and team; validated in the queries' test. */
export interface PeopleQuery {
  readonly document: string;
  readonly variables: Readonly<Record<string, string | number>>;
}

export interface PeopleAsked {
  readonly logins: readonly string[];
  readonly teams: readonly TeamRef[];
  readonly issues: readonly IssueRef[];
}

/**
 * Builds the aliased authority query: what each person may do in the repository, whether they are a member
 * of each team, and what the issues are. `p0` is the first person's edge and `u0` the first
 * person; `t0` the first team with `m0` its members like the first login; `i0` the first issue's
 * repository. Logins and names travel as variables, never as text of the document. GitHub's
 * `collaborators(login:)` names exactly one; `members(query:)` matches parts, so the reader compares.
 */
export function peopleQuery(
  repo: { readonly owner: string; readonly name: string },
  { logins, teams, issues }: PeopleAsked,
): PeopleQuery {
  const people = logins.map(
    (_, p) =>
      `p${p}: collaborators(login: $l${p}, first: 1) { edges { permission node { login } } }`,
  );
  const members = logins.map(
    (_, p) => `m${p}: members(query: $l${p}, first: 50) { nodes { login } }`,
  );
  const fields = [
    `repository(owner: $owner, name: $name) { visibility ${people.join(' ')} }`,
    ...logins.map((_, p) => `u${p}: user(login: $l${p}) { login }`),
    ...teams.map(
      (_, t) =>
        `t${t}: organization(login: $o${t}) { team(slug: $s${t}) { ${members.join(' ')} } }`,
    ),
    ...issues.map(
      (_, i) =>
        `i${i}: repository(owner: $io${i}, name: $in${i}) { nameWithOwner issueOrPullRequest(number: $ii${i}) { __typename ...Linkable } }`,
    ),
  ];
  const declared = [
    '$owner: String!',
    '$name: String!',
    ...logins.map((_, p) => `$l${p}: String!`),
    ...teams.flatMap((_, t) => [`$o${t}: String!`, `$s${t}: String!`]),
    ...issues.flatMap((_, i) => [`$io${i}: String!`, `$in${i}: String!`, `$ii${i}: Int!`]),
  ];
  return {
    document: `query People(${declared.join(', ')}) {
  ${fields.join('\n  ')}
}${issues.length === 0 ? '' : `\n${LINKABLE}`}`,
    variables: {
      owner: repo.owner,
      name: repo.name,
      ...Object.fromEntries(logins.map((login, p) => [`l${p}`, login] as const)),
      ...Object.fromEntries(
        teams.flatMap(({ org, slug }, t) => [[`o${t}`, org] as const, [`s${t}`, slug] as const]),
      ),
      ...Object.fromEntries(issues.flatMap(issueVariables)),
    },
  };
}

const LINKABLE = `fragment Linkable on Issue {
  id
  number
  labels(first: 50) { nodes { name } }
  parent { number repository { nameWithOwner } }
}`;

function issueVariables(
  { repo, number }: IssueRef,
  i: number,
): readonly (readonly [string, string | number])[] {
  return [
    [`io${i}`, repo.owner],
    [`in${i}`, repo.name],
    [`ii${i}`, number],
  ];
}
