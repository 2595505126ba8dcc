/** GitHub has a bad day: everything is done all the same, and once. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Fault } from '../../sandbox/http/faults.ts';
import { BOT } from './support/look.ts';
import { INCIDENTS } from './support/organisation.ts';
import { aScene, type Scene } from './support/scene.ts';

let scene: Scene;
beforeAll(async () => {
  scene = await aScene();
});
afterEach(() => {
  scene.control.clearFaults();
  scene.control.limits({ secondary: false, primary: null });
});
afterAll(() => scene.close());

const ISSUES = `/repos/${INCIDENTS}/issues`;

const FAULTS: readonly (readonly [string, Fault['effect']])[] = [
  ['502', { kind: 'status', status: 502 }],
  ['503 with retry-after', { kind: 'status', status: 503, retryAfterSeconds: 2 }],
  ['429 with retry-after', { kind: 'status', status: 429, retryAfterSeconds: 60 }],
  ['a secondary limit', { kind: 'secondary-limit', retryAfterSeconds: 60 }],
  ['a secondary limit that does not say how long', { kind: 'secondary-limit' }],
  ['a reset connection', { kind: 'reset' }],
  ['a lost answer', { kind: 'lost-answer' }],
];

describe.each(FAULTS)('%s', (_, effect) => {
  test.each<[string, Partial<Fault>]>([
    ['each first write', { method: 'POST', path: ISSUES, times: 4 }],
    ['reads', { method: 'POST', path: '/graphql', times: 3 }],
    ['edits and reactions', { body: '', method: 'PATCH', times: 2 }],
  ])('on %s: labels, one summary, one call, one reaction', async (__, where) => {
    scene.control.inject({ ...where, effect });
    const at = await scene.anIncident();
    const said = await scene.says('bob', at, '/ack');
    const seen = await scene.sees(at);
    expect(said.reaction).toBe('👍');
    expect(seen).toMatchObject({ status: 'acknowledged', assignees: ['alice', 'bob'] });
    expect(seen.calls).toHaveLength(1);
    expect(seen.summary).toContain('Acknowledged');
    expect(seen.comments.filter(({ author }) => author === BOT)).toHaveLength(2);
  });
});

test('a lost answer while an alarm opens an incident opens one', async () => {
  scene.control.inject({ method: 'POST', path: ISSUES, times: 1, effect: { kind: 'lost-answer' } });
  await scene.alice.dispatches({ title: 'Lost and found', services: ['search'] });
  await scene.settled();
  const issues = await scene.erin.call<readonly { title: string }[]>('GET', `${ISSUES}?state=all`);
  expect(issues.filter(({ title }) => title === 'Lost and found')).toHaveLength(1);
});

test('a lost answer while /incident declare opens an incident opens one, and answers once', async () => {
  const from = await scene.carol.opensIssue('acme/search', { title: 'Empty suggestions' });
  const effect = { kind: 'lost-answer' } as const;
  scene.control.inject({ method: 'POST', path: '/issues', skip: 1, times: 3, effect });
  const said = await scene.says('carol', from, '/incident declare');
  expect(said.reaction).toBe('👍');
  const issues = await scene.erin.call<readonly { title: string }[]>('GET', `${ISSUES}?state=all`);
  expect(issues.filter(({ title }) => title === 'Empty suggestions')).toHaveLength(1);
});

test('expired and revoked tokens are renewed', async () => {
  const at = await scene.anIncident();
  scene.control.expireTokens();
  expect((await scene.says('bob', at, '/ack')).reaction).toBe('👍');
  scene.control.moveClock(2 * 3_600_000, { expireTokens: true });
  expect((await scene.says('bob', at, '/mitigated')).reaction).toBe('👍');
});

test('the primary limit is waited out as long as GitHub says', async () => {
  const at = await scene.anIncident();
  scene.control.inject({
    method: 'POST',
    path: '/graphql',
    times: 1,
    effect: { kind: 'status', status: 429, retryAfterSeconds: 600 },
  });
  const before = scene.time.now();
  expect((await scene.says('bob', at, '/ack')).reaction).toBe('👍');
  expect(scene.time.now() - before).toBeGreaterThan(600_000);
});

test('GitHub is gone for a while, also while the app starts: what was said is done afterwards', async () => {
  const at = await scene.anIncident();
  await scene.stopApp();
  await scene.bob.comments(at, '/ack\n/severity sev2');
  const restored = scene.control.inject({
    method: 'POST',
    path: '/graphql',
    times: 6,
    effect: { kind: 'status', status: 503 },
  });
  await scene.startApp();
  const seen = await scene.sees(at);
  restored();
  expect(seen).toMatchObject({ status: 'acknowledged', severity: 'sev2' });
});

test('a secondary limit that GitHub really keeps is never struck twice in a row for long', async () => {
  scene.control.limits({ secondary: true });
  const stories = await Promise.all([1, 2, 3].map(() => scene.alice.opensIncident()));
  for (const at of stories) {
    expect((await scene.sees(at)).status).toBe('declared');
    expect((await scene.sees(at)).summary).toContain('SEV-1');
  }
});

test('lost, repeated and late deliveries end the same', async () => {
  const at = await scene.anIncident();
  scene.control.hold();
  await scene.bob.comments(at, '/ack');
  await scene.bob.comments(at, '/severity sev2');
  await scene.bob.labels(at, 'service:search');
  const ids = scene.control.held().map(({ id }) => id);
  scene.control.drop(ids.slice(0, 1));
  scene.control.send();
  scene.control.release([...ids.slice(1).reverse(), ...ids.slice(1), ...ids.slice(1)]);
  await scene.settled();
  await scene.app().sweep();
  expect(await scene.sees(at)).toMatchObject({
    status: 'acknowledged',
    severity: 'sev2',
    services: ['checkout', 'search'],
  });
  expect((await scene.sees(at)).calls).toHaveLength(2);
});
