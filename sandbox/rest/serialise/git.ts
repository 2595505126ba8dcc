import type { FileChange, GitCommit, Signature } from '../../model/records/git.ts';
import type { Repository } from '../../model/records/repository.ts';
import { simpleUserOrNull } from './accounts.ts';
import { iso, type Json, type Render } from './render.ts';
import { repositoryPage, repositoryUrl } from './repositories.ts';

/** A commit as the commits API shows it. */
export function commitJson(render: Render, repository: Repository, commit: GitCommit): Json {
  const url = repositoryUrl(render, repository);
  const page = repositoryPage(render, repository);
  return {
    sha: commit.sha,
    node_id: commit.nodeId,
    commit: {
      author: gitUser(commit.author),
      committer: gitUser(commit.committer),
      message: commit.message,
      tree: { sha: commit.tree, url: `${url}/git/trees/${commit.tree}` },
      url: `${url}/git/commits/${commit.sha}`,
      comment_count: 0,
      verification: verification(commit),
    },
    url: `${url}/commits/${commit.sha}`,
    html_url: `${page}/commit/${commit.sha}`,
    comments_url: `${url}/commits/${commit.sha}/comments`,
    author: simpleUserOrNull(render, commit.authorAccount),
    committer: simpleUserOrNull(render, commit.committerAccount),
    parents: commit.parents.map((sha) => ({
      sha,
      url: `${url}/commits/${sha}`,
      html_url: `${page}/commit/${sha}`,
    })),
  };
}

/** A commit as the Git database API shows it. */
export function gitCommitJson(render: Render, repository: Repository, commit: GitCommit): Json {
  const url = repositoryUrl(render, repository);
  const page = repositoryPage(render, repository);
  return {
    sha: commit.sha,
    node_id: commit.nodeId,
    url: `${url}/git/commits/${commit.sha}`,
    html_url: `${page}/commit/${commit.sha}`,
    author: gitUser(commit.author),
    committer: gitUser(commit.committer),
    tree: { sha: commit.tree, url: `${url}/git/trees/${commit.tree}` },
    message: commit.message,
    parents: commit.parents.map((sha) => ({
      sha,
      url: `${url}/git/commits/${sha}`,
      html_url: `${page}/commit/${sha}`,
    })),
    verification: verification(commit),
  };
}

/** A changed file of a comparison, commit or pull request. */
export function fileChangeJson(
  render: Render,
  repository: Repository,
  ref: string,
  change: FileChange,
): Json {
  const page = repositoryPage(render, repository);
  const path = encodePath(change.filename);
  return {
    sha: change.sha,
    filename: change.filename,
    status: change.status,
    additions: change.additions,
    deletions: change.deletions,
    changes: change.additions + change.deletions,
    blob_url: `${page}/blob/${ref}/${path}`,
    raw_url: `${page}/raw/${ref}/${path}`,
    contents_url: `${repositoryUrl(render, repository)}/contents/${path}?ref=${ref}`,
    ...(change.patch === undefined ? {} : { patch: change.patch }),
    ...(change.previousFilename === undefined
      ? {}
      : { previous_filename: change.previousFilename }),
  };
}

/** The short form in check suites and pushes. */
export function simpleCommitJson(commit: GitCommit): Json {
  return {
    id: commit.sha,
    tree_id: commit.tree,
    message: commit.message,
    timestamp: iso(commit.committer.at),
    author: { name: commit.author.name, email: commit.author.email },
    committer: { name: commit.committer.name, email: commit.committer.email },
  };
}

export function refJson(
  render: Render,
  repository: Repository,
  ref: { readonly ref: string; readonly sha: string },
): Json {
  const url = repositoryUrl(render, repository);
  return {
    ref: ref.ref,
    node_id: `REF_${Buffer.from(`${repository.id}:${ref.ref}`).toString('base64url')}`,
    url: `${url}/git/${ref.ref}`,
    object: { type: 'commit', sha: ref.sha, url: `${url}/git/commits/${ref.sha}` },
  };
}

export function encodePath(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/');
}

function gitUser(signature: Signature): Json {
  return { name: signature.name, email: signature.email, date: iso(signature.at) };
}

function verification(commit: GitCommit): Json {
  return {
    verified: commit.verified,
    reason: commit.verified ? 'valid' : 'unsigned',
    signature: null,
    payload: null,
    verified_at: commit.verified ? iso(commit.committer.at) : null,
  };
}
