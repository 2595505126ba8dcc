/** A small, ready world for tests of the sandbox: an organisation, people, a repository, an installed App. */
import { createServer, type Server } from 'node:http';
import { generateKeyPairSync } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { createAppAuth } from '@octokit/auth-app';
import { Octokit } from '@octokit/rest';
import { fixedClock } from '../../sandbox/model/clock.ts';
import { startSandbox, type Sandbox } from '../../sandbox/start.ts';

export const noon = Date.parse('2026-03-02T12:00:00Z');

const { privateKey, publicKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
});
export const appKey = privateKey;

export const manifest = {
  name: 'Norepeat',
  default_permissions: {
    metadata: 'read',
    issues: 'write',
    pull_requests: 'write',
    contents: 'write',
    checks: 'write',
    statuses: 'write',
    members: 'read',
    deployments: 'read',
    administration: 'read',
    merge_queues: 'read',
    actions: 'none',
  },
  default_events: [
    'issues',
    'issue_comment',
    'label',
    'sub_issues',
    'pull_request',
    'pull_request_review',
    'push',
    'check_run',
    'check_suite',
    'status',
    'repository_dispatch',
    'merge_group',
    'deployment',
    'deployment_status',
    'repository',
    'team',
    'membership',
    'organization',
    'member',
    'create',
    'delete',
  ],
};

export type Received = {
  readonly event: string;
  readonly action: string | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly payload: Readonly<Record<string, unknown>>;
};

export type Stage = {
  readonly sandbox: Sandbox;
  readonly received: Received[];
  /** What the app's server answers to deliveries. */
  reply: { status: number; delay: number };
  /** An Octokit as the installation on acme. */
  readonly app: Octokit;
  /** An Octokit as the App itself. */
  readonly appItself: Octokit;
  /** An Octokit as a person. */
  readonly as: (login: string) => Octokit;
  /** Plain fetch against `/api/v3`. */
  readonly get: (
    path: string,
    token?: string,
    headers?: Record<string, string>,
  ) => Promise<Response>;
  close(): Promise<void>;
};

/** alice owns acme; bob may write, tina triage, rita read; olaf is a stranger. */
export async function setStage(options: { realTime?: boolean } = {}): Promise<Stage> {
  const received: Received[] = [];
  const reply = { status: 200, delay: 0 };
  const listener = await listen(received, reply);
  const { port } = listener.address() as AddressInfo;
  const sandbox = await startSandbox({
    complain: () => undefined,
    ...(options.realTime === true ? {} : { clock: fixedClock(noon) }),
  });
  const { control } = sandbox;
  control.registerApp({
    id: 7001,
    slug: 'norepeat',
    key: publicKey,
    manifest,
    webhook: { url: `http://127.0.0.1:${port}/hooks`, secret: 'a secret of the test' },
  });
  control.seed({
    users: ['alice', 'bob', 'tina', 'rita', 'olaf'],
    organizations: [
      {
        login: 'acme',
        owners: ['alice'],
        members: ['bob', 'tina', 'rita'],
        teams: [
          {
            name: 'Payments',
            members: ['bob'],
            repositories: { 'acme/shop': 'write', 'acme/vault': 'write' },
          },
          { name: 'Triage', members: ['tina'], repositories: { 'acme/shop': 'triage' } },
        ],
      },
    ],
    repositories: [
      { name: 'acme/shop', files: { 'README.md': '# Shop\n', 'src/a.txt': 'one\ntwo\n' } },
      { name: 'acme/vault', visibility: 'private', files: { 'README.md': '# Vault\n' } },
      { name: 'olaf/elsewhere', visibility: 'private', files: { 'README.md': '# Elsewhere\n' } },
    ],
    installations: [{ app: 'norepeat', account: 'acme' }],
  });
  await control.idle();
  received.length = 0;
  const installationId = [...sandbox.world.state.installations.keys()][0]!;
  const baseUrl = `${sandbox.url}/api/v3`;
  const log = {
    debug: () => undefined,
    info: () => undefined,
    warn: () => undefined,
    error: () => undefined,
  };
  const auth = { appId: 7001, privateKey };
  return {
    sandbox,
    received,
    reply,
    app: new Octokit({
      baseUrl,
      log,
      authStrategy: createAppAuth,
      auth: { ...auth, installationId, log },
    }),
    appItself: new Octokit({ baseUrl, log, authStrategy: createAppAuth, auth: { ...auth, log } }),
    as: (login) => new Octokit({ baseUrl, log, auth: control.userToken(login) }),
    get: (path, token, headers = {}) =>
      fetch(baseUrl + path, {
        headers: {
          ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
          ...headers,
        },
      }),
    close: async () => {
      await control.idle();
      await sandbox.close();
      listener.closeAllConnections();
      listener.close();
    },
  };
}

function listen(received: Received[], reply: { status: number; delay: number }): Promise<Server> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString('utf8');
      const payload = JSON.parse(body) as Received['payload'] & { action?: string };
      const headers = request.headers as Record<string, string>;
      received.push({
        event: headers['x-github-event'] ?? '',
        action: payload.action,
        headers,
        body,
        payload,
      });
      setTimeout(() => response.writeHead(reply.status).end('thanks'), reply.delay);
    });
  });
  return new Promise((resolve) =>
    server.listen(0, '127.0.0.1', () => {
      resolve(server);
    }),
  );
}
