/** A person of a scenario: acts over HTTP with a token of their own, or on the sandbox's pages as a browser does. */
import type { Login } from './organisation.ts';
import { INCIDENTS } from './organisation.ts';

/** An issue or pull request. */
export interface Thread {
  readonly repository: string;
  readonly number: number;
}

export interface Comment {
  readonly id: number;
  readonly thread: Thread;
}

/** What is typed and chosen in the incident form; by the ids of its fields. */
export interface FormFields {
  readonly title?: string;
  readonly happening?: string;
  readonly services?: string;
  readonly users?: string;
  readonly customers?: string;
  readonly cost?: string;
  readonly severity?: string;
  readonly started?: string;
  readonly detected?: string;
  readonly how?: string;
  readonly sla?: 'No' | 'Yes' | 'Not sure';
  readonly drill?: boolean;
}

export interface Person {
  readonly login: Login;
  /** Fills in the incident form on its page and submits it. */
  readonly opensIncident: (fields?: FormFields) => Promise<Thread>;
  readonly opensIssue: (repository: string, issue: IssueText) => Promise<Thread>;
  readonly comments: (at: Thread, body: string) => Promise<Comment>;
  readonly edits: (comment: Comment, body: string) => Promise<void>;
  readonly deletes: (comment: Comment) => Promise<void>;
  readonly hides: (comment: Comment) => Promise<void>;
  readonly shows: (comment: Comment) => Promise<void>;
  readonly reacts: (comment: Comment, content: string) => Promise<void>;
  readonly labels: (at: Thread, ...names: readonly string[]) => Promise<void>;
  readonly unlabels: (at: Thread, name: string) => Promise<void>;
  readonly assigns: (at: Thread, ...logins: readonly string[]) => Promise<void>;
  readonly unassigns: (at: Thread, ...logins: readonly string[]) => Promise<void>;
  readonly closes: (
    at: Thread,
    reason?: 'completed' | 'not_planned' | 'duplicate',
  ) => Promise<void>;
  readonly reopens: (at: Thread) => Promise<void>;
  readonly rewrites: (
    at: Thread,
    text: { readonly title?: string; readonly body?: string },
  ) => Promise<void>;
  /** Writes a file to a branch, the default branch unless said otherwise; null deletes it. Gives the commit. */
  readonly commits: (repository: string, file: CommittedFile) => Promise<string>;
  readonly opensPull: (repository: string, pull: PullText) => Promise<Thread>;
  readonly merges: (pull: Thread) => Promise<void>;
  readonly dispatches: (
    payload: unknown,
    options?: { repository?: string; event?: string },
  ) => Promise<void>;
  /** Any other request; throws with GitHub's own words when it is refused. */
  readonly call: <T>(method: string, path: string, body?: unknown) => Promise<T>;
  /** A form on a page of the sandbox. */
  readonly submits: (path: string, fields: Readonly<Record<string, string>>) => Promise<Response>;
}

export interface IssueText {
  readonly title: string;
  readonly body?: string;
  readonly labels?: readonly string[];
}

export interface CommittedFile {
  readonly path: string;
  readonly text: string | null;
  readonly branch?: string;
  readonly message?: string;
}

export interface PullText {
  readonly title: string;
  readonly body?: string;
  readonly head: string;
}

export interface PersonDeps {
  readonly url: string;
  readonly token: string;
  /** Called before each act: time passes between what people do. */
  readonly tick: () => void;
}

export function person(login: Login, deps: PersonDeps): Person {
  const call = caller(login, deps);
  const submits = submitter(login, deps);
  const act = async (method: string, path: string, body?: unknown): Promise<void> => {
    await call(method, path, body);
  };
  const pageOf = ({ id, thread }: Comment, what: string): string =>
    `/${thread.repository}/comments/${String(id)}/${what}`;
  return {
    login,
    call,
    submits,
    opensIncident: (fields = {}) => declared(submits, fields),
    opensIssue: async (repository, issue) => {
      const { number } = await call<Numbered>('POST', `/repos/${repository}/issues`, issue);
      return { repository, number };
    },
    comments: async (thread, body) => {
      const made = await call<{ id: number }>('POST', `${api(thread)}/comments`, { body });
      return { id: made.id, thread };
    },
    edits: (comment, body) => act('PATCH', commentApi(comment), { body }),
    deletes: (comment) => act('DELETE', commentApi(comment)),
    hides: async (comment) => {
      await submits(pageOf(comment, 'hide'), { reason: 'off-topic' });
    },
    shows: async (comment) => {
      await submits(pageOf(comment, 'unhide'), {});
    },
    reacts: (comment, content) => act('POST', `${commentApi(comment)}/reactions`, { content }),
    labels: (at, ...labels) => act('POST', `${api(at)}/labels`, { labels }),
    unlabels: (at, name) => act('DELETE', `${api(at)}/labels/${encodeURIComponent(name)}`),
    assigns: (at, ...assignees) => act('POST', `${api(at)}/assignees`, { assignees }),
    unassigns: (at, ...assignees) => act('DELETE', `${api(at)}/assignees`, { assignees }),
    closes: (at, state_reason = 'completed') =>
      act('PATCH', api(at), { state: 'closed', state_reason }),
    reopens: (at) => act('PATCH', api(at), { state: 'open' }),
    rewrites: (at, text) => act('PATCH', api(at), text),
    commits: (repository, file) => committed(call, repository, file),
    opensPull: async (repository, { title, body = '', head }) => {
      const pull = { title, body, head, base: 'main' };
      const { number } = await call<Numbered>('POST', `/repos/${repository}/pulls`, pull);
      return { repository, number };
    },
    merges: ({ repository, number }) =>
      act('PUT', `/repos/${repository}/pulls/${String(number)}/merge`, {}),
    dispatches: (client_payload, { repository = INCIDENTS, event = 'incident' } = {}) =>
      act('POST', `/repos/${repository}/dispatches`, { event_type: event, client_payload }),
  };
}

type Call = Person['call'];
type Submit = Person['submits'];
type Numbered = { readonly number: number };

function caller(login: string, { url, token, tick }: PersonDeps): Call {
  return async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    if (method !== 'GET') tick();
    const root = path === '/graphql' ? '/api' : '/api/v3';
    const answer = await fetch(`${url}${root}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        accept: 'application/vnd.github+json',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) {
      throw new Error(`${login} ${method} ${path}: ${String(answer.status)} ${text}`);
    }
    return (text === '' ? undefined : JSON.parse(text)) as T;
  };
}

function submitter(login: string, { url, tick }: PersonDeps): Submit {
  return (path, fields) => {
    tick();
    return fetch(url + path, {
      method: 'POST',
      redirect: 'manual',
      headers: { cookie: `acting_as=${login}` },
      body: new URLSearchParams(fields),
    });
  };
}

async function declared(submits: Submit, fields: FormFields): Promise<Thread> {
  const { title = 'Checkout answers 500', drill = false, ...texts } = fields;
  const typed = { happening: 'Payments fail.', severity: 'Not sure', sla: 'No', ...texts };
  const answer = await submits(`/${INCIDENTS}/issues`, {
    template: 'incident.yml',
    title,
    ...Object.fromEntries(Object.entries(typed).map(([id, value]) => [`f:${id}`, value])),
    ...(drill ? { 'f:drill': 'This is a drill' } : {}),
  });
  const number = /\/issues\/(\d+)$/.exec(answer.headers.get('location') ?? '')?.[1];
  if (number === undefined) throw new Error(`The form was not taken: ${await answer.text()}`);
  return { repository: INCIDENTS, number: Number(number) };
}

async function committed(call: Call, repository: string, file: CommittedFile): Promise<string> {
  const { path, text, branch = 'main', message = `Change ${path}` } = file;
  if (branch !== 'main') await branchOff(call, repository, branch);
  const at = `/repos/${repository}/contents/${path}`;
  const sha = await call<{ sha: string }>('GET', `${at}?ref=${branch}`).then(
    (found) => found.sha,
    () => undefined,
  );
  const written = { message, branch, ...(sha === undefined ? {} : { sha }) };
  const { commit } = await call<{ commit: { sha: string } }>(
    text === null ? 'DELETE' : 'PUT',
    at,
    text === null ? written : { ...written, content: Buffer.from(text).toString('base64') },
  );
  return commit.sha;
}

async function branchOff(call: Call, repository: string, branch: string): Promise<void> {
  const refs = `/repos/${repository}/git`;
  const main = await call<{ object: { sha: string } }>('GET', `${refs}/ref/heads/main`);
  const made = { ref: `refs/heads/${branch}`, sha: main.object.sha };
  // The branch may be there from an earlier commit of the same story.
  await call('POST', `${refs}/refs`, made).catch((error: unknown) => {
    if (!String(error).includes('already exists')) throw error;
  });
}

function api({ repository, number }: Thread): string {
  return `/repos/${repository}/issues/${String(number)}`;
}

function commentApi({ id, thread }: Comment): string {
  return `/repos/${thread.repository}/issues/comments/${String(id)}`;
}
