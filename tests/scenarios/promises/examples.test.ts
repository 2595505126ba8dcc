/** Every example delivery that GitHub publishes, signed, over HTTP, to the app as a process of its own. */
import { randomUUID } from 'node:crypto';
import { createRequire } from 'node:module';
import type { WebhookDefinition } from '@octokit/webhooks-examples';
import { expect, test } from 'vitest';
import type { Seed } from '../../../sandbox/control/seed.ts';
import { openStore } from '../../../src/store/open.ts';
import { isUp, run } from '../../cli/a-program.ts';
import { send } from '../../http/a-server.ts';
import { aPlace, SECRET, type Place } from './support/a-place.ts';
import { keptLabels } from './support/kept-labels.ts';
import { leftToDo } from './support/quiet.ts';

const definitions = createRequire(import.meta.url)(
  '@octokit/webhooks-examples',
) as readonly WebhookDefinition[];

const examples = definitions.flatMap(({ name, examples: payloads }) =>
  payloads.map((payload) => ({ event: name, payload: payload })),
);

const policy = (repository: string): string =>
  `incidents: { repository: ${repository} }\nservices: { hello: { repositories: [${repository}] } }\n`;

/** The places that most examples speak of exist, with a policy, so that their jobs go the whole way. */
const seed: Seed = {
  users: ['Codertocat', 'octocat'],
  organizations: [
    { login: 'Octocoders', owners: ['Codertocat'] },
    { login: 'octo-org', owners: ['octocat'] },
  ],
  repositories: ['Codertocat/Hello-World', 'Octocoders/Hello-World', 'octo-org/octo-repo'].map(
    (name) => ({
      name,
      files: { 'README.md': '# Hello\n', '.github/norepeat.yml': policy(name) },
      labels: [...keptLabels(policy(name), name)],
    }),
  ),
  installations: ['Codertocat', 'Octocoders', 'octo-org'].map((account) => ({
    app: 'norepeat',
    account,
  })),
};

/** What the app has written down once it has ended. */
async function storeOf({ dataDir }: Place): Promise<{
  readonly guids: readonly string[];
  readonly unfinished: readonly string[];
  readonly dead: readonly { readonly key: string; readonly error: string }[];
  readonly failing: readonly { readonly key: string; readonly error: string | null }[];
}> {
  const opened = await openStore(dataDir);
  if (opened.kind === 'locked') throw new Error('the app has not ended');
  const { db } = opened.store;
  const deliveries = await db.selectFrom('deliveries').select(['guid', 'done_at']).execute();
  const dead = await db.selectFrom('dead_letters').select(['key', 'error']).execute();
  const failing = await db
    .selectFrom('jobs')
    .select(['key', 'last_error as error'])
    .where('last_error', 'is not', null)
    .execute();
  await opened.store.close();
  const unfinished = deliveries.filter(({ done_at }) => done_at === null);
  return {
    guids: deliveries.map(({ guid }) => guid),
    unfinished: unfinished.map(({ guid }) => guid),
    dead,
    failing,
  };
}

test('the package holds the examples that we think it holds', () => {
  expect(examples.length).toBe(329);
});

test(
  'every official example is answered 2xx and worked on without an error, and the app stays healthy',
  { timeout: 60_000 },
  async () => {
    const place = await aPlace(seed);
    const { control } = place.sandbox;
    const visitor = control.userToken('Codertocat');
    const created = await fetch(`${place.sandbox.url}/api/v3/repos/Codertocat/Hello-World/issues`, {
      method: 'POST',
      headers: { authorization: `token ${visitor}` },
      body: JSON.stringify({ title: 'Spelling error in the README file', labels: ['incident'] }),
    });
    expect(created.status).toBe(201);

    const app = run(['start'], place.environment);
    await isUp(place.appUrl);
    const answers = [];
    for (const { event, payload } of examples) {
      const guid = randomUUID();
      const { status } = await send(place.appUrl, payload, { event, guid, secret: SECRET });
      answers.push({ event, guid, status });
    }
    expect(answers.filter(({ status }) => status < 200 || status > 299)).toEqual([]);
    expect(await leftToDo(place.appUrl)).toEqual([]);
    expect((await fetch(`${place.appUrl}/health/live`)).status).toBe(200);
    expect((await fetch(`${place.appUrl}/health/ready`)).status).toBe(200);

    const { code, output } = await app.kill('SIGTERM');
    expect({ code, complaints: control.complaints() }).toEqual({ code: 0, complaints: [] });
    const { guids, unfinished, dead, failing } = await storeOf(place);
    expect(guids).toEqual(expect.arrayContaining(answers.map(({ guid }) => guid)));
    expect({ unfinished, dead, failing }).toEqual({ unfinished: [], dead: [], failing: [] });
    expect(loud(output)).toEqual([]);
  },
);

/**
 * Log lines of level warning and worse, and whatever is no log line at all. One is to be expected: the
 * examples name installations that this GitHub does not have, and the app finds the right ones again.
 */
function loud(output: string): readonly string[] {
  return output.split('\n').filter((line) => {
    if (line === '' || line.includes('the installation has ended or is suspended')) return false;
    try {
      return (JSON.parse(line) as { level: number }).level >= 40;
    } catch {
      return true;
    }
  });
}

test('a delivery that GitHub did not sign is refused and leaves no trace, a repeated one leaves one', async () => {
  const place = await aPlace(seed);
  const app = run(['start'], place.environment);
  await isUp(place.appUrl);
  const [example] = examples.filter(({ event }) => event === 'issue_comment');
  const { event, payload } = example!;
  const forged = { event, guid: randomUUID(), secret: 'development' };
  const unsigned = { event, guid: randomUUID(), headers: { 'x-hub-signature-256': '' } };
  const genuine = { event, guid: randomUUID(), secret: SECRET };

  expect([400, 401]).toContain((await send(place.appUrl, payload, forged)).status);
  expect([400, 401]).toContain((await send(place.appUrl, payload, unsigned)).status);
  for (let time = 0; time < 3; time++) {
    expect((await send(place.appUrl, payload, genuine)).status).toBe(200);
  }
  const together = Array.from({ length: 5 }, () => send(place.appUrl, payload, genuine));
  expect((await Promise.all(together)).map(({ status }) => status)).toEqual([
    200, 200, 200, 200, 200,
  ]);
  expect(await leftToDo(place.appUrl)).toEqual([]);
  await app.kill('SIGTERM');

  const { guids } = await storeOf(place);
  expect(guids.filter((guid) => guid === genuine.guid)).toHaveLength(1);
  expect(guids).not.toContain(forged.guid);
  expect(guids).not.toContain(unsigned.guid);
});
