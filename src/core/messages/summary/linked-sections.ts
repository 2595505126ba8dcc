import type { RootContent } from 'mdast';
import type { Suspect } from '../../incident/facts.ts';
import type { Relation } from '../../incident/incident.ts';
import { sameIssue } from '../../ids.ts';
import { bullets, details, phrasing, table, text, type Words } from '../../markdown/build.ts';
import { safe, safeLink, safeString } from '../../markdown/safe.ts';
import { itemRows } from './item-rows.ts';
import { clock, issueWords, nameOf, type View } from './view.ts';

/** Action items, suspects, relations and what mentions it. */
export function linkedSections(view: View, most: number): readonly RootContent[] {
  return [...actionItems(view, most), ...suspects(view, most), ...relations(view, most)];
}

function actionItems(view: View, most: number): readonly RootContent[] {
  const all = itemRows(view);
  if (all.length === 0) return [];
  const rows = all.slice(0, most).map((item): readonly Words[] => [
    issueWords(item, view),
    item.owners
      .slice(0, 5)
      .map((login) => safeString(login, 100))
      .join(', ') || 'nobody',
    item.due,
    item.stands,
  ]);
  const left = all.length - rows.length;
  const more = left > 0 ? [[`and ${String(left)} more`, '', '', '']] : [];
  const done = all.filter(({ isDone }) => isDone).length;
  const title = `Action items: ${String(done)} of ${String(all.length)} done`;
  return details(title, [table(['Item', 'Owner', 'Due', 'State'], [...rows, ...more])]);
}

function suspects(view: View, most: number): readonly RootContent[] {
  const found = view.incident.suspects.filter(({ kind }) => kind !== 'more');
  const cut = view.incident.suspects.filter(({ kind }) => kind === 'more');
  if (found.length + cut.length === 0) return [];
  // The latest change before the trouble is the first to look at.
  const latest = [...found].sort((a, b) => b.at - a.at).slice(0, most);
  const left = found.length - latest.length;
  return details(
    `Suspects: ${cut.length > 0 ? 'more than ' : ''}${String(found.length)} ${found.length === 1 ? 'change' : 'changes'} in the 24 hours before`,
    [
      bullets([
        ...latest.map((suspect) => suspectWords(suspect, view)),
        ...(left > 0 ? [`and ${String(left)} earlier`] : []),
        ...(cut.length > 0 ? [unlistedWords(cut)] : []),
      ]),
    ],
  );
}

/** A list that was cut says so: whoever looks for the cause must not take it for whole. */
function unlistedWords(cut: readonly Suspect[]): string {
  const named = cut.flatMap(({ repository }) => repository ?? []).slice(0, 5);
  const where = named.map((repository) => safeString(repository, 150)).join(', ');
  return `and more that is not listed here${where === '' ? '' : `, in ${where}`}`;
}

function suspectWords(suspect: Suspect, view: View): Words {
  const what = suspect.kind === 'deployment' ? 'deployed' : 'merged';
  const when = `${clock(view, suspect.at)} ${what} `;
  if (suspect.repository === null) return `${when}where not everybody can read`;
  return phrasing(
    when,
    safeLink(suspect.url, safeString(suspect.title, 120)),
    ` in ${safeString(suspect.repository, 150)} by ${safeString(suspect.by, 100)}`,
  );
}

const RELATION = {
  related: 'related to',
  'duplicate-of': 'duplicate of',
  'repeat-of': 'repeat of',
  'declared-from': 'declared from',
} as const satisfies Record<Relation['kind'], string>;

function relations(view: View, most: number): readonly RootContent[] {
  const { relations: named, mentions } = view.incident;
  const lines: Words[] = [
    ...named.map(({ kind, issue, title, url }) =>
      phrasing(
        `${RELATION[kind]} `,
        url === null ? text(nameOf(issue, view)) : safeLink(url, nameOf(issue, view)),
        title === null ? '' : phrasing(' ', safe(title, 120)),
      ),
    ),
    ...mentions
      .filter(
        ({ ref, restricted }) => restricted || !named.some((one) => sameIssue(one.issue, ref)),
      )
      .map((issue) => phrasing('mentioned in ', issueWords(issue, view))),
  ];
  if (lines.length === 0) return [];
  const left = lines.length - most;
  const more = left > 0 ? [`and ${String(left)} more`] : [];
  return details(`Relations: ${String(lines.length)}`, [
    bullets([...lines.slice(0, most), ...more]),
  ]);
}
