/** What the incident and its items are told once the postmortem is merged. */
import type { Paragraph } from 'mdast';
import type { IssueRef } from '../../ids.ts';
import { formatIssue, sameRepo } from '../../ids.ts';
import {
  bullets,
  code,
  joined,
  markdownOf,
  paragraph,
  phrasing,
  strong,
  type Words,
} from '../../markdown/build.ts';
import { safe, safeLink, safeString } from '../../markdown/safe.ts';
import { countOf } from '../spans.ts';

export interface PublishedWords {
  readonly pull: { readonly ref: IssueRef; readonly url: string };
  readonly mergedBy: string;
  /** Path from the root of the repository and address; null where nobody knows the document. */
  readonly document: { readonly path: string; readonly url: string } | null;
  /** Items that were made of rows of its table, and rows that are still to be made. */
  readonly items: readonly {
    readonly ref: IssueRef;
    readonly title: string;
    readonly url: string;
    readonly restricted: boolean;
  }[];
  readonly waiting: number;
  /** Issues that were opened for rows when there was no room below the incident any more. */
  readonly unlinked: readonly IssueRef[];
  /** Rows for which none was opened, for the same reason. */
  readonly left: number;
}

const MOST = 20;

/** Below the incident: where it is, and what became of its table. */
export function publishedComment(words: PublishedWords): string {
  const { pull, mergedBy, document, items, waiting } = words;
  const number = `#${String(pull.ref.number)}`;
  const where =
    document === null
      ? safeLink(pull.url, number)
      : safeLink(document.url, safeString(document.path, 200));
  const shown = items.slice(0, MOST).map((item) => itemWords(item, pull.ref));
  const more = items.length - shown.length;
  return markdownOf([
    paragraph(
      strong('The postmortem is published:'),
      ' ',
      where,
      document === null ? '' : phrasing(', merged in ', safeLink(pull.url, number)),
      ' by ',
      safe(mergedBy, 100),
      '.',
    ),
    ...(items.length + waiting === 0 ? [] : [paragraph(introduction(items.length, waiting))]),
    ...(shown.length === 0
      ? []
      : [bullets([...shown, ...(more > 0 ? [`and ${countOf(more, 'more issue')}`] : [])])]),
    ...withoutRoom(words),
  ]);
}

/** What became no action item: how much, why, and what to do. */
function withoutRoom({ pull, unlinked, left }: PublishedWords): readonly Paragraph[] {
  if (left + unlinked.length === 0) return [];
  // Of one elsewhere nobody knows whether everybody here may read it.
  const near = unlinked.filter((ref) => sameRepo(ref.repo, pull.ref.repo)).slice(0, MOST);
  const names = near.map((ref) => code(nameOf(ref, pull.ref)));
  const more = unlinked.length - names.length;
  const opened = joined([...names, ...(more > 0 ? [countOf(more, 'other issue')] : [])], ', ');
  const rows = left === 1 ? 'row' : `${String(left)} rows`;
  return [
    paragraph(
      ...(left === 0 ? [] : [strong(`The last ${rows} of its table became no action item.`), ' ']),
      'GitHub takes at most 100 sub-issues below an issue, closed ones included',
      ...(unlinked.length === 0 ? [] : [', so these were opened and are not linked: ', opened]),
      '. Nobody is reminded of what is not linked.',
    ),
    paragraph(
      'What to do: take items off the incident that are no longer needed, and say ',
      code('/action'),
      ' for the others or link them; or gather several under one issue of their own, with ',
      code('- [ ]'),
      ' lists.',
    ),
  ];
}

function introduction(made: number, waiting: number): string {
  if (made === 0) {
    return waiting === 1
      ? 'One row of its table becomes an action item in a moment.'
      : `${String(waiting)} rows of its table become action items in a moment.`;
  }
  const rows = made === 1 ? 'This action item comes' : 'These action items come';
  return `${rows} from its table${waiting > 0 ? `; ${String(waiting)} more will follow` : ''}:`;
}

function itemWords(
  { ref, title, url, restricted }: PublishedWords['items'][number],
  home: IssueRef,
): Words {
  const name = nameOf(ref, home);
  if (restricted) return 'an issue that not everybody here may read';
  return phrasing(safeLink(url, safeString(title, 150)), ` (${safeString(name, 200)})`);
}

function nameOf(ref: IssueRef, home: IssueRef): string {
  return sameRepo(ref.repo, home.repo) ? `#${String(ref.number)}` : formatIssue(ref);
}

/** Below the incident, in its place: what was merged, what is missing, and what to do. */
export function withoutDocumentComment({
  pull,
  mergedBy,
}: Pick<PublishedWords, 'pull' | 'mergedBy'>): string {
  return markdownOf([
    paragraph(
      strong('The postmortem is not published:'),
      ' ',
      safeLink(pull.url, `#${String(pull.ref.number)}`),
      ' was merged by ',
      safe(mergedBy, 100),
      ', and there was no document in it, no Markdown file beside the index. ',
      'So it is still to be written, and this incident waits for it.',
    ),
    paragraph('What to do: ', code('/postmortem'), ' opens a new pull request with the document.'),
  ]);
}

/** The line in the text of an item that the app opened. */
export function postmortemLine(url: string): string {
  return `Postmortem: ${url}`;
}
