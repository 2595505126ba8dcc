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
  /** The calendar day so many days after the story began: `2026-11-06`. */
  readonly date: (days: number) => string;
  /** Moves the sandbox's clock forward to an hour (`09:30`, UTC) of that day. */
  readonly goTo: (days: number, hour: string) => Promise<void>;
  readonly issue: (repository: string, number: number) => Promise<Issue>;
  /** Waits for a comment of the app that contains every one of these texts. */
  answer(repository: string, number: number, ...texts: readonly string[]): Promise<Comment>;
  /** Waits until an issue is open or closed. */
  becomes(state: 'open' | 'closed', at: At): Promise<Issue>;
  labelled(repository: string, number: number, ...labels: readonly string[]): Promise<Issue>;
  /** Says it as a comment, tells it, waits until the app has reacted with 👍 (or 😕). */
  says(who: Login, issue: At, text: string, reaction?: '+1' | 'confused'): Promise<Comment>;
}

const DAY = 86_400_000;
const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);

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

  const now = async (): Promise<number> => {
    const shown = (await (await fetch(`${url}/_sandbox`)).json()) as { now: string };
    return Date.parse(shown.now);
  };
  const began = await now();
  const date = (days: number): string => dayOf(began + days * DAY);

  return {
    url,
    tell,
    people,
    clock: async (minutesAgo = 0) =>
      new Date((await now()) - minutesAgo * 60_000).toISOString().slice(11, 16),
    pass: async (minutes) => {
      await control('/clock', { advanceMilliseconds: minutes * 60_000 });
    },
    date,
    goTo: async (days, hour) => {
      const advanceMilliseconds = Date.parse(`${date(days)}T${hour}:00Z`) - (await now());
      if (advanceMilliseconds < 0) throw new Error(`${date(days)} ${hour} is over.`);
      await control('/clock', { advanceMilliseconds });
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
    becomes: (state, at) =>
      until(`${at.repository}#${String(at.number)} to be ${state}`, async () => {
        const found = await issue(at.repository, at.number);
        return found.state === state ? found : undefined;
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
