import type { TeamRef } from '../../core/policy/policy.ts';

/** One document with one alias a person, and one a person and team; validated in the queries' test. */
export interface PeopleQuery {
  readonly document: string;
  readonly variables: Readonly<Record<string, string>>;
}

/**
 * Builds the aliased authority query: what each person may do in the repository, and whether they are a
 * member of each team. `p0` is the first person's edge; `t0` the first team with `m0` its members like
 * the first login. Logins and names travel as variables, never as text of the document. GitHub's
 * `collaborators(login:)` names exactly one; `members(query:)` matches parts, so the reader compares.
 */
export function peopleQuery(
  repo: { readonly owner: string; readonly name: string },
  logins: readonly string[],
  teams: readonly TeamRef[],
): PeopleQuery {
  const people = logins.map(
    (_, p) =>
      `p${p}: collaborators(login: $l${p}, first: 1) { edges { permission node { login } } }`,
  );
  const members = logins.map(
    (_, p) => `m${p}: members(query: $l${p}, first: 50) { nodes { login } }`,
  );
  const teamFields = teams.map(
    (_, t) => `t${t}: organization(login: $o${t}) { team(slug: $s${t}) { ${members.join(' ')} } }`,
  );
  const declared = [
    '$owner: String!',
    '$name: String!',
    ...logins.map((_, p) => `$l${p}: String!`),
    ...teams.flatMap((_, t) => [`$o${t}: String!`, `$s${t}: String!`]),
  ];
  return {
    document: `query People(${declared.join(', ')}) {
  repository(owner: $owner, name: $name) { visibility ${people.join(' ')} }
  ${teamFields.join('\n  ')}
}`,
    variables: {
      owner: repo.owner,
      name: repo.name,
      ...Object.fromEntries(logins.map((login, p) => [`l${p}`, login])),
      ...Object.fromEntries(
        teams.flatMap(({ org, slug }, t) => [
          [`o${t}`, org],
          [`s${t}`, slug],
        ]),
      ),
    },
  };
}
