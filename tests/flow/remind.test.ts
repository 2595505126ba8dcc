import { describe, expect, test } from 'vitest';
import type { Policy } from '../../src/core/policy/policy.ts';
import { DAY, MINUTE } from '../../src/core/time.ts';
import { aPolicy } from '../builders/a-policy.ts';
import { onEachStage } from './support/each-stage.ts';
import { INCIDENTS, incident, type Stage } from './support/stage.ts';

/** Somebody is always at work, so that no test depends on the hour at which it runs. */
const POLICY: Policy = aPolicy({
  calendar: { weekend: [], holidays: [], hours: { from: 0, to: 24 * 60 } },
  reminders: {
    paging: ['sev1'],
    before: { unit: 'ms', amount: DAY },
    every: { unit: 'ms', amount: DAY },
  },
});

let stage: Stage;
onEachStage(async (set) => {
  stage = set;
  await stage.settle();
}, POLICY);

const at = { owner: INCIDENTS.owner, repo: INCIDENTS.name };
const CHECKOUT = { owner: 'acme', name: 'checkout' };

async function declare(words: string): Promise<number> {
  const { data } = await stage
    .as('alice')
    .issues.create({ ...at, title: 'Checkout is down', body: 'It answers 500.' });
  const { number } = data;
  await stage.as('alice').issues.addLabels({ ...at, issue_number: number, labels: ['incident'] });
  await stage.settle();
  await say(number, words);
  return number;
}

async function say(number: number, body: string): Promise<void> {
  await stage.as('alice').issues.createComment({ ...at, issue_number: number, body });
  await stage.settle();
}

/** `acknowledge 1`, or `mitigate 1, update 1` where they are one comment; in their order. */
async function comments(number: number, repo = INCIDENTS): Promise<readonly string[]> {
  const { comments: all } = await stage.issue(number, repo);
  return all.flatMap(({ body, by }) => {
    const markers = /^(?:<!-- norepeat:reminder .+ -->\n?)+/.exec(body)?.[0] ?? '';
    const found = markers.matchAll(/reminder (\S+)(?: \S+)? \d+ (\d+) -->/g);
    const told = [...found].map(([, clock = '', count = '']) => `${clock} ${count}`);
    return by === 'norepeat[bot]' && told.length > 0 ? [told.join(', ')] : [];
  });
}

/** `acknowledge 1`, one a reminder, in their order. */
async function reminders(number: number, repo = INCIDENTS): Promise<readonly string[]> {
  return (await comments(number, repo)).flatMap((one) => one.split(', '));
}

async function look(number: number): Promise<void> {
  await stage.run({ kind: 'incident', issue: incident(number) });
  await stage.settle();
}

const pass = (span: number): void => {
  stage.sandbox.control.moveClock(span);
};

const ofClock = (all: readonly string[], clock: string): readonly string[] =>
  all.filter((one) => one.startsWith(`${clock} `));

describe('a reminder in the incident', () => {
  test('is written once when it is due, however often anybody looks', async () => {
    const number = await declare('/severity sev1\n/service checkout');
    expect(await reminders(number)).toEqual([]);
    // Whoever declares and says something has not acknowledged.
    pass(5 * MINUTE);
    for (let times = 0; times < 3; times += 1) await look(number);
    expect(await reminders(number)).toEqual(['acknowledge 1']);
    pass(5 * MINUTE + 1000);
    await look(number);
    await look(number);
    expect(await reminders(number)).toEqual(['acknowledge 1', 'acknowledge 2']);
    const { comments } = await stage.issue(number);
    expect(comments.at(-1)?.body).toContain('@alice @bob @acme/payments **SEV-1');
  });

  test('ends with its reason', async () => {
    const number = await declare('/severity sev1\n/service checkout');
    await say(number, '/ack');
    pass(6 * MINUTE);
    await look(number);
    expect(await reminders(number)).toEqual([]);
    await say(number, '/false-alarm a test');
    pass(3 * DAY);
    await look(number);
    expect(await reminders(number)).toEqual([]);
  });

  test('is not caught up, and not written again when the store is lost', async () => {
    const number = await declare('/severity sev1\n/service checkout');
    pass(3 * 60 * MINUTE);
    await look(number);
    const once = await reminders(number);
    expect(await comments(number)).toEqual(['acknowledge 1, mitigate 1, update 1, reassess 1']);
    stage.memory.ledgers.clear();
    stage.memory.records.clear();
    await look(number);
    expect(await reminders(number)).toEqual(once);
  });

  test('that falls due when others do is one comment with them, which calls everybody once', async () => {
    const number = await declare('/severity sev1\n/service checkout');
    await say(number, '/ack');
    // Half an hour for an update and to stop the damage; ten minutes for the roles, and then every thirty.
    for (const minutes of [10, 20, 10, 20]) {
      pass(minutes * MINUTE + 1000);
      await look(number);
      await look(number);
    }
    expect(await comments(number)).toEqual([
      'roles 1',
      'mitigate 1, update 1',
      'roles 2',
      'mitigate 2, update 2, reassess 1',
    ]);
    const { comments: all } = await stage.issue(number);
    const calls = all.at(-1)!.body.match(/@[\w/-]+/g)!;
    expect(new Set(calls).size).toBe(calls.length);
    expect(all.at(-1)!.body.match(/\/snooze/g)).toHaveLength(1);
  });

  test('that falls due after the process died between a comment and the ledger is one of its own', async () => {
    const number = await declare('/severity sev1\n/service checkout');
    await say(number, '/ack');
    pass(10 * MINUTE);
    await look(number);
    for (let step = 0, turn = 1; ; step += 2, turn += 1) {
      const before = await comments(number);
      pass(turn === 1 ? 20 * MINUTE : DAY - 10 * MINUTE);
      stage.crashes.at(step);
      await stage.run({ kind: 'incident', issue: incident(number) }).catch(() => undefined);
      const { happened } = stage.crashes;
      stage.crashes.at(null);
      pass(turn === 1 ? 10 * MINUTE + 1000 : 30 * MINUTE);
      await look(number);
      await look(number);
      const all = await reminders(number);
      expect(new Set(all).size, `died at ${String(step)}`).toBe(all.length);
      expect((await comments(number)).slice(0, before.length)).toEqual(before);
      for (const clock of ['mitigate', 'update', 'roles']) {
        const mine = ofClock(all, clock);
        const wanted = mine.map((_, index) => `${clock} ${String(index + 1)}`);
        expect(mine, `died at ${String(step)}`).toEqual(wanted);
      }
      if (!happened) return;
    }
  }, 240_000);

  test('is one comment, whenever the process dies', async () => {
    const number = await declare('/severity sev1\n/service checkout');
    pass(5 * 60 * MINUTE);
    for (let step = 0, turn = 1; ; step += 2, turn += 1) {
      stage.crashes.at(step);
      await stage.run({ kind: 'incident', issue: incident(number) }).catch(() => undefined);
      const { happened } = stage.crashes;
      stage.crashes.at(null);
      await look(number);
      const all = await reminders(number);
      for (const clock of ['acknowledge', 'mitigate', 'reassess', 'update']) {
        const wanted = Array.from({ length: turn }, (_, i) => `${clock} ${String(i + 1)}`);
        expect(ofClock(all, clock), `died at ${String(step)}`).toEqual(wanted);
      }
      expect(await comments(number), 'and none but those').toHaveLength(turn);
      if (!happened) {
        expect(step, 'it dies at every step on the way').toBeGreaterThan(12);
        return;
      }
      pass(DAY + MINUTE);
    }
  }, 240_000);

  test('costs one read and one write, beside what the summary takes', async () => {
    const number = await declare('/severity sev1\n/service checkout');
    pass(5 * MINUTE);
    const { reads, writes } = await stage.during(() =>
      stage.run({ kind: 'incident', issue: incident(number) }),
    );
    expect(reads).toHaveLength(1);
    expect(writes.filter((what) => what.startsWith('POST'))).toHaveLength(1);
    expect(writes.length).toBeLessThan(3);
  });
});

describe('a reminder of an action item', () => {
  async function withItem(): Promise<{ readonly number: number; readonly item: number }> {
    const number = await declare('/severity sev1\n/service checkout\n/ack');
    await say(number, '/action prevent Alert on it @bob due in 10 days');
    await look(number);
    const { data } = await stage
      .as('alice')
      .issues.listForRepo({ owner: CHECKOUT.owner, repo: CHECKOUT.name });
    return { number, item: data.find(({ title }) => title === 'Alert on it')!.number };
  }

  test('is written on the item, and ends when it is done', async () => {
    const { number, item } = await withItem();
    pass(12 * DAY);
    await look(number);
    await look(number);
    expect(await reminders(item, CHECKOUT)).toEqual(['item 1']);
    expect(ofClock(await reminders(number), 'item')).toEqual([]);
    const { comments } = await stage.issue(item, CHECKOUT);
    expect(comments.at(-1)?.body).toContain('@bob **This is overdue');
    const done = { owner: CHECKOUT.owner, repo: CHECKOUT.name, issue_number: item };
    await stage.as('alice').issues.update({ ...done, state: 'closed', state_reason: 'completed' });
    pass(12 * DAY);
    await look(number);
    expect(await reminders(item, CHECKOUT)).toEqual(['item 1']);
  });

  test('is written in the incident where the item lies in an archived repository, and nothing else waits', async () => {
    const { number, item } = await withItem();
    const readOnly = {
      path: '/repos/acme/checkout/',
      effect: { kind: 'status', status: 403 },
    } as const;
    for (const method of ['POST', 'PATCH', 'PUT', 'DELETE']) {
      stage.sandbox.control.inject({ ...readOnly, method });
    }
    pass(12 * DAY);
    await look(number);
    await look(number);
    expect(ofClock(await reminders(number), 'item')).toEqual(['item 1']);
    expect(await reminders(item, CHECKOUT)).toEqual([]);
    // What stands for the item itself cannot be written; the incident goes on.
    stage.sandbox.control.clearFaults();
    const done = { owner: CHECKOUT.owner, repo: CHECKOUT.name, issue_number: item };
    await stage
      .as('alice')
      .issues.update({ ...done, state: 'closed', state_reason: 'not_planned' });
    stage.sandbox.control.inject({ ...readOnly, method: 'POST' });
    stage.sandbox.control.inject({ ...readOnly, method: 'PATCH' });
    await say(number, '/mitigated');
    expect((await stage.issue(number)).labels).toContain('status:mitigated');
    expect(
      (await stage.issue(number)).comments.find(({ body }) => body === '/mitigated')?.likes,
    ).toBe(1);
  });

  test('is one comment there, whenever the process dies', async () => {
    const { number, item } = await withItem();
    pass(12 * DAY);
    for (let step = 0, turn = 1; ; step += 2, turn += 1) {
      stage.crashes.at(step);
      await stage.run({ kind: 'incident', issue: incident(number) }).catch(() => undefined);
      const { happened } = stage.crashes;
      stage.crashes.at(null);
      await look(number);
      const wanted = Array.from({ length: turn }, (_, i) => `item ${String(i + 1)}`);
      expect(await reminders(item, CHECKOUT), `died at ${String(step)}`).toEqual(wanted);
      if (!happened) return;
      pass(6 * DAY);
    }
  }, 240_000);
});
