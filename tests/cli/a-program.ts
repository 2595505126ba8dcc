/** The program as a process of its own. */
import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { onTestFinished } from 'vitest';
import { compiled } from './compiled.ts';

export interface Ended {
  readonly code: number | null;
  readonly output: string;
}

export interface TestProgram {
  readonly ended: Promise<Ended>;
  readonly output: () => string;
  kill(signal: 'SIGTERM' | 'SIGKILL'): Promise<Ended>;
}

export function run(
  command: readonly string[],
  env: Readonly<Record<string, string>>,
): TestProgram {
  const child = spawn(process.execPath, [compiled('src/cli.ts'), ...command], {
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  }
  const ended = new Promise<Ended>((resolve) => {
    child.once('close', (code) => {
      resolve({ code, output });
    });
  });
  const kill = (signal: 'SIGTERM' | 'SIGKILL'): Promise<Ended> => {
    child.kill(signal);
    return ended;
  };
  onTestFinished(async () => {
    await kill('SIGKILL');
  });
  return { ended, output: () => output, kill };
}

/** Waits until `look` answers something; an error counts as not yet. */
export async function until<T>(what: string, look: () => Promise<T | undefined>): Promise<T> {
  const deadline = Date.now() + 30_000;
  let last: unknown;
  while (Date.now() < deadline) {
    try {
      const found = await look();
      if (found !== undefined) return found;
    } catch (error) {
      last = error;
    }
    await sleep(50);
  }
  throw new Error(`${what} did not come about within 30 s`, { cause: last });
}

export function isUp(url: string): Promise<true> {
  return until(`an answer from ${url}`, async () =>
    (await fetch(`${url}/health/ready`)).ok ? true : undefined,
  );
}
