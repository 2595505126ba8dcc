/** Three-way merging of whole trees, with node-diff3 for files both sides changed. */
import { diff3Merge } from 'node-diff3';
import type { GitCommit, ObjectStore } from '../records/git.ts';
import { textOf } from './compare.ts';
import { mergeBase } from './history.ts';
import type { TreeFile } from './objects.ts';
import { filesAt, writeBlob, writeTree } from './objects.ts';

export type MergeOutcome =
  | { readonly kind: 'merged'; readonly tree: string }
  | { readonly kind: 'conflicts'; readonly paths: readonly string[] };

/** Merges one commit into another from their best common ancestor. */
export function mergeCommits(store: ObjectStore, ours: string, theirs: string): MergeOutcome {
  return mergeTrees(store, { base: mergeBase(store, ours, theirs), ours, theirs });
}

/** Puts one commit's own change on top of another commit (cherry-pick, rebase). */
export function applyCommit(store: ObjectStore, onto: string, commit: GitCommit): MergeOutcome {
  return mergeTrees(store, { base: commit.parents[0] ?? null, ours: onto, theirs: commit.sha });
}

function mergeTrees(
  store: ObjectStore,
  commits: { readonly base: string | null; readonly ours: string; readonly theirs: string },
): MergeOutcome {
  const base = filesAt(store, commits.base);
  const ours = filesAt(store, commits.ours);
  const theirs = filesAt(store, commits.theirs);
  const merged = new Map<string, TreeFile>();
  const conflicts: string[] = [];
  for (const path of new Set([...base.keys(), ...ours.keys(), ...theirs.keys()])) {
    const versions = { base: base.get(path), ours: ours.get(path), theirs: theirs.get(path) };
    const result = mergeFile(store, versions);
    if (result === 'conflict') conflicts.push(path);
    else if (result !== null) merged.set(path, result);
  }
  conflicts.push(...directoryClashes(merged));
  if (conflicts.length > 0) return { kind: 'conflicts', paths: conflicts.sort() };
  return { kind: 'merged', tree: writeTree(store, merged).sha };
}

interface Versions {
  readonly base: TreeFile | undefined;
  readonly ours: TreeFile | undefined;
  readonly theirs: TreeFile | undefined;
}

/** The merged file, null where it is gone, or a conflict. */
function mergeFile(
  store: ObjectStore,
  { base, ours, theirs }: Versions,
): TreeFile | null | 'conflict' {
  if (same(ours, theirs) || same(base, theirs)) return ours ?? null;
  if (same(base, ours)) return theirs ?? null;
  if (ours === undefined || theirs === undefined) return 'conflict';
  const texts = [ours, base, theirs].map((file) =>
    file === undefined ? '' : textOf(store, file.sha),
  );
  const [left, origin, right] = texts;
  if (left == null || origin == null || right == null) return 'conflict';
  const text = mergeText(left, origin, right);
  if (text === null) return 'conflict';
  const mode = ours.mode === base?.mode ? theirs.mode : ours.mode;
  return { mode, sha: writeBlob(store, text).sha };
}

function mergeText(ours: string, base: string, theirs: string): string | null {
  const lines: string[] = [];
  const regions = diff3Merge(ours.split('\n'), base.split('\n'), theirs.split('\n'));
  for (const region of regions) {
    if (region.ok === undefined) return null;
    lines.push(...region.ok);
  }
  return lines.join('\n');
}

/** Paths that are a file on one side and a directory on the other. */
function directoryClashes(files: ReadonlyMap<string, TreeFile>): string[] {
  return [...files.keys()].filter((path) => {
    const parents = path.split('/').slice(0, -1);
    return parents.some((_, depth) => files.has(parents.slice(0, depth + 1).join('/')));
  });
}

function same(a: TreeFile | undefined, b: TreeFile | undefined): boolean {
  return a?.sha === b?.sha && a?.mode === b?.mode;
}
