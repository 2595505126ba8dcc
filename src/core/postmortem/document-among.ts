/** Which file is the postmortem of an incident. */
import { sameIssue, type IssueRef } from '../ids.ts';
import type { FileFacts } from './facts.ts';
import { incidentOf } from './front-matter.ts';

/** What a branch does to a file, in GitHub's words in lower case. */
export interface Changed {
  readonly path: string;
  readonly change: string;
}

/**
 * Whether what these files were merged with may be the postmortem of this incident, by their names alone: an
 * incident's job reads no texts. The index is none, nor is any other README.
 */
export function mayBringDocument(files: readonly Changed[], { number }: IssueRef): boolean {
  return files.some(
    ({ change, path }) =>
      /\.md$/i.test(path) &&
      !/(?:^|\/)README\.md$/i.test(path) &&
      (BROUGHT.has(change) || (change === 'modified' && namedAfter(number).test(path))),
  );
}

/** So many are looked into; a branch that adds more is no postmortem's. */
const MOST = 20;

/** Markdown that the branch brings and that is not the index: those in the directory first. */
export function maybeDocuments(
  files: readonly Changed[],
  { directory, index }: { readonly directory: string; readonly index: string },
): readonly string[] {
  const inside = `${directory}/`;
  const isInside = (path: string): boolean => directory === '' || path.startsWith(inside);
  return files
    .filter(({ change, path }) => BROUGHT.has(change) && /\.md$/i.test(path) && path !== index)
    .map(({ path }) => path)
    .sort((a, b) => Number(isInside(b)) - Number(isInside(a)) || (a < b ? -1 : 1))
    .slice(0, MOST);
}

const BROUGHT: ReadonlySet<string> = new Set(['added', 'renamed', 'copied']);

interface Chosen {
  readonly document: FileFacts | null;
  /** Paths of copies. */
  readonly doubles: readonly string[];
}

/**
 * The one that names the incident in its front matter. Where none does, because a person took that out or
 * wrote the document: one that is named as the app names it, then any in the directory, unless it names
 * another incident.
 */
export function documentAmong(
  files: readonly FileFacts[],
  incident: IssueRef,
  directory: string,
): Chosen {
  const named = namedAfter(incident.number);
  const told = files.map((file) => ({ file, of: incidentOf(file.text) }));
  const silent = told.filter(({ of }) => of === null).map(({ file }) => file);
  const ranks = [
    told.filter(({ of }) => of !== null && sameIssue(of, incident)).map(({ file }) => file),
    silent.filter(({ path }) => named.test(path)),
    silent.filter(({ path }) => directory === '' || path.startsWith(`${directory}/`)),
  ];
  const fitting = ranks.find((rank) => rank.length > 0) ?? [];
  const document = fitting.find(({ path }) => named.test(path)) ?? fitting[0] ?? null;
  return {
    document,
    doubles: fitting.filter((file) => file !== document).map(({ path }) => path),
  };
}

/** As the app names the document. */
function namedAfter(incident: number): RegExp {
  return new RegExp(String.raw`(?:^|/)\d{4}-\d\d-\d\d-${String(incident)}[-.][^/]*$`);
}
