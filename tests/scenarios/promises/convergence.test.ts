/** Promise 2 of the design: deliveries are hints, so neither their order nor their number nor a loss matters. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { patience, runs } from '../../support/properties.ts';
import type { Login } from '../support/organisation.ts';
import { aScene, type Scene } from '../support/scene.ts';
import { aFate, aLoss, asFated, inOrder, type Fate } from './support/fates.ts';
import { githubState, type GitHubState } from './support/github-state.ts';
import {
  followed,
  postmortems,
  whatFollows,
  type PostmortemState,
} from './support/postmortem-state.ts';
import { anAct, aRemark, Story, type Act } from './support/story.ts';

interface End extends GitHubState {
  readonly postmortems: readonly PostmortemState[];
}

/** Whoever hears late of `/postmortem` opens it late. */
function whenever({ postmortems: states, ...state }: End): unknown {
  return { ...state, postmortems: states.map(whatFollows) };
}

async function endOf(scene: Scene): Promise<End> {
  await scene.settled();
  // Before the hour: whoever is reminded in it is so at a moment that no two runs share.
  const state = githubState(scene.world);
  await followed(scene);
  return { ...state, postmortems: postmortems(scene.world) };
}

function saying(who: Login, text: string): Act {
  return { do: 'say', who, text };
}

/** What asks for a postmortem at the end, and gives it something to tell. */
const SEVERE = [
  saying('bob', '/severity sev1 a third of all payments fail'),
  saying('alice', '/note the pool has 4 connections'),
] as const;

const LATE_AND_TWICE: Fate[] = [700, 30, 500, 2, 900, 400, 100].map((turn, index) => ({
  turn,
  copies: index % 2 === 0 ? 1 : 2,
  luck: index % 4,
  pause: index % 3 === 0,
}));

/** Plays while deliveries are held, then has `deliver` release them; what there is when all is quiet. */
async function played(
  acts: readonly Act[],
  deliver: (scene: Scene) => Promise<void>,
): Promise<End> {
  const scene = await aScene();
  try {
    scene.control.hold();
    const incident = await scene.dave.opensIncident({ services: 'checkout' });
    const story = new Story(scene, incident);
    for (const act of acts) await story.play(act);
    await deliver(scene);
    scene.control.send();
    scene.control.releaseAll();
    return await endOf(scene);
  } finally {
    await scene.close();
  }
}

test(
  'deliveries in any order, repeated and lost (with a sweep) end in the same issues, labels and comments',
  { timeout: patience(240_000) },
  async () => {
    const counts = { runs: 0, answers: 0 };
    await fc.assert(
      fc.asyncProperty(
        fc.array(anAct, { minLength: 3, maxLength: 14 }),
        fc.array(aFate, { minLength: 7, maxLength: 40 }),
        aLoss,
        async (acts, fates, loss) => {
          const expected = await played(acts, inOrder);
          expect(await played(acts, asFated(fates, loss))).toEqual(expected);
          counts.runs += 1;
          counts.answers += expected.issues.reduce((sum, { answers }) => sum + answers.length, 0);
        },
      ),
      runs(15, { usualMs: 30_000 }),
    );
    // Not vacuous: each run had at least a summary to agree on.
    expect(counts.answers).toBeGreaterThanOrEqual(counts.runs);
  },
);

/** As people talk, some of what they say is delivered at once, some late, some never. */
async function overheard(
  acts: readonly Act[],
  chance: { readonly fates: readonly Fate[]; readonly loss: number } | null,
): Promise<End> {
  const scene = await aScene();
  const { control } = scene;
  try {
    control.hold();
    const incident = await scene.alice.opensIncident({ services: 'checkout' });
    const story = new Story(scene, incident);
    for (const [index, act] of acts.entries()) {
      await story.play(act);
      const waiting = control.held();
      if (chance === null) {
        control.releaseAll();
        await scene.settled();
        continue;
      }
      const fate = chance.fates[index % chance.fates.length]!;
      const next = waiting.filter((_, place) => (place + fate.turn) % 3 === 0).reverse();
      for (const { id } of next) {
        if (fate.luck < chance.loss) control.drop([id]);
        else control.release(Array.from({ length: fate.copies }, () => id));
      }
      if (fate.pause) await scene.settled();
    }
    control.send();
    control.releaseAll();
    await scene.settled();
    if (chance !== null) await scene.app().sweep();
    return await endOf(scene);
  } finally {
    await scene.close();
  }
}

test(
  'what is heard late, out of turn or only by a sweep ends as if it had been heard as it was said',
  { timeout: patience(240_000) },
  async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(aRemark, { minLength: 3, maxLength: 14 }),
        fc.array(aFate, { minLength: 7, maxLength: 20 }),
        aLoss,
        async (acts, fates, loss) => {
          const expected = whenever(await overheard(acts, null));
          expect(whenever(await overheard(acts, { fates, loss }))).toEqual(expected);
        },
      ),
      runs(8, { usualMs: 30_000 }),
    );
  },
);

test(
  'so does a postmortem whose incident is heard of out of order',
  { timeout: 240_000 },
  async () => {
    const acts = [...SEVERE, saying('bob', '/resolved')];
    const expected = await played(acts, inOrder);
    expect(expected.postmortems).toHaveLength(1);
    expect(await played(acts, asFated(LATE_AND_TWICE, 1))).toEqual(expected);
  },
);

test('so does a postmortem whose incident is heard of late', { timeout: 240_000 }, async () => {
  const acts = [saying('alice', '/postmortem'), ...SEVERE, saying('bob', '/ack')];
  const expected = await overheard(acts, null);
  expect(expected.postmortems).toHaveLength(1);
  const chance = { fates: LATE_AND_TWICE, loss: 1 };
  expect(await overheard(acts, chance)).toEqual(expected);
});
