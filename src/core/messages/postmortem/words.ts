import type { IssueRef } from '../../ids.ts';
import { formatIssue, sameRepo } from '../../ids.ts';
import { phrasing, type Words } from '../../markdown/build.ts';
import { safe, safeLink, safeString } from '../../markdown/safe.ts';
import type { Telling } from '../../postmortem/telling.ts';

/** Said in place of a fact that is not known, or not any more. */
export const NOT_KNOWN = 'not known';

/** Without `@`, as dead text: a file pings nobody. */
export function personName(login: string | null): string {
  return login === null || login === 'ghost' ? 'somebody' : safeString(login, 100);
}

/** What a person wrote, as the end of our sentence: in quotation marks, with one full stop. */
export function quoted(said: string, longest = 400): Words {
  return phrasing('“', safe(said.trim().replace(/\.$/, ''), longest), '”.');
}

/** `#12` at home, `acme/checkout#34` elsewhere, as dead text. */
export function issueName(ref: IssueRef, { incident }: Telling): string {
  const name = sameRepo(ref.repo, incident.ref.repo) ? `#${String(ref.number)}` : formatIssue(ref);
  return safeString(name);
}

/** Number and title with a link; no more than that there is one, where not everybody may know. */
export function issueWords(
  issue: {
    readonly ref: IssueRef;
    readonly url: string;
    readonly title: string;
    readonly restricted: boolean;
  },
  telling: Telling,
): Words {
  if (issue.restricted && !telling.incident.restricted) return 'a restricted issue';
  return phrasing(safeLink(issue.url, issueName(issue.ref, telling)), ' ', safe(issue.title, 120));
}

/** Puts sentences after each other. */
export function sentences(...all: readonly (Words | null)[]): Words {
  return all
    .flatMap((one) => (one === null ? [] : [phrasing(one)]))
    .filter((one) => one.length > 0)
    .flatMap((one, index) => phrasing(index === 0 ? '' : ' ', one));
}
