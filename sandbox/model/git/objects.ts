/** Git objects: written with git's own hashing, read by path. A room without knowledge of accounts' rights. */
import { createHash } from 'node:crypto';
import type { Person } from '../records/accounts.ts';
import type {
  FileMode,
  GitBlob,
  GitCommit,
  GitTree,
  ObjectStore,
  Signature,
  TreeEntry,
} from '../records/git.ts';

/** A file of a tree by its full path. */
export interface TreeFile {
  readonly mode: FileMode;
  readonly sha: string;
}

/** An empty store, for a new fork network. */
export function emptyStore(): ObjectStore {
  return { blobs: new Map(), trees: new Map(), commits: new Map() };
}

/** Stores a file's bytes. */
export function writeBlob(store: ObjectStore, content: Buffer | string): GitBlob {
  const bytes = typeof content === 'string' ? Buffer.from(content, 'utf8') : content;
  const blob: GitBlob = { sha: hash('blob', bytes), content: bytes };
  store.blobs.set(blob.sha, blob);
  return blob;
}

/** Stores one directory; its entries are put into git's order. */
export function writeTreeEntries(store: ObjectStore, entries: readonly TreeEntry[]): GitTree {
  const sorted = [...entries].sort((a, b) => Buffer.compare(sortKey(a), sortKey(b)));
  const body = Buffer.concat(
    sorted.flatMap((entry) => [
      Buffer.from(`${entry.mode.replace(/^0/, '')} ${entry.name}\0`, 'utf8'),
      Buffer.from(entry.sha, 'hex'),
    ]),
  );
  const tree: GitTree = { sha: hash('tree', body), entries: sorted };
  store.trees.set(tree.sha, tree);
  return tree;
}

/** Stores all directories of a flat list of files (full path to file); answers the root. */
export function writeTree(store: ObjectStore, files: ReadonlyMap<string, TreeFile>): GitTree {
  const entries: TreeEntry[] = [];
  const directories = new Map<string, Map<string, TreeFile>>();
  for (const [path, file] of files) {
    const slash = path.indexOf('/');
    if (slash === -1) {
      const type = file.mode === '160000' ? 'commit' : 'blob';
      entries.push({ name: path, mode: file.mode, type, sha: file.sha });
      continue;
    }
    const name = path.slice(0, slash);
    const inside = directories.get(name) ?? new Map<string, TreeFile>();
    inside.set(path.slice(slash + 1), file);
    directories.set(name, inside);
  }
  for (const [name, inside] of directories) {
    entries.push({ name, mode: '040000', type: 'tree', sha: writeTree(store, inside).sha });
  }
  return writeTreeEntries(store, entries);
}

/** Stores a commit. */
export function writeCommit(
  store: ObjectStore,
  input: Omit<GitCommit, 'sha' | 'nodeId'> & { readonly authorAccount: Person | null },
): GitCommit {
  const body = [
    `tree ${input.tree}`,
    ...input.parents.map((parent) => `parent ${parent}`),
    `author ${signatureLine(input.author)}`,
    `committer ${signatureLine(input.committer)}`,
    '',
    input.message,
  ].join('\n');
  const sha = hash('commit', Buffer.from(body, 'utf8'));
  const commit: GitCommit = { ...input, sha, nodeId: `C_kwDO${sha}` };
  store.commits.set(sha, commit);
  return commit;
}

/** All files of a commit, full path to file. An unknown commit has none. */
export function filesAt(store: ObjectStore, commitSha: string | null): Map<string, TreeFile> {
  const files = new Map<string, TreeFile>();
  const commit = commitSha === null ? undefined : store.commits.get(commitSha);
  if (commit !== undefined) collect(store, commit.tree, '', files);
  return files;
}

/** All files of a tree, full path to file. */
export function filesOfTree(store: ObjectStore, treeSha: string): Map<string, TreeFile> {
  const files = new Map<string, TreeFile>();
  collect(store, treeSha, '', files);
  return files;
}

/** The bytes of a file in a commit. */
export function fileAt(store: ObjectStore, commitSha: string, path: string): GitBlob | undefined {
  const entry = entryAt(store, commitSha, path);
  return entry?.type === 'blob' ? store.blobs.get(entry.sha) : undefined;
}

/** What a path names in a commit: a file or a directory (`''` is the root). */
export function entryAt(
  store: ObjectStore,
  commitSha: string,
  path: string,
): TreeEntry | undefined {
  const commit = store.commits.get(commitSha);
  if (commit === undefined) return undefined;
  let entry: TreeEntry = { name: '', mode: '040000', type: 'tree', sha: commit.tree };
  for (const segment of path.split('/').filter((each) => each !== '')) {
    const next = store.trees.get(entry.sha)?.entries.find(({ name }) => name === segment);
    if (entry.type !== 'tree' || next === undefined) return undefined;
    entry = next;
  }
  return entry;
}

/** Git's name of an object. */
export function hash(type: 'blob' | 'tree' | 'commit', content: Buffer): string {
  return createHash('sha1').update(`${type} ${content.length}\0`).update(content).digest('hex');
}

function collect(
  store: ObjectStore,
  treeSha: string,
  prefix: string,
  files: Map<string, TreeFile>,
): void {
  for (const entry of store.trees.get(treeSha)?.entries ?? []) {
    const path = `${prefix}${entry.name}`;
    if (entry.type === 'tree') collect(store, entry.sha, `${path}/`, files);
    else files.set(path, { mode: entry.mode, sha: entry.sha });
  }
}

function sortKey(entry: TreeEntry): Buffer {
  return Buffer.from(entry.type === 'tree' ? `${entry.name}/` : entry.name, 'utf8');
}

function signatureLine({ name, email, at }: Signature): string {
  return `${name} <${email}> ${Math.floor(at / 1000)} +0000`;
}
