import { request } from 'node:http';
import { describe, expect, test, vi } from 'vitest';
import { LARGEST_BODY } from '../../src/http/guarded-probot.ts';
import { createMetrics } from '../../src/http/metrics.ts';
import { WEBHOOK_PATH } from '../../src/http/server.ts';
import { aServer, send, sign } from './a-server.ts';
import { SECRET } from './credentials.ts';

const opened = {
  action: 'opened',
  installation: { id: 7 },
  issue: { number: 1, body: 'the words of a customer' },
};

/** What anybody can write without knowing the secret. */
const likeGitHub = {
  'content-type': 'application/json',
  'x-github-event': 'issues',
  'x-github-delivery': 'g-1',
  'x-hub-signature-256': `sha256=${'0'.repeat(64)}`,
};

/** Sends the beginning of a request and never its end; the status it is answered with meanwhile. */
function begin(url: string, path: string, headers: Record<string, string>): Promise<number> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(url);
    const chunked = { ...headers, 'transfer-encoding': 'chunked' };
    const sending = request({ hostname, port, path, method: 'POST', headers: chunked });
    sending.on('response', (answer) => {
      resolve(answer.statusCode ?? 0);
      sending.destroy();
    });
    sending.on('error', reject);
    sending.write('{');
  });
}

describe('a delivery', () => {
  test('with the right signature is handed on whole and answered 200', async () => {
    const { url, received } = await aServer();
    const answer = await send(url, opened, { guid: 'g-1' });
    expect(answer.status).toBe(200);
    expect(received).toEqual([
      { guid: 'g-1', event: 'issues', action: 'opened', installation: 7, payload: opened },
    ]);
  });

  test('of an event nobody knows is handed on too', async () => {
    const { url, received } = await aServer();
    expect((await send(url, { zen: 'Keep it simple' }, { event: 'brand_new_event' })).status).toBe(
      200,
    );
    expect(received).toMatchObject([
      { event: 'brand_new_event', action: null, installation: null },
    ]);
  });

  test.each([
    ['with the signature of another secret', { secret: 'development' }, 400],
    ['without a signature', { headers: { 'x-hub-signature-256': '' } }, 400],
    ['as a form', { headers: { 'content-type': 'application/x-www-form-urlencoded' } }, 415],
  ])('%s is refused and never handed on', async (_name, options, status) => {
    const { url, received } = await aServer();
    expect((await send(url, opened, options)).status).toBe(status);
    expect(received).toEqual([]);
  });

  test('whose body was changed on the way is refused', async () => {
    const { url, received } = await aServer();
    const forged = { headers: { 'x-hub-signature-256': sign(JSON.stringify(opened), SECRET) } };
    expect((await send(url, { ...opened, action: 'deleted' }, forged)).status).toBe(400);
    expect(received).toEqual([]);
  });

  test('that is no JSON is refused', async () => {
    const { url, received } = await aServer();
    expect((await send(url, '{"action": ')).status).toBe(400);
    expect(received).toEqual([]);
  });

  test('with a JSON that is no object is answered, whatever it is, and the server lives on', async () => {
    const { url } = await aServer();
    for (const odd of ['null', '7', '"text"', '[]']) {
      expect((await send(url, odd)).status).toBeGreaterThanOrEqual(200);
    }
    expect((await send(url, opened)).status).toBe(200);
  });

  test('with characters of every kind arrives as it was sent', async () => {
    const { url, received } = await aServer();
    const issue = { title: '🔥 مرحبا \u202e\u0000 \ud83d' };
    await send(url, JSON.stringify({ issue }));
    expect(received).toMatchObject([{ payload: { issue } }]);
  });

  test('that cannot be stored is answered 500 without a word of the cause or the payload', async () => {
    const { url, logged } = await aServer({
      receive: () => Promise.reject(new Error('SQLITE_FULL: /var/data is full')),
    });
    const answer = await send(url, opened);
    expect(answer.status).toBe(500);
    expect(await answer.json()).toEqual({
      error: 'Error: the delivery could not be stored; send it again',
    });
    expect(logged()).toContain('SQLITE_FULL');
    expect(logged()).not.toContain('the words of a customer');
  });

  test('that cannot be stored in time is answered 500 within eight seconds and a half', async () => {
    const { url } = await aServer({ receive: () => new Promise(() => undefined) });
    const began = Date.now();
    const answer = await send(url, opened);
    expect(answer.status).toBe(500);
    expect(Date.now() - began).toBeLessThan(8_500);
  });

  test('that says it is larger than 25 MB is refused unread', async () => {
    const { url, received } = await aServer();
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const sending = request(url + WEBHOOK_PATH, {
        method: 'POST',
        headers: { ...likeGitHub, 'content-length': LARGEST_BODY + 1 },
      });
      sending.on('response', (answer) => {
        resolve(answer.statusCode);
        sending.destroy();
      });
      sending.on('error', reject);
      sending.write('{');
    });
    expect(status).toBe(413);
    expect(received).toEqual([]);
  });

  test.each(['x-hub-signature-256', 'x-github-event', 'x-github-delivery'])(
    'whose header %s is not as GitHub writes it is refused unread',
    async (name) => {
      const { url } = await aServer();
      const began = Date.now();
      expect(await begin(url, WEBHOOK_PATH, { ...likeGitHub, [name]: 'a --> b' })).toBe(400);
      expect(Date.now() - began).toBeLessThan(4_000);
    },
  );

  test.each([
    ['with a dot', (url: string) => [url, '/api/github/./webhooks']],
    ['by way of another folder', (url: string) => [url, '/api/x/../github/webhooks']],
    ['with the whole address', (url: string) => [url, `${url}${WEBHOOK_PATH}`]],
    ['with many slashes', (url: string) => [url, `${WEBHOOK_PATH}${'/'.repeat(9000)}`]],
  ])('whose path is written %s goes round no guard', async (_, written) => {
    const { url, received } = await aServer();
    const [to = '', path = ''] = written(url);
    const began = Date.now();
    expect(await begin(to, path, likeGitHub)).toBe(404);
    expect(Date.now() - began).toBeLessThan(4_000);
    expect(received).toEqual([]);
  });

  test('of 24 MB is taken', async () => {
    const { url, received } = await aServer();
    const answer = await send(url, { ...opened, padding: 'x'.repeat(24 * 1024 * 1024) });
    expect(answer.status).toBe(200);
    expect(received).toHaveLength(1);
  });

  test(
    'that trickles in without an end is refused, not accepted',
    { timeout: 15_000 },
    async () => {
      const { url, received } = await aServer();
      const status = await new Promise<number | undefined>((resolve, reject) => {
        const sending = request(url + WEBHOOK_PATH, {
          method: 'POST',
          headers: { ...likeGitHub, 'transfer-encoding': 'chunked' },
        });
        sending.on('response', (answer) => {
          resolve(answer.statusCode);
          sending.destroy();
        });
        sending.on('error', reject);
        sending.write('{');
      });
      expect(status).toBe(408);
      expect(received).toEqual([]);
    },
  );
});

describe('bodies without end', () => {
  test('together fill no memory, and small deliveries are taken all the same', async () => {
    const { url } = await aServer();
    const { hostname, port } = new URL(url);
    const half = Buffer.alloc(24 * 1024 * 1024, ' ');
    const statuses: (number | undefined)[] = [];
    const senders = Array.from({ length: 12 }, () => {
      const headers = { ...likeGitHub, 'transfer-encoding': 'chunked' };
      const sending = request({ hostname, port, path: WEBHOOK_PATH, method: 'POST', headers });
      sending.on('response', ({ statusCode }) => statuses.push(statusCode));
      sending.on('error', () => undefined);
      sending.write(half);
      return sending;
    });
    await vi.waitFor(
      () => {
        expect(statuses).toContain(503);
      },
      { timeout: 6_000 },
    );
    expect((await send(url, opened)).status).toBe(200);
    for (const sending of senders) sending.destroy();
  }, 20_000);
});

describe('the log', () => {
  test('has no signature, no header and no payload, at whatever level', async () => {
    const { url, logged } = await aServer();
    await send(url, opened, { headers: { authorization: 'Bearer very-secret' } });
    await send(url, opened, { secret: 'another secret than ours' });
    await vi.waitFor(() => {
      expect(logged()).toContain('signature does not match');
    });
    for (const secret of ['very-secret', 'sha256=', 'the words of a customer', SECRET]) {
      expect(logged()).not.toContain(secret);
    }
  });
});

describe('health', () => {
  test('is live whenever the process answers', async () => {
    const { url } = await aServer({
      health: { problems: () => Promise.reject(new Error('the disk is gone')) },
    });
    expect((await fetch(`${url}/health/live`)).status).toBe(200);
  });

  test('is ready when nothing is wrong', async () => {
    const { url } = await aServer();
    const answer = await fetch(`${url}/health/ready`);
    expect([answer.status, await answer.json()]).toEqual([200, { status: 'ready' }]);
  });

  test('is not ready, and says why, when a check finds something or fails', async () => {
    const { url } = await aServer({
      health: { problems: () => Promise.reject(new Error('the disk is gone')) },
    });
    const answer = await fetch(`${url}/health/ready`);
    expect([answer.status, await answer.json()]).toEqual([
      503,
      { status: 'not ready', problems: ['the disk is gone'] },
    ]);
  });

  test('a path nobody serves is 404', async () => {
    const { url } = await aServer();
    expect((await fetch(`${url}/nothing`)).status).toBe(404);
    expect((await fetch(`${url}/health/live`, { method: 'POST' })).status).toBe(404);
  });
});

describe('metrics', () => {
  test('count deliveries and jobs and say how old the oldest delivery is', async () => {
    const metrics = createMetrics({
      jobs: () => Promise.resolve({ ready: 1, waiting: 2, retrying: 0, running: 3, dead: 4 }),
      deliveries: () => Promise.resolve({ count: 5, oldest: 1_000 }),
      now: () => 61_000,
    });
    metrics.deliveryReceived('issues', 'accepted');
    metrics.jobStarted('incident', 250);
    metrics.jobEnded('incident', 'done', 1_500);
    const { url } = await aServer({ metrics });
    const text = await (await fetch(`${url}/metrics`)).text();
    for (const line of [
      'norepeat_deliveries_total{event="issues",outcome="accepted"} 1',
      'norepeat_jobs{state="dead"} 4',
      'norepeat_deliveries_unfinished 5',
      'norepeat_oldest_delivery_age_seconds 60',
      'norepeat_job_seconds_sum{kind="incident",outcome="done"} 1.5',
      'norepeat_job_wait_seconds_sum{kind="incident"} 0.25',
    ]) {
      expect(text).toContain(line);
    }
  });
});
