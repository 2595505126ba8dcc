/** A person of the demo: acts on the sandbox over HTTP with a token of their own, as anybody's browser would. */

export interface Issue {
  readonly number: number;
  readonly html_url: string;
  readonly title: string;
  readonly state: string;
  readonly labels: readonly { readonly name: string }[];
  readonly assignees: readonly { readonly login: string }[];
}

export interface Comment {
  readonly id: number;
  readonly html_url: string;
  readonly body: string;
  readonly user: { readonly login: string };
}

export interface Attempt {
  readonly status: number;
  readonly message: string;
}

export interface Person {
  readonly login: string;
  /** Calls the REST API; throws with GitHub's own message on an error. */
  call<T>(method: string, path: string, body?: unknown): Promise<T>;
  /** The same, where a refusal is what one wants to see: the status and GitHub's message. */
  attempt(method: string, path: string, body?: unknown): Promise<Attempt>;
  comment(issue: string, body: string): Promise<Comment>;
}

/** `issue` is `acme/incidents/issues/1`, as in the API's path. */
export function person(api: string, login: string, token: string): Person {
  const send = (method: string, path: string, body: unknown): Promise<Response> =>
    fetch(`${api}${path}`, {
      method,
      headers: {
        authorization: `token ${token}`,
        accept: 'application/vnd.github+json',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  const call = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const answer = await send(method, path, body);
    const text = await answer.text();
    if (!answer.ok) {
      throw new Error(`${login}: ${method} ${path} was answered ${String(answer.status)}: ${text}`);
    }
    return (text === '' ? undefined : JSON.parse(text)) as T;
  };
  return {
    login,
    call,
    attempt: async (method, path, body) => {
      const answer = await send(method, path, body);
      const { message } = (await answer.json()) as { readonly message: string };
      return { status: answer.status, message };
    },
    comment: (issue, body) => call('POST', `/repos/${issue}/comments`, { body }),
  };
}
