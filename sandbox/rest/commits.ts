import { notFoundAnswer, okay, problem } from '../http/answers.ts';
import type { Answer, RepositoryCall } from '../http/context.ts';
import { page } from '../http/paging.ts';
import { log } from '../model/git/history.ts';
import { fileAt } from '../model/git/objects.ts';
import { commitFiles, compareCommits, inNetwork, resolveCommit } from '../model/queries/commits.ts';
import { pullCommits } from '../model/queries/timeline.ts';
import type { GitCommit } from '../model/records/git.ts';
import { instant, pathText, text } from './input.ts';
import { reading } from './route.ts';
import { commitJson, fileChangeJson } from './serialise/git.ts';
import { pullSimple } from './serialise/pulls.ts';
import { repositoryPage, repositoryUrl } from './serialise/repositories.ts';

const read = 'contents:read';

export const commitRoutes = {
  'repos/list-commits': reading(read, listCommits),
  'repos/get-commit': reading(read, (call) => {
    const ref = pathText(call, 'ref');
    const commit = resolveCommit(call.world, call.repository, ref);
    if (commit === undefined) return problem(422, `No commit found for SHA: ${ref}`);
    const files = commitFiles(call.repository, commit);
    const additions = files.reduce((sum, each) => sum + each.additions, 0);
    const deletions = files.reduce((sum, each) => sum + each.deletions, 0);
    return okay({
      ...commitJson(call, call.repository, commit),
      stats: { total: additions + deletions, additions, deletions },
      files: files.map((each) => fileChangeJson(call, call.repository, commit.sha, each)),
    });
  }),
  'repos/list-pull-requests-associated-with-commit': reading('pull_requests:read', (call) => {
    const sha = pathText(call, 'commit_sha');
    const pulls = [...call.repository.issues.values()].filter(
      (issue) =>
        issue.pull !== null &&
        (issue.pull.headSha === sha ||
          issue.pull.mergeCommitSha === sha ||
          pullCommits(issue).some((commit) => commit.sha === sha)),
    );
    return page(call, pulls, (issue) => pullSimple(call, issue));
  }),
  'repos/compare-commits-with-basehead': reading(read, compare),
};

function listCommits(call: RepositoryCall): Answer {
  const { repository, parameters: asked } = call;
  const start = resolveCommit(
    call.world,
    repository,
    text(asked, 'sha') ?? repository.defaultBranch,
  );
  if (start === undefined) {
    return repository.branches.size === 0
      ? problem(409, 'Git Repository is empty.')
      : notFoundAnswer;
  }
  const since = instant(asked, 'since') ?? -Infinity;
  const until = instant(asked, 'until') ?? Infinity;
  const author = text(asked, 'author')?.toLowerCase();
  const path = text(asked, 'path');
  const commits = log(repository.objects, start.sha).filter(
    (commit) =>
      commit.committer.at >= since &&
      commit.committer.at <= until &&
      (author === undefined ||
        commit.authorAccount?.login.toLowerCase() === author ||
        commit.author.email.toLowerCase() === author) &&
      (path === undefined || touches(call, commit, path)),
  );
  return page(call, commits, (commit) => commitJson(call, repository, commit));
}

function touches(call: RepositoryCall, commit: GitCommit, path: string): boolean {
  const { objects } = call.repository;
  const under = `${path.replace(/\/$/, '')}/`;
  const parent = commit.parents[0];
  const changed = commitFiles(call.repository, commit).some(
    ({ filename }) => filename === path || filename.startsWith(under),
  );
  return changed || (parent === undefined && fileAt(objects, commit.sha, path) !== undefined);
}

/** `base...head`, each a ref of this repository or `owner:branch` of its network. */
function compare(call: RepositoryCall): Answer {
  const { repository } = call;
  const basehead = pathText(call, 'basehead');
  const [base = '', head = ''] = basehead.split(/\.{2,3}/);
  const baseCommit = sideOf(call, base);
  const headCommit = sideOf(call, head);
  if (baseCommit === undefined || headCommit === undefined) return notFoundAnswer;
  const comparison = compareCommits(repository, baseCommit, headCommit);
  if (comparison === undefined) {
    return problem(404, `No common ancestor between ${base} and ${head}.`);
  }
  const page_ = `${repositoryPage(call, repository)}/compare/${basehead}`;
  return page(
    call,
    comparison.commits,
    (commit) => commitJson(call, repository, commit),
    (commits, total) => ({
      url: `${repositoryUrl(call, repository)}/compare/${basehead}`,
      html_url: page_,
      permalink_url: page_,
      diff_url: `${page_}.diff`,
      patch_url: `${page_}.patch`,
      base_commit: commitJson(call, repository, comparison.base),
      merge_base_commit: commitJson(call, repository, comparison.mergeBase),
      status: comparison.status,
      ahead_by: comparison.aheadBy,
      behind_by: comparison.behindBy,
      total_commits: total,
      commits,
      // GitHub lists at most 300 files.
      files: comparison.files
        .slice(0, 300)
        .map((each) => fileChangeJson(call, repository, headCommit.sha, each)),
    }),
  );
}

function sideOf(call: RepositoryCall, side: string): GitCommit | undefined {
  const colon = side.indexOf(':');
  const owner = colon === -1 ? undefined : side.slice(0, colon);
  const ref = side.slice(colon + 1);
  const repository =
    owner === undefined ? call.repository : inNetwork(call.world, call.repository, owner);
  if (repository === undefined) return undefined;
  return resolveCommit(call.world, repository, ref);
}
