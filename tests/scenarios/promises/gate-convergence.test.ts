/** Promise 2 for the gate: whatever becomes of the deliveries, every head ends with the same verdict. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { patience, runs } from '../../support/properties.ts';
import { MONOREPO } from '../support/gated-organisation.ts';
import { aGatedScene, type GatedScene } from '../support/gated-scene.ts';
import { aFate, aLoss, asFated, inOrder } from './support/fates.ts';
import { aGateAct, GateStory, type GateAct } from './support/gate-story.ts';
import { gateState, type GateState } from './support/gate-state.ts';

/** Plays while deliveries are held, then has `deliver` release them; what there is when all is quiet. */
async function played(
  acts: readonly GateAct[],
  deliver: (scene: GatedScene) => Promise<void>,
): Promise<GateState> {
  const scene = await aGatedScene({ also: [MONOREPO] });
  try {
    const incident = await scene.anIncident({ severity: 'SEV-1' });
    await scene.bob.comments(incident, '/ack\n/mitigated');
    await scene.aChange();
    await scene.settled();
    scene.control.hold();
    const story = new GateStory(scene, incident);
    for (const act of acts) await story.play(act);
    await deliver(scene);
    scene.control.send();
    scene.control.releaseAll();
    // While incidents that a sweep has found are unread, the gate puts itself off a few seconds.
    await scene.passes(0.1);
    return gateState(scene.world);
  } finally {
    await scene.close();
  }
}

test(
  'deliveries in any order, repeated and lost (with a sweep) end in the same verdicts, labels and comments',
  { timeout: patience(600_000) },
  async () => {
    const seen = { runs: 0, verdicts: 0, held: 0 };
    await fc.assert(
      fc.asyncProperty(
        fc.array(aGateAct, { minLength: 4, maxLength: 14 }),
        fc.array(aFate, { minLength: 7, maxLength: 40 }),
        aLoss,
        async (acts, fates, loss) => {
          const expected = await played(acts, inOrder);
          expect(await played(acts, asFated(fates, loss))).toEqual(expected);
          const verdicts = Object.values(expected.verdicts);
          seen.runs += 1;
          seen.verdicts += verdicts.length;
          seen.held += verdicts.filter(({ conclusion }) => conclusion === 'failure').length;
          expect(verdicts.filter(({ conclusion }) => conclusion === 'none')).toEqual([]);
        },
      ),
      runs(12, { usualMs: 40_000 }),
    );
    // Not vacuous: there were pull requests, and some of them were held.
    expect(seen.verdicts).toBeGreaterThan(0);
    expect(seen.held).toBeGreaterThan(0);
  },
);
