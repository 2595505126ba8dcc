/** What the story plays on: the people, the clock, and eyes on the incident repository. */
import { APP_SLUG, PEOPLE, type Login } from './cast.ts';
import type { Narrator } from './narrator.ts';
import { person, type Comment, type Issue, type Person } from './person.ts';
import { until } from './until.ts';

/** An issue. */
export interface At {
  readonly repository: string;
  readonly number: number;
}

export interface Stage {
  readonly url: string;
  readonly tell: Narrator;
  readonly people: Readonly<Record<Login, Person>>;
  /** GitHub's time now, as `HH:MM` UTC, so many minutes ago. */
  readonly clock: (minutesAgo?: number) => Promise<string>;
  /** Lets so many minutes pass on the sandbox's clock. */
  readonly pass: (minutes: number) => Promise<void>;
  readonly issue: (repository: string, number: number) => Promise<Issue>;
  /** Waits for a comment of the app that contains every one of these texts. */
  answer(repository: string, number: number, ...texts: readonly string[]): Promise<Comment>;
  labelled(repository: string, number: number, ...labels: readonly string[]): Promise<Issue>;
  /** Says it as a comment, tells it, waits until the app has reacted with 👍 (or 😕). */
  says(who: Login, issue: At, text: string, reaction?: '+1' | 'confused'): Promise<Comment>;
}

export async function stage(url: string, tell: Narrator): Promise<Stage> {
  const api = `${url}/api/v3`;
  const control = async <T>(path: string, body: unknown): Promise<T> => {
    const answer = await fetch(`${url}/_sandbox${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${path}: ${String(answer.status)} ${await answer.text()}`);
    return (await answer.json()) as T;
  };
  const logins = Object.keys(PEOPLE) as Login[];
  const entries = await Promise.all(
    logins.map(async (login) => {
      const { token } = await control<{ token: string }>('/tokens', { login });
      return [login, person(api, login, token)] as const;
    }),
  );
  const people = Object.fromEntries(entries) as Record<Login, Person>;
  const eye = people.erin;
  const issue = (repository: string, number: number): Promise<Issue> =>
    eye.call('GET', `/repos/${repository}/issues/${String(number)}`);
  const react = (repository: string, comment: number, content: string): Promise<boolean> =>
    eye
      .call<readonly { content: string; user: { login: string } }[]>(
        'GET',
        `/repos/${repository}/issues/comments/${String(comment)}/reactions?per_page=100`,
      )
      .then((all) =>
        all.some((each) => each.content === content && each.user.login === `${APP_SLUG}[bot]`),
      );

  return {
    url,
    tell,
    people,
    clock: async (minutesAgo = 0) => {
      const { now } = (await (await fetch(`${url}/_sandbox`)).json()) as { now: string };
      return new Date(Date.parse(now) - minutesAgo * 60_000).toISOString().slice(11, 16);
    },
    pass: async (minutes) => {
      await control('/clock', { advanceMilliseconds: minutes * 60_000 });
    },
    issue,
    answer: (repository, number, ...texts) =>
      until(`a comment of the app saying ${texts.join(' … ')}`, async () => {
        const path = `/repos/${repository}/issues/${String(number)}/comments?per_page=100`;
        const comments = await eye.call<readonly Comment[]>('GET', path);
        return comments.find(
          ({ user, body }) =>
            user.login === `${APP_SLUG}[bot]` && texts.every((text) => body.includes(text)),
        );
      }),
    labelled: (repository, number, ...labels) =>
      until(`the labels ${labels.join(', ')}`, async () => {
        const found = await issue(repository, number);
        const names = found.labels.map(({ name }) => name);
        return labels.every((label) => names.includes(label)) ? found : undefined;
      }),
    says: async (who, at, text, reaction = '+1') => {
      tell.said(who, text);
      const comment = await people[who].comment(
        `${at.repository}/issues/${String(at.number)}`,
        text,
      );
      const sign = reaction === '+1' ? '👍' : '😕';
      await until(`${sign} on ${comment.html_url}`, async () =>
        (await react(at.repository, comment.id, reaction)) ? true : undefined,
      );
      return comment;
    },
  };
}
