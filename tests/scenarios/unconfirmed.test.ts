/** On a public incident repository anybody can declare and comment; nothing binds until somebody with the right says so. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { INCIDENTS } from './support/organisation.ts';
import type { Login } from './support/organisation.ts';
import { aScene, type Scene } from './support/scene.ts';

let scene: Scene;
beforeAll(async () => {
  scene = await aScene({ visibility: 'public' });
});
afterAll(() => scene.close());

describe.each<Login>(['dave', 'mallory'])('a declaration by %s', (who) => {
  test('is shown, summarised and marked, and wakes nobody', async () => {
    const seen = await scene.sees(await scene.anIncident({ users: '60' }, who));
    expect(seen.labels).toContain('status:declared');
    expect(seen.summary).toMatch(new RegExp(`\\*\\*Unconfirmed\\.\\*\\* Declared by ${who}`));
    expect(seen.assignees).toEqual([]);
    expect(seen.calls).toEqual([]);
  });

  test('is confirmed by /ack of somebody with the right: then responders are called', async () => {
    const at = await scene.anIncident({}, who);
    expect((await scene.says(who, at, '/ack')).reaction).toBe('😕');
    expect((await scene.says('bob', at, '/ack')).reaction).toBe('👍');
    const seen = await scene.sees(at);
    expect(seen.summary).not.toContain('Unconfirmed');
    expect(seen.assignees).toEqual(['alice', 'bob']);
    expect(seen.calls).toHaveLength(1);
  });

  test('is confirmed by a label of somebody with the right, too', async () => {
    const at = await scene.anIncident({}, who);
    await scene.bob.labels(at, 'severity:sev2');
    const seen = await scene.sees(at);
    expect(seen.summary).not.toContain('Unconfirmed');
    expect(seen.calls).toHaveLength(1);
  });

  test('is a false alarm when somebody with the right says so, and woke nobody', async () => {
    const at = await scene.anIncident({}, who);
    await scene.says('bob', at, '/false-alarm spam');
    const seen = await scene.sees(at);
    expect(seen).toMatchObject({ state: 'closed', reason: 'not_planned', assignees: [] });
    expect(seen.calls).toEqual([]);
  });

  test('may be taken back by who made it', async () => {
    const at = await scene.anIncident({}, who);
    await scene[who].closes(at, 'not_planned');
    expect((await scene.sees(at)).state).toBe('closed');
  });

  test('gives who made it no say over an incident once it is confirmed', async () => {
    const at = await scene.anIncident({}, who);
    await scene.says('bob', at, '/ack');
    await scene[who].closes(at);
    const seen = await scene.sees(at);
    expect(seen).toMatchObject({ state: 'open', status: 'acknowledged' });
  });
});

describe('a stranger', () => {
  test('has no say in an incident of others, and gets one answer', async () => {
    const at = await scene.anIncident();
    const said = await scene.says('mallory', at, '/severity sev5\n/resolved');
    expect(said.reaction).toBe('😕');
    expect(await scene.sees(at)).toMatchObject({ severity: 'sev1', status: 'declared' });
  });

  test('is on the timeline with what they say, like anybody', async () => {
    const at = await scene.anIncident();
    await scene.mallory.comments(at, 'I cannot pay since noon.');
    const { answer } = await scene.says('bob', at, '/timeline');
    expect(answer).toContain('mallory: I cannot pay since noon.');
  });

  test('cannot label an issue of theirs into an incident', async () => {
    const at = await scene.mallory.opensIssue(INCIDENTS, {
      title: 'Pay me',
      labels: ['incident', 'severity:sev1'],
    });
    expect(await scene.sees(at)).toMatchObject({ labels: [], comments: [] });
  });

  test('reopens what was declared in their name, and it is closed again', async () => {
    const at = await scene.anIncident({}, 'mallory');
    await scene.says('bob', at, '/false-alarm spam');
    const tried = scene.mallory.reopens(at);
    await tried.catch(() => undefined);
    expect((await scene.sees(at)).state).toBe('closed');
  });
});
