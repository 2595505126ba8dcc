import { createHash, createPublicKey, type KeyObject } from 'node:crypto';
import type { Installation, Permissions, User } from '../model/records/accounts.ts';
import type { World } from '../model/world.ts';

/** GitHub's installation tokens live for one hour. */
const installationTokenLife = 3_600_000;

export type InstallationToken = {
  readonly kind: 'installation';
  readonly token: string;
  readonly installation: Installation;
  /** What the caller narrowed the token to; the installation's present grant still limits it. */
  readonly permissions: Permissions;
  /** Repository ids the caller narrowed the token to, or null for all that the installation covers. */
  readonly repositories: ReadonlySet<number> | null;
  /** Epoch milliseconds of the sandbox's clock. */
  expiresAt: number;
};

export type UserToken = {
  readonly kind: 'user';
  readonly token: string;
  readonly user: User;
  /** Set for user-to-server tokens of an App. */
  readonly viaAppId: number | null;
};

/** The keys and tokens the sandbox accepts. Tokens are numbered, so that runs repeat exactly. */
export interface Credentials {
  setAppKey(appId: number, publicKeyPem: string): void;
  appKey(appId: number): KeyObject | undefined;
  issueInstallationToken(
    installation: Installation,
    permissions: Permissions,
    repositories: ReadonlySet<number> | null,
  ): InstallationToken;
  issueUserToken(user: User, viaAppId?: number): string;
  find(token: string): InstallationToken | UserToken | undefined;
  revoke(token: string): void;
  /** Makes every installation token expire now. */
  expireInstallationTokens(): void;
  /** Lets tokens survive a jump of the clock: they end so much later. */
  postponeExpiry(milliseconds: number): void;
}

export function createCredentials(world: World): Credentials {
  const keys = new Map<number, KeyObject>();
  const tokens = new Map<string, InstallationToken | UserToken>();
  let issued = 0;
  const nextToken = (prefix: string): string => {
    issued += 1;
    return prefix + createHash('sha256').update(`sandbox ${issued}`).digest('hex').slice(0, 36);
  };
  const installationTokens = (): readonly InstallationToken[] =>
    [...tokens.values()].filter((each) => each.kind === 'installation');

  return {
    setAppKey: (appId, pem) => keys.set(appId, createPublicKey(pem)),
    appKey: (appId) => keys.get(appId),
    issueInstallationToken: (installation, permissions, repositories) => {
      const token: InstallationToken = {
        kind: 'installation',
        token: nextToken('ghs_'),
        installation,
        permissions,
        repositories,
        expiresAt: world.clock.now() + installationTokenLife,
      };
      tokens.set(token.token, token);
      return token;
    },
    issueUserToken: (user, viaAppId) => {
      const token = nextToken(viaAppId === undefined ? 'ghp_' : 'ghu_');
      tokens.set(token, { kind: 'user', token, user, viaAppId: viaAppId ?? null });
      return token;
    },
    find: (token) => tokens.get(token),
    revoke: (token) => tokens.delete(token),
    expireInstallationTokens: () => {
      for (const token of installationTokens()) token.expiresAt = world.clock.now();
    },
    postponeExpiry: (milliseconds) => {
      for (const token of installationTokens()) token.expiresAt += milliseconds;
    },
  };
}
