/** Promise 2 of the design: deliveries are hints, so neither their order nor their number nor a loss matters. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { aScene, type Scene } from '../support/scene.ts';
import { githubState, type GitHubState } from './support/github-state.ts';
import { anAct, aRemark, Story, type Act } from './support/story.ts';

/** What happens to the deliveries: read from the front, once a delivery. */
interface Fate {
  /** Deliveries go out in the order of these. */
  readonly turn: number;
  readonly copies: 1 | 2;
  /** Lost where the luck of the run is worse than this. */
  readonly luck: number;
  /** Whether the app has time to work before the next one. */
  readonly pause: boolean;
}

const aFate: fc.Arbitrary<Fate> = fc.record({
  turn: fc.nat(1000),
  copies: fc.constantFrom(1 as const, 1 as const, 2 as const),
  luck: fc.nat(3),
  pause: fc.boolean(),
});

/** Of four deliveries so many are lost: none, one, or all. */
const aLoss = fc.constantFrom(0, 1, 4);

/** Plays while deliveries are held, then has `deliver` release them; what there is when all is quiet. */
async function played(
  acts: readonly Act[],
  deliver: (scene: Scene) => Promise<void>,
): Promise<GitHubState> {
  const scene = await aScene();
  try {
    scene.control.hold();
    const incident = await scene.dave.opensIncident({ services: 'checkout' });
    const story = new Story(scene, incident);
    for (const act of acts) await story.play(act);
    await deliver(scene);
    scene.control.send();
    scene.control.releaseAll();
    await scene.settled();
    return githubState(scene.world);
  } finally {
    await scene.close();
  }
}

async function inOrder(scene: Scene): Promise<void> {
  for (const { id } of scene.control.held()) {
    scene.control.release([id]);
    await scene.settled();
  }
}

function asFated(fates: readonly Fate[], loss: number): (scene: Scene) => Promise<void> {
  return async (scene) => {
    const { control } = scene;
    const held = control.held().map((delivery, index) => {
      const fate = fates[index % fates.length]!;
      // GitHub keeps nothing of a repository_dispatch to read again: only its redelivery brings it back.
      const isLost = fate.luck < loss && delivery.event !== 'repository_dispatch';
      return { ...fate, id: delivery.id, copies: isLost ? 0 : fate.copies };
    });
    const lost = held.filter(({ copies }) => copies === 0);
    control.drop(lost.map(({ id }) => id));
    const sent = held
      .flatMap((fate, index) =>
        Array.from({ length: fate.copies }, (_, copy) => ({
          ...fate,
          turn: (fate.turn + copy * 397 + index) % 1000,
        })),
      )
      .sort((a, b) => a.turn - b.turn);
    for (const { id, pause } of sent) {
      control.release([id]);
      await control.idle();
      if (pause) await scene.settled();
    }
    await scene.settled();
    if (lost.length > 0) await scene.app().sweep();
    await scene.settled();
  };
}

test(
  'deliveries in any order, repeated and lost (with a sweep) end in the same issues, labels and comments',
  { timeout: 240_000 },
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
      {
        numRuns: Number(process.env['CONVERGENCE_RUNS'] ?? 15),
        interruptAfterTimeLimit: Number(process.env['CONVERGENCE_MS'] ?? 30_000),
        markInterruptAsFailure: false,
      },
    );
    // Not vacuous: each run had at least a summary to agree on.
    expect(counts.answers).toBeGreaterThanOrEqual(counts.runs);
  },
);

/** As people talk, some of what they say is delivered at once, some late, some never. */
async function overheard(
  acts: readonly Act[],
  chance: { readonly fates: readonly Fate[]; readonly loss: number } | null,
): Promise<GitHubState> {
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
    await scene.settled();
    return githubState(scene.world);
  } finally {
    await scene.close();
  }
}

test(
  'what is heard late, out of turn or only by a sweep ends as if it had been heard as it was said',
  { timeout: 240_000 },
  async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(aRemark, { minLength: 3, maxLength: 14 }),
        fc.array(aFate, { minLength: 7, maxLength: 20 }),
        aLoss,
        async (acts, fates, loss) => {
          const expected = await overheard(acts, null);
          expect(await overheard(acts, { fates, loss })).toEqual(expected);
        },
      ),
      {
        numRuns: Number(process.env['CONVERGENCE_RUNS'] ?? 8),
        interruptAfterTimeLimit: Number(process.env['CONVERGENCE_MS'] ?? 15_000),
        markInterruptAsFailure: false,
      },
    );
  },
);
