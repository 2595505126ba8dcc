/** A sandbox in this process, seeded as a test likes, and the settings of an app registered with it. */
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { onTestFinished } from 'vitest';
import type { Registration } from '../../../../sandbox/control/registration.ts';
import type { Seed } from '../../../../sandbox/control/seed.ts';
import { startSandbox, type Sandbox, type SandboxOptions } from '../../../../sandbox/start.ts';
import { WEBHOOK_PATH } from '../../../../src/http/server.ts';
import { freePort } from '../../../http/a-server.ts';

export const APP_ID = 4711;
export const SECRET = 'a secret for promises';

/** One for all: making a key costs more than most tests. */
export const KEY = generateKeyPairSync('rsa', { modulusLength: 2048 })
  .privateKey.export({ type: 'pkcs8', format: 'pem' })
  .toString();

export interface Place {
  readonly sandbox: Sandbox;
  readonly appUrl: string;
  readonly dataDir: string;
  /** What the app is started with. */
  readonly environment: Readonly<Record<string, string>>;
  /** Ends the sandbox and removes the data; `onTestFinished` does it, too. */
  readonly close: () => Promise<void>;
}

export async function aPlace(seed: Seed, options: SandboxOptions = {}): Promise<Place> {
  const sandbox = await startSandbox(options);
  const dataDir = mkdtempSync(join(tmpdir(), 'norepeat-promise-'));
  const port = await freePort();
  const appUrl = `http://127.0.0.1:${String(port)}`;
  let ended: Promise<void> | undefined;
  const close = (): Promise<void> =>
    (ended ??= sandbox.close().then(() => {
      rmSync(dataDir, { recursive: true, force: true });
    }));
  onTestFinished(close);
  sandbox.control.registerApp({
    id: APP_ID,
    slug: 'norepeat',
    key: KEY,
    webhook: { url: appUrl + WEBHOOK_PATH, secret: SECRET },
    manifest: manifest(),
  });
  sandbox.control.seed(seed);
  const environment = {
    APP_ID: String(APP_ID),
    PRIVATE_KEY: KEY,
    WEBHOOK_SECRET: SECRET,
    HOST: '127.0.0.1',
    PORT: String(port),
    GHE_HOST: new URL(sandbox.url).host,
    GHE_PROTOCOL: 'http',
    DATA_DIR: dataDir,
    CLOCK_SYNC_SECONDS: '1',
    LOG_LEVEL: 'info',
  };
  return { sandbox, appUrl, dataDir, environment, close };
}

function manifest(): Registration['manifest'] {
  const text = readFileSync(new URL('../../../../app.yml', import.meta.url), 'utf8');
  return load(text) as Registration['manifest'];
}
