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
 * Whether what these files were merged with may be a postmortem, by their names alone: an incident's job
 * reads no texts.
 *
 * @param index a path, as below.
 */
export function mayBringDocument(files: readonly Changed[], index: string): boolean {
  return files.some((file) => mayBe(file, index));
}

/** Any Markdown but the index: a README.md of a folder of its own may well be one. */
function mayBe({ change, path }: Changed, index: string): boolean {
  return !TAKEN.has(change) && /\.md$/i.test(path) && path !== index;
}

const TAKEN: ReadonlySet<string> = new Set(['deleted', 'removed']);

/** So many are looked into; a branch that adds more is no postmortem's. */
const MOST = 20;

/**
 * Markdown that the branch brings or changes and that is not the index: what is new before what main has,
 * and of each those in the directory first.
 */
export function maybeDocuments(
  files: readonly Changed[],
  { directory, index }: { readonly directory: string; readonly index: string },
): readonly string[] {
  const rank = ({ path, change }: Changed): number =>
    (change === REWRITTEN ? 2 : 0) + (isIn(directory, path) ? 0 : 1);
  return files
    .filter((file) => mayBe(file, index))
    .sort((a, b) => rank(a) - rank(b) || (a.path < b.path ? -1 : 1))
    .map(({ path }) => path)
    .slice(0, MOST);
}

/** Main has a file of that path, too. */
const REWRITTEN = 'modified';

function isIn(directory: string, path: string): boolean {
  return directory === '' || path.startsWith(`${directory}/`);
}

interface Chosen {
  readonly document: FileFacts | null;
  /** Paths of copies. */
  readonly doubles: readonly string[];
}

/**
 * The one that names the incident in its front matter. Where none does, because a person took that out or
 * wrote the document: one that is named as the app names it, then any new one in the directory, unless it
 * names another incident.
 *
 * @param changes how the branch came to each of the files; those that it does not name are new.
 */
export function documentAmong(
  files: readonly FileFacts[],
  incident: IssueRef,
  directory: string,
  changes: readonly Changed[] = [],
): Chosen {
  const named = new RegExp(String.raw`(?:^|/)\d{4}-\d\d-\d\d-${String(incident.number)}[-.][^/]*$`);
  const rewritten = new Set(
    changes.flatMap(({ path, change }) => (change === REWRITTEN ? path : [])),
  );
  const told = files.map((file) => ({ file, of: incidentOf(file.text) }));
  const silent = told.filter(({ of }) => of === null).map(({ file }) => file);
  const ranks = [
    told.filter(({ of }) => of !== null && sameIssue(of, incident)).map(({ file }) => file),
    silent.filter(({ path }) => named.test(path)),
    silent.filter(({ path }) => isIn(directory, path) && !rewritten.has(path)),
  ];
  const fitting = ranks.find((rank) => rank.length > 0) ?? [];
  const document = fitting.find(({ path }) => named.test(path)) ?? fitting[0] ?? null;
  return {
    document,
    doubles: fitting.filter((file) => file !== document).map(({ path }) => path),
  };
}
