/** Waiting for an app in a process of its own, by what it says to Prometheus. */
import { setTimeout as sleep } from 'node:timers/promises';

/** Whether, within so many milliseconds, nothing is left to do but what waits for its time. */
export async function isQuiet(appUrl: string, patience = 30_000): Promise<boolean> {
  const deadline = Date.now() + patience;
  let before: string | null = null;
  while (Date.now() < deadline) {
    const text = await (await fetch(`${appUrl}/metrics`)).text();
    const done = jobsDone(text);
    // Twice in a row: a job that has just ended may be about to mark the next one.
    if (nothingToDo(text) && done === before) return true;
    before = done;
    await sleep(100);
  }
  return false;
}

function nothingToDo(metrics: string): boolean {
  const states = ['ready', 'running', 'retrying'].map(
    (state) => `norepeat_jobs{state="${state}"} 0`,
  );
  return [...states, 'norepeat_deliveries_unfinished 0'].every((line) =>
    metrics.split('\n').includes(line),
  );
}

function jobsDone(metrics: string): string {
  const lines = metrics.split('\n');
  return lines.filter((line) => line.startsWith('norepeat_job_seconds_count')).join();
}
