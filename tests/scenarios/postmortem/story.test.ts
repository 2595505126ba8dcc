/** The whole way: resolved, written, reviewed, merged, published; and the incident is over. */
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { contributor, type Contributor } from '../support/contributor.ts';
import { itemCalled, ownComments } from '../followup/support.ts';
import { lookAt } from '../support/look.ts';
import { INCIDENTS } from '../support/organisation.ts';
import { answered } from '../support/postmortem.ts';
import { aScene, type Scene } from '../support/scene.ts';
import {
  aResolvedIncident,
  anHourPasses,
  checkOf,
  commitsOf,
  fileAt,
  postmortemOf,
  regionOf,
  seesPostmortem,
  withRow,
  writes,
} from './support.ts';

vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });

let scene: Scene;
let carol: Contributor;
beforeAll(async () => {
  scene = await aScene();
  carol = contributor(scene.carol, scene);
});
afterAll(() => scene.close());

test('from /resolved to the index on main, and the incident closes', async () => {
  const incident = await scene.anIncident({ severity: 'SEV-1', title: 'Checkout answers 500' });
  await scene.says('bob', incident, '/ack\n/commander @bob\n/started 11:40\n/detected 11:55');
  await scene.says('bob', incident, '/note the pool of connections is empty');
  await scene.says('alice', incident, '/action prevent Alert on pool size @bob due in 5 days');
  await scene.says('bob', incident, '/mitigated rolled back');
  expect(postmortemOf(scene.world, incident)).toBeNull();
  await scene.says('bob', incident, '/cause change\n/resolved the pool was too small');

  // It is there, in one commit that GitHub vouches for, and says what the incident knows.
  const opened = await seesPostmortem(scene, incident);
  const number = String(incident.number);
  expect(opened).toMatchObject({ state: 'open', labels: ['postmortem:open'] });
  expect(opened.body).toContain(`Postmortem of #${number}`);
  expect(opened.body).not.toMatch(/\b(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?):? #\d/i);
  expect(opened.path).toBe(`postmortems/2026/2026-03-02-${number}-checkout-answers-500.md`);
  expect(opened.commits).toEqual(['Open the postmortem']);
  expect(commitsOf(scene.world, opened.pull).every(({ verified }) => verified)).toBe(true);
  expect(regionOf(opened.text, 'timeline')).toContain('the pool of connections is empty');
  expect(regionOf(opened.text, 'action-items')).toContain('Alert on pool size');
  expect((await scene.sees(incident)).labels).toContain('postmortem:open');

  // Its commander is asked to read it, and somebody who was not there.
  expect(opened.asked).toContain('bob');
  expect(opened.asked.filter((login) => !['alice', 'bob'].includes(login))).toHaveLength(1);

  // The check says at one glance what is left, and at which lines.
  const left = checkOf(scene, opened);
  expect(left).toMatchObject({ status: 'completed', conclusion: 'failure' });
  expect(left?.title).toMatch(/left/);
  expect(left?.annotations.length).toBeGreaterThan(3);
  expect(left?.annotations.every(({ path }) => path === opened.path)).toBe(true);

  // bob writes what only people know; with the last answer the check is green.
  await writes(scene, scene.bob, incident, (text) =>
    withRow('detect: See it sooner', '@alice', '2026-04-01', '')(answered(text)),
  );
  const written = await seesPostmortem(scene, incident);
  const check = checkOf(scene, written);
  expect({ title: check?.title, what: check?.annotations.map(({ message }) => message) }).toEqual({
    title: check?.title,
    what: [],
  });
  expect(check?.conclusion).toBe('success');

  await carol.approves(written.pull);
  await scene.bob.merges(written.pull);
  await scene.passes(1);

  // Published: on main with its index, and the incident and its items know.
  const published = await seesPostmortem(scene, incident);
  expect(published).toMatchObject({ state: 'merged', labels: ['postmortem:published'] });
  const index = fileAt(scene.world, INCIDENTS, 'postmortems/README.md');
  expect(index).toContain(`(2026/2026-03-02-${number}-checkout-answers-500.md)`);
  expect(index?.match(/checkout-answers-500\.md/g)).toHaveLength(3);
  expect((await scene.sees(incident)).labels).toContain('postmortem:published');
  const told = ownComments(scene.world, incident).filter((one) => one.includes('is published:'));
  expect(told).toHaveLength(1);
  expect(told[0]).toContain('See it sooner');
  const alert = itemCalled(scene.world, incident, 'Alert on pool size');
  const sooner = itemCalled(scene.world, incident, 'See it sooner');
  expect(lookAt(scene.world, alert).body).toContain('Postmortem: ');
  expect(lookAt(scene.world, sooner)).toMatchObject({ assignees: ['alice'] });
  expect(lookAt(scene.world, sooner).body).toContain('Due: 2026-04-01');

  // With the last item the incident is over, and closes.
  await scene.alice.closes(alert);
  await scene.says('erin', sooner, '/confirm');
  expect(await scene.sees(sooner)).toMatchObject({ state: 'closed' });
  expect(await scene.sees(incident)).toMatchObject({ state: 'closed', reason: 'completed' });
  const last = await seesPostmortem(scene, incident);
  expect(last.text).toBe(published.text);
});

test('a postmortem that nobody writes in follows its incident, and says so in few commits', async () => {
  const incident = await aResolvedIncident(scene, { title: 'Refunds hang' });
  const { text } = await seesPostmortem(scene, incident);
  await anHourPasses(scene);
  await scene.says('bob', incident, '/note the vendor confirmed it');
  const followed = await seesPostmortem(scene, incident);
  expect(regionOf(text, 'timeline')).not.toContain('the vendor confirmed it');
  expect(regionOf(followed.text, 'timeline')).toContain('the vendor confirmed it');
  expect(followed.commits).toEqual([
    'Open the postmortem',
    'Bring the postmortem up to what the incident says',
  ]);
  await scene.alice.rewrites(incident, { title: 'Refunds hang in Europe' });
  await anHourPasses(scene);
  expect((await seesPostmortem(scene, incident)).text).toContain('Refunds hang in Europe');
});
