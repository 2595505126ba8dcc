/** The real app in this process, through its composition root, as `norepeat start` and `norepeat rebuild` run it. */
import type { DestinationStream } from 'pino';
import { readEnvironment } from '../../../src/config/environment.ts';
import { createLog } from '../../../src/config/log.ts';
import { assemble, type Assembled } from '../../../src/main.ts';
import { readAgain, serve } from '../../../src/run.ts';
import type { RealTime } from '../../../src/github/time.ts';

export interface AppSettings {
  /** As in `process.env`. */
  readonly variables: Readonly<Record<string, string>>;
  readonly time: RealTime;
  /** Takes every line of the log. */
  readonly log: DestinationStream;
}

export interface RunningApp {
  readonly parts: Assembled;
  readonly stop: () => Promise<void>;
}

/** Throws what the app would print when it cannot start. */
export async function startApp(settings: AppSettings): Promise<RunningApp> {
  const { parts, environment, log } = await prepared(settings);
  const serving = await serve(parts, environment, log);
  if (serving.kind === 'refused') throw new Error(serving.why);
  return { parts, stop: serving.stop };
}

/** `norepeat rebuild`; gives the number of jobs it gave up on. */
export async function rebuildApp(settings: AppSettings): Promise<number> {
  const { parts, log } = await prepared(settings);
  return (await readAgain(parts, log)).dead;
}

async function prepared({ variables, time, log: destination }: AppSettings) {
  const read = readEnvironment(variables, () => '');
  if (read.kind === 'invalid') throw new Error(JSON.stringify(read.problems));
  const log = createLog(read.environment.logLevel, destination);
  const parts = await assemble(read.environment, log, time);
  if (parts.kind === 'refused') throw new Error(parts.why);
  return { parts, environment: read.environment, log };
}
