import type { PullFacts } from '../facts.ts';

/** Whose change it is: nobody of them can vouch for it. */
export interface Authors {
  /** Lower-case logins. */
  readonly logins: ReadonlySet<string>;
  /** False: an app opened a pull request, and somebody unknown wrote a commit of it. */
  readonly complete: boolean;
}

/**
 * Those who opened the pull requests. One that an app opened belongs to everybody who wrote its commits:
 * otherwise whoever makes an app open it could vouch for their own work.
 */
export function authorsOf(pulls: readonly PullFacts[]): Authors {
  const logins = new Set<string>();
  let complete = true;
  for (const { author, commitAuthors } of pulls) {
    if (author.kind === 'person') {
      logins.add(author.login.toLowerCase());
      continue;
    }
    if (!commitAuthors.complete) complete = false;
    for (const writer of commitAuthors.authors) {
      if (writer === null) complete = false;
      else logins.add(writer.login.toLowerCase());
    }
  }
  return { logins, complete };
}
