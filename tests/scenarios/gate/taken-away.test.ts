/** An incident that was deleted or moved away never lets anybody off silently. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Pull } from '../support/contributor.ts';
import { MONOREPO } from '../support/gated-organisation.ts';
import { aGatedScene, FAILING, type GatedScene } from '../support/gated-scene.ts';
import { BOT, issueOf, lookAt } from '../support/look.ts';
import { INCIDENTS } from '../support/organisation.ts';
import type { Thread } from '../support/person.ts';

let scene: GatedScene;
let incident: Thread;
let item: Thread;
let change: Pull;
beforeEach(async () => {
  scene = await aGatedScene({ also: [MONOREPO] });
  incident = await scene.aViolation();
  item = await scene.anItem(incident);
  change = await scene.aChange();
  expect(await scene.verdictOf(change)).toMatchObject({ conclusion: 'failure' });
});
afterEach(() => scene.close());

/** The issue that the app opened in place of the one that went away. */
async function successor(): Promise<Thread> {
  await scene.settled();
  const path = `/repos/${INCIDENTS}/issues?state=all&labels=incident&per_page=100`;
  const all = await scene.erin.call<readonly { number: number; user: { login: string } }[]>(
    'GET',
    path,
  );
  const [found, ...more] = all.filter(({ user }) => user.login === BOT);
  expect(more).toEqual([]);
  if (found === undefined) throw new Error('The app opened none.');
  return { repository: INCIDENTS, number: found.number };
}

test('deleted by an administrator, it goes on in an issue that says so and has the items', async () => {
  await scene.bob.deletesIssue(incident);
  expect(await scene.alice.triesToMerge(change)).toMatch(FAILING);
  const carriesOn = await successor();
  const seen = await scene.sees(carriesOn);
  expect(seen).toMatchObject({ state: 'open', services: ['checkout'], severity: 'sev1' });
  expect(seen.body).toMatch(/deleted/);
  expect(issueOf(scene.world, item).parent?.number).toBe(carriesOn.number);
  expect((await scene.verdictOf(change))?.page).toContain(`#${String(carriesOn.number)}`);
});

test('there, a fix of the item frees as it would have before', async () => {
  await scene.bob.deletesIssue(incident);
  await successor();
  const fix = await scene.aFixOf(item);
  await scene.bob.approves(fix);
  expect(await scene.alice.triesToMerge(fix)).toBe('merged');
  expect(await scene.alice.triesToMerge(change)).toBe('merged');
});

test('there, an approver can end it, and a member cannot', async () => {
  await scene.bob.deletesIssue(incident);
  const carriesOn = await successor();
  expect((await scene.says('bob', carriesOn, '/accept it was deleted')).reaction).toBe('😕');
  expect(await scene.alice.triesToMerge(change)).toMatch(FAILING);
  expect((await scene.says('erin', carriesOn, '/accept it was deleted')).reaction).toBe('👍');
  expect(await scene.alice.triesToMerge(change)).toBe('merged');
});

test('a granted waiver survives the deletion', async () => {
  await scene.says('alice', incident, '/waive payments until 2026-03-10 the sale starts today');
  await scene.says('frank', incident, '/approve-waiver payments');
  expect(await scene.verdictOf(change)).toMatchObject({ conclusion: 'success' });
  await scene.bob.deletesIssue(incident);
  await successor();
  expect(await scene.verdictOf(change)).toMatchObject({ conclusion: 'success' });
});

test('deleted while nobody listens, it is missed by the next sweep', async () => {
  const { control } = scene;
  control.hold();
  await scene.bob.deletesIssue(incident);
  control.drop(control.held().map(({ id }) => id));
  control.send();
  await scene.app().sweep();
  expect(await scene.alice.triesToMerge(change)).toMatch(FAILING);
  await successor();
});

test('moved out of the incident repository, it goes on there', async () => {
  await scene.bob.transfers(incident, MONOREPO);
  expect(await scene.alice.triesToMerge(change)).toMatch(FAILING);
  const seen = lookAt(scene.world, await successor());
  expect(seen.body).toMatch(/moved|transferred/);
});

test('an incident that binds nobody may be deleted', async () => {
  const small = await scene.anIncident({ severity: 'SEV-5', title: 'A typo' });
  await scene.bob.deletesIssue(small);
  await scene.settled();
  await expect(successor()).rejects.toThrow('The app opened none.');
});
