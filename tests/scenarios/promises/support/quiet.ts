/** Waiting for an app in a process of its own, by what it says to Prometheus. */
import { until } from '../../../cli/a-program.ts';

/** Nothing is to be done now: what is left waits for its time. */
export function isQuiet(appUrl: string): Promise<true> {
  let before = '';
  return until('a queue that is done', async () => {
    const text = await (await fetch(`${appUrl}/metrics`)).text();
    const value = (name: string): number =>
      Number(new RegExp(`^${name} (\\d+)$`, 'm').exec(text)?.[1] ?? Number.NaN);
    const counts = ['ready', 'running', 'retrying'].map((state) =>
      value(`norepeat_jobs\\{state="${state}"\\}`),
    );
    const isDone =
      counts.every((count) => count === 0) && value('norepeat_deliveries_unfinished') === 0;
    // Twice in a row: a job that has just ended may be about to mark the next one.
    const now = text
      .split('\n')
      .filter((line) => line.startsWith('norepeat_job_seconds_count'))
      .join();
    const isStill = isDone && now === before;
    before = now;
    return isStill ? true : undefined;
  });
}
