import { readFileSync, rmSync } from 'node:fs';
import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, test, vi } from 'vitest';
import { keepLedgers } from '../../src/store/ledgers.ts';
import { openStore } from '../../src/store/open.ts';
import { freePort, send } from '../http/a-server.ts';
import { anIssue } from '../store/a-store.ts';
import { aGitHub, type TestGitHub } from './a-github.ts';
import { isUp, run, until } from './a-program.ts';

interface Comment {
  readonly id: number;
  readonly body: string;
  readonly user: { readonly login: string };
}

// Each test starts programs, which takes seconds on a busy machine.
vi.setConfig({ testTimeout: 120_000 });

const ISSUE = '/repos/acme/incidents/issues/1';

/** The name of the test that runs it says what for. */
async function anAcknowledgedIncident(github: TestGitHub): Promise<void> {
  await github.call('POST', '/repos/acme/incidents/labels', { name: 'incident', color: 'b60205' });
  await github.call('POST', '/repos/acme/incidents/issues', {
    title: 'Checkout is down',
    labels: ['incident'],
  });
  await github.call('POST', `${ISSUE}/comments`, { body: '/ack' });
  await acknowledged(github);
}

async function declared(github: TestGitHub, number: number): Promise<void> {
  const issues = '/repos/acme/incidents/issues';
  await github.call('POST', issues, { title: 'Checkout is down', labels: ['incident'] });
  await github.call('POST', `${issues}/${String(number)}/comments`, { body: '/ack' });
}

function acknowledged(github: TestGitHub): Promise<true> {
  return until('an acknowledged incident with a summary', async () => {
    const { labels } = await github.call<{ labels: { name: string }[] }>('GET', ISSUE);
    const isAcknowledged = labels.some(({ name }) => name === 'status:acknowledged');
    return isAcknowledged && (await summaries(github)) === 1 ? true : undefined;
  });
}

async function summaries(github: TestGitHub): Promise<number> {
  const comments = await github.call<Comment[]>('GET', `${ISSUE}/comments?per_page=100`);
  return comments.filter(({ body }) => body.startsWith('<!-- norepeat:summary')).length;
}

describe('norepeat start', () => {
  test('with nothing set says everything that must be set, and ends with status 1', async () => {
    const { code, output } = await run(['start'], {}).ended;
    expect(code).toBe(1);
    for (const name of ['APP_ID', 'PRIVATE_KEY', 'WEBHOOK_SECRET']) {
      expect(output).toContain(`${name} is not set`);
    }
  });

  test('with the default secret ends with status 1 before it listens', async () => {
    const github = await aGitHub();
    const { code, output } = await run(['start'], {
      ...github.environment,
      WEBHOOK_SECRET: 'development',
    }).ended;
    expect(code).toBe(1);
    expect(output).toContain('WEBHOOK_SECRET is a word that everybody knows');
  });

  test('with a key that GitHub does not know says so, and ends with status 1', async () => {
    const github = await aGitHub();
    const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 })
      .privateKey.export({ type: 'pkcs8', format: 'pem' })
      .toString();
    const { code, output } = await run(['start'], {
      ...github.environment,
      PRIVATE_KEY: stranger,
    }).ended;
    expect(code).toBe(1);
    expect(output).toContain('does not accept the credentials of app 4242');
  });

  test('on a folder that another one works in says so, and ends with status 1', async () => {
    const github = await aGitHub();
    run(['start'], github.environment);
    await isUp(github.appUrl);
    const port = String(await freePort());
    const { code, output } = await run(['start'], { ...github.environment, PORT: port }).ended;
    expect(code).toBe(1);
    expect(output).toContain('another norepeat works in');
  });

  test('on a port that is taken ends with status 1 and names the port', async () => {
    const github = await aGitHub();
    const port = new URL(github.sandbox.url).port;
    const { code, output } = await run(['start'], { ...github.environment, PORT: port }).ended;
    expect(code).toBe(1);
    expect(output).toContain(`it cannot listen on 127.0.0.1:${port}`);
    expect(output).toContain('for example PORT=3001');
  });

  test('ends with status 0 when it is asked to', async () => {
    const github = await aGitHub();
    const program = run(['start'], github.environment);
    await isUp(github.appUrl);
    expect(await program.kill('SIGTERM')).toMatchObject({ code: 0 });
  });

  test('asked to end in the middle of much work, lets nothing wait for the request budget', async () => {
    const github = await aGitHub();
    const first = run(['start'], github.environment);
    await isUp(github.appUrl);
    for (let number = 1; number <= 30; number += 1) await declared(github, number);
    await until('the first summary', async () =>
      (await summaries(github)) === 1 ? true : undefined,
    );
    const asked = Date.now();
    const { code, output } = await first.kill('SIGTERM');
    expect({ code, tookTooLong: Date.now() - asked > 4_000 }).toEqual({
      code: 0,
      tookTooLong: false,
    });
    expect(output).not.toContain('job failed');
  });

  test('takes deliveries while GitHub does not answer, once it knows who it is', async () => {
    const github = await aGitHub();
    const first = run(['start'], github.environment);
    await isUp(github.appUrl);
    await first.kill('SIGTERM');
    const mend = github.sandbox.control.inject({ effect: { kind: 'status', status: 503 } });
    run(['start'], github.environment);
    await isUp(github.appUrl);
    const secret = github.environment['WEBHOOK_SECRET'] ?? '';
    const answer = await send(github.appUrl, { action: 'opened' }, { secret });
    expect(answer.status).toBe(200);
    mend();
  });
});

describe('an incident', () => {
  test('goes on where it was after kill -9', async () => {
    const github = await aGitHub();
    const first = run(['start'], github.environment);
    await isUp(github.appUrl);
    await anAcknowledgedIncident(github);
    await github.call('POST', `${ISSUE}/comments`, { body: '/mitigated rolled back' });
    await first.kill('SIGKILL');
    run(['start'], github.environment);
    await until('a mitigated incident', async () => {
      const { labels } = await github.call<{ labels: { name: string }[] }>('GET', ISSUE);
      return labels.some(({ name }) => name === 'status:mitigated') ? true : undefined;
    });
    expect(await summaries(github)).toBe(1);
  });

  test('whose database was deleted is rebuilt from GitHub, and nothing of it is lost or said twice', async () => {
    const github = await aGitHub();
    const first = run(['start'], github.environment);
    await isUp(github.appUrl);
    await anAcknowledgedIncident(github);
    await github.sandbox.control.idle();
    await first.kill('SIGTERM');
    const before = await github.call<Comment[]>('GET', `${ISSUE}/comments?per_page=100`);

    const directory = github.environment['DATA_DIR'] ?? '';
    rmSync(directory, { recursive: true });
    const { code, output } = await run(['rebuild'], github.environment).ended;
    expect({ code, output }).toMatchObject({ code: 0 });

    const after = await github.call<Comment[]>('GET', `${ISSUE}/comments?per_page=100`);
    expect(after.map(({ id, body }) => [id, body])).toEqual(
      before.map(({ id, body }) => [id, body]),
    );
    const opened = await openStore(directory);
    if (opened.kind === 'locked') throw new Error('rebuild still holds the folder');
    const ledger = await keepLedgers(opened.store.db, () => 0).load(anIssue(1));
    await opened.store.close();
    const accepted = ledger?.filter(({ verdict }) => verdict === 'accepted');
    expect(accepted).toMatchObject([{ by: 'alice', commands: [{ kind: 'ack' }] }]);
  });
});

test('norepeat --version says the version of the package', async () => {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  const { version } = JSON.parse(text) as { version: string };
  expect(await run(['--version'], {}).ended).toEqual({ code: 0, output: `${version}\n` });
});

describe('norepeat validate', () => {
  test('ends with status 1 and the place of each problem when the file is not valid', async () => {
    const { code, output } = await run(['validate', 'package.json'], {}).ended;
    expect(code).toBe(1);
    expect(output).toMatch(/package\.json:\d+:\d+/);
  });

  test('ends with status 1 when there is no such file', async () => {
    const { code, output } = await run(['validate', 'no-such-file.yml'], {}).ended;
    expect({ code, output }).toEqual({ code: 1, output: 'no-such-file.yml cannot be read.\n' });
  });
});
