import type { FollowUpItem } from '../../followup/follow-up-item.ts';
import { formatIssue, issueKey, sameIssue, type IssueRef } from '../../ids.ts';
import { dateWords } from '../../messages/moments.ts';
import { plus, type Instant } from '../../time.ts';
import { entriesIn } from '../table/action-table.ts';
import { failure, warning, type Finding } from '../finding.ts';
import { isPeoples, saysSomething, type DocumentReading, type Section } from '../read-document.ts';
import { dueIn, ownerIn } from '../table/row-words.ts';
import type { TableEntry } from '../table/entries.ts';
import type { Telling } from '../telling.ts';

/** Rows without owner or due date, what cannot be read in them, and a table in which nothing is to be done. */
export function actionItemGaps(document: DocumentReading, telling: Telling): readonly Finding[] {
  const entries = entriesIn(document, telling).filter(({ isBlank }) => !isBlank);
  const rows = entries.filter(({ isRestricted }) => !isRestricted);
  return [
    ...(entries.length === 0 ? noItems(document) : []),
    ...rows.flatMap((entry) => rowGaps(entry, telling)),
    ...namedTwice(rows),
  ];
}

/** A section of what is to be done. */
export function isActionSection({ title }: Pick<Section, 'title'>): boolean {
  return /\b(?:actions?|action items?|follow-?ups?|next steps|to-?dos?)\b/i.test(title);
}

/** Whoever says why nothing is to be done has answered. */
function noItems(document: DocumentReading): readonly Finding[] {
  const region = document.found.regions.find(({ name }) => name === 'action-items');
  const section = document.sections.find(isActionSection);
  const line = region?.line ?? section?.line;
  if (line === undefined) return [];
  const isSaid = section?.blocks.some(
    (block) => block.type !== 'table' && isPeoples(document, block) && saysSomething(block),
  );
  return isSaid === true ? [] : [failure(line, { is: 'no-items' })];
}

function rowGaps(entry: TableEntry, telling: Telling): readonly Finding[] {
  const { issue, title } = entry;
  const item = issue === null ? undefined : itemOf(issue, telling);
  if (item !== undefined) return itemGaps(entry, item, telling);
  const { line } = entry.row;
  if (issue === null && title === '') return [failure(line, { is: 'no-action' })];
  return wordGaps(entry, telling);
}

/** Of a row that has no issue yet, its own words count. */
function wordGaps({ cells, row, title, issue }: TableEntry, telling: Telling): readonly Finding[] {
  const action = title === '' && issue !== null ? formatIssue(issue) : title;
  const owner = ownerIn(cells.owner, telling);
  const due = dueIn(cells.due, telling, telling.incident.clocks.declaredAt);
  const read = [
    { column: 'owner', is: 'no-owner', ...owner },
    { column: 'due', is: 'no-due', ...due },
  ] as const;
  return read.flatMap(({ column, is, value, problem }) => {
    if (problem !== null) {
      return [failure(row.line, { is: 'unreadable', column, action, problem })];
    }
    return value === null ? [failure(row.line, { is, action, issue: null })] : [];
  });
}

/** Of a row that has its issue, what the issue says counts; the row may say something else. */
function itemGaps(
  { row, title, cells }: TableEntry,
  work: FollowUpItem,
  telling: Telling,
): readonly Finding[] {
  if (work.over) return [];
  const issue = work.item.ref;
  const action = title === '' ? formatIssue(issue) : title;
  const owner = ownerIn(cells.owner, telling).value?.toLowerCase();
  const due = dueIn(cells.due, telling, telling.incident.clocks.declaredAt).value;
  const isOtherOwner =
    owner !== undefined && !work.owners.some((login) => login.toLowerCase() === owner);
  const differs = { is: 'differs', action, issue } as const;
  return [
    ...(work.owners.length === 0 ? [failure(row.line, { is: 'no-owner', action, issue })] : []),
    ...(work.due === null ? [failure(row.line, { is: 'no-due', action, issue })] : []),
    ...(isOtherOwner ? [warning(row.line, { ...differs, column: 'owner' })] : []),
    ...(due !== null && isDay(cells.due) && !isDueOn(due, work, telling)
      ? [warning(row.line, { ...differs, column: 'due' })]
      : []),
  ];
}

/** The same day, as a row says it: what was said as `in 5 days` is due at some time of that day. */
function isDueOn(day: Instant, { due }: FollowUpItem, { policy }: Telling): boolean {
  const shown = (until: Instant): string => dateWords(plus(until, -1), policy.timeZone);
  return due !== null && shown(day) === shown(due);
}

/** A span is counted from another moment each time. */
function isDay(cell: string): boolean {
  return /\d{4}-\d{2}-\d{2}/.test(cell);
}

function namedTwice(entries: readonly TableEntry[]): readonly Finding[] {
  const first = new Map<string, number>();
  return entries.flatMap(({ issue, row }) => {
    if (issue === null) return [];
    const firstLine = first.get(issueKey(issue));
    if (firstLine !== undefined)
      return [warning(row.line, { is: 'named-twice', issue, firstLine })];
    first.set(issueKey(issue), row.line);
    return [];
  });
}

/** Of one that not everybody may know of nothing is said, also to whoever guesses its number. */
function itemOf(issue: IssueRef, { incident }: Telling): FollowUpItem | undefined {
  return incident.items.find(
    ({ item }) => sameIssue(item.ref, issue) && (!item.restricted || incident.restricted),
  );
}
