/** What a person is told where GitHub keeps the app from writing a postmortem, and once it no longer does. */
import { postmortemBranch } from '../../followup/postmortem-branch.ts';
import { formatIssue, formatRepo, type IssueRef } from '../../ids.ts';
import { code, markdownOf, paragraph, phrasing, strong, type Words } from '../../markdown/build.ts';
import { safe } from '../../markdown/safe.ts';

/** What is in the way. `said`: GitHub's words. */
export type PostmortemTrouble =
  | { readonly is: 'no-commit' }
  /** A permission of the app is missing, or the repository takes no writes at all. */
  | { readonly is: 'permission'; readonly said: string }
  /** A rule of the repository, as far as anybody can tell. */
  | { readonly is: 'refused'; readonly said: string }
  /** GitHub took it each time, and nothing came of it. */
  | { readonly is: 'silent' };

export const TROUBLE_MARKER = '<!-- norepeat:postmortem-trouble -->';

const LONGEST_SAID = 300;

/** A comment on the incident; `pull` is its postmortem where one is open. */
export function troubleComment(
  trouble: PostmortemTrouble,
  { incident, pull }: { readonly incident: IssueRef; readonly pull: IssueRef | null },
): string {
  const what =
    pull === null
      ? 'The postmortem of this incident could not be opened.'
      : `The postmortem of this incident, #${String(pull.number)}, could not be kept current.`;
  const body = markdownOf([
    paragraph(strong(what), ' ', ...whyWords(trouble)),
    paragraph(...wayOut(trouble, incident)),
    paragraph(
      'The app tries it again by itself, tonight at the latest, and says here when it is over. ',
      'Nothing of the incident is lost meanwhile: the document is made of what is said here.',
    ),
  ]);
  return `${TROUBLE_MARKER}\n${body}`;
}

/** In its place, once it is over. */
export function troubleOver(pull: IssueRef): string {
  const number = `#${String(pull.number)}`;
  const words = `The app can write the postmortem of this incident again: it is open as ${number}.`;
  return `${TROUBLE_MARKER}\n${markdownOf([paragraph(words)])}`;
}

function whyWords(trouble: PostmortemTrouble): readonly Words[] {
  switch (trouble.is) {
    case 'no-commit':
      return [
        'Its repository has no commit yet, so there is nothing from which a branch could begin.',
      ];
    case 'permission':
    case 'refused':
      return ['GitHub says: “', safe(trouble.said, LONGEST_SAID), '”'];
    case 'silent':
      return ['GitHub did not refuse it, but nothing came of it either.'];
  }
}

function wayOut(trouble: PostmortemTrouble, incident: IssueRef): readonly Words[] {
  const branch = code(postmortemBranch(incident.number));
  const repo = formatRepo(incident.repo);
  switch (trouble.is) {
    case 'no-commit':
      return ['What to do: commit any file to its default branch, a README for example.'];
    case 'permission':
      return [
        'What to do: an owner of the organisation opens the settings page of the app’s installation, accepts the permissions that it asks for, to write contents and pull requests, and sees that ',
        code(repo),
        ' is among its repositories. In an archived repository nobody can write.',
      ];
    case 'refused':
      return [
        phrasing(
          'What to do: an administrator of ',
          code(repo),
          ' looks whether a rule for branches',
        ),
        ' forbids the app to make ',
        branch,
        ' or to commit to it, and lets the app bypass that rule for branches that begin with ',
        code('norepeat/'),
        '.',
      ];
    case 'silent':
      return [
        'What to do: look whether a pull request from ',
        branch,
        ' is open already, into another branch or by another hand, and whether that branch still has a document for ',
        safe(formatIssue(incident), 200),
        '.',
      ];
  }
}
