import { generateKeyPairSync } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startSandbox, type Sandbox } from '../../../sandbox/start.ts';

let sandbox: Sandbox;

beforeEach(async () => {
  sandbox = await startSandbox({ complain: () => undefined });
});

afterEach(() => sandbox.close());

async function send(
  method: string,
  path: string,
  body?: unknown,
): Promise<{ status: number; json: Record<string, unknown> }> {
  const answer = await fetch(`${sandbox.url}/_sandbox${path}`, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: answer.status, json: (await answer.json()) as Record<string, unknown> };
}

const { publicKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
});

test('another process registers an app, seeds a world, gets a token and moves the clock', async () => {
  const registered = await send('POST', '/apps', {
    id: 42,
    slug: 'helper',
    key: publicKey,
    manifest: { default_permissions: { issues: 'write' }, default_events: ['issues'] },
    webhook: { url: 'http://127.0.0.1:9/hooks', secret: 's' },
  });
  expect(registered).toMatchObject({ status: 201, json: { id: 42, slug: 'helper' } });
  const seeded = await send('POST', '/seed', {
    users: ['alice'],
    organizations: [{ login: 'acme', owners: ['alice'] }],
    repositories: [{ name: 'acme/shop', files: { 'README.md': 'hello' } }],
    installations: [{ app: 'helper', account: 'acme' }],
  });
  expect(seeded.status).toBe(201);
  const { json } = await send('POST', '/tokens', { login: 'alice' });
  const before = Date.now();
  const moved = await send('POST', '/clock', { advanceMilliseconds: 3_600_000 });
  expect(Date.parse(String(moved.json['now']))).toBeGreaterThanOrEqual(before + 3_600_000);
  await send('POST', '/deliveries/hold');
  const opened = await fetch(`${sandbox.url}/api/v3/repos/acme/shop/issues`, {
    method: 'POST',
    headers: { authorization: `token ${String(json['token'])}` },
    body: JSON.stringify({ title: 'Down' }),
  });
  expect(opened.status).toBe(201);
  const held = await fetch(`${sandbox.url}/_sandbox/deliveries/held`);
  expect(await held.json()).toMatchObject([{ event: 'issues', action: 'opened', state: 'held' }]);
});

test('a malformed request is 400, one that cannot be done 422, each with the reason', async () => {
  expect(await send('POST', '/seed', { wrong: 1 })).toMatchObject({ status: 400 });
  expect(await send('POST', '/tokens', { login: 'nobody' })).toMatchObject({
    status: 422,
    json: { error: 'No user is called nobody.' },
  });
  expect(await send('POST', '/deliveries/release', { ids: [1] })).toMatchObject({ status: 422 });
});

test('a delivery that nobody takes is recorded with why', async () => {
  const { app } = sandbox.control.registerApp({
    slug: 'deaf',
    key: publicKey,
    manifest: {},
    webhook: { url: 'http://127.0.0.1:9/hooks', secret: 's' },
  });
  sandbox.control.ping(app.id);
  await sandbox.control.idle();
  expect(sandbox.control.deliveries()).toMatchObject([
    { event: 'ping', answer: null, state: 'done' },
  ]);
  expect(sandbox.control.deliveries()[0]!.failure).toContain('failed to connect');
});
