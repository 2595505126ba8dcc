import { describe, expect, test } from 'vitest';
import { createBudget, type Ask } from '../../src/github/budget/budget.ts';
import { currentPriority, withPriority } from '../../src/github/budget/priority.ts';
import { RetryLater } from '../../src/github/client/errors.ts';
import { createTestTime } from './support/time.ts';

const ask = (over: Partial<Ask> = {}): Ask => ({
  lane: '1',
  resource: 'core',
  write: false,
  priority: 'incident',
  ...over,
});

function setUp(patience = 3_600_000) {
  const time = createTestTime();
  const budget = createBudget({ time, patience });
  const went: { readonly at: number; readonly ask: Ask }[] = [];
  const go = async (one: Ask): Promise<void> => {
    const leave = await budget.enter(one);
    went.push({ at: time.now(), ask: one });
    leave();
  };
  return { time, budget, went, go };
}

/** The most that fell into any window of so many milliseconds. */
function densest(times: readonly number[], window: number): number {
  return Math.max(
    0,
    ...times.map((from) => times.filter((at) => at >= from && at < from + window).length),
  );
}

describe('secondary limits', () => {
  test.each(['gate', 'incident', 'follow-up', 'sweep'] as const)(
    'writes of %s never exceed 80 a minute and 500 an hour',
    async (priority) => {
      const { time, went, go } = setUp(100 * 3_600_000);
      for (let i = 0; i < 700; i += 1) void go(ask({ write: true, priority }));
      await time.advance(2 * 3_600_000);
      const times = went.map(({ at }) => at);
      expect(times.length).toBeGreaterThan(400);
      expect(densest(times, 60_000)).toBeLessThan(80);
      expect(densest(times, 3_600_000)).toBeLessThan(500);
    },
  );

  test('after a burst, writes keep the advised second between them', async () => {
    const { time, went, go } = setUp();
    for (let i = 0; i < 60; i += 1) void go(ask({ write: true }));
    await time.advance(30_000);
    const times = went.map(({ at }) => at);
    expect(times.length).toBeGreaterThan(45);
    for (let i = 41; i < times.length; i += 1) {
      expect(times[i]! - times[i - 1]!).toBeGreaterThanOrEqual(1000);
    }
  });

  test('a server without limits has nothing spaced out, but is waited for when it asks, and until it counts again', async () => {
    const { time, budget, went, go } = setUp();
    budget.unlimited();
    for (let i = 0; i < 200; i += 1) void go(ask({ write: true, priority: 'sweep' }));
    await time.advance(0);
    expect(went).toHaveLength(200);
    budget.hold('1', time.now() + 7000);
    void go(ask({ write: true }));
    await time.advance(6000);
    expect(went).toHaveLength(200);
    await time.advance(2000);
    expect(went).toHaveLength(201);
    budget.settle(ask(), { limit: 5000, remaining: 4000, resetAt: time.now() + 3_600_000 });
    void go(ask({ write: true }));
    await time.advance(1000);
    expect(went).toHaveLength(201);
  });

  test('points stay below 900 a minute for REST and 2,000 for GraphQL', async () => {
    const { time, went, go } = setUp();
    for (let i = 0; i < 1500; i += 1) void go(ask());
    for (let i = 0; i < 3000; i += 1) void go(ask({ resource: 'graphql' }));
    await time.advance(3 * 60_000);
    const of = (resource: string) =>
      went.filter((each) => each.ask.resource === resource).map(({ at }) => at);
    expect(of('core')).toHaveLength(1500);
    expect(densest(of('core'), 60_000)).toBeLessThan(900);
    expect(densest(of('graphql'), 60_000)).toBeLessThan(2000);
  }, 60_000);

  test('installations do not hold each other up', async () => {
    const { budget, went, go, time } = setUp(1000);
    budget.hold('1', time.now() + 60_000);
    await go(ask({ lane: '2' }));
    expect(went).toHaveLength(1);
    await expect(go(ask())).rejects.toBeInstanceOf(RetryLater);
  });
});

describe('priorities', () => {
  test('the gate goes first when all have waited', async () => {
    const { time, budget, went, go } = setUp();
    budget.hold('1', time.now() + 10_000);
    for (const priority of ['sweep', 'follow-up', 'incident', 'gate'] as const) {
      void go(ask({ priority }));
    }
    await time.advance(11_000);
    expect(went.map((each) => each.ask.priority)).toEqual([
      'gate',
      'incident',
      'follow-up',
      'sweep',
    ]);
  });

  test('a sweep leaves room in the minute for the gate', async () => {
    const { time, went, go } = setUp();
    for (let i = 0; i < 900; i += 1) void go(ask({ priority: 'sweep' }));
    await time.advance(10);
    const swept = went.length;
    expect(swept).toBeLessThan(900);
    void go(ask({ priority: 'gate' }));
    await time.advance(10);
    expect(went.at(-1)!.ask.priority).toBe('gate');
    expect(went).toHaveLength(swept + 1);
  });

  test('of the hourly limit a sweep leaves a part that only those before it may use', async () => {
    const { time, budget, went, go } = setUp(1000);
    budget.settle(ask(), { limit: 5000, remaining: 1000, resetAt: time.now() + 1_800_000 });
    await expect(go(ask({ priority: 'sweep' }))).rejects.toBeInstanceOf(RetryLater);
    await go(ask({ priority: 'incident' }));
    await go(ask({ priority: 'gate' }));
    expect(went).toHaveLength(2);
  });

  test('a job’s priority reaches its requests through everything it awaits', async () => {
    const seen = await withPriority('gate', async () => {
      await new Promise((resolve) => setImmediate(resolve));
      return currentPriority();
    });
    expect([seen, currentPriority()]).toEqual(['gate', 'incident']);
  });
});

test('many requests under way do not all see the last one left', async () => {
  const { time, budget, went } = setUp(1000);
  const resetAt = time.now() + 1_800_000;
  budget.settle(ask(), { limit: 5000, remaining: 2, resetAt });
  const entries = await Promise.allSettled(
    Array.from({ length: 5 }, () => budget.enter(ask({ priority: 'gate' }))),
  );
  expect(entries.filter(({ status }) => status === 'fulfilled')).toHaveLength(2);
  expect(went).toHaveLength(0);
});

describe('once it is closed', () => {
  test('who waits is told to come back at once, and nobody is let in any more', async () => {
    const { time, budget, went, go } = setUp();
    budget.hold('1', time.now() + 60_000);
    const waiting = go(ask());
    budget.close();
    await expect(waiting).rejects.toThrow(RetryLater);
    await expect(go(ask({ lane: '2' }))).rejects.toThrow('the program is stopping');
    expect(went).toEqual([]);
  });

  test('what is under way may end', async () => {
    const { budget } = setUp();
    const leave = await budget.enter(ask());
    budget.close();
    expect(leave).not.toThrow();
  });
});
