/**
 * The year: the real app and the sandbox over HTTP, on one clock that moves from each thing that happens
 * to the next: what people do, and what the app's queue waits for.
 */
import { sql } from 'kysely';
import type { Control } from '../../sandbox/control/control.ts';
import type { Delivery } from '../../sandbox/webhooks/hook-log.ts';
import type { World } from '../../sandbox/model/world.ts';
import { gatedOrganisation } from '../../tests/scenarios/support/gated-organisation.ts';
import { issueOf } from '../../tests/scenarios/support/look.ts';
import { organisation } from '../../tests/scenarios/support/organisation.ts';
import type { Comment, Person, Thread } from '../../tests/scenarios/support/person.ts';
import { finishes } from '../../tests/scenarios/support/postmortem.ts';
import { aPlace, type Place } from '../gate/place.ts';
import { chanceFrom } from './chance.ts';
import type { Happening } from './oracle.ts';
import { POLICY } from './rules.ts';
import { scriptOf, type Act, type Means } from './script.ts';
import { virtualTime } from './virtual-time.ts';

export interface Season {
  readonly incidents: number;
  readonly days: number;
  readonly seed: number;
  /** Epoch milliseconds, whole seconds. */
  readonly start: number;
  /** Called after everything that happened at a moment, with what the app asked for. */
  readonly watch?: (at: number, place: Place) => void | Promise<void>;
}

/** What was played of one incident. */
export interface Story {
  readonly name: string;
  readonly acts: readonly Act[];
  readonly happened: Happening[];
  thread: Thread | null;
  readonly said: { readonly text: string; readonly comment: Comment }[];
  readonly items: Map<string, Thread>;
}

export interface Played {
  readonly place: Place;
  readonly stories: readonly Story[];
  readonly end: number;
}

/** Whoever calls closes the place. */
export async function playSeason(season: Season): Promise<Played> {
  const { clock, time } = virtualTime(season.start);
  const place = await aPlace({
    time,
    clock,
    seed: organisation(gatedOrganisation({ policy: POLICY })),
  });
  place.control.limits({ enabled: true, primary: 5000, secondary: true });
  const stories = storiesOf(season);
  const end = season.start + season.days * DAY;
  const acts = stories
    .flatMap((story) => story.acts.map((act) => ({ story, act })))
    .filter(({ act }) => act.at <= end)
    .sort((a, b) => a.act.at - b.act.at);
  for (let next = 0; ;) {
    await settle(place);
    await season.watch?.(clock.now(), place);
    const act = acts[next];
    const wake = await nextJob(place);
    const at = Math.min(act?.act.at ?? Infinity, wake ?? Infinity);
    if (at > end) break;
    if (at > clock.now()) clock.set(at);
    if (act !== undefined && act.act.at <= at) {
      next += 1;
      await perform(act.act, act.story, { place, stories });
    } else place.app.worker.wake();
  }
  if (clock.now() < end) clock.set(end);
  return { place, stories, end };
}

const DAY = 86_400_000;

function storiesOf({ incidents, days, seed, start }: Season): readonly Story[] {
  const chance = chanceFrom(seed);
  return Array.from({ length: incidents }, (_, n) => {
    const name = `Incident ${String(n)}`;
    const declaredAt = start + chance.between(0.001, 0.97) * days * DAY;
    const own = chanceFrom(seed * 100_003 + n);
    const acts = scriptOf(name, declaredAt, own);
    return { name, acts, happened: [], thread: null, said: [], items: new Map() };
  });
}

/** Resolves when nothing is on its way and nothing can be done at this moment. */
async function settle({ control, app }: Place): Promise<void> {
  for (let seen = -1; ;) {
    await control.idle();
    await app.worker.idle();
    const sent = control.deliveries().length;
    const { ready, running } = await app.jobs.counts();
    if (ready + running === 0 && sent === seen) break;
    seen = sent;
  }
  forgetDeliveries(control);
}

/** The sandbox keeps them to be sent again; a year of them would be all that the memory shows. */
function forgetDeliveries(control: Control): void {
  (control.deliveries() as Delivery[]).length = 0;
}

async function nextJob({ app }: Place): Promise<number | null> {
  const row = await app.store.db
    .selectFrom('jobs')
    .select(sql<number | null>`min(max(look_at, retry_at))`.as('at'))
    .where('lease', 'is', null)
    .executeTakeFirst();
  return row?.at ?? null;
}

interface Stage {
  readonly place: Place;
  readonly stories: readonly Story[];
}

async function perform(act: Act, story: Story, stage: Stage): Promise<void> {
  const { place } = stage;
  const { people, world } = place;
  const who = people[act.by];
  const means = (what: Means): void => {
    const at = Math.floor(world.clock.now() / 1000) * 1000;
    story.happened.push(...what(at).map((one): Happening => ({ ...one, at })));
  };
  if (act.does === 'declare') {
    means(() => [{ is: 'declared', severity: act.severity, drill: act.drill }]);
    story.thread = await who.opensIncident({
      ...{ title: story.name, services: act.service, drill: act.drill },
      severity: act.severity.replace('sev', 'SEV-'),
    });
    return;
  }
  const { thread } = story;
  if (thread === null) throw new Error(`${story.name} was not declared.`);
  switch (act.does) {
    case 'say':
    case 'ask': {
      const prior = priorOf(thread, stage);
      const text = act.text.replace('#prior', `#${String(prior.number)}`);
      means(act.means);
      await says(who, { story, at: thread, text });
      return;
    }
    case 'close':
      return who.closes(thread);
    case 'publish':
      means(() => [{ is: 'published' }]);
      return finishes(world, who, thread);
    case 'say of item':
    case 'close item':
    case 'merge fix': {
      const item = itemOf(story, act.title, world);
      means(act.means);
      if (act.does === 'close item') return who.closes(item);
      if (act.does === 'merge fix') return mergeFix(who, item);
      return says(who, { story, at: item, text: act.text });
    }
  }
}

async function says(
  who: Person,
  { story, at, text }: { readonly story: Story; readonly at: Thread; readonly text: string },
): Promise<void> {
  story.said.push({ text, comment: await who.comments(at, text) });
}

/** An incident that was declared before this one; the first has none but itself, and is refused. */
function priorOf(thread: Thread, { stories }: Stage): Thread {
  const before = stories.findLast(
    (one) => one.thread !== null && one.thread.number < thread.number,
  );
  return before?.thread ?? thread;
}

/** What the app opened for an `/action`. */
export function itemOf({ name, thread, items }: Story, title: string, world: World): Thread {
  const known = items.get(title);
  if (known !== undefined) return known;
  if (thread === null) throw new Error(`${name} was not declared.`);
  const found = issueOf(world, thread).subIssues.find((one) => one.title === title);
  if (found === undefined) throw new Error(`There is no item ${title}.`);
  const { owner, name: repository } = found.repository;
  const item = { repository: `${owner.login}/${repository}`, number: found.number };
  items.set(title, item);
  return item;
}

async function mergeFix(who: Person, { repository, number }: Thread): Promise<void> {
  const branch = `fix-${String(number)}`;
  await who.commits(repository, { path: `src/${branch}.ts`, text: 'export {};\n', branch });
  const body = `Fixes #${String(number)}`;
  await who.merges(await who.opensPull(repository, { title: 'Mend it', body, head: branch }));
}
