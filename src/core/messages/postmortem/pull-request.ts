/** The pull request of a postmortem: its title, what it says to whoever opens it, and its commits. */
import { formatIssue, type IssueRef } from '../../ids.ts';
import { bullets, code, markdownOf, paragraph, phrasing, strong } from '../../markdown/build.ts';
import { safeLink, safeString } from '../../markdown/safe.ts';

interface Subject {
  readonly ref: IssueRef;
  readonly title: string;
}

/** GitHub takes 256 characters of a title. */
const LONGEST_TITLE = 256;

/** `Postmortem: Checkout is down (#12)` */
export function pullTitle({ ref, title }: Subject): string {
  const fits = [180, 140, 100, 60].map(
    (longest) => `Postmortem: ${safeString(title, longest)} (#${String(ref.number)})`,
  );
  return (
    fits.find(({ length }) => length <= LONGEST_TITLE) ?? `Postmortem of #${String(ref.number)}`
  );
}

/** What fills itself, what is asked of people, who reads it, and what merging it means. */
export function pullBody({
  ref,
  path,
  earlier,
}: {
  readonly ref: IssueRef;
  readonly path: string;
  readonly earlier: string | null;
}): string {
  const number = `#${String(ref.number)}`;
  return markdownOf([
    paragraph(
      `Postmortem of ${number}: what happened, why, and what will keep it from happening again. The document is `,
      code(path),
      '.',
    ),
    bullets([
      phrasing(
        strong('Write'),
        ' what the incident does not know: the causes, what went well and badly, the lessons. Questions in italics show where. Edit the file on this branch, as any other; what you write is never overwritten.',
      ),
      phrasing(
        strong('It fills itself'),
        ` with the facts of ${number}, and follows them at most once an hour until somebody approves. To correct a fact, say it in the incident.`,
      ),
      phrasing(
        strong('Action items:'),
        ' a row added to the table becomes an issue when this is merged, or at once with ',
        code('/create-items'),
        '.',
      ),
      phrasing(
        strong('The check'),
        ' ',
        code('norepeat/postmortem'),
        ' lists what is left, each at its line.',
      ),
      phrasing(
        strong('Merge it'),
        ' when those who were there agree that it is right and somebody who was not has understood it. Merging publishes it.',
      ),
    ]),
    ...(earlier === null
      ? []
      : [paragraph('It goes on from ', safeLink(earlier, 'an earlier pull request'), '.')]),
  ]);
}

/** The first line of a commit. */
export const COMMIT_HEADLINES = {
  open: 'Open the postmortem',
  follow: 'Bring the postmortem up to what the incident says',
  index: 'Bring the index of postmortems up to date',
} as const;

/** Below it: from where, so that the history of the file can be read alone. */
export function commitBody({ ref }: Pick<Subject, 'ref'>): string {
  return `Of ${formatIssue(ref)}. What people wrote stays as it is.`;
}
