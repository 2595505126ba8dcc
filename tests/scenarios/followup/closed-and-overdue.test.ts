/** An incident that is closed is not over for good: what comes back to be done is owed, and reminded of. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { countRequests } from '../../../bench/gate/count-requests.ts';
import type { Pull } from '../support/contributor.ts';
import { aGatedScene, FAILING, type GatedScene } from '../support/gated-scene.ts';
import type { Thread } from '../support/person.ts';
import { becomes, called, itemCalled, ownComments, publishes, reminders } from './support.ts';

let scene: GatedScene;
beforeAll(async () => {
  scene = await aGatedScene({ required: ['acme/checkout'] });
});
afterAll(() => scene.close());

describe('a don’t-repeat item of a closed incident, opened again by whoever did it', () => {
  let incident: Thread;
  let item: Thread;
  let change: Pull;

  test('the incident was closed by the app when everything was done, with its figures', async () => {
    incident = await scene.anIncident({ severity: 'SEV-1', started: '11:40', detected: '11:50' });
    await scene.passes(4);
    await scene.says('bob', incident, '/ack\n/commander @erin');
    await scene.passes(20);
    await scene.says('bob', incident, '/mitigated rolled back');
    await scene.says('alice', incident, '/action prevent Alert on pool size @bob due 2026-03-13');
    item = itemCalled(scene.world, incident, 'Alert on pool size');
    await scene.passes(40);
    await scene.says('bob', incident, '/resolved the pool was small');
    expect(await scene.sees(incident)).toMatchObject({ state: 'open' });
    await publishes(scene, scene.bob, incident);
    await scene.alice.closes(item);
    expect(await scene.sees(incident)).toMatchObject({ state: 'closed', reason: 'completed' });
    const last = ownComments(scene.world, incident).findLast((one) => one.includes('Closed:'));
    expect(last).toMatch(
      /Acknowledged \d+ min after it was declared · detected 10 min, mitigated \d+ min, resolved 1 h \d+ min, closed 1 h \d+ min after it started/,
    );
    change = await scene.aChange();
    expect(await scene.verdictOf(change)).toMatchObject({ conclusion: 'success' });
  });

  test('then its team is held again, although the incident is closed', async () => {
    await scene.bob.reopens(item);
    expect(await scene.alice.triesToMerge(change)).toMatch(FAILING);
    expect(await scene.sees(incident)).toMatchObject({ state: 'closed' });
  });

  test('it reminds before it is due, and goes on when it is overdue: owner, team, commander', async () => {
    // The interval runs from the reminder before: each look is a little later than the last.
    const looks = ['12T09:01', '13T09:01', '16T09:01', '18T09:02', '20T09:03'];
    for (const look of looks) await becomes(scene, `2026-03-${look}Z`);
    expect(reminders(scene.world, item, 'item').map(called)).toEqual([
      ['bob'],
      ['bob'],
      ['bob'],
      ['bob', 'acme/payments'],
      ['bob', 'acme/payments', 'erin'],
    ]);
    expect(await scene.sees(incident)).toMatchObject({ state: 'closed' });
    expect(await scene.alice.triesToMerge(change)).toMatch(FAILING);
  });

  test('finishing it frees the team as soon as the incident is read once, and ends the reminders', async () => {
    // So that the day's sweep is over, and nothing but the closing is read.
    await scene.restart();
    const requests = countRequests(Number(new URL(scene.url).port), new Set());
    scene.control.hold();
    await scene.alice.closes(item);
    // What the app itself does from here on is told to it later.
    scene.control.releaseAll();
    await scene.settled();
    const asked = requests.take().each;
    requests.stop();
    expect(asked.filter((one) => one.startsWith('READ Incident'))).toHaveLength(1);
    expect(await scene.verdictOf(change)).toMatchObject({ conclusion: 'success' });
    scene.control.send();
    scene.control.releaseAll();
    expect(await scene.alice.triesToMerge(change)).toBe('merged');
    await becomes(scene, '2026-04-13T12:00Z');
    expect(reminders(scene.world, item, 'item')).toHaveLength(5);
  });
});
