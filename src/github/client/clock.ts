/** GitHub's time, learnt from the `Date` header of every answer. */
import { instantOf } from '../../core/time.ts';
import type { GitHubClock } from '../../flow/ports/github-clock.ts';
import type { RealTime } from '../time.ts';

export interface LearningClock extends GitHubClock {
  /**
   * The header has whole seconds, so an answer only bounds the offset: it lies between "written the
   * moment it arrived" and "written a second before the end of the request". An offset within the bounds
   * stays as it is, so that the clock does not jitter.
   */
  learn(dateHeader: string | undefined, sentAt: number, arrivedAt: number): void;
  /** Local time of the latest answer; `null` before the first. */
  learntAt(): number | null;
}

export function createGitHubClock(time: RealTime): LearningClock {
  let offset = 0;
  let learntAt: number | null = null;
  return {
    now: () => instantOf(time.now() + offset),
    learntAt: () => learntAt,
    learn: (dateHeader, sentAt, arrivedAt) => {
      const second = dateHeader === undefined ? Number.NaN : Date.parse(dateHeader);
      if (Number.isNaN(second)) return;
      const least = second - arrivedAt;
      const most = second + 999 - sentAt;
      offset = Math.min(Math.max(offset, least), Math.max(least, most));
      learntAt = arrivedAt;
    },
  };
}

/**
 * Keeps the clock of an idle app right: when no answer came for `everySeconds`, `ask` makes GitHub say
 * the time (`GET /rate_limit` is free). Returns what stops it. A failure is told to `failed` and tried
 * again at the next beat.
 */
export function keepClock(options: {
  readonly clock: LearningClock;
  readonly time: RealTime;
  readonly everySeconds: number;
  readonly ask: () => Promise<void>;
  readonly failed: (error: unknown) => void;
}): () => void {
  const { clock, time, ask, failed } = options;
  const every = options.everySeconds * 1000;
  let cancel: (() => void) | null = null;
  let stopped = false;
  const beat = async (): Promise<void> => {
    const last = clock.learntAt();
    if (last === null || time.now() - last >= every) await ask().catch(failed);
    schedule();
  };
  const schedule = (): void => {
    if (stopped) return;
    const last = clock.learntAt();
    const idle = last === null ? 0 : time.now() - last;
    cancel = time.after(Math.max(every - idle, Math.min(every, 1000)), () => void beat());
  };
  schedule();
  return () => {
    stopped = true;
    cancel?.();
  };
}
