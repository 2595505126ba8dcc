/** `npm run demo` as a visitor starts it: a group of processes that Ctrl-C reaches as a whole. */
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

const root = fileURLToPath(new URL('../../../../', import.meta.url));

export interface Demo {
  readonly output: () => string;
  /** Resolves with the status, null when a signal ended it. */
  readonly ended: Promise<number | null>;
  /** Resolves when the demo has said this. */
  says(text: string): Promise<void>;
  ctrlC(): void;
  /** Addresses of the sandbox and the app, once they were told. */
  addresses(): readonly string[];
}

/** What the visitor types, and what npm makes of it. */
export const NPM = ['npm', 'run', 'demo', '--'] as const;
export const TSX = ['node_modules/.bin/tsx', 'sandbox/demo/main.ts'] as const;

/** It plays in half a minute; on a machine that does something else beside it, in some minutes. */
const PATIENCE = 240_000;

export function aDemo([command = '', ...args]: readonly string[]): Demo {
  const child = spawn(command, args, {
    cwd: root,
    // A group of its own, as a terminal gives it.
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  }
  let over = false;
  const ended = new Promise<number | null>((resolve) => {
    child.once('close', (code) => {
      over = true;
      resolve(code);
    });
  });
  const signal = (name: 'SIGINT' | 'SIGKILL'): void => {
    if (child.pid !== undefined && !over) process.kill(-child.pid, name);
  };
  onTestFinished(async () => {
    // A demo that did not end by itself is asked first: it has processes to end that are no longer ours.
    signal('SIGINT');
    await Promise.race([ended, sleep(12_000)]);
    signal('SIGKILL');
  });
  return {
    output: () => output,
    ended,
    says: async (text) => {
      const deadline = Date.now() + PATIENCE;
      while (!output.includes(text)) {
        if (over || Date.now() > deadline) {
          throw new Error(`The demo did not say "${text}" but:\n${output}`);
        }
        await sleep(50);
      }
    },
    ctrlC: () => {
      signal('SIGINT');
    },
    addresses: () => {
      const found = output.matchAll(/http:\/\/127\.0\.0\.1:\d+/g);
      return [...new Set([...found].map(([url]) => url))];
    },
  };
}

/** Whether anybody still listens there. */
export async function isAnswered(url: string): Promise<boolean> {
  try {
    await fetch(url, { signal: AbortSignal.timeout(10_000) });
    return true;
  } catch {
    return false;
  }
}

/** Processes of this machine that know the ports of these addresses, by their command lines or settings. */
export function processesOf(addresses: readonly string[]): readonly string[] {
  const ports = addresses.map((url) => new URL(url).port);
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && name !== String(process.pid))
    .flatMap((pid) => {
      const command = textOf(`/proc/${pid}/cmdline`);
      const settings = textOf(`/proc/${pid}/environ`);
      const isOurs = ports.some(
        (port) => command.includes(`--port ${port}`) || settings.includes(` PORT=${port} `),
      );
      return isOurs ? [`${pid} ${command}`] : [];
    });
}

function textOf(path: string): string {
  try {
    return ` ${readFileSync(path, 'utf8').replaceAll('\0', ' ')} `;
  } catch {
    // It ended meanwhile, or belongs to somebody else.
    return '';
  }
}
