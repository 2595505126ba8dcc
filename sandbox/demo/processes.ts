/** The two programs of the demo, each a process of its own, ended together. */
import { spawn, type ChildProcess } from 'node:child_process';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));

export interface Program {
  readonly name: string;
  /** Rejects when the program ends before it was asked to. */
  readonly failed: Promise<never>;
  /** Asks it to end, waits, and insists after ten seconds. */
  stop(): Promise<void>;
  /** What it wrote to standard error and output last, for when something went wrong. */
  tail(): string;
}

/** Runs a TypeScript file of the project in a process of its own. */
export function run(name: string, args: readonly string[], env: NodeJS.ProcessEnv): Program {
  const child = spawn(process.execPath, ['--import', 'tsx', ...args], {
    cwd: root,
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    // Ctrl-C reaches the whole terminal group; the demo ends its programs itself, in order.
    detached: true,
  });
  const output: string[] = [];
  const keep = (chunk: Buffer): void => {
    output.push(chunk.toString());
    if (output.length > 200) output.shift();
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  let asked = false;
  const failed = new Promise<never>((_resolve, reject) => {
    child.once('exit', (code, signal) => {
      if (asked) return;
      const how = signal ?? `with status ${String(code)}`;
      reject(new Error(`The ${name} ended ${how}:\n${output.join('').slice(-4000)}`));
    });
  });
  failed.catch(() => undefined);
  return {
    name,
    failed,
    stop: () => {
      asked = true;
      return stopped(child);
    },
    tail: () => output.join('').slice(-4000),
  };
}

async function stopped(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise<void>((resolve) =>
    child.once('exit', () => {
      resolve();
    }),
  );
  child.kill('SIGTERM');
  const insist = setTimeout(() => child.kill('SIGKILL'), 10_000);
  await ended;
  clearTimeout(insist);
}

/** A port of this machine that is free now; a wanted one that is taken is an error that says so. */
export function freePort(wanted = 0): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', (cause) => {
      reject(new Error(`Port ${String(wanted)} is taken; choose another.`, { cause }));
    });
    probe.listen(wanted, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => {
        if (address === null || typeof address === 'string') reject(new Error('no port'));
        else resolve(address.port);
      });
    });
  });
}

/** Waits until an address answers 2xx; throws with what was last seen after `seconds`. */
export async function answers(url: string, seconds: number): Promise<void> {
  const deadline = Date.now() + seconds * 1000;
  let last = 'nothing';
  while (Date.now() < deadline) {
    try {
      const answer = await fetch(url);
      if (answer.ok) return;
      last = `${String(answer.status)}: ${await answer.text()}`;
    } catch (error) {
      last = String(error);
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`${url} did not answer within ${String(seconds)} s; last: ${last}`);
}
