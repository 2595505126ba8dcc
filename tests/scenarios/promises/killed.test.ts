/** Promise 1 of the design, for the whole app: `kill -9` at any moment, and nobody can tell afterwards. */
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { Delivery } from '../../../sandbox/webhooks/hook-log.ts';
import type { Issue } from '../../../sandbox/model/records/issue.ts';
import { findRepository, type World } from '../../../sandbox/model/world.ts';
import { isUp, run } from '../../cli/a-program.ts';
import { BOT, issueOf, lookAt } from '../support/look.ts';
import { INCIDENTS, LOGINS, organisation, POLICY, POLICY_HOME } from '../support/organisation.ts';
import type { Login } from '../support/organisation.ts';
import { person, type Comment, type Person, type Thread } from '../support/person.ts';
import { aPlace, type Place } from './support/a-place.ts';
import { keptLabels } from './support/kept-labels.ts';
import { leftToDo } from './support/quiet.ts';

const ROUNDS = 9;
/** After the last word it is killed some more times, until there is nothing left to do. */
const MOST_MORE = 8;
/** The longest that a round lasts, in milliseconds, counted from when the process was begun or is up. */
const LONGEST = 1000;

/** What is said in the incident, over and over; true when it is to be refused. */
const SAID: readonly (readonly [Login, string, boolean])[] = [
  ['alice', '/ack', false],
  ['erin', '/severity sev1 a third of all payments fail', false],
  ['bob', '/mitgated rolled back', true],
  ['bob', '/note the pool has 4 connections', false],
  ['erin', '/commander me', false],
  ['dave', '/severity sev5', true],
  ['alice', '/update Putting it back.', false],
  ['bob', '/impact users=35% customers=28%', false],
];

interface Told {
  readonly commands: { readonly comment: Comment; readonly refused: boolean }[];
  readonly declared: { readonly comment: Comment; readonly title: string }[];
  readonly alarms: string[];
}

test(
  'killed again and again in mid-incident, the app does for everything it accepted one thing, once',
  { timeout: 180_000 },
  async () => {
    const place = await aPlace(seed());
    const { sandbox, appUrl, environment } = place;
    const people = peopleOf(place);
    // As far away as GitHub is: there is something to be interrupted.
    sandbox.control.inject({ method: 'POST', effect: { kind: 'slow', milliseconds: 15 } });

    const first = run(['start'], environment);
    await isUp(appUrl);
    const incident = await people.dave.opensIncident({ services: 'checkout' });
    await first.kill('SIGKILL');

    const told: Told = { commands: [], declared: [], alarms: [] };
    const moments: string[] = [];
    let someInterrupted = false;
    for (let round = 0; round < ROUNDS; round++) {
      const app = run(['start'], environment);
      // Most rounds are cut off at work, some while the program is only starting.
      if (round % 4 !== 3) await isUp(appUrl);
      const after = Math.random() * LONGEST;
      moments.push(`${String(round)}: ${after.toFixed(0)} ms`);
      const killed = sleep(after).then(() => app.kill('SIGKILL'));
      await talk({ people, incident, told, round }, killed);
      const { output } = await killed;
      someInterrupted ||= output.includes('taking up what was left');
    }

    await sandbox.control.idle();
    let last = run(['start'], environment);
    await isUp(appUrl);
    const interrupted = last.output().includes('taking up what was left');
    for (let more = 0, left = ['everything']; left.length > 0; more++) {
      left = [...(await leftToDo(appUrl, 5_000 + more * 3_000))];
      if (left.length === 0) break;
      expect(more, `${left.join('\n')}\n${last.output()}`).toBeLessThan(MOST_MORE);
      await last.kill('SIGKILL');
      last = run(['start'], environment);
      await isUp(appUrl);
    }

    const seen = whatIsSeen(sandbox.world, incident, told);
    expect(seen, `killed at ${moments.join(', ')}`).toEqual(whatShouldBe(told));
    for (const title of told.alarms) {
      const accepted = wasAccepted(sandbox.control.deliveries(), title);
      const made = incidentsCalled(sandbox.world, title).length;
      // Without an answer the delivery may have been stored all the same; then it counts, too.
      expect(accepted ? [1] : [0, 1], title).toContain(made);
    }
    expect(told.commands.length + told.declared.length).toBeGreaterThan(ROUNDS);
    expect(interrupted || someInterrupted, 'no kill came while there was work').toBe(true);
    expect(sandbox.control.complaints()).toEqual([]);
    const log = (await last.kill('SIGTERM')).output;
    expect(log).not.toMatch(/"level":(50|60)/);
  },
);

function seed(): ReturnType<typeof organisation> {
  const acme = organisation({});
  const labels = [...keptLabels(POLICY, POLICY_HOME)];
  return {
    ...acme,
    repositories: (acme.repositories ?? []).map((repository) =>
      repository.name === INCIDENTS ? { ...repository, labels } : repository,
    ),
  };
}

function peopleOf({ sandbox }: Place): Record<Login, Person> {
  const { url, control } = sandbox;
  return Object.fromEntries(
    LOGINS.map((login) => [
      login,
      person(login, { url, token: control.userToken(login), tick: () => undefined }),
    ]),
  ) as Record<Login, Person>;
}

interface Talk {
  readonly people: Record<Login, Person>;
  readonly incident: Thread;
  readonly told: Told;
  readonly round: number;
}

/** People go on talking until the app is gone; they do not wait for it. */
async function talk(
  { people, incident, told, round }: Talk,
  killed: Promise<unknown>,
): Promise<void> {
  const state = { over: false };
  void killed.then(() => (state.over = true));
  for (let turn = 0; !state.over && turn < 2; turn++) {
    const [who, text, refused] = SAID[(round * 2 + turn) % SAID.length]!;
    const comment = await people[who].comments(incident, text);
    told.commands.push({ comment, refused });
    await sleep(Math.random() * 60);
  }
  if (round % 3 === 0) await declare({ people, told, round });
  if (round % 3 === 1) await alarm({ people, told, round });
}

async function declare({ people, told, round }: Omit<Talk, 'incident'>): Promise<void> {
  const title = `Suggestions are empty, round ${String(round)}`;
  const thread = { title: `An issue of round ${String(round)}` };
  const issue = await people.carol.opensIssue('acme/search', thread);
  const comment = await people.carol.comments(issue, `/incident declare ${title}`);
  told.declared.push({ comment, title });
}

async function alarm({ people, told, round }: Omit<Talk, 'incident'>): Promise<void> {
  const title = `Search index is old, round ${String(round)}`;
  told.alarms.push(title);
  await people.alice.dispatches({ title, services: ['search'] });
}

/** One line for each thing that was asked for, with what a person finds of it. */
function whatIsSeen(world: World, incident: Thread, told: Told): Readonly<Record<string, unknown>> {
  const { comments } = issueOf(world, incident);
  return {
    summaries: lookAt(world, incident).comments.filter(({ body }) =>
      body.startsWith('<!-- norepeat:summary -->'),
    ).length,
    commands: told.commands.map(({ comment }) => ({
      id: comment.id,
      reactions: comments
        .find(({ id }) => id === comment.id)
        ?.reactions.map(({ content }) => content),
      answers: answersTo(issueOf(world, incident), comment),
    })),
    declared: told.declared.map(({ comment, title }) => ({
      title,
      incidents: incidentsCalled(world, title).length,
      answers: answersTo(issueOf(world, comment.thread), comment),
    })),
    saidTwice: everyIssue(world).flatMap(saidTwice),
    withoutSummary: everyIssue(world)
      .filter((issue) => nameOf(issue) === INCIDENTS && ownFirstLines(issue).length === 0)
      .map(({ title }) => title),
  };
}

function whatShouldBe(told: Told): Readonly<Record<string, unknown>> {
  return {
    summaries: 1,
    commands: told.commands.map(({ comment, refused }) => ({
      id: comment.id,
      reactions: [refused ? 'confused' : '+1'],
      answers: refused ? 1 : 0,
    })),
    declared: told.declared.map(({ title }) => ({ title, incidents: 1, answers: 1 })),
    saidTwice: [],
    withoutSummary: [],
  };
}

function answersTo(issue: Issue, { id }: Comment): number {
  const marker = new RegExp(`^<!-- norepeat:(answer|reply) ${String(id)} -->`);
  return issue.comments.filter(({ author, body }) => author.login === BOT && marker.test(body))
    .length;
}

/** The app's comments begin with a line that says what they are: two with the same one are a repetition. */
function saidTwice(issue: Issue): readonly string[] {
  const lines = ownFirstLines(issue);
  return lines.filter((line, index) => lines.indexOf(line) !== index);
}

function ownFirstLines(issue: Issue): readonly string[] {
  return issue.comments
    .filter(({ author }) => author.login === BOT)
    .map(({ body }) => body.split('\n')[0] ?? '');
}

function incidentsCalled(world: World, title: string): readonly Issue[] {
  return everyIssue(world).filter((issue) => issue.title === title && nameOf(issue) === INCIDENTS);
}

function everyIssue(world: World): readonly Issue[] {
  const names = [INCIDENTS, 'acme/search'].map((name) => name.split('/'));
  return names.flatMap(([owner = '', name = '']) => [
    ...(findRepository(world, owner, name)?.issues.values() ?? []),
  ]);
}

function nameOf({ repository }: Issue): string {
  return `${repository.owner.login}/${repository.name}`;
}

function wasAccepted(deliveries: readonly Delivery[], title: string): boolean {
  return deliveries.some(
    ({ event, payload, answer }) =>
      event === 'repository_dispatch' && payload.includes(`"${title}"`) && answer?.status === 200,
  );
}
