import { sameIssue, type IssueRef, type RepoRef } from '../../core/ids.ts';

/** So many are followed; a longer list is a table of contents and not news. */
const MOST = 10;

/**
 * Issues that a text names (`#12`, `acme/incidents#12`, an issue's address): GitHub puts a cross
 * reference on their timeline and sends no delivery for it. Only of the same owner. May name too many,
 * since code and quotes are not told apart: a key too much costs one look.
 */
export function mentionedIssues(
  text: string | null | undefined,
  home: RepoRef,
): readonly IssueRef[] {
  const found: IssueRef[] = [];
  for (const match of (text ?? '').slice(0, 65_536).matchAll(REFERENCE)) {
    const [, owner = home.owner, name = home.name, number] = match;
    const issue = { repo: { owner, name }, number: Number(number ?? match[6]) };
    const place = match[4] === undefined ? issue : urlIssue(match, issue);
    if (place.repo.owner.toLowerCase() !== home.owner.toLowerCase()) continue;
    if (!found.some((other) => sameIssue(other, place))) found.push(place);
    if (found.length === MOST) break;
  }
  return found;
}

/** Groups: 1, 2, 3 of `owner/name#number`; 4, 5, 6 of an address. */
const REFERENCE =
  /(?<![\w/#&])(?:([A-Za-z0-9-]{1,39})\/([A-Za-z0-9._-]{1,100}))?#(\d{1,9})\b|\/\/[A-Za-z0-9.:-]{1,255}\/([A-Za-z0-9-]{1,39})\/([A-Za-z0-9._-]{1,100})\/(?:issues|pull)\/(\d{1,9})\b/g;

function urlIssue(match: RegExpMatchArray, otherwise: IssueRef): IssueRef {
  const [, , , , owner, name, number] = match;
  if (owner === undefined || name === undefined) return otherwise;
  return { repo: { owner, name }, number: Number(number) };
}
