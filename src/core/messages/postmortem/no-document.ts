/** The check of a pull request in which no document names the incident. */
import type { Effect } from '../../effects.ts';
import { formatIssue, type IssueRef } from '../../ids.ts';
import { markdownOf, paragraph } from '../../markdown/build.ts';

export type CheckWords = Pick<
  Extract<Effect, { readonly kind: 'report-check' }>,
  'conclusion' | 'title' | 'summary' | 'text' | 'annotations'
>;

/** How the document is known, so that it can be known again. */
export function noDocumentCheck(incident: IssueRef): CheckWords {
  return {
    conclusion: 'failure',
    title: 'The document is missing',
    summary: markdownOf([
      paragraph(
        'No Markdown file on this branch says in its front matter which incident it is about. The document begins with these lines, whatever it is called and wherever it lies:',
      ),
      {
        type: 'code',
        lang: 'yaml',
        meta: null,
        value: `---\nincident: ${formatIssue(incident)}\n---`,
      },
      paragraph(
        'Put them back at the top of the file. If there is no such file any more, take it from the history of this branch, or delete what is in its place: then it is written anew.',
      ),
    ]),
    text: null,
    annotations: [],
  };
}
