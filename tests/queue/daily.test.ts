import { afterEach, expect, test, vi } from 'vitest';
import { DAY, HOUR, instantFromIso, instantOf, type Instant } from '../../src/core/time.ts';
import { nextDaily, startDaily } from '../../src/queue/daily.ts';

const stops: (() => void)[] = [];
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
});

function aDay(task: () => Promise<void>): { time: Instant; failures: number } {
  const day = { time: instantFromIso('2026-11-21T01:00:00Z'), failures: 0 };
  const stop = startDaily({
    now: () => day.time,
    at: 180,
    lookEveryMs: 1,
    task,
    failed: () => day.failures++,
    backoff: { firstMs: 1, longestMs: 1 },
    random: () => 0,
  });
  stops.push(stop);
  return day;
}

test('the next time is today when it is still to come, else tomorrow', () => {
  const at = (iso: string): string => new Date(nextDaily(instantFromIso(iso), 180)).toISOString();
  expect(at('2026-11-21T02:59:59Z')).toBe('2026-11-21T03:00:00.000Z');
  expect(at('2026-11-21T03:00:00Z')).toBe('2026-11-22T03:00:00.000Z');
  expect(at('2026-12-31T23:00:00Z')).toBe('2027-01-01T03:00:00.000Z');
});

test('it is done at the start, and again when GitHub’s clock has passed the hour, once', async () => {
  const task = vi.fn(() => Promise.resolve());
  const day = aDay(task);
  await new Promise((resolve) => setTimeout(resolve, 30));
  expect(task).toHaveBeenCalledTimes(1);
  day.time = instantOf(day.time + 2 * HOUR);
  await vi.waitFor(() => {
    expect(task).toHaveBeenCalledTimes(2);
  });
  day.time = instantOf(day.time + 5 * DAY);
  await vi.waitFor(() => {
    expect(task).toHaveBeenCalledTimes(3);
  });
  await new Promise((resolve) => setTimeout(resolve, 30));
  expect(task).toHaveBeenCalledTimes(3);
});

test('a failure is reported and tried again until it is done', async () => {
  let left = 3;
  const task = vi.fn(() => (left-- > 0 ? Promise.reject(new Error('502')) : Promise.resolve()));
  const day = aDay(task);
  await vi.waitFor(() => {
    expect(task).toHaveBeenCalledTimes(4);
  });
  expect(day.failures).toBe(3);
});
