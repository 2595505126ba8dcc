import type { PullFacts } from '../facts.ts';

/** Whose change it is: nobody of them can vouch for it. */
export interface Authors {
  /** Lower-case logins. */
  readonly logins: ReadonlySet<string>;
  /** False: apps opened every pull request, and somebody unknown wrote a commit of one. */
  readonly complete: boolean;
}

/**
 * Those who opened the pull requests. One that an app opened belongs to everybody who wrote its commits:
 * otherwise whoever makes an app open it could vouch for their own work. Where a person opened another one
 * on the same head, the change is theirs as if they had opened the only one: whatever name is in its
 * commits, a second pull request of an app takes the vouching of others from nobody.
 */
export function authorsOf(pulls: readonly PullFacts[]): Authors {
  const logins = new Set<string>();
  const byPerson = pulls.some(({ author }) => author.kind === 'person');
  let allKnown = true;
  for (const { author, commitAuthors } of pulls) {
    if (author.kind === 'person') {
      logins.add(author.login.toLowerCase());
      continue;
    }
    if (!commitAuthors.complete) allKnown = false;
    for (const writer of commitAuthors.authors) {
      if (writer === null) allKnown = false;
      else logins.add(writer.login.toLowerCase());
    }
  }
  return { logins, complete: byPerson || allKnown };
}
