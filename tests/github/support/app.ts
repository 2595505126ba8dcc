import { generateKeyPairSync } from 'node:crypto';
import nock from 'nock';
import { afterAll, beforeAll } from 'vitest';
import { createGitHub, type GitHub } from '../../../src/github/client/github.ts';
import { createTestTime } from './time.ts';

export const appId = 4711;
export const slug = 'norepeat';
export const API = 'https://api.github.com';
export const incidents = { owner: 'acme', name: 'incidents' };

const pair = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
});
export const privateKey = pair.privateKey;
export const publicKey = pair.publicKey;

// Whoever imports nock has it between every request of the process and the network. Here one asks for it.
nock.restore();

/** To be called by a file whose requests nock answers; after it, requests are requests again. */
export function answeredByNock(): void {
  beforeAll(() => {
    nock.activate();
    nock.disableNetConnect();
  });
  afterAll(() => {
    nock.enableNetConnect();
    nock.restore();
  });
}

/** A client on nock, whose waits end at once; installation 1 covers acme. */
export function aGitHub(options: { readonly patience?: number } = {}): {
  readonly github: GitHub;
  readonly time: ReturnType<typeof createTestTime>;
  readonly troubles: readonly string[];
} {
  const time = createTestTime();
  time.hurry();
  const troubles: string[] = [];
  const github = createGitHub({
    appId,
    privateKey,
    time,
    random: () => 0.5,
    trouble: (what) => troubles.push(what),
    ...options,
  });
  github.installations.learn('acme', 1);
  return { github, time, troubles };
}

/** Answers the next `times` token requests with `ghs_1`, `ghs_2` … and counts them. */
export function grantTokens(times = 1, lifetime = 3600): { readonly granted: () => number } {
  let granted = 0;
  nock(API)
    .post('/app/installations/1/access_tokens')
    .times(times)
    .reply(201, () => {
      granted += 1;
      return {
        token: `ghs_${granted}`,
        expires_at: new Date(Date.now() + lifetime * 1000).toISOString(),
        permissions: { issues: 'write' },
        repository_selection: 'all',
      };
    });
  return { granted: () => granted };
}
