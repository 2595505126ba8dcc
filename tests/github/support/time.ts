import type { RealTime } from '../../../src/github/time.ts';

/** Time that passes only when told to, or at once whenever somebody waits. */
export function createTestTime(start = Date.parse('2026-11-21T10:00:00Z')): RealTime & {
  advance(ms: number): Promise<void>;
  /** Every wait ends at once, moving the time forward. */
  hurry(): void;
  readonly waits: readonly number[];
} {
  let now = start;
  let hurried = false;
  let timers: { readonly at: number; readonly what: () => void }[] = [];
  const waits: number[] = [];
  const due = (): void => {
    for (;;) {
      const next = timers.filter(({ at }) => at <= now).sort((a, b) => a.at - b.at)[0];
      if (next === undefined) return;
      timers = timers.filter((timer) => timer !== next);
      next.what();
    }
  };
  return {
    waits,
    now: () => now,
    after: (ms, what) => {
      waits.push(ms);
      const timer = { at: now + ms, what };
      timers.push(timer);
      if (hurried) {
        setImmediate(() => {
          now = Math.max(now, timer.at);
          due();
        });
      }
      return () => {
        timers = timers.filter((each) => each !== timer);
      };
    },
    advance: async (ms) => {
      const until = now + ms;
      await new Promise((resolve) => setImmediate(resolve));
      while (timers.some(({ at }) => at <= until)) {
        now = Math.max(now, Math.min(...timers.map(({ at }) => at)));
        due();
        await new Promise((resolve) => setImmediate(resolve));
      }
      now = until;
      await new Promise((resolve) => setImmediate(resolve));
    },
    hurry: () => {
      hurried = true;
    },
  };
}
