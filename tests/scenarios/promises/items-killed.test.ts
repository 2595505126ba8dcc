/**
 * `kill -9` around the making of action items: at every request that an `/action` causes, before it
 * arrives, before its answer arrives, and after. Whatever the moment, there is one issue and one link.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { itemLabelCatalog } from '../../../src/core/followup/item-labels.ts';
import { isUp, run, type TestProgram } from '../../cli/a-program.ts';
import { BOT } from '../support/look.ts';
import { INCIDENTS, organisation, POLICY, POLICY_HOME } from '../support/organisation.ts';
import { person, type Comment, type Person, type Thread } from '../support/person.ts';
import { aPlace, type Place } from './support/a-place.ts';
import { keptLabels } from './support/kept-labels.ts';
import { PHASES, watch, type Moment } from './support/kill-at.ts';

/** Each costs a second or two of starting anew; `ITEMS_KILLED_ROUNDS` for another number. */
const ROUNDS = Number(process.env['ITEMS_KILLED_ROUNDS'] ?? 50);
const CHECKOUT = 'acme/checkout';

/** The app in its process, and what is known of it. */
interface Story {
  readonly place: Place;
  readonly alice: Person;
  readonly start: () => Promise<TestProgram>;
}

/** A comment with `/action`s, and the titles of what it asked for. */
interface Asked {
  readonly comment: Comment;
  readonly titles: readonly string[];
}

test(
  `killed at ${String(ROUNDS)} moments of making action items, the app makes each once, and links it once`,
  { timeout: 600_000 },
  async () => {
    const story = await begin();
    const { place, alice } = story;
    let app = await story.start();
    const incidents = [
      await declared(story, 'Payments fail'),
      await declared(story, 'Refunds hang'),
    ];
    await quiet(place);

    // Nobody is killed: so many requests there are at which it can happen.
    const undisturbed = await ask(story, incidents[0]!, 0);
    const { seen } = await during(story, null, () => undefined, undisturbed);
    const moments = spread(seen.length);

    const asked: Asked[] = [undisturbed.asked()];
    const missed: string[] = [];
    for (const [round, moment] of moments.entries()) {
      const next = await ask(story, incidents[round % incidents.length]!, round + 1);
      const dying = app;
      const { struck } = await during(story, moment, () => void dying.kill('SIGKILL'), next);
      if (!struck) missed.push(`${String(moment.request)} ${moment.phase}`);
      await dying.kill('SIGKILL');
      asked.push(next.asked());
      app = await story.start();
      await quiet(place);
    }

    expect(missed.length, `never came to ${missed.join(', ')}`).toBeLessThan(
      Math.max(2, ROUNDS / 10),
    );
    expect(await found(alice, incidents, asked)).toEqual(expected(asked));
    expect(place.sandbox.control.complaints()).toEqual([]);
    expect((await app.kill('SIGTERM')).output).not.toMatch(/"level":(50|60)/);
  },
);

async function begin(): Promise<Story> {
  const acme = organisation({});
  const labels = [...keptLabels(POLICY, POLICY_HOME)];
  // What has no part in it would be looked through at each of fifty starts.
  const isPart = (name: string): boolean => name !== 'acme/search';
  const place = await aPlace({
    ...acme,
    organizations: (acme.organizations ?? []).map((one) => ({
      ...one,
      teams: (one.teams ?? []).filter(({ name }) => name !== 'discovery'),
    })),
    repositories: (acme.repositories ?? [])
      .filter(({ name }) => isPart(name))
      .map((repository) => {
        if (repository.name === INCIDENTS) return { ...repository, labels };
        return repository.name === CHECKOUT
          ? { ...repository, labels: [...itemLabelCatalog()] }
          : repository;
      }),
  });
  const { url, control } = place.sandbox;
  // Every start looks through everything, and all of them are within one hour.
  control.limits({ primary: 1_000_000 });
  const token = control.userToken('alice');
  return {
    place,
    alice: person('alice', { url, token, tick: () => undefined }),
    start: async () => {
      const app = run(['start'], place.environment);
      await isUp(place.appUrl);
      return app;
    },
  };
}

async function declared({ alice, place }: Story, title: string): Promise<Thread> {
  const incident = await alice.opensIncident({ title, services: 'checkout', severity: 'SEV-1' });
  await alice.comments(incident, '/ack\n/commander @alice\n/mitigated rolled back');
  await quiet(place);
  return incident;
}

/** What is said in each round: by where it goes, whose it is, and how many there are. */
const SAID: readonly (readonly string[])[] = [
  ['/action prevent $ @bob due in 5 days'],
  ['/action $'],
  ['/action detect $ @alice in acme/incidents'],
  ['/action prevent $', '/action mitigate $ @bob'],
];

/** Said while deliveries wait, so that nothing happens before somebody looks. */
async function ask(
  { alice, place }: Story,
  incident: Thread,
  round: number,
): Promise<{ readonly asked: () => Asked; readonly release: () => void }> {
  const { control } = place.sandbox;
  const lines = SAID[round % SAID.length]!;
  const titles = lines.map((_, line) => `Mend ${String(round)}${'ab'[line] ?? ''}`);
  control.hold();
  const text = lines.map((line, n) => line.replace('$', titles[n]!)).join('\n');
  const comment = await alice.comments(incident, text);
  return {
    asked: () => ({ comment, titles }),
    release: () => {
      control.send();
      control.releaseAll();
    },
  };
}

/** Lets the deliveries go, and waits until the moment was there, or until nothing is left to do. */
async function during(
  { place }: Story,
  moment: Moment | null,
  act: () => void,
  { release }: { readonly release: () => void },
): Promise<{ readonly seen: readonly string[]; readonly struck: boolean }> {
  let strike = (): void => undefined;
  const struck = new Promise<true>((resolve) => {
    strike = () => {
      act();
      resolve(true);
    };
  });
  const watching = watch(place.sandbox, moment, strike);
  onTestFinished(watching.stop);
  release();
  const done = quiet(place).then(
    () => false,
    // Nobody answers any more.
    () => true,
  );
  const hit = await Promise.race([struck, done]);
  watching.stop();
  return { seen: watching.seen, struck: hit };
}

/** Fifty moments out of all, evenly, in order. */
function spread(requests: number): readonly Moment[] {
  const all = Array.from({ length: requests }, (_, n) =>
    PHASES.map((phase) => ({ request: n + 1, phase })),
  ).flat();
  return Array.from({ length: ROUNDS }, (_, n) => all[Math.floor((n * all.length) / ROUNDS)]!);
}

/** What waits for its time is not left to do. */
const LEFT = /^norepeat_(jobs\{state="(ready|running|retrying)"\}|deliveries_unfinished) [1-9]/m;

async function quiet({ appUrl, sandbox }: Place): Promise<void> {
  for (let calm = 0, before = ''; calm < 2;) {
    await sandbox.control.idle();
    const metrics = await (await fetch(`${appUrl}/metrics`)).text();
    const done = metrics
      .split('\n')
      .filter((line) => line.startsWith('norepeat_job_seconds_count'));
    calm = !LEFT.test(metrics) && done.join() === before ? calm + 1 : 0;
    before = done.join();
    await sleep(20);
  }
}

interface Found {
  readonly issues: readonly string[];
  readonly links: readonly string[];
  readonly accepted: readonly (readonly string[])[];
}

interface ShownIssue {
  readonly title: string;
  readonly labels: readonly { readonly name: string }[];
}

/** Over the API, as anybody can count it. */
async function found(
  alice: Person,
  incidents: readonly Thread[],
  asked: readonly Asked[],
): Promise<Found> {
  const issues = [...(await allOf(alice, CHECKOUT)), ...(await allOf(alice, INCIDENTS))].filter(
    ({ labels }) => labels.some(({ name }) => name === 'action-item'),
  );
  const links = await Promise.all(
    incidents.map(({ repository, number }) =>
      pages<ShownIssue>(alice, `/repos/${repository}/issues/${String(number)}/sub_issues?`),
    ),
  );
  return {
    issues: issues.map(({ title }) => title).sort(),
    links: links
      .flat()
      .map(({ title }) => title)
      .sort(),
    accepted: await Promise.all(asked.map(({ comment }) => reactions(alice, comment))),
  };
}

function expected(asked: readonly Asked[]): Found {
  const titles = asked.flatMap((one) => one.titles).sort();
  return { issues: titles, links: titles, accepted: asked.map(() => [`${BOT} +1`]) };
}

function allOf(alice: Person, repository: string): Promise<readonly ShownIssue[]> {
  return pages(alice, `/repos/${repository}/issues?state=all&`);
}

async function pages<T>(alice: Person, path: string): Promise<readonly T[]> {
  const all: T[] = [];
  for (let page = 1; ; page++) {
    const some = await alice.call<T[]>('GET', `${path}per_page=100&page=${String(page)}`);
    all.push(...some);
    if (some.length < 100) return all;
  }
}

async function reactions(alice: Person, { id, thread }: Comment): Promise<readonly string[]> {
  const path = `/repos/${thread.repository}/issues/comments/${String(id)}/reactions`;
  const all = await alice.call<{ user: { login: string }; content: string }[]>('GET', path);
  return all.map(({ user, content }) => `${user.login} ${content}`);
}
