/** What changed between two commits, file by file, with the patches GitHub shows. */
import { createTwoFilesPatch, diffLines } from 'diff';
import type { FileChange, ObjectStore } from '../records/git.ts';
import type { TreeFile } from './objects.ts';
import { filesAt } from './objects.ts';

/** GitHub leaves the patch out of files whose diff is larger than this (characters). */
const patchLimit = 1_000_000;

/** Comparisons made so far: commits never change, so neither does what lies between two of them. */
const made = new WeakMap<ObjectStore, Map<string, readonly FileChange[]>>();
/** Comparisons a store remembers at most. */
const remembered = 1000;

/** The changed files from one commit to another in path order; unchanged content under a new name is a rename. */
export function changesBetween(
  store: ObjectStore,
  from: string | null,
  to: string | null,
): readonly FileChange[] {
  const known = made.get(store) ?? new Map<string, readonly FileChange[]>();
  made.set(store, known);
  const key = `${from ?? ''} ${to ?? ''}`;
  const changes = known.get(key) ?? compare(store, from, to);
  known.set(key, changes);
  if (known.size > remembered) known.delete([...known.keys()][0] ?? '');
  return changes;
}

function compare(store: ObjectStore, from: string | null, to: string | null): FileChange[] {
  const before = filesAt(store, from);
  const after = filesAt(store, to);
  const removed = new Map([...before].filter(([path]) => !after.has(path)));
  const changes: FileChange[] = [];
  for (const [path, file] of after) {
    const old = before.get(path);
    if (old?.sha === file.sha && old.mode === file.mode) continue;
    if (old !== undefined) {
      changes.push(modified(store, path, { old, file }));
      continue;
    }
    const origin = renamedFrom(store, file, removed);
    if (origin === undefined) changes.push(added(store, path, file));
    else {
      removed.delete(origin);
      changes.push(renamed(path, origin, file));
    }
  }
  for (const [path, file] of removed) changes.push(deleted(store, path, file));
  return changes.sort((a, b) => (a.filename < b.filename ? -1 : 1));
}

/** Text of a blob, or null where it is binary (it holds a zero byte), as git decides. */
export function textOf(store: ObjectStore, sha: string): string | null {
  const content = store.blobs.get(sha)?.content ?? Buffer.alloc(0);
  return content.subarray(0, 8000).includes(0) ? null : content.toString('utf8');
}

function modified(
  store: ObjectStore,
  path: string,
  { old, file }: { readonly old: TreeFile; readonly file: TreeFile },
): FileChange {
  return {
    filename: path,
    status: 'modified',
    sha: file.sha,
    ...difference(textOf(store, old.sha), textOf(store, file.sha)),
  };
}

function added(store: ObjectStore, path: string, file: TreeFile): FileChange {
  const change = difference('', textOf(store, file.sha));
  return { filename: path, status: 'added', sha: file.sha, ...change };
}

function deleted(store: ObjectStore, path: string, file: TreeFile): FileChange {
  const change = difference(textOf(store, file.sha), '');
  return { filename: path, status: 'removed', sha: file.sha, ...change };
}

function renamed(path: string, origin: string, file: TreeFile): FileChange {
  return {
    filename: path,
    previousFilename: origin,
    status: 'renamed',
    sha: file.sha,
    additions: 0,
    deletions: 0,
  };
}

function renamedFrom(
  store: ObjectStore,
  file: TreeFile,
  removed: ReadonlyMap<string, TreeFile>,
): string | undefined {
  if ((store.blobs.get(file.sha)?.content.length ?? 0) === 0) return undefined;
  return [...removed].find(([, old]) => old.sha === file.sha)?.[0];
}

function difference(
  before: string | null,
  after: string | null,
): Pick<FileChange, 'additions' | 'deletions' | 'patch'> {
  if (before === null || after === null) return { additions: 0, deletions: 0 };
  let additions = 0;
  let deletions = 0;
  for (const part of diffLines(before, after)) {
    if (part.added) additions += part.count;
    if (part.removed) deletions += part.count;
  }
  const patch = hunks(before, after);
  if (patch === '' || patch.length > patchLimit) return { additions, deletions };
  return { additions, deletions, patch };
}

/** The hunks of a unified diff without the file header, which is how GitHub's `patch` looks. */
function hunks(before: string, after: string): string {
  const whole = createTwoFilesPatch('a', 'b', before, after, '', '', { context: 3 });
  const start = whole.indexOf('@@');
  if (start === -1) return '';
  // Git leaves a count of one out of a hunk's header.
  const text = whole.slice(start).replace(/\n$/, '');
  return text.replace(/^(@@ -\d+)(?:,1)?((?:,\d+)? \+\d+)(?:,1)?((?:,\d+)? @@)/gm, '$1$2$3');
}
