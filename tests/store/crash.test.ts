/** Promise 1 of the design at its root: what was answered 2xx survives `kill -9`, any number of times. */
import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { compiled } from '../cli/compiled.ts';
import { freePort, send } from '../http/a-server.ts';
import { aFolder } from './a-store.ts';

const ROUNDS = 8;

test(
  'every delivery that was accepted is worked on, although the program is killed again and again',
  {
    timeout: 120_000,
  },
  async () => {
    const folder = aFolder();
    const effects = join(folder, 'effects');
    const port = await freePort();
    const url = `http://127.0.0.1:${String(port)}`;
    const accepted = new Set<number>();
    let next = 1;

    for (let round = 0; round < ROUNDS; round++) {
      const child = await start([folder, effects, String(port)], url);
      const killed = sleep(30 + Math.random() * 250).then(() => end(child));
      const gone = killed.then(() => true);
      while (!(await Promise.race([gone, sleep(0, false)]))) {
        const batch = Array.from({ length: 5 }, () => next++);
        await Promise.all(batch.map((number) => deliver(url, number, accepted)));
      }
      await killed;
    }

    await start([folder, effects, String(port)], url);
    await until(async () => (await fetch(`${url}/health/ready`)).ok);
    const done = new Set(readFileSync(effects, 'utf8').split('\n'));
    const lost = [...accepted].filter(
      (number) => !done.has(`incident:acme/incidents#${String(number)}`),
    );
    expect(accepted.size).toBeGreaterThan(ROUNDS);
    expect(lost).toEqual([]);
  },
);

async function deliver(url: string, number: number, accepted: Set<number>): Promise<void> {
  try {
    const answer = await send(url, { action: 'opened', issue: { number } });
    if (answer.ok) accepted.add(number);
  } catch (error) {
    // Killed before it answered: GitHub would call this delivery failed, and so do we.
    expect(error).toBeInstanceOf(TypeError);
  }
}

async function start(args: readonly string[], url: string): Promise<ChildProcess> {
  const child = spawn(process.execPath, [compiled('tests/store/crash-child.ts'), ...args], {
    stdio: 'inherit',
  });
  onTestFinished(() => end(child));
  await until(async () => (await fetch(`${url}/health/live`)).ok);
  return child;
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await gone;
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 30_000;
  while (!(await holds().catch(() => false))) {
    if (Date.now() > deadline) throw new Error('it did not come about within 30 s');
    await sleep(20);
  }
}
