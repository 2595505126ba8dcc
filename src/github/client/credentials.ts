import { createSign } from 'node:crypto';
import { createAppAuth } from '@octokit/auth-app';
import type { Octokit } from '@octokit/core';
import type { GitHubClock } from '../../flow/ports/github-clock.ts';
import { isGone, PermissionMissing, Unavailable } from './errors.ts';
import type { Credential } from './request-layer.ts';

/** Proves to be the app: a JWT by GitHub's clock, so that a host whose clock is wrong can still sign in. */
export function appCredential(appId: number, privateKey: string, clock: GitHubClock): Credential {
  return {
    header: () => Promise.resolve(`bearer ${appJwt(appId, privateKey, clock).jwt}`),
    // The clock has learnt GitHub's time from the refusal's Date header: the next JWT follows it.
    renew: () => undefined,
  };
}

/** Proves to be an installation: a token, cached by auth-app until shortly before its end. */
export function installationCredential(options: {
  readonly appId: number;
  readonly privateKey: string;
  readonly clock: GitHubClock;
  readonly installationId: number;
  /** Asks for the token, as the app. */
  readonly app: Octokit;
  /** Told when GitHub gives no token any more: uninstalled, suspended, or never as a late delivery said. */
  readonly ended: () => void;
}): Credential {
  const { appId, privateKey, clock, installationId } = options;
  const auth = createAppAuth({
    appId,
    createJwt: () => Promise.resolve(appJwt(appId, privateKey, clock)),
    installationId,
    // Asking twice makes two tokens, which hurts nobody.
    request: options.app.request.defaults({ request: { repeatable: true } }),
  });
  let refresh = false;
  let latest: string | null = null;
  return {
    header: async () => {
      const { token } = await auth({ type: 'installation', installationId, refresh }).catch(
        (cause: unknown) => {
          if (!isGone(cause) && !(cause instanceof PermissionMissing)) throw cause;
          options.ended();
          // Must not be taken for "the thing that was asked for is gone": the next try asks anew who sees it.
          throw new Unavailable('the installation has ended or is suspended', false, { cause });
        },
      );
      refresh = false;
      latest = `token ${token}`;
      return latest;
    },
    renew: (refused) => {
      // Many requests may learn of the same refusal: only the first makes a new token.
      if (refused === latest) refresh = true;
    },
  };
}

/** Nine minutes long and half a minute old, within GitHub's ten minutes also when clocks differ a little. */
function appJwt(
  appId: number,
  privateKey: string,
  clock: GitHubClock,
): { readonly jwt: string; readonly expiresAt: string } {
  const now = Math.floor(clock.now() / 1000);
  const claims = { iat: now - 30, exp: now + 540, iss: String(appId) };
  const signed = [{ alg: 'RS256', typ: 'JWT' }, claims]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.');
  const signature = createSign('RSA-SHA256').update(signed).sign(privateKey, 'base64url');
  return { jwt: `${signed}.${signature}`, expiresAt: new Date(claims.exp * 1000).toISOString() };
}
