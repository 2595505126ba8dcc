import { SignJWT, importPKCS8 } from 'jose';
import { generateKeyPairSync } from 'node:crypto';
import { createAppAuth } from '@octokit/auth-app';
import { Octokit } from '@octokit/rest';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  acceptPermissions,
  changeRegistration,
  suspendInstallation,
} from '../../../sandbox/model/actions/installations.ts';
import { appKey, manifest, noon, setStage, type Stage } from '../stage.ts';

const shop = { owner: 'acme', repo: 'shop' };
const vault = { owner: 'acme', repo: 'vault' };
let stage: Stage;

beforeEach(async () => {
  stage = await setStage();
});

afterEach(() => stage.close());

async function jwt(
  claims: { iat: number; exp: number; iss?: unknown },
  pem = appKey,
): Promise<string> {
  return new SignJWT({ iss: 7001, ...claims } as Record<string, unknown>)
    .setProtectedHeader({ alg: 'RS256' })
    .sign(await importPKCS8(pem, 'RS256'));
}

async function messageOf(response: Response): Promise<string> {
  return ((await response.json()) as { message: string }).message;
}

test('a JWT of the App is accepted, and only while it is valid', async () => {
  const now = noon / 1000;
  const good = await stage.get('/app', await jwt({ iat: now - 60, exp: now + 540 }));
  expect(good.status).toBe(200);
  const expired = await stage.get('/app', await jwt({ iat: now - 900, exp: now - 300 }));
  expect([expired.status, await messageOf(expired)]).toEqual([
    401,
    expect.stringContaining("'Expiration time' claim ('exp')"),
  ]);
  const long = await stage.get('/app', await jwt({ iat: now, exp: now + 3600 }));
  expect([long.status, await messageOf(long)]).toEqual([
    401,
    expect.stringContaining('too far in the future'),
  ]);
  const early = await stage.get('/app', await jwt({ iat: now + 300, exp: now + 500 }));
  expect([early.status, await messageOf(early)]).toEqual([
    401,
    expect.stringContaining("'Issued at' claim"),
  ]);
});

test('a JWT signed with another key, or naming another App, is refused', async () => {
  const other = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({
    type: 'pkcs8',
    format: 'pem',
  }) as string;
  const now = noon / 1000;
  const forged = await stage.get('/app', await jwt({ iat: now, exp: now + 300 }, other));
  expect([forged.status, await messageOf(forged)]).toEqual([
    401,
    'A JSON web token could not be decoded',
  ]);
  const stranger = await stage.get('/app', await jwt({ iat: now, exp: now + 300, iss: 1 }));
  expect(stranger.status).toBe(401);
});

test('a JWT opens nothing but the endpoints of the App', async () => {
  const now = noon / 1000;
  const answer = await stage.get(
    '/repos/acme/shop/issues',
    await jwt({ iat: now, exp: now + 300 }),
  );
  expect(answer.status).toBe(401);
});

test('an unknown token is 401, no token sees what is public only', async () => {
  expect((await stage.get('/repos/acme/shop', 'ghs_unknown')).status).toBe(401);
  expect((await stage.get('/repos/acme/shop')).status).toBe(200);
  expect((await stage.get('/repos/acme/vault')).status).toBe(404);
});

test('an installation token ends after an hour, and lives on when only the clock is moved for it', async () => {
  const { appItself, sandbox, get } = stage;
  const { data: installations } = await appItself.rest.apps.listInstallations();
  const { data } = await appItself.rest.apps.createInstallationAccessToken({
    installation_id: installations[0]!.id,
  });
  expect(Date.parse(data.expires_at)).toBe(noon + 3_600_000);
  const status = async (): Promise<number> => (await get('/repos/acme/vault', data.token)).status;
  expect(await status()).toBe(200);
  sandbox.control.moveClock(2 * 3_600_000);
  expect(await status()).toBe(200);
  sandbox.world.clock.advance(3_600_000);
  const ended = await get('/repos/acme/vault', data.token);
  expect([ended.status, await messageOf(ended)]).toEqual([401, 'Bad credentials']);
});

test('a permission that was not granted is 403 with what would do', async () => {
  const { sandbox } = stage;
  const world = sandbox.world;
  const app = [...world.state.apps.values()].find(({ slug }) => slug === 'norepeat')!;
  changeRegistration(world, { app, permissions: { metadata: 'read', contents: 'read' } });
  await expect(stage.app.rest.issues.create({ ...shop, title: 'No' })).rejects.toMatchObject({
    status: 403,
    message: expect.stringContaining('Resource not accessible by integration') as string,
    response: { headers: { 'x-accepted-github-permissions': 'issues=write' } },
  });
});

test('a new permission holds only once it is accepted', async () => {
  const { sandbox } = stage;
  const world = sandbox.world;
  const app = [...world.state.apps.values()].find(({ slug }) => slug === 'norepeat')!;
  const installation = [...world.state.installations.values()][0]!;
  changeRegistration(world, { app, permissions: { ...app.permissions, deployments: 'write' } });
  const fresh = (): Octokit =>
    new Octokit({
      baseUrl: `${sandbox.url}/api/v3`,
      authStrategy: createAppAuth,
      auth: { appId: 7001, privateKey: appKey, installationId: installation.id },
      log: {
        debug: () => undefined,
        info: () => undefined,
        warn: () => undefined,
        error: () => undefined,
      },
    });
  const deploy = { ...shop, ref: 'main', required_contexts: [] };
  await expect(fresh().rest.repos.createDeployment(deploy)).rejects.toMatchObject({ status: 403 });
  acceptPermissions(world, { kind: 'system' }, { installation });
  await fresh().rest.repos.createDeployment(deploy);
});

test('a repository outside the installation is 404 when private', async () => {
  await expect(
    stage.app.rest.repos.get({ owner: 'olaf', repo: 'elsewhere' }),
  ).rejects.toMatchObject({ status: 404 });
});

test('a narrowed token reaches only what it names', async () => {
  const { appItself, sandbox } = stage;
  const { data: installations } = await appItself.rest.apps.listInstallations();
  const { data } = await appItself.rest.apps.createInstallationAccessToken({
    installation_id: installations[0]!.id,
    repositories: ['shop'],
    permissions: { issues: 'read' },
  });
  const narrow = new Octokit({ baseUrl: `${sandbox.url}/api/v3`, auth: data.token });
  await narrow.rest.issues.listForRepo(shop);
  await expect(narrow.rest.repos.get(vault)).rejects.toMatchObject({ status: 404 });
  await expect(narrow.rest.issues.create({ ...shop, title: 'No' })).rejects.toMatchObject({
    status: 403,
  });
  await expect(
    appItself.rest.apps.createInstallationAccessToken({
      installation_id: installations[0]!.id,
      permissions: { workflows: 'write' },
    }),
  ).rejects.toMatchObject({ status: 422 });
});

test('a suspended installation gets no token and its old one is refused', async () => {
  const { app, sandbox } = stage;
  await app.rest.repos.get(shop);
  const installation = [...sandbox.world.state.installations.values()][0]!;
  suspendInstallation(sandbox.world, { kind: 'system' }, { installation });
  await expect(app.rest.repos.get(shop)).rejects.toMatchObject({ status: 403 });
});

test('people are bounded by their role', async () => {
  const { as } = stage;
  const { data: issue } = await as('olaf').rest.issues.create({
    ...shop,
    title: 'Outside',
    labels: ['bug'],
  });
  expect(issue.labels).toEqual([]);
  const at = { ...shop, issue_number: issue.number };
  await expect(as('rita').rest.issues.addLabels({ ...at, labels: ['bug'] })).rejects.toMatchObject({
    status: 403,
  });
  await as('tina').rest.issues.addLabels({ ...at, labels: ['bug'] });
  await expect(as('olaf').rest.repos.get(vault)).rejects.toMatchObject({ status: 404 });
  await as('bob').rest.repos.get(vault);
});

test('an app.yml that asks for events GitHub does not know is refused', () => {
  expect(() =>
    stage.sandbox.control.registerApp({
      slug: 'other',
      key: appKey,
      manifest: { ...manifest, default_events: ['isues'] },
    }),
  ).toThrow('isues');
});
