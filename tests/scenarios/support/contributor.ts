/** What people do with pull requests and items, with their own tokens or on the sandbox's pages. */
import { forkRepository } from '../../../sandbox/model/actions/forks.ts';
import { findRepository, findUser, fullName, type World } from '../../../sandbox/model/world.ts';
import type { Person, Thread } from './person.ts';

export interface Change {
  /** Path to text; null deletes. */
  readonly files: Readonly<Record<string, string | null>>;
  readonly title?: string;
  readonly body?: string;
  readonly base?: string;
  readonly branch?: string;
  readonly message?: string;
  readonly draft?: boolean;
  /** From the contributor's own fork. */
  readonly fromFork?: boolean;
}

/** What git lets anybody write into a commit. */
export interface CommitName {
  readonly name: string;
  readonly email: string;
}

export interface Pull extends Thread {
  /** Where its branch lies. */
  readonly head: { readonly repository: string; readonly branch: string };
}

export interface Contributor {
  /** Commits to a new branch and opens a pull request for it. */
  readonly proposes: (repository: string, change: Change) => Promise<Pull>;
  /** A second pull request for the branch of another. */
  readonly proposesAgain: (pull: Pull, base?: string) => Promise<Pull>;
  /** One more commit on its branch, or in place of those there; gives the new head. */
  readonly pushes: (
    pull: Pull,
    files: Change['files'],
    how?: {
      readonly force?: boolean;
      readonly message?: string;
      readonly author?: CommitName;
    },
  ) => Promise<string>;
  /** One commit on a branch, made from main where needed; gives it. */
  readonly writes: (
    repository: string,
    branch: string,
    files: Change['files'],
    message?: string,
  ) => Promise<string>;
  readonly approves: (pull: Thread) => Promise<void>;
  readonly requestsChanges: (pull: Thread) => Promise<void>;
  readonly retargets: (pull: Thread, base: string) => Promise<void>;
  readonly marksReady: (pull: Thread) => Promise<void>;
  readonly withdraws: (pull: Thread) => Promise<void>;
  readonly revives: (pull: Thread) => Promise<void>;
  /** `'merged'`, or GitHub's words why not. */
  readonly triesToMerge: (pull: Thread) => Promise<string>;
  /** `'queued'`, or GitHub's words why not. */
  readonly triesToEnqueue: (pull: Thread) => Promise<string>;
  readonly enablesAutoMerge: (pull: Thread) => Promise<void>;
  readonly addsSubIssue: (parent: Thread, child: Thread) => Promise<void>;
  readonly removesSubIssue: (parent: Thread, child: Thread) => Promise<void>;
  /** Below another parent. */
  readonly movesSubIssue: (to: Thread, child: Thread) => Promise<void>;
  readonly deletesIssue: (issue: Thread) => Promise<void>;
  /** Gives the issue's new place. */
  readonly transfers: (issue: Thread, repository: string) => Promise<Thread>;
  /** A button of a check run, on its page. */
  readonly presses: (run: CheckPlace, identifier: string) => Promise<void>;
  readonly reruns: (run: CheckPlace, all?: 'all') => Promise<void>;
}

export interface CheckPlace {
  readonly repository: string;
  readonly id: number;
}

export interface ContributorDeps {
  readonly world: World;
  /** Everything that was said is heard and done. */
  readonly settled: () => Promise<void>;
}

export function contributor(person: Person, { world, settled }: ContributorDeps): Contributor {
  const { call, submits } = person;
  let branches = 0;
  const review = async (pull: Thread, body: unknown): Promise<void> => {
    await call('POST', `${pullApi(pull)}/reviews`, body);
  };
  const edit = async (pull: Thread, body: unknown): Promise<void> => {
    await call('PATCH', pullApi(pull), body);
  };
  const refused = async (attempt: () => Promise<string>): Promise<string> => {
    await settled();
    try {
      return await attempt();
    } catch (error) {
      return wordsOf(error);
    }
  };
  const mutate = (
    name: string,
    input: Readonly<Record<string, unknown>>,
    gives = 'x: __typename',
  ) => mutation(call, name, input, gives);
  const open = async (
    repository: string,
    head: Pull['head'],
    { title = 'A change', body = '', base = 'main', draft = false }: Omit<Change, 'files'>,
  ): Promise<Pull> => {
    const owner = head.repository.split('/')[0] ?? '';
    const { number } = await call<{ number: number }>('POST', `/repos/${repository}/pulls`, {
      ...{ title, body, base, draft },
      head: head.repository === repository ? head.branch : `${owner}:${head.branch}`,
    });
    return { repository, number, head };
  };
  return {
    proposes: async (repository, change) => {
      const branch = change.branch ?? `${person.login}-${String((branches += 1))}`;
      const from = change.fromFork === true ? forkOf(world, person, repository) : repository;
      const { files, message = 'Change' } = change;
      await commit(call, from, { branch, files, message, onto: change.base ?? 'main' });
      return open(repository, { repository: from, branch }, change);
    },
    proposesAgain: ({ repository, head }, base = 'main') => open(repository, head, { base }),
    pushes: ({ head }, files, { force = false, message = 'More', author } = {}) =>
      commit(call, head.repository, {
        ...{ branch: head.branch, files, message, force, author },
        onto: force ? 'main' : head.branch,
      }),
    writes: (repository, branch, files, message = 'Change') =>
      commit(call, repository, { branch, files, message, onto: 'main' }),
    approves: (pull) => review(pull, { event: 'APPROVE' }),
    requestsChanges: (pull) => review(pull, { event: 'REQUEST_CHANGES', body: 'Not like this.' }),
    retargets: (pull, base) => edit(pull, { base }),
    marksReady: async (pull) => {
      await mutate('markPullRequestReadyForReview', { pullRequestId: await pullNode(call, pull) });
    },
    withdraws: (pull) => edit(pull, { state: 'closed' }),
    revives: (pull) => edit(pull, { state: 'open' }),
    triesToMerge: (pull) =>
      refused(async () => {
        await call('PUT', `${pullApi(pull)}/merge`, {});
        return 'merged';
      }),
    triesToEnqueue: (pull) =>
      refused(async () => {
        await mutate('enqueuePullRequest', { pullRequestId: await pullNode(call, pull) });
        return 'queued';
      }),
    enablesAutoMerge: async (pull) => {
      await mutate('enablePullRequestAutoMerge', { pullRequestId: await pullNode(call, pull) });
    },
    addsSubIssue: async (parent, child) => {
      await subIssue(call, parent, child, 'POST');
    },
    removesSubIssue: async (parent, child) => {
      await subIssue(call, parent, child, 'DELETE');
    },
    movesSubIssue: async (to, child) => {
      await subIssue(call, to, child, 'POST', { replace_parent: true });
    },
    deletesIssue: async (issue) => {
      await mutate('deleteIssue', { issueId: await issueNode(call, issue) });
    },
    transfers: async (issue, repository) => {
      const { node_id: repositoryId } = await call<Named>('GET', `/repos/${repository}`);
      const input = { issueId: await issueNode(call, issue), repositoryId };
      const { transferIssue } = (await mutate('transferIssue', input, 'issue { number }')) as {
        transferIssue: { issue: { number: number } };
      };
      return { repository, number: transferIssue.issue.number };
    },
    presses: async ({ repository, id }, identifier) => {
      await submits(`/${repository}/runs/${String(id)}/action`, { identifier });
    },
    reruns: async ({ repository, id }, all) => {
      await submits(`/${repository}/runs/${String(id)}/rerun${all === 'all' ? '-all' : ''}`, {});
    },
  };
}

type Call = Person['call'];
type Named = { readonly id: number; readonly node_id: string };

interface Commit {
  readonly branch: string;
  /** What it stands on when the branch is not there yet, or is to be overwritten. */
  readonly onto: string;
  readonly files: Change['files'];
  readonly message: string;
  readonly force?: boolean;
  readonly author?: CommitName | undefined;
}

async function commit(call: Call, repository: string, wanted: Commit): Promise<string> {
  const { branch, onto, files, message, force = false, author } = wanted;
  const git = `/repos/${repository}/git`;
  const shaOf = (name: string): Promise<string | null> =>
    call<{ object: { sha: string } }>('GET', `${git}/ref/heads/${name}`).then(
      ({ object }) => object.sha,
      () => null,
    );
  const there = await shaOf(branch);
  const parent = there === null || force ? await shaOf(onto) : there;
  const tree = await call<{ sha: string }>('POST', `${git}/trees`, {
    base_tree: parent,
    tree: Object.entries(files).map(([path, content]) => ({
      ...{ path, mode: '100644', type: 'blob' },
      ...(content === null ? { sha: null } : { content }),
    })),
  });
  const made = { message, tree: tree.sha, parents: [parent], author };
  const { sha } = await call<{ sha: string }>('POST', `${git}/commits`, made);
  if (there === null) await call('POST', `${git}/refs`, { ref: `refs/heads/${branch}`, sha });
  else await call('PATCH', `${git}/refs/heads/${branch}`, { sha, force });
  return sha;
}

/** GitHub's REST for forks is not in the sandbox; a person's fork is made as if by the button. */
function forkOf(world: World, { login }: Person, repository: string): string {
  const [owner = '', name = ''] = repository.split('/');
  const parent = findRepository(world, owner, name);
  const user = findUser(world, login);
  if (parent === undefined || user === undefined) throw new Error(`No ${repository} or ${login}.`);
  const made = forkRepository(world, { kind: 'user', login }, { repository: parent, owner: user });
  if (!made.ok) throw new Error(made.refusal.message);
  return fullName(made.value);
}

async function subIssue(
  call: Call,
  parent: Thread,
  child: Thread,
  ...[method, more = {}]: readonly ['POST' | 'DELETE', Readonly<Record<string, unknown>>?]
): Promise<void> {
  const { id } = await call<Named>('GET', issueApi(child));
  const path = `${issueApi(parent)}/sub_issue${method === 'POST' ? 's' : ''}`;
  await call(method, path, { sub_issue_id: id, ...more });
}

async function mutation(
  call: Call,
  name: string,
  input: Readonly<Record<string, unknown>>,
  gives: string,
): Promise<unknown> {
  const type = `${name[0]?.toUpperCase() ?? ''}${name.slice(1)}Input`;
  const query = `mutation($input: ${type}!) { ${name}(input: $input) { ${gives} } }`;
  const answer = await call<{ data: unknown; errors?: readonly { message: string }[] }>(
    'POST',
    '/graphql',
    { query, variables: { input } },
  );
  const [error] = answer.errors ?? [];
  if (error !== undefined) throw new Error(`${name}: 422 ${JSON.stringify(error)}`);
  return answer.data;
}

async function pullNode(call: Call, pull: Thread): Promise<string> {
  return (await call<Named>('GET', pullApi(pull))).node_id;
}

async function issueNode(call: Call, issue: Thread): Promise<string> {
  return (await call<Named>('GET', issueApi(issue))).node_id;
}

/** What GitHub said when it refused; anything else is a bug of the scenario. */
function wordsOf(error: unknown): string {
  const found = /: (?:403|405|409|422) (\{.*\})$/s.exec(String(error))?.[1];
  if (found === undefined) throw error;
  return (JSON.parse(found) as { message: string }).message;
}

function pullApi({ repository, number }: Thread): string {
  return `/repos/${repository}/pulls/${String(number)}`;
}

function issueApi({ repository, number }: Thread): string {
  return `/repos/${repository}/issues/${String(number)}`;
}
