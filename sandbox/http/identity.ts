import { decodeJwt, errors as joseErrors, jwtVerify } from 'jose';
import type { Actor } from '../model/actor.ts';
import type { App, Installation, Permissions, User } from '../model/records/accounts.ts';
import type { Repository } from '../model/records/repository.ts';
import { installationCovers, type World } from '../model/world.ts';
import type { Credentials } from './credentials.ts';

/** Who a request comes from, after its token was checked. */
export type Identity =
  | { readonly kind: 'anonymous' }
  /** An App as itself, by a signed JWT: may only use the endpoints about the App. */
  | { readonly kind: 'app'; readonly app: App }
  | {
      readonly kind: 'installation';
      readonly actor: Actor;
      readonly app: App;
      readonly installation: Installation;
      readonly permissions: Permissions;
      /** Repository ids the token was narrowed to; null when it was not. */
      readonly repositories: ReadonlySet<number> | null;
      readonly token: string;
    }
  | {
      readonly kind: 'user';
      readonly actor: Actor;
      readonly user: User;
      /** The App whose user-to-server token this is. */
      readonly viaAppId: number | null;
    };

export type Identified =
  | { readonly ok: true; readonly identity: Identity }
  | { readonly ok: false; readonly status: 401 | 403; readonly message: string };

/**
 * Reads an `Authorization` header as GitHub does: `Bearer` or `token`, an App's JWT, an installation or
 * a personal token. Unknown and expired ones are 401; a suspended installation is 403.
 */
export async function identify(
  deps: { readonly world: World; readonly credentials: Credentials },
  authorization: string | null | undefined,
): Promise<Identified> {
  if (authorization === undefined || authorization === null || authorization === '') {
    return { ok: true, identity: { kind: 'anonymous' } };
  }
  const token = /^(?:bearer|token)\s+(\S+)$/i.exec(authorization)?.[1];
  if (token === undefined) return unauthorized('Bad credentials');
  if (token.split('.').length === 3) return appBehind(deps, token);
  const found = deps.credentials.find(token);
  if (found === undefined) return unauthorized('Bad credentials');
  if (found.kind === 'user') {
    const { user, viaAppId } = found;
    const actor: Actor = {
      kind: 'user',
      login: user.login,
      ...(viaAppId === null ? {} : { viaAppId }),
    };
    return { ok: true, identity: { kind: 'user', actor, user, viaAppId } };
  }
  const { installation } = found;
  const gone = deps.world.state.installations.get(installation.id) !== installation;
  if (gone || found.expiresAt <= deps.world.clock.now()) return unauthorized('Bad credentials');
  if (installation.suspendedAt !== null) {
    return { ok: false, status: 403, message: 'This installation has been suspended' };
  }
  return {
    ok: true,
    identity: {
      kind: 'installation',
      actor: { kind: 'app', appId: installation.app.id, installationId: installation.id },
      app: installation.app,
      installation,
      permissions: granted(installation.permissions, found.permissions),
      repositories: found.repositories,
      token,
    },
  };
}

/** Whether an installation token reaches a repository: the installation covers it, the token names it. */
export function tokenReaches(
  identity: Extract<Identity, { kind: 'installation' }>,
  repository: Repository,
): boolean {
  if (!installationCovers(identity.installation, repository)) return false;
  return identity.repositories === null || identity.repositories.has(repository.id);
}

/** Whether permissions include an access, e.g. `holds(p, 'issues', 'read')`; write includes read. */
export function holds(
  permissions: Permissions,
  name: string,
  access: 'read' | 'write' | 'admin',
): boolean {
  const order = { read: 1, write: 2, admin: 3 };
  // Every App may read the metadata of what it is installed on.
  const have = permissions[name] ?? (name === 'metadata' ? 'read' : undefined);
  return have !== undefined && order[have] >= order[access];
}

/** The smaller of what the installation grants now and what the token was narrowed to. */
function granted(installed: Permissions, token: Permissions): Permissions {
  return Object.fromEntries(
    Object.entries(token).flatMap(([name, access]) => {
      const now = installed[name];
      if (now === undefined) return [];
      return [[name, holds(installed, name, access) ? access : now]];
    }),
  );
}

async function appBehind(
  deps: { readonly world: World; readonly credentials: Credentials },
  jwt: string,
): Promise<Identified> {
  const undecodable = unauthorized('A JSON web token could not be decoded');
  let issuer: string | undefined;
  let lifetime: number;
  try {
    const claims = decodeJwt(jwt);
    // Clients write the App's id as a number or as text.
    const iss: unknown = claims.iss;
    issuer = typeof iss === 'number' || typeof iss === 'string' ? String(iss) : undefined;
    if (typeof claims.exp !== 'number') return unauthorized(expired);
    if (typeof claims.iat !== 'number') return unauthorized(issuedLater);
    lifetime = claims.exp - deps.world.clock.now() / 1000;
  } catch (error) {
    if (error instanceof joseErrors.JWTInvalid) return undecodable;
    throw error;
  }
  const app = [...deps.world.state.apps.values()].find(
    ({ id, clientId }) => String(id) === issuer || clientId === issuer,
  );
  if (app === undefined) return unauthorized('Integration not found');
  const key = deps.credentials.appKey(app.id);
  if (key === undefined) return undecodable;
  // Ten minutes are the longest life; GitHub's and the caller's clock may differ a little.
  if (lifetime > 10 * 60 + 5) {
    return unauthorized("'Expiration time' claim ('exp') is too far in the future");
  }
  try {
    await jwtVerify(jwt, key, {
      algorithms: ['RS256'],
      currentDate: new Date(deps.world.clock.now()),
    });
  } catch (error) {
    if (error instanceof joseErrors.JWTExpired) return unauthorized(expired);
    if (error instanceof joseErrors.JOSEError) return undecodable;
    throw error;
  }
  if ((decodeJwt(jwt).iat ?? 0) * 1000 > deps.world.clock.now() + 5_000) {
    return unauthorized(issuedLater);
  }
  return { ok: true, identity: { kind: 'app', app } };
}

const expired =
  "'Expiration time' claim ('exp') must be a numeric value representing the future time at which the assertion expires";
const issuedLater =
  "'Issued at' claim ('iat') must be an Integer representing the time that the assertion was issued";

function unauthorized(message: string): Identified {
  return { ok: false, status: 401, message };
}
