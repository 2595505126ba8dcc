/** The app's database is a projection: without it nothing turns green, and everything comes back. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { findRepository } from '../../../sandbox/model/world.ts';
import type { Pull } from '../support/contributor.ts';
import { GATE } from '../support/gated-organisation.ts';
import { aGatedScene, FAILING, type GatedScene } from '../support/gated-scene.ts';
import { issueOf } from '../support/look.ts';
import type { Thread } from '../support/person.ts';

let scene: GatedScene;
let incident: Thread;
let held: Pull;
beforeEach(async () => {
  scene = await aGatedScene();
  incident = await scene.aViolation();
  held = await scene.aChange();
  expect(await scene.verdictOf(held)).toMatchObject({ conclusion: 'failure' });
});
afterEach(() => scene.close());

function greens(): readonly number[] {
  const runs = findRepository(scene.world, 'acme', 'checkout')?.checkRuns.values() ?? [];
  return [...runs]
    .filter(({ name, conclusion }) => name === GATE && conclusion === 'success')
    .map(({ id }) => id);
}

describe.each(['restart', 'rebuild'] as const)('the store is lost (%s)', (how) => {
  test('nothing that is held was green for a moment, and new pull requests are held', async () => {
    const before = greens();
    await scene[how]({ loseStore: true });
    const fresh = await scene.aChange();
    expect(await scene.alice.triesToMerge(held)).toMatch(FAILING);
    expect(await scene.alice.triesToMerge(fresh)).toMatch(FAILING);
    expect(greens()).toEqual(before);
  });

  test('waivers, accepted items, /fixes and /override are as they were', async () => {
    const item = await scene.anItem(incident);
    const accepted = await scene.anItem(incident, { title: 'Infeasible' });
    await scene.says('erin', incident, `/accept #${String(accepted.number)} infeasible`);
    const fix = await scene.aChange();
    await scene.says('alice', fix, `/fixes ${item.repository}#${String(item.number)}`);
    await scene.bob.approves(fix);
    const urgent = await scene.aChange();
    await scene.settled();
    const sha = issueOf(scene.world, urgent).pull?.headSha ?? '';
    await scene.says('erin', urgent, `/override ${sha} urgent`);
    await scene[how]({ loseStore: true });
    expect(await scene.alice.triesToMerge(fix)).toBe('merged');
    expect(await scene.alice.triesToMerge(urgent)).toBe('merged');
    expect(await scene.alice.triesToMerge(held)).toMatch(FAILING);
    await scene.alice.closes(item);
    expect(await scene.alice.triesToMerge(held)).toBe('merged');
  });

  test('a granted waiver ends when it was to end', async () => {
    await scene.says('alice', incident, '/waive payments until 2026-03-04 the sale starts');
    await scene.says('frank', incident, '/approve-waiver payments');
    await scene[how]({ loseStore: true });
    expect(await scene.verdictOf(held)).toMatchObject({ conclusion: 'success' });
    await scene.passes(60 * 24 * 3);
    expect(await scene.alice.triesToMerge(held)).toMatch(FAILING);
  });

  test('an item taken off the incident while it was lost stays counted', async () => {
    const item = await scene.anItem(incident);
    const other = await scene.anItem(incident, { title: 'Second' });
    await scene.alice.closes(other);
    await scene.settled();
    await scene.stopApp();
    await scene.alice.removesSubIssue(incident, item);
    await scene.startApp();
    await scene[how]({ loseStore: true });
    expect(await scene.alice.triesToMerge(held)).toMatch(FAILING);
  });
});
