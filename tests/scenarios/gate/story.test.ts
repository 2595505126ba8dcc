/** The heart of it: what a team that had an incident may merge, from mitigation until it is done. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Pull } from '../support/contributor.ts';
import { SEARCH } from '../support/gated-organisation.ts';
import { aGatedScene, FAILING, type GatedScene } from '../support/gated-scene.ts';
import type { Thread } from '../support/person.ts';

let scene: GatedScene;
beforeAll(async () => {
  scene = await aGatedScene();
});
afterAll(() => scene.close());

describe('an incident of checkout, from its declaration to the fix', () => {
  let change: Pull;
  let incident: Thread;
  let item: Thread;

  test('while nothing is wrong, a change gets its verdict and merges', async () => {
    const earlier = await scene.aChange();
    expect(await scene.verdictOf(earlier)).toMatchObject({ conclusion: 'success' });
    expect(await scene.alice.triesToMerge(earlier)).toBe('merged');
  });

  test('until it is mitigated, nobody is held: the rollback has to get in', async () => {
    change = await scene.aChange();
    incident = await scene.anIncident({ severity: 'SEV-1' });
    const rollback = await scene.bob.proposes('acme/checkout', {
      title: 'Roll back the pool',
      files: { 'src/pool.ts': 'export const size = 40;\n' },
    });
    expect(await scene.bob.triesToMerge(rollback)).toBe('merged');
  });

  test('mitigated, it holds what payments had open, and says why and what to do', async () => {
    await scene.says('bob', incident, '/ack\n/commander @erin\n/mitigated rolled back');
    const verdict = await scene.verdictOf(change);
    expect(verdict).toMatchObject({ conclusion: 'failure' });
    expect(await scene.alice.triesToMerge(change)).toMatch(FAILING);
    for (const said of ['acme/payments', `#${String(incident.number)}`, '/waive', '/fixes']) {
      expect(verdict?.page).toContain(said);
    }
  });

  test('it holds what payments opens afterwards, too', async () => {
    expect(await scene.bob.triesToMerge(await scene.aChange())).toMatch(FAILING);
  });

  test('it holds nobody else', async () => {
    const files = { 'src/rank.ts': 'export const k = 3;\n' };
    const theirs = await scene.carol.proposes(SEARCH, { files });
    expect(await scene.carol.triesToMerge(theirs)).toBe('merged');
  });

  test('a fix passes as soon as somebody else vouches for it', async () => {
    item = await scene.anItem(incident);
    const fix = await scene.aFixOf(item);
    expect(await scene.alice.triesToMerge(fix)).toMatch(FAILING);
    await scene.bob.approves(fix);
    expect(await scene.verdictOf(fix)).toMatchObject({ conclusion: 'success' });
    expect(await scene.alice.triesToMerge(fix)).toBe('merged');
  });

  test('with the item done by the merge, the change of before merges', async () => {
    expect(await scene.sees(item)).toMatchObject({ state: 'closed', reason: 'completed' });
    expect(await scene.alice.triesToMerge(change)).toBe('merged');
  });
});
