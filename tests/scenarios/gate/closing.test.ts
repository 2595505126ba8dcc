/** Closing an incident is no way around what it obliges to, whenever it is closed. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { aGatedScene, FAILING, type GatedScene } from '../support/gated-scene.ts';
import { answers } from '../support/postmortem.ts';

let scene: GatedScene;
beforeAll(async () => {
  scene = await aGatedScene();
});
afterAll(() => scene.close());

test('closed by hand without ever being mitigated it is opened again, and holds as it would have', async () => {
  const incident = await scene.anIncident({ severity: 'SEV-1' });
  await scene.says('bob', incident, '/ack');
  const change = await scene.aChange();
  await scene.bob.closes(incident);
  expect(await scene.sees(incident)).toMatchObject({ state: 'open', status: 'acknowledged' });
  await scene.says('bob', incident, '/mitigated rolled back');
  expect(await scene.alice.triesToMerge(change)).toMatch(FAILING);
  await scene.bob.closes(incident);
  const seen = await scene.sees(incident);
  expect(seen).toMatchObject({ state: 'open', status: 'mitigated' });
  expect(await scene.alice.triesToMerge(change)).toMatch(FAILING);
  await scene.isOver(incident);
});

test('what is missing names the team that has not agreed on anything, and what to write', async () => {
  const incident = await scene.aViolation();
  await scene.says('bob', incident, '/resolved');
  await scene.bob.closes(incident);
  const { comments, state } = await scene.sees(incident);
  expect(state).toBe('open');
  const told = comments.find(({ body }) => body.startsWith('<!-- norepeat:kept '));
  expect(told?.body).toContain(
    'acme/payments has not agreed on what keeps it from happening again: `/action prevent',
  );
  await scene.isOver(incident);
});

test('with the last don’t-repeat item done and the postmortem published it is over and holds nobody', async () => {
  const incident = await scene.aViolation();
  await scene.says('bob', incident, '/resolved');
  const item = await scene.anItem(incident);
  const postmortem = await answers(scene.world, scene.bob, incident);
  expect(await scene.bob.triesToMerge(postmortem)).toBe('merged');
  const change = await scene.aChange();
  expect(await scene.alice.triesToMerge(change)).toMatch(FAILING);
  expect((await scene.sees(incident)).state).toBe('open');
  await scene.alice.closes(item);
  expect(await scene.alice.triesToMerge(change)).toBe('merged');
  const seen = await scene.sees(incident);
  expect(seen).toMatchObject({ state: 'closed', reason: 'completed' });
  expect(seen.labels).toContain('postmortem:published');
});
