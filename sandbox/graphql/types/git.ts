/** Branches, commits, trees and files. */
import { changesBetween } from '../../model/git/compare.ts';
import { commitsBetween, log } from '../../model/git/history.ts';
import { entryAt } from '../../model/git/objects.ts';
import { personByEmail } from '../../model/queries/person-by-email.ts';
import type { FileChange, GitCommit, Signature, TreeEntry } from '../../model/records/git.ts';
import type { Person } from '../../model/records/accounts.ts';
import type { Issue } from '../../model/records/issue.ts';
import type { Repository } from '../../model/records/repository.ts';
import type { World } from '../../model/world.ts';
import { commitPath } from '../../paths.ts';
import { guarded } from '../access.ts';
import { objectType, type Fields, type GraphqlContext } from '../context.ts';
import { connection, connectionTypes } from '../engine/connection.ts';
import type { FieldArguments, Ref, TypeResolvers } from '../engine/resolvers.ts';
import { ordered, record } from '../lists.ts';
import {
  commitRef,
  instant,
  issueRef,
  items,
  repositoryRef,
  type BranchSource,
  type CommitSource,
} from '../refs.ts';
import { rollup } from './rollup.ts';
import { suitesOf } from './suites.ts';

/** Of a longer text GraphQL shows the beginning. */
const LONGEST_TEXT = 512 * 1024;

/** A file or folder within a repository. */
interface ObjectSource {
  readonly repository: Repository;
  readonly sha: string;
}

interface EntrySource extends ObjectSource {
  readonly entry: TreeEntry;
  readonly path: string;
}

interface GitActorSource {
  readonly signature: Signature;
  readonly account: Person | null;
}

export const gitTypes: readonly TypeResolvers<GraphqlContext>[] = [
  objectType<BranchSource>('Ref', {
    id: ({ repository, name }) => `REF_${repository.nodeId}:refs/heads/${name}`,
    name: ({ name }) => name,
    prefix: () => 'refs/heads/',
    repository: ({ repository }) => repositoryRef(repository),
    target: ({ repository, name }) => commitRef(repository, repository.branches.get(name) ?? ''),
  }),
  objectType<CommitSource>('Commit', {
    ...objectFields<CommitSource>(({ commit }) => commit.sha),
    id: ({ commit }) => commit.nodeId,
    message: ({ commit }) => commit.message,
    messageHeadline: ({ commit }) => commit.message.split('\n')[0] ?? '',
    messageBody: ({ commit }) => commit.message.split('\n').slice(1).join('\n').trim(),
    authoredDate: ({ commit }) => instant(commit.author.at),
    committedDate: ({ commit }) => instant(commit.committer.at),
    author: ({ commit }) => gitActor(commit.author, commit.authorAccount),
    committer: ({ commit }) => gitActor(commit.committer, commit.committerAccount),
    authors: ({ commit }, args, { world }) =>
      connection(
        'GitActor',
        [
          { key: commit.sha, node: gitActor(commit.author, commit.authorAccount) },
          ...coAuthors(world, commit).map(({ signature, account }) => ({
            key: `${commit.sha} ${signature.email}`,
            node: gitActor(signature, account),
          })),
        ],
        args,
      ),
    additions: (source) => total(source, 'additions'),
    deletions: (source) => total(source, 'deletions'),
    changedFilesIfAvailable: (source) => changes(source).length,
    parents: ({ repository, commit }, args) =>
      connection(
        'Commit',
        commit.parents.flatMap((sha) => {
          const node = commitRef(repository, sha);
          return node === null ? [] : [{ key: sha, node }];
        }),
        args,
      ),
    history: ({ repository, commit }, args) =>
      connection(
        'CommitHistory',
        log(repository.objects, commit.sha).map((one) => ({
          key: one.sha,
          node: { typename: 'Commit', value: { repository, commit: one } satisfies CommitSource },
        })),
        args,
      ),
    tree: ({ repository, commit }) => ({
      typename: 'Tree',
      value: { repository, sha: commit.tree } satisfies ObjectSource,
    }),
    file: ({ repository, commit }, args) => {
      const path = String(args['path']);
      const entry = entryAt(repository.objects, commit.sha, path);
      return entry === undefined
        ? null
        : { typename: 'TreeEntry', value: { repository, sha: entry.sha, entry, path } };
    },
    resourcePath: ({ repository, commit }) => commitPath(repository, commit.sha),
    url: ({ repository, commit }, _args, { baseUrl }) =>
      baseUrl + commitPath(repository, commit.sha),
    associatedPullRequests: ({ repository, commit }, args, context) =>
      guarded(context, repository, ['pull_requests'], () =>
        connection(
          'PullRequest',
          items(ordered(pullsWith(repository, commit.sha), args['orderBy']), issueRef),
          args,
        ),
      ),
    checkSuites: ({ repository, commit }, args, context) =>
      guarded(context, repository, ['checks'], () =>
        connection('CheckSuite', suitesOf(repository, commit.sha, record(args['filterBy'])), args),
      ),
    statusCheckRollup: ({ repository, commit }, _args, context) =>
      guarded(context, repository, ['checks', 'statuses'], () => rollup(repository, commit.sha)),
    signature: ({ commit }) =>
      commit.verified ? { typename: 'GpgSignature', value: commit } : null,
  }),
  objectType<unknown>('GpgSignature', {
    isValid: () => true,
    wasSignedByGitHub: () => true,
    state: () => 'VALID',
  }),
  objectType<GitActorSource>('GitActor', {
    name: ({ signature }) => signature.name,
    email: ({ signature }) => signature.email,
    date: ({ signature }) => instant(signature.at),
    // A bot comes in a User's clothes here, with the login that REST shows (`dependabot[bot]`).
    user: ({ account }) => (account === null ? null : { typename: 'User', value: account }),
  }),
  objectType<ObjectSource>('Blob', {
    ...objectFields<ObjectSource>(({ sha }) => sha),
    id: ({ repository, sha }) => `B_${repository.nodeId}:${sha}`,
    byteSize: (source) => bytes(source).length,
    isBinary: (source) => bytes(source).includes(0),
    isTruncated: (source) => bytes(source).length > LONGEST_TEXT,
    text: (source) =>
      bytes(source).includes(0) ? null : bytes(source).subarray(0, LONGEST_TEXT).toString('utf8'),
  }),
  objectType<ObjectSource>('Tree', {
    ...objectFields<ObjectSource>(({ sha }) => sha),
    id: ({ repository, sha }) => `T_${repository.nodeId}:${sha}`,
    entries: ({ repository, sha }) =>
      (repository.objects.trees.get(sha)?.entries ?? []).map((entry) => ({
        typename: 'TreeEntry',
        value: { repository, sha: entry.sha, entry, path: entry.name } satisfies EntrySource,
      })),
  }),
  objectType<EntrySource>('TreeEntry', {
    name: ({ entry }) => entry.name,
    path: ({ path }) => path,
    oid: ({ entry }) => entry.sha,
    type: ({ entry }) => entry.type,
    mode: ({ entry }) => Number.parseInt(entry.mode, 8),
    extension: ({ entry }) => /\.[^.]+$/u.exec(entry.name)?.[0] ?? '',
    size: (source) => (source.entry.type === 'blob' ? bytes(source).length : 0),
    repository: ({ repository }) => repositoryRef(repository),
    object: ({ repository, entry }) => objectRef(repository, entry.sha),
  }),
  ...connectionTypes<GraphqlContext>('Ref'),
  ...connectionTypes<GraphqlContext>('Commit'),
  ...connectionTypes<GraphqlContext>('CommitHistory', 'CommitEdge').slice(0, 1),
  ...connectionTypes<GraphqlContext>('GitActor'),
];

/** `object(expression:)` and `object(oid:)`: a branch, a SHA, or `branch:path`. */
export function gitObject(repository: Repository, args: FieldArguments): Ref | null {
  if (typeof args['oid'] === 'string') return objectRef(repository, args['oid']);
  const [revision = '', path] = String(args['expression']).split(/:(.*)/su);
  const name = revision === 'HEAD' ? repository.defaultBranch : revision;
  const sha = repository.branches.get(name.replace(/^refs\/heads\//u, '')) ?? name;
  const commit = repository.objects.commits.get(sha);
  if (commit === undefined) return null;
  if (path === undefined) return commitRef(repository, sha);
  if (path === '') return objectRef(repository, commit.tree);
  const entry = entryAt(repository.objects, sha, path);
  return entry === undefined ? null : objectRef(repository, entry.sha);
}

function objectRef(repository: Repository, sha: string): Ref | null {
  if (repository.objects.blobs.has(sha)) return { typename: 'Blob', value: { repository, sha } };
  if (repository.objects.trees.has(sha)) return { typename: 'Tree', value: { repository, sha } };
  return commitRef(repository, sha);
}

function objectFields<Source extends { readonly repository: Repository }>(
  shaOf: (source: Source) => string,
): Fields<Source> {
  return {
    oid: (source) => shaOf(source),
    abbreviatedOid: (source) => shaOf(source).slice(0, 7),
    repository: ({ repository }) => repositoryRef(repository),
    commitResourcePath: (source) => commitPath(source.repository, shaOf(source)),
    commitUrl: (source, _args, { baseUrl }) =>
      baseUrl + commitPath(source.repository, shaOf(source)),
  };
}

function gitActor(signature: Signature, account: Person | null): Ref {
  return { typename: 'GitActor', value: { signature, account } satisfies GitActorSource };
}

/** People named in the message's trailers count as authors, each once. */
function coAuthors(world: World, { message, author }: GitCommit): readonly GitActorSource[] {
  const named = new Map<string, GitActorSource>();
  for (const [, name = '', email = ''] of message.matchAll(trailer)) {
    if (email.toLowerCase() === author.email.toLowerCase()) continue;
    const account = personByEmail(world, email) ?? null;
    named.set(email.toLowerCase(), { signature: { name, email, at: author.at }, account });
  }
  return [...named.values()];
}

const trailer = /^co-authored-by:[ \t]*([^<\n]*?)[ \t]*<([^>\s]+)>[ \t]*$/gimu;

function bytes({ repository, sha }: ObjectSource): Buffer {
  return repository.objects.blobs.get(sha)?.content ?? Buffer.alloc(0);
}

function changes({ repository, commit }: CommitSource): readonly FileChange[] {
  return changesBetween(repository.objects, commit.parents[0] ?? null, commit.sha);
}

function total(source: CommitSource, count: 'additions' | 'deletions'): number {
  return changes(source).reduce((sum, change) => sum + change[count], 0);
}

/** Pull requests that hold, or whose merge made, this commit. */
function pullsWith(repository: Repository, sha: string): readonly Issue[] {
  return [...repository.issues.values()].filter(
    ({ pull }) =>
      pull !== null &&
      (pull.headSha === sha ||
        pull.mergeCommitSha === sha ||
        commitsBetween(repository.objects, pull.baseSha, pull.headSha).some(
          (commit) => commit.sha === sha,
        )),
  );
}
