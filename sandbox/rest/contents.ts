import { created, fromResult, notFoundAnswer, okay, problem } from '../http/answers.ts';
import type { ActingCall, Answer, RepositoryCall } from '../http/context.ts';
import { deleteFile, putFile } from '../model/actions/contents.ts';
import { entryAt } from '../model/git/objects.ts';
import { resolveCommit } from '../model/queries/commits.ts';
import type { GitCommit, TreeEntry } from '../model/records/git.ts';
import { pathText, text } from './input.ts';
import { acting, reading } from './route.ts';
import { encodePath, gitCommitJson } from './serialise/git.ts';
import type { Json } from './serialise/render.ts';
import { repositoryPage, repositoryUrl } from './serialise/repositories.ts';

/** Content of files above this size is not in the JSON answer. */
const largestInline = 1024 * 1024;

export const contentRoutes = {
  'repos/get-content': reading('contents:read', getContent),
  'repos/create-or-update-file-contents': acting('contents:write', (call) => {
    const base64 = (text(call.body, 'content') ?? '').replaceAll(/\s/g, '');
    if (!/^[A-Za-z0-9+/]*={0,2}$/.test(base64)) {
      return problem(422, 'content is not valid Base64');
    }
    const existed = resolved(call, branchOf(call)) !== undefined;
    const sha = text(call.body, 'sha');
    const result = putFile(call.world, call.actor, {
      ...writeOf(call),
      content: Buffer.from(base64, 'base64'),
      ...(sha === undefined ? {} : { sha }),
    });
    return fromResult(result, (commit) => {
      const body = {
        content: fileOf(call, commit),
        commit: gitCommitJson(call, call.repository, commit),
      };
      return existed && sha !== undefined ? okay(body) : created(body);
    });
  }),
  'repos/delete-file': acting('contents:write', (call) => {
    const sha = text(call.body, 'sha') ?? '';
    return fromResult(deleteFile(call.world, call.actor, { ...writeOf(call), sha }), (commit) =>
      okay({ content: null, commit: gitCommitJson(call, call.repository, commit) }),
    );
  }),
};

function getContent(call: RepositoryCall): Answer {
  const path = pathOf(call);
  const ref = text(call.parameters, 'ref') ?? call.repository.defaultBranch;
  const commit = resolved(call, ref);
  if (commit === undefined) {
    const message =
      call.parameters['ref'] === undefined
        ? 'This repository is empty.'
        : `No commit found for the ref ${ref}`;
    return problem(404, message);
  }
  const entry = entryAt(call.repository.objects, commit.sha, path);
  if (entry === undefined) return notFoundAnswer;
  if (entry.type === 'tree') {
    const entries = call.repository.objects.trees.get(entry.sha)?.entries ?? [];
    const under = path === '' ? '' : `${path}/`;
    return okay(entries.map((each) => entryJson(call, under + each.name, ref, each)));
  }
  const blob = call.repository.objects.blobs.get(entry.sha)?.content ?? Buffer.alloc(0);
  if (call.headers.get('accept')?.includes('raw') === true) {
    const type = 'application/vnd.github.raw; charset=utf-8';
    return { status: 200, text: { type, content: blob } };
  }
  const inline = blob.length <= largestInline;
  return okay({
    ...entryJson(call, path, ref, entry),
    encoding: inline ? 'base64' : 'none',
    content: inline ? base64Lines(blob) : '',
  });
}

function entryJson(call: RepositoryCall, path: string, ref: string, entry: TreeEntry): Json {
  const encoded = encodePath(path);
  const self = `${repositoryUrl(call, call.repository)}/contents/${encoded}?ref=${encodeURIComponent(ref)}`;
  const isFile = entry.type !== 'tree';
  const kind = isFile ? 'blob' : 'tree';
  const page = repositoryPage(call, call.repository);
  const git = `${repositoryUrl(call, call.repository)}/git/${kind}s/${entry.sha}`;
  const html = `${page}/${kind}/${ref}/${encoded}`;
  return {
    name: path.slice(path.lastIndexOf('/') + 1),
    path,
    sha: entry.sha,
    size: isFile ? (call.repository.objects.blobs.get(entry.sha)?.content.length ?? 0) : 0,
    url: self,
    html_url: html,
    git_url: git,
    download_url: isFile ? `${page}/raw/${ref}/${encoded}` : null,
    type: isFile ? 'file' : 'dir',
    _links: { self, git, html },
  };
}

function fileOf(call: RepositoryCall, commit: GitCommit): Json | null {
  const path = pathOf(call);
  const entry = entryAt(call.repository.objects, commit.sha, path);
  return entry === undefined ? null : entryJson(call, path, branchOf(call), entry);
}

function writeOf(call: ActingCall): {
  readonly repository: ActingCall['repository'];
  readonly path: string;
  readonly message: string;
  readonly branch?: string;
} {
  const branch = text(call.body, 'branch');
  return {
    repository: call.repository,
    path: pathOf(call),
    message: text(call.body, 'message') ?? '',
    ...(branch === undefined ? {} : { branch }),
  };
}

function branchOf(call: RepositoryCall): string {
  return text(call.body, 'branch') ?? call.repository.defaultBranch;
}

function pathOf(call: RepositoryCall): string {
  return pathText(call, 'path').replaceAll(/^\/+|\/+$/g, '');
}

function resolved(call: RepositoryCall, ref: string): GitCommit | undefined {
  return resolveCommit(call.world, call.repository, ref);
}

/** Base64 in lines of sixty, as GitHub breaks it. */
function base64Lines(content: Buffer): string {
  return content.toString('base64').replaceAll(/(.{60})/g, '$1\n') + '\n';
}
