/** Waiting for an app in a process of its own, by what it says to Prometheus. */
import { setTimeout as sleep } from 'node:timers/promises';

/** What is left to do after so many milliseconds, as the app counts it; nothing when it is done before. */
export async function leftToDo(appUrl: string, patience = 30_000): Promise<readonly string[]> {
  const deadline = Date.now() + patience;
  let before: string | null = null;
  for (;;) {
    const lines = (await (await fetch(`${appUrl}/metrics`)).text()).split('\n');
    const left = lines.filter((line) => LEFT.test(line));
    const done = lines.filter((line) => line.startsWith('norepeat_job_seconds_count'));
    // Twice in a row: a job that has just ended may be about to mark the next one.
    if (left.length === 0 && done.join() === before) return [];
    if (Date.now() > deadline) return [...left, ...done];
    before = done.join();
    await sleep(100);
  }
}

/** What waits for its time is not left. */
const LEFT = /^norepeat_(jobs\{state="(ready|running|retrying)"\}|deliveries_unfinished) [1-9]/;
