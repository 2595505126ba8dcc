/** Closing too early, and what closes by itself. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aGatedScene, type GatedScene } from '../support/gated-scene.ts';
import { openPostmortem } from '../support/postmortem.ts';
import { becomes, itemCalled, ownComments, publishes } from './support.ts';

let scene: GatedScene;
beforeAll(async () => {
  scene = await aGatedScene({ required: [] });
});
afterAll(() => scene.close());

const list = (text: string | undefined): readonly string[] =>
  (text ?? '').split('\n').flatMap((line) => (line.startsWith('- ') ? [line.slice(2)] : []));

describe('an incident closed too early', () => {
  test('is opened again with exactly what is missing, and once a day for the same hand', async () => {
    const incident = await scene.aViolation();
    await scene.says(
      'alice',
      incident,
      '/action prevent Alert on pool size @bob\n/action detect See it sooner',
    );
    const opened = (): readonly string[] =>
      ownComments(scene.world, incident).filter((one) => one.includes('Opened again:'));
    await scene.alice.closes(incident);
    expect(await scene.sees(incident)).toMatchObject({ state: 'open', status: 'mitigated' });
    const item = itemCalled(scene.world, incident, 'Alert on pool size');
    const other = itemCalled(scene.world, incident, 'See it sooner');
    expect(opened()[0]).toContain(
      'alice closed this, and it is not over yet. 3 things are missing:',
    );
    const missing = list(opened()[0]);
    expect(missing).toHaveLength(3);
    expect(missing[0]).toContain('it is not resolved: `/resolved what was done`');
    expect(missing[1]).toContain(`/issues/${String(item.number)}) Alert on pool size is open`);
    expect(missing[2]).toContain(`/issues/${String(other.number)}) See it sooner is open`);

    await scene.alice.closes(incident);
    expect(await scene.sees(incident)).toMatchObject({ state: 'open' });
    expect(opened()).toHaveLength(1);

    // Step by step the list gets shorter, and with the last of it the app closes it.
    await scene.says('bob', incident, '/resolved the pool was small');
    await scene.says('erin', other, '/confirm');
    expect(await scene.sees(other)).toMatchObject({ state: 'closed', reason: 'completed' });
    await scene.bob.closes(incident);
    await scene.settled();
    const left = list(opened().at(-1));
    expect(left).toHaveLength(2);
    expect(left[0]).toContain('Alert on pool size is open');
    const { number } = openPostmortem(scene.world, incident);
    expect(left[1]).toMatch(/^the postmortem is not merged yet: \[pull request\]/);
    expect(left[1]).toContain(`/pull/${String(number)})`);
    await scene.alice.closes(item);
    await publishes(scene, scene.bob, incident);
    expect(await scene.sees(incident)).toMatchObject({ state: 'closed', reason: 'completed' });
    const ended = ownComments(scene.world, incident).filter((one) => one.startsWith('**Closed:**'));
    expect(ended).toHaveLength(1);
    const [last] = ended;
    expect(last).toContain('everything that was to do afterwards is done; the [postmortem](');
    expect(last).toMatch(/Acknowledged .*mitigated .*, resolved .*, closed .* after it /);
  });

  test('is closed at once by somebody with the right who says that it was none', async () => {
    const incident = await scene.anIncident({ severity: 'SEV-3' });
    await scene.says('bob', incident, '/ack');
    await scene.says('alice', incident, '/false-alarm the probe was wrong');
    expect(await scene.sees(incident)).toMatchObject({ state: 'closed', reason: 'not_planned' });
  });
});

describe('an incident that asks for nothing afterwards', () => {
  test('is closed a working day after somebody said that it is resolved, and not sooner', async () => {
    await becomes(scene, '2026-03-13T12:00Z');
    const incident = await scene.anIncident({ severity: 'SEV-4' });
    await scene.says('bob', incident, '/ack\n/mitigated rolled back\n/resolved a typo');
    await becomes(scene, '2026-03-16T11:59Z');
    expect(await scene.sees(incident)).toMatchObject({ state: 'open', status: 'resolved' });
    await becomes(scene, '2026-03-16T12:01Z');
    expect(await scene.sees(incident)).toMatchObject({ state: 'closed', reason: 'completed' });
    expect(ownComments(scene.world, incident).at(-1)).toContain(
      'nothing was left to do afterwards',
    );
  });
});
