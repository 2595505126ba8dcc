import { expect, test } from 'vitest';
import { createGitHubClock, keepClock } from '../../src/github/client/clock.ts';
import { createTestTime } from './support/time.ts';

const utc = (ms: number): string => new Date(ms).toUTCString();

test('before the first answer the local clock stands in', () => {
  const time = createTestTime();
  expect(createGitHubClock(time).now()).toBe(time.now());
});

test('GitHub’s date moves the clock to within a second', () => {
  const time = createTestTime();
  const clock = createGitHubClock(time);
  const theirs = time.now() + 3_600_000 + 500;
  clock.learn(utc(theirs), time.now(), time.now());
  expect(Math.abs(clock.now() - theirs)).toBeLessThan(1000);
});

test('whole seconds do not make the clock jitter', async () => {
  const time = createTestTime();
  const clock = createGitHubClock(time);
  const offset = 90_000;
  const offsets = new Set<number>();
  for (let i = 0; i < 50; i += 1) {
    await time.advance(137);
    clock.learn(utc(time.now() + offset), time.now(), time.now());
    if (i > 10) offsets.add(clock.now() - time.now());
  }
  expect(offsets.size).toBeLessThanOrEqual(3);
});

test('a date that is none changes nothing', () => {
  const time = createTestTime();
  const clock = createGitHubClock(time);
  clock.learn('yesterday', time.now(), time.now());
  clock.learn(undefined, time.now(), time.now());
  expect(clock.now()).toBe(time.now());
  expect(clock.learntAt()).toBeNull();
});

test('an idle app asks for the time, a busy one does not', async () => {
  const time = createTestTime();
  const clock = createGitHubClock(time);
  let asked = 0;
  const stop = keepClock({
    clock,
    time,
    everySeconds: 60,
    ask: () => {
      asked += 1;
      clock.learn(utc(time.now()), time.now(), time.now());
      return Promise.resolve();
    },
    failed: () => undefined,
  });
  await time.advance(181_000);
  expect(asked).toBeGreaterThanOrEqual(2);
  const before = asked;
  for (let i = 0; i < 20; i += 1) {
    clock.learn(utc(time.now()), time.now(), time.now());
    await time.advance(30_000);
  }
  expect(asked).toBe(before);
  stop();
});

test('a failure to learn the time is told and tried again', async () => {
  const time = createTestTime();
  const failures: unknown[] = [];
  const stop = keepClock({
    clock: createGitHubClock(time),
    time,
    everySeconds: 10,
    ask: () => Promise.reject(new Error('no network')),
    failed: (error) => failures.push(error),
  });
  await time.advance(35_000);
  expect(failures.length).toBeGreaterThanOrEqual(3);
  stop();
});
