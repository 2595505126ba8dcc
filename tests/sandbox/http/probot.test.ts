import { createServer } from 'node:net';
import { Probot, Server } from 'probot';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { appKey, setStage, type Stage } from '../stage.ts';

let stage: Stage;

beforeEach(async () => {
  stage = await setStage({ realTime: true });
});

afterEach(async () => {
  expect(stage.sandbox.control.complaints()).toEqual([]);
  await stage.close();
});

test('an unchanged Probot app answers an issue through the sandbox', async () => {
  const { sandbox } = stage;
  const secret = 'shared';
  const server = new Server({
    host: '127.0.0.1',
    port: await freePort(),
    Probot: Probot.defaults({
      appId: 7001,
      privateKey: appKey,
      secret,
      baseUrl: `${sandbox.url}/api/v3`,
      logLevel: 'fatal',
    }),
  });
  await server.load((app) => {
    app.on('issues.opened', async (context) => {
      await context.octokit.rest.issues.createComment(context.issue({ body: 'Seen' }));
    });
  });
  const listening = await server.start();
  try {
    const address = listening.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    sandbox.control.registerApp({
      id: 7001,
      slug: 'norepeat',
      key: appKey,
      manifest: {},
      webhook: { url: `http://127.0.0.1:${port}/api/github/webhooks`, secret },
    });
    await stage.as('bob').rest.issues.create({ owner: 'acme', repo: 'shop', title: 'Down' });
    await sandbox.control.idle();
    const { data } = await stage.app.rest.issues.listComments({
      owner: 'acme',
      repo: 'shop',
      issue_number: 1,
    });
    expect(data.map(({ body, user }) => [user!.login, body])).toEqual([['norepeat[bot]', 'Seen']]);
  } finally {
    await server.stop();
  }
});

/** Probot takes port 0 for its default. */
function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      probe.close(() => {
        resolve(port);
      });
    });
  });
}
