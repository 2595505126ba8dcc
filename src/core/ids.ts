/** Names of things on GitHub, as values; how they are written and read. */

export interface RepoRef {
  readonly owner: string;
  readonly name: string;
}

export interface IssueRef {
  readonly repo: RepoRef;
  readonly number: number;
}

/** `acme/checkout` */
export function formatRepo(repo: RepoRef): string {
  return `${repo.owner}/${repo.name}`;
}

/** `acme/checkout#34` */
export function formatIssue(issue: IssueRef): string {
  return `${formatRepo(issue.repo)}#${String(issue.number)}`;
}

/**
 * Under which name a repository is kept and looked up: `acme/checkout` in lower case, for GitHub compares
 * owners and names without regard to case. Never to be shown.
 */
export function repoKey(repo: RepoRef): string {
  return formatRepo(repo).toLowerCase();
}

/** The same of an issue or pull request: `acme/checkout#34` in lower case. */
export function issueKey(issue: IssueRef): string {
  return formatIssue(issue).toLowerCase();
}

// An owner has no underscore unless it is a person managed by an enterprise (`mona_acme`).
// `.` and `..` would lead an address astray.
const REPO = /^([A-Za-z0-9][A-Za-z0-9_-]{0,99})\/(?!\.{1,2}$)([A-Za-z0-9._-]{1,100})$/;

/** Reads `acme/checkout`; `undefined` when the text is no repository name. */
export function parseRepo(text: string): RepoRef | undefined {
  const match = REPO.exec(text);
  const [, owner, name] = match ?? [];
  return owner !== undefined && name !== undefined ? { owner, name } : undefined;
}

/** Reads `acme/checkout#34`, and `#34` when a home repository is given. */
export function parseIssue(text: string, home?: RepoRef): IssueRef | undefined {
  const [before, after, ...rest] = text.split('#');
  if (rest.length > 0 || after === undefined || !/^[1-9]\d{0,8}$/.test(after)) return undefined;
  const repo = before === '' ? home : parseRepo(before ?? '');
  return repo === undefined ? undefined : { repo, number: Number(after) };
}

/** GitHub compares owners and names without regard to case. */
export function sameRepo(a: RepoRef, b: RepoRef): boolean {
  return repoKey(a) === repoKey(b);
}

export function sameIssue(a: IssueRef, b: IssueRef): boolean {
  return a.number === b.number && sameRepo(a.repo, b.repo);
}
