import type { RepositoryEvent } from '../model/events.ts';
import { changesBetween } from '../model/git/compare.ts';
import type { GitCommit, Signature } from '../model/records/git.ts';
import type { Person } from '../model/records/accounts.ts';
import { iso, type Json, type Render } from '../rest/serialise/render.ts';
import { repositoryJson, repositoryPage } from '../rest/serialise/repositories.ts';

type CodeEvents = Extract<
  RepositoryEvent,
  { readonly name: 'push' | 'create' | 'delete' | 'repository_dispatch' }
>;
type Push = Extract<CodeEvents, { readonly name: 'push' }>;

/** GitHub lists at most this many commits of a push. */
const mostCommits = 2048;

/** What is particular to events about branches and what is on them, and to dispatches. */
export function codePayload(render: Render, event: CodeEvents): Json {
  switch (event.name) {
    case 'push':
      return pushPayload(render, event);
    case 'create':
      return {
        ref: event.ref,
        ref_type: event.refType,
        master_branch: event.repository.defaultBranch,
        description: event.repository.settings.description,
        pusher_type: 'user',
      };
    case 'delete':
      return { ref: event.ref, ref_type: event.refType, pusher_type: 'user' };
    case 'repository_dispatch':
      return {
        action: event.action,
        branch: event.repository.defaultBranch,
        client_payload: event.clientPayload,
      };
  }
}

function pushPayload(render: Render, event: Push): Json {
  const { repository } = event;
  const page = repositoryPage(render, repository);
  const commits = event.commits
    .slice(0, mostCommits)
    .map((each) => pushCommit(render, event, each));
  const head = repository.objects.commits.get(event.after);
  return {
    ref: event.ref,
    before: event.before,
    after: event.after,
    base_ref: null,
    created: event.created,
    deleted: event.deleted,
    forced: event.forced,
    compare: `${page}/compare/${event.before.slice(0, 12)}...${event.after.slice(0, 12)}`,
    commits,
    head_commit: head === undefined || event.deleted ? null : pushCommit(render, event, head),
    pusher: { name: event.sender.login, email: null },
    repository: {
      ...repositoryJson(render, repository),
      // A push is the one event that gives these in seconds.
      created_at: Math.floor(repository.createdAt / 1000),
      pushed_at: Math.floor(repository.pushedAt / 1000),
      stargazers: 0,
      master_branch: repository.defaultBranch,
    },
  };
}

function pushCommit(render: Render, event: Push, commit: GitCommit): Json {
  const changes = changesBetween(event.repository.objects, commit.parents[0] ?? null, commit.sha);
  const named = (...statuses: readonly string[]): readonly string[] =>
    changes.filter(({ status }) => statuses.includes(status)).map(({ filename }) => filename);
  const renamedFrom = changes.flatMap(({ previousFilename }) => previousFilename ?? []);
  return {
    id: commit.sha,
    tree_id: commit.tree,
    distinct: true,
    message: commit.message,
    timestamp: iso(commit.committer.at),
    url: `${repositoryPage(render, event.repository)}/commit/${commit.sha}`,
    author: author(commit.author, commit.authorAccount),
    committer: author(commit.committer, commit.committerAccount),
    added: named('added', 'renamed'),
    removed: [...named('removed'), ...renamedFrom],
    modified: named('modified'),
  };
}

function author(signature: Signature, account: Person | null): Json {
  return {
    name: signature.name,
    email: signature.email,
    ...(account === null ? {} : { username: account.login }),
  };
}
