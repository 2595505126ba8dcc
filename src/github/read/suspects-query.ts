import type { RepoRef } from '../../core/ids.ts';

/**
 * One aliased query for the latest merged pull requests and deployments of up to ten repositories. By
 * update and creation, newest first, so that a day is nearly always on the first page. `home` is where
 * they will be shown: how widely it can be read decides what may be said of them.
 */
export function suspectsQuery(
  repos: readonly RepoRef[],
  home: RepoRef,
): {
  readonly document: string;
  readonly variables: Readonly<Record<string, string>>;
} {
  const fields = repos.map(
    (_, r) => `r${r}: repository(owner: $o${r}, name: $n${r}) { ...RepositorySuspects }`,
  );
  const declared = [
    '$owner: String!',
    '$name: String!',
    ...repos.flatMap((_, r) => [`$o${r}: String!`, `$n${r}: String!`]),
  ];
  return {
    document: `query Suspects(${declared.join(', ')}) {
  home: repository(owner: $owner, name: $name) { visibility }
  ${fields.join('\n  ')}
}
fragment RepositorySuspects on Repository {
  nameWithOwner
  url
  visibility
  pullRequests(states: MERGED, first: 50, orderBy: { field: UPDATED_AT, direction: DESC }) {
    pageInfo { hasNextPage }
    nodes { number title url updatedAt mergedAt mergedBy { login } author { login } }
  }
  deployments(first: 50, orderBy: { field: CREATED_AT, direction: DESC }) {
    pageInfo { hasNextPage }
    nodes { environment createdAt creator { login } ref { name } commitOid }
  }
}`,
    variables: {
      owner: home.owner,
      name: home.name,
      ...Object.fromEntries(
        repos.flatMap(({ owner, name }, r) => [
          [`o${r}`, owner],
          [`n${r}`, name],
        ]),
      ),
    },
  };
}
