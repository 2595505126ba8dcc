/** The sandbox with one organisation, one incident repository and the app installed, for the command line. */
import { readFileSync } from 'node:fs';
import { load } from 'js-yaml';
import { onTestFinished } from 'vitest';
import type { Registration } from '../../sandbox/control/registration.ts';
import { startSandbox, type Sandbox } from '../../sandbox/start.ts';
import { aFolder } from '../store/a-store.ts';
import { freePort } from '../http/a-server.ts';
import { PRIVATE_KEY } from '../http/credentials.ts';
import { WEBHOOK_PATH } from '../../src/http/server.ts';

const APP_ID = 4242;
const SECRET = 'a secret for the command line';

const policy = `
incidents:
  repository: acme/incidents
services:
  checkout:
    repositories: [acme/checkout]
    responders: [alice]
`;

export interface TestGitHub {
  readonly sandbox: Sandbox;
  /** What the app is started with. */
  readonly environment: Readonly<Record<string, string>>;
  readonly appUrl: string;
  /** REST as alice, who may write in acme/incidents. */
  call<T>(method: string, path: string, body?: object): Promise<T>;
}

export async function aGitHub(): Promise<TestGitHub> {
  const sandbox = await startSandbox();
  onTestFinished(() => sandbox.close());
  const port = await freePort();
  const appUrl = `http://127.0.0.1:${String(port)}`;
  const { control } = sandbox;
  control.registerApp({
    id: APP_ID,
    slug: 'norepeat',
    key: PRIVATE_KEY,
    webhook: { url: appUrl + WEBHOOK_PATH, secret: SECRET },
    manifest: manifest(),
  });
  control.seed({
    users: ['alice'],
    organizations: [{ login: 'acme', owners: ['alice'], members: [] }],
    repositories: [
      { name: 'acme/incidents' },
      { name: 'acme/.github', files: { '.github/norepeat.yml': policy } },
    ],
    installations: [{ app: 'norepeat', account: 'acme' }],
  });
  const token = control.userToken('alice');
  return {
    sandbox,
    appUrl,
    environment: {
      APP_ID: String(APP_ID),
      PRIVATE_KEY,
      WEBHOOK_SECRET: SECRET,
      HOST: '127.0.0.1',
      PORT: String(port),
      GHE_HOST: new URL(sandbox.url).host,
      GHE_PROTOCOL: 'http',
      DATA_DIR: aFolder(),
      LOG_LEVEL: 'info',
    },
    call: async <T>(method: string, path: string, body?: object) => {
      const answer = await fetch(`${sandbox.url}/api/v3${path}`, {
        method,
        headers: { authorization: `token ${token}`, 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      if (!answer.ok) throw new Error(`${path}: ${String(answer.status)} ${await answer.text()}`);
      return (await answer.json()) as T;
    },
  };
}

function manifest(): Registration['manifest'] {
  const text = readFileSync(new URL('../../app.yml', import.meta.url), 'utf8');
  return load(text) as Registration['manifest'];
}
