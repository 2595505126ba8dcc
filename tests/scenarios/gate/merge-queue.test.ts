/** A merge queue tests commits that nobody pushed: each group gets its verdict, from the pull requests in it. */
import { afterEach, expect, test } from 'vitest';
import { findRepository } from '../../../sandbox/model/world.ts';
import type { Pull } from '../support/contributor.ts';
import { BILLING, GATE } from '../support/gated-organisation.ts';
import { aGatedScene, type GatedScene } from '../support/gated-scene.ts';
import { issueOf } from '../support/look.ts';
import type { Thread } from '../support/person.ts';

let scene: GatedScene;
afterEach(() => scene.close());

const isMerged = (pull: Thread): boolean => issueOf(scene.world, pull).pull?.mergedAt !== null;

let fixes = 0;
/** Linked to an issue and vouched for by bob. */
async function aVouchedFix(issue: Thread): Promise<Pull> {
  const pull = await scene.alice.proposes(BILLING, {
    files: { [`src/fix-${String((fixes += 1))}.ts`]: 'export const size = 40;\n' },
    body: `Fixes ${issue.repository}#${String(issue.number)}`,
  });
  await scene.bob.approves(pull);
  return pull;
}

function queued(): readonly number[] {
  const queue = findRepository(scene.world, 'acme', 'billing')?.mergeQueues.get('main');
  return queue?.entries.map(({ issue }) => issue.number) ?? [];
}

test('a group is answered on its own head, so that the queue moves', async () => {
  scene = await aGatedScene({ also: [BILLING] });
  const change = await scene.aChange(BILLING);
  expect(await scene.alice.triesToEnqueue(change)).toBe('queued');
  await scene.settled();
  expect(isMerged(change)).toBe(true);
});

test('a held pull request does not get into the queue', async () => {
  scene = await aGatedScene({ also: [BILLING] });
  await scene.aViolation();
  const change = await scene.aChange(BILLING);
  expect(await scene.alice.triesToEnqueue(change)).toMatch(/"norepeat\/gate" is failing/);
});

test('a fix goes through the queue on the evidence of its own head', async () => {
  scene = await aGatedScene({ also: [BILLING] });
  const item = await scene.anItem(await scene.aViolation());
  const fix = await aVouchedFix(item);
  expect(await scene.alice.triesToEnqueue(fix)).toBe('queued');
  await scene.settled();
  expect(isMerged(fix)).toBe(true);
  expect(await scene.sees(item)).toMatchObject({ state: 'closed', reason: 'completed' });
});

test('what was queued when the team became held leaves the queue unmerged', async () => {
  scene = await aGatedScene({ also: [BILLING] });
  const { control } = scene;
  const change = await scene.aChange(BILLING);
  const incident = await scene.anIncident({ severity: 'SEV-1' });
  // The answer for the group does not arrive before the mitigation.
  await scene.settled();
  control.hold();
  expect(await scene.alice.triesToEnqueue(change)).toBe('queued');
  await scene.bob.comments(incident, '/ack\n/mitigated');
  const late = control.held().filter(({ event }) => event === 'merge_group');
  expect(late).toHaveLength(1);
  control.send();
  control.release(
    control
      .held()
      .filter(({ event }) => event !== 'merge_group')
      .map(({ id }) => id),
  );
  await scene.settled();
  control.releaseAll();
  await scene.settled();
  expect(isMerged(change)).toBe(false);
  expect(queued()).toEqual([]);
  expect(await scene.verdictOf(change)).toMatchObject({ conclusion: 'failure' });
});

/** A vouched fix and an unrelated change wait in the queue, and the violation starts before the app hears of it. */
async function queuedAsItFreezes(order: 'fix first' | 'fix last') {
  scene = await aGatedScene({ also: [BILLING] });
  const { control } = scene;
  const unrelated = await scene.aChange(BILLING);
  const incident = await scene.anIncident({ severity: 'SEV-1' });
  const fix = await aVouchedFix(incident);
  await scene.settled();
  control.hold();
  for (const pull of order === 'fix first' ? [fix, unrelated] : [unrelated, fix]) {
    expect(await scene.alice.triesToEnqueue(pull)).toBe('queued');
  }
  await scene.bob.comments(incident, '/ack\n/mitigated');
  control.send();
  return { control, fix, unrelated };
}

test('an unrelated entry behind a fix is held alone; the fix before it merges', async () => {
  const { control, fix, unrelated } = await queuedAsItFreezes('fix first');
  // The mitigation is heard first, then what the queue asks, the last group first.
  const isOfQueue = (event: string): boolean => event === 'merge_group';
  const held = control.held();
  control.release(held.filter(({ event }) => !isOfQueue(event)).map(({ id }) => id));
  await scene.settled();
  control.release(
    control
      .held()
      .map(({ id }) => id)
      .reverse(),
  );
  await scene.settled();
  expect(isMerged(fix)).toBe(true);
  expect(isMerged(unrelated)).toBe(false);
  expect(queued()).toEqual([]);
});

test('a fix behind an unrelated entry that is held still merges', async () => {
  const { control, fix, unrelated } = await queuedAsItFreezes('fix last');
  control.release(
    control
      .held()
      .filter(({ event }) => event !== 'merge_group')
      .map(({ id }) => id),
  );
  await scene.settled();
  control.releaseAll();
  await scene.settled();
  expect(isMerged(unrelated)).toBe(false);
  expect(isMerged(fix)).toBe(true);
});

test('a group that is gone when it is heard of harms nobody', async () => {
  scene = await aGatedScene({ also: [BILLING] });
  const { control } = scene;
  const change = await scene.aChange(BILLING);
  await scene.settled();
  control.hold();
  expect(await scene.alice.triesToEnqueue(change)).toBe('queued');
  await scene.alice.submits(`/${BILLING}/pull/${String(change.number)}/dequeue`, {});
  control.send();
  control.releaseAll();
  await scene.settled();
  expect(queued()).toEqual([]);
  expect(await scene.verdictOf(change)).toMatchObject({ conclusion: 'success' });
});

test('a group nobody told the app about is answered by the next sweep', async () => {
  scene = await aGatedScene({ also: [BILLING] });
  const { control } = scene;
  const change = await scene.aChange(BILLING);
  await scene.settled();
  control.hold();
  expect(await scene.alice.triesToEnqueue(change)).toBe('queued');
  control.drop(control.held().map(({ id }) => id));
  control.send();
  const waiting = findRepository(scene.world, 'acme', 'billing')!;
  expect([...waiting.checkRuns.values()].filter(({ name }) => name === GATE)).toHaveLength(1);
  await scene.app().sweep();
  await scene.settled();
  expect(isMerged(change)).toBe(true);
});
