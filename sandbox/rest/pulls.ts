import {
  created,
  fromResult,
  noContent,
  notFoundAnswer,
  okay,
  problem,
  invalidField,
} from '../http/answers.ts';
import type { ActingCall, Answer, RepositoryCall } from '../http/context.ts';
import { page } from '../http/paging.ts';
import { closeIssue, reopenIssue } from '../model/actions/issue-state.ts';
import { mergePull } from '../model/actions/merge.ts';
import { editPull, openPull } from '../model/actions/pull-requests.ts';
import { updatePullBranch } from '../model/actions/update-branch.ts';
import { inNetwork } from '../model/queries/commits.ts';
import { mostListedFiles, pullFiles } from '../model/queries/pull-files.ts';
import { pullCommits } from '../model/queries/timeline.ts';
import type { Issue } from '../model/records/issue.ts';
import { byDirection } from './issue-input.ts';
import { flag, oneOf, text } from './input.ts';
import { withPull } from './lookup.ts';
import { acting, reading } from './route.ts';
import { commitJson, fileChangeJson } from './serialise/git.ts';
import { pullFull, pullSimple, pullUrl } from './serialise/pulls.ts';

const read = 'pull_requests:read';
const write = 'pull_requests:write';

/** GitHub lists no more than this, whatever a pull request holds. */
const mostCommits = 250;

export const pullRoutes = {
  'pulls/list': reading(read, listPulls),
  'pulls/get': reading(read, (call) => withPull(call, (issue) => okay(pullFull(call, issue)))),
  'pulls/create': acting(write, createPull),
  'pulls/update': acting(write, (call) => withPull(call, (issue) => update(call, issue))),
  'pulls/list-files': reading(read, (call) =>
    withPull(call, (issue, pull) =>
      page(call, pullFiles(issue).slice(0, mostListedFiles), (change) =>
        fileChangeJson(call, call.repository, pull.headSha, change),
      ),
    ),
  ),
  'pulls/list-commits': reading(read, (call) =>
    withPull(call, (issue) =>
      page(call, pullCommits(issue).slice(0, mostCommits), (commit) =>
        commitJson(call, call.repository, commit),
      ),
    ),
  ),
  'pulls/check-if-merged': reading(read, (call) =>
    withPull(call, (_issue, pull) => (pull.mergedAt === null ? notFoundAnswer : noContent)),
  ),
  'pulls/merge': acting('contents:write', (call) =>
    withPull(call, (issue) => {
      const title = text(call.body, 'commit_title');
      const message = text(call.body, 'commit_message');
      const sha = text(call.body, 'sha');
      const method = oneOf(call.body, 'merge_method', ['merge', 'squash', 'rebase']);
      const result = mergePull(call.world, call.actor, {
        issue,
        ...(title === undefined ? {} : { title }),
        ...(message === undefined ? {} : { message }),
        ...(sha === undefined ? {} : { sha }),
        ...(method === undefined ? {} : { method }),
      });
      return fromResult(result, (done) =>
        okay({ sha: done.sha, merged: true, message: 'Pull Request successfully merged' }),
      );
    }),
  ),
  // GitHub answers before it has merged; here it is done by then.
  'pulls/update-branch': acting(write, (call) =>
    withPull(call, (issue) => {
      const expectedHead = text(call.body, 'expected_head_sha');
      const result = updatePullBranch(call.world, call.actor, {
        issue,
        ...(expectedHead === undefined ? {} : { expectedHead }),
      });
      return fromResult(result, () => ({
        status: 202,
        body: { message: 'Updating pull request branch.', url: pullUrl(call, issue) },
      }));
    }),
  ),
};

function createPull(call: ActingCall): Answer {
  const { body, world, repository } = call;
  if (body['issue'] !== undefined) {
    return problem(422, 'The sandbox does not turn issues into pull requests.');
  }
  const [owner, branch] = splitHead(text(body, 'head') ?? '');
  const headRepository = owner === null ? repository : inNetwork(world, repository, owner);
  if (headRepository === undefined) return invalidField('PullRequest', 'head', 'invalid');
  const pullBody = text(body, 'body');
  const result = openPull(world, call.actor, {
    repository,
    title: text(body, 'title') ?? '',
    base: text(body, 'base') ?? '',
    head: branch,
    headRepository,
    draft: flag(body, 'draft') ?? false,
    maintainerCanModify: flag(body, 'maintainer_can_modify') ?? true,
    ...(pullBody === undefined ? {} : { body: pullBody }),
  });
  return fromResult(result, (issue) => ({
    ...created(pullFull(call, issue)),
    headers: { location: pullUrl(call, issue) },
  }));
}

function update(call: ActingCall, issue: Issue): Answer {
  const { world, actor, body } = call;
  const title = text(body, 'title');
  const newBody = text(body, 'body');
  const base = text(body, 'base');
  if (title !== undefined || newBody !== undefined || base !== undefined) {
    const edited = editPull(world, actor, {
      issue,
      ...(title === undefined ? {} : { title }),
      ...(newBody === undefined ? {} : { body: newBody }),
      ...(base === undefined ? {} : { base }),
    });
    if (!edited.ok) return fromResult(edited, okay);
  }
  const state = oneOf(body, 'state', ['open', 'closed']);
  if (state !== undefined && state !== issue.state) {
    const changed = (state === 'closed' ? closeIssue : reopenIssue)(world, actor, { issue });
    if (!changed.ok) return fromResult(changed, okay);
  }
  return okay(pullFull(call, issue));
}

function listPulls(call: RepositoryCall): Answer {
  const { parameters: asked } = call;
  const state = oneOf(asked, 'state', ['open', 'closed', 'all']) ?? 'open';
  const base = text(asked, 'base');
  const head = text(asked, 'head');
  const found = [...call.repository.issues.values()].filter(
    (issue) =>
      issue.pull !== null &&
      (state === 'all' || issue.state === state) &&
      (base === undefined || issue.pull.baseRef === base) &&
      (head === undefined || `${issue.pull.headOwner.login}:${issue.pull.headRef}` === head),
  );
  const sort = oneOf(asked, 'sort', ['created', 'updated', 'popularity', 'long-running']);
  const key = (issue: Issue): number => {
    if (sort === 'updated') return issue.updatedAt;
    return sort === 'popularity' ? issue.comments.length : issue.number;
  };
  return page(call, byDirection(call, found, key), (issue) => pullSimple(call, issue));
}

/** `owner:branch`, or a branch of the same repository. */
function splitHead(head: string): readonly [string | null, string] {
  const at = head.indexOf(':');
  return at === -1 ? [null, head] : [head.slice(0, at), head.slice(at + 1)];
}
