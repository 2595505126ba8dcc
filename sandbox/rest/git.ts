import { created, fromResult, noContent, notFoundAnswer, okay, problem } from '../http/answers.ts';
import type { ActingCall, Answer, RepositoryCall } from '../http/context.ts';

import { createBlob, createCommit, createTree } from '../model/actions/git-database.ts';
import { createRef, deleteRef, updateRef } from '../model/actions/refs.ts';
import { filesOfTree } from '../model/git/objects.ts';
import type { FileMode, GitTree } from '../model/records/git.ts';
import { resolveCommit } from '../model/queries/commits.ts';
import { flag, instant, pathText, record, records, text, texts } from './input.ts';
import { acting, reading } from './route.ts';
import { gitCommitJson, refJson } from './serialise/git.ts';
import type { Json } from './serialise/render.ts';
import { repositoryUrl } from './serialise/repositories.ts';

const read = 'contents:read';
const write = 'contents:write';
const modes: readonly FileMode[] = ['100644', '100755', '120000', '040000', '160000'];

export const gitRoutes = {
  'git/get-ref': reading(read, (call) => {
    const name = `refs/${pathText(call, 'ref')}`;
    const found = allRefs(call).find(({ ref }) => ref === name);
    return found === undefined ? notFoundAnswer : okay(refJson(call, call.repository, found));
  }),
  'git/list-matching-refs': reading(read, (call) => {
    const prefix = `refs/${pathText(call, 'ref')}`;
    const found = allRefs(call).filter(({ ref }) => ref.startsWith(prefix));
    return okay(found.map((each) => refJson(call, call.repository, each)));
  }),
  'git/create-ref': acting(write, (call) => {
    const input = { ref: text(call.body, 'ref') ?? '', sha: text(call.body, 'sha') ?? '' };
    const result = createRef(call.world, call.actor, { repository: call.repository, ...input });
    return fromResult(result, (ref) => created(refJson(call, call.repository, ref)));
  }),
  'git/update-ref': acting(write, (call) => {
    const result = updateRef(call.world, call.actor, {
      repository: call.repository,
      ref: `refs/${pathText(call, 'ref')}`,
      sha: text(call.body, 'sha') ?? '',
      force: flag(call.body, 'force') ?? false,
    });
    return fromResult(result, (ref) => okay(refJson(call, call.repository, ref)));
  }),
  'git/delete-ref': acting(write, (call) => {
    const ref = `refs/${pathText(call, 'ref')}`;
    const result = deleteRef(call.world, call.actor, { repository: call.repository, ref });
    return fromResult(result, () => noContent);
  }),
  'git/get-commit': reading(read, (call) => {
    const commit = call.repository.objects.commits.get(pathText(call, 'commit_sha'));
    return commit === undefined
      ? notFoundAnswer
      : okay(gitCommitJson(call, call.repository, commit));
  }),
  'git/create-commit': acting(write, (call) => {
    const author = record(call.body, 'author');
    const now = call.world.clock.now();
    const result = createCommit(call.world, call.actor, {
      repository: call.repository,
      message: text(call.body, 'message') ?? '',
      tree: text(call.body, 'tree') ?? '',
      parents: texts(call.body, 'parents') ?? [],
      ...(author === undefined
        ? {}
        : {
            author: {
              name: text(author, 'name') ?? '',
              email: text(author, 'email') ?? '',
              at: instant(author, 'date') ?? now,
            },
          }),
    });
    return fromResult(result, (commit) => created(gitCommitJson(call, call.repository, commit)));
  }),
  'git/get-tree': reading(read, getTree),
  'git/create-tree': acting(write, postTree),
  'git/get-blob': reading(read, (call) => {
    const blob = call.repository.objects.blobs.get(pathText(call, 'file_sha'));
    if (blob === undefined) return notFoundAnswer;
    return okay({
      sha: blob.sha,
      node_id: `B_${blob.sha}`,
      size: blob.content.length,
      url: `${repositoryUrl(call, call.repository)}/git/blobs/${blob.sha}`,
      content: blob.content.toString('base64'),
      encoding: 'base64',
    });
  }),
  'git/create-blob': acting(write, (call) => {
    const encoding = text(call.body, 'encoding') === 'base64' ? 'base64' : 'utf8';
    const content = Buffer.from(text(call.body, 'content') ?? '', encoding);
    const input = { repository: call.repository, content };
    return fromResult(createBlob(call.world, call.actor, input), (blob) =>
      created({
        sha: blob.sha,
        url: `${repositoryUrl(call, call.repository)}/git/blobs/${blob.sha}`,
      }),
    );
  }),
};

function getTree(call: RepositoryCall): Answer {
  const asked = pathText(call, 'tree_sha');
  const { trees } = call.repository.objects;
  const commit = resolveCommit(call.world, call.repository, asked);
  const tree = trees.get(asked) ?? trees.get(commit?.tree ?? '');
  if (tree === undefined) return notFoundAnswer;
  return okay(treeJson(call, tree, call.parameters['recursive'] !== undefined));
}

function postTree(call: ActingCall): Answer {
  const asked = records(call.body, 'tree') ?? [];
  const entries = asked.map((entry) => {
    const content = text(entry, 'content');
    return {
      path: text(entry, 'path') ?? '',
      mode: modes.find((mode) => mode === entry['mode']) ?? '100644',
      ...(content === undefined ? {} : { content }),
      ...(entry['sha'] === null ? { sha: null } : {}),
      ...(typeof entry['sha'] === 'string' ? { sha: entry['sha'] } : {}),
    };
  });
  if (entries.some(({ path }) => path === '')) {
    return problem(422, 'tree.path is missing');
  }
  // GitHub takes a commit for its tree here.
  const base = text(call.body, 'base_tree');
  const baseTree = call.repository.objects.commits.get(base ?? '')?.tree ?? base;
  const result = createTree(call.world, call.actor, {
    repository: call.repository,
    entries,
    ...(baseTree === undefined ? {} : { baseTree }),
  });
  return fromResult(result, (tree) => created(treeJson(call, tree, false)));
}

function treeJson(call: RepositoryCall, tree: GitTree, recursive: boolean): Json {
  const url = repositoryUrl(call, call.repository);
  const { objects } = call.repository;
  const flat = recursive
    ? [...filesOfTree(objects, tree.sha)].map(([path, file]) => ({
        path,
        mode: file.mode,
        type: 'blob',
        sha: file.sha,
      }))
    : tree.entries.map(({ name, mode, type, sha }) => ({ path: name, mode, type, sha }));
  return {
    sha: tree.sha,
    url: `${url}/git/trees/${tree.sha}`,
    tree: flat.map((entry) => ({
      ...entry,
      ...(entry.type === 'blob' ? { size: objects.blobs.get(entry.sha)?.content.length ?? 0 } : {}),
      url: `${url}/git/${entry.type === 'tree' ? 'trees' : 'blobs'}/${entry.sha}`,
    })),
    truncated: false,
  };
}

function allRefs(call: RepositoryCall): readonly { readonly ref: string; readonly sha: string }[] {
  const { branches, tags } = call.repository;
  return [
    ...[...branches].map(([name, sha]) => ({ ref: `refs/heads/${name}`, sha })),
    ...[...tags].map(([name, sha]) => ({ ref: `refs/tags/${name}`, sha })),
  ].sort((a, b) => (a.ref < b.ref ? -1 : 1));
}
