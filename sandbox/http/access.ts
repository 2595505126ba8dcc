import { performerOf } from '../model/actor.ts';
import type { Permissions } from '../model/records/accounts.ts';
import type { Repository } from '../model/records/repository.ts';
import { canRead } from '../model/roles.ts';
import { findRenamedRepository, findRepository, fullName, type World } from '../model/world.ts';
import { notFoundAnswer, problem } from './answers.ts';
import type { Answer, Deps } from './context.ts';
import { holds, tokenReaches, type Identity } from './identity.ts';

type Access = 'read' | 'write';

/**
 * What an endpoint asks of a token, after GitHub's table of permissions required for GitHub Apps.
 * - `anyone`: no token needed
 * - `app`: an App's JWT
 * - `installation`: an installation token, whatever its permissions
 * - `user`: a person
 * - permissions: an installation token needs one of them (people are bounded by their role, which the
 *   verbs of the model check)
 */
export type Need =
  | 'anyone'
  | 'app'
  | 'installation'
  | 'user'
  | { readonly anyOf: readonly Permission[]; readonly write: boolean };

export type Permission = { readonly name: string; readonly access: Access };

/** `need('issues:write|pull_requests:write')`. */
export function need(text: string): Need {
  const anyOf = text.split('|').map((part): Permission => {
    const [name = '', access] = part.split(':');
    return { name, access: access === 'write' ? 'write' : 'read' };
  });
  return { anyOf, write: anyOf.some(({ access }) => access === 'write') };
}

/** The refusal that a token of this kind gets from an endpoint with this need, before its path is read. */
export function kindRefusal(identity: Identity, need: Need): Answer | null {
  if (need === 'anyone') return null;
  if (need === 'app') {
    return identity.kind === 'app' ? null : problem(401, 'A JSON web token could not be decoded');
  }
  if (identity.kind === 'app') {
    // A JWT speaks for the App itself and opens nothing else.
    return problem(401, 'A JSON web token is not accepted here; use an installation access token');
  }
  if (need === 'installation') {
    if (identity.kind === 'installation') return null;
    return problem(
      403,
      'You must authenticate with an installation access token in order to list repositories for an installation.',
    );
  }
  if (need === 'user') {
    if (identity.kind === 'user') return null;
    return identity.kind === 'anonymous'
      ? problem(401, 'Requires authentication')
      : notForIntegration();
  }
  return identity.kind === 'anonymous' && need.write
    ? problem(401, 'Requires authentication')
    : null;
}

export type RepositoryAccess =
  | { readonly kind: 'seen'; readonly repository: Repository }
  | { readonly kind: 'answer'; readonly answer: Answer };

/** The repository a path names, when the caller may see it; 301 after a rename, else 404. */
export function repositoryFor(
  deps: Pick<Deps, 'world' | 'site'>,
  identity: Identity,
  at: { readonly owner: string; readonly repo: string; readonly rest: string },
): RepositoryAccess {
  const { world } = deps;
  const repository = findRepository(world, at.owner, at.repo);
  if (repository !== undefined && canSee(world, identity, repository)) {
    return { kind: 'seen', repository };
  }
  const renamed = findRenamedRepository(world, at.owner, at.repo);
  if (repository === undefined && renamed !== undefined && canSee(world, identity, renamed)) {
    const location = `${deps.site().api}/repositories/${renamed.id}${at.rest}`;
    const answer = problem(301, 'Moved Permanently', { url: location });
    return { kind: 'answer', answer: { ...answer, headers: { location } } };
  }
  return { kind: 'answer', answer: notFoundAnswer };
}

/** Whether a caller may know that the repository exists. */
export function canSee(world: World, identity: Identity, repository: Repository): boolean {
  if (repository.visibility === 'public') return true;
  switch (identity.kind) {
    case 'anonymous':
    case 'app':
      return false;
    case 'installation':
      return tokenReaches(identity, repository);
    case 'user':
      return canRead(world, performerOf(world, identity.actor), repository);
  }
}

/**
 * The refusal of a token that lacks the permission. Beyond the repositories of its installation a token
 * may only read what is public.
 */
export function permissionRefusal(
  identity: Identity,
  need: Need,
  repository: Repository | null,
): Answer | null {
  if (typeof need === 'string' || identity.kind !== 'installation') return null;
  if (repository !== null && !tokenReaches(identity, repository)) {
    return need.write ? notForIntegration(need) : null;
  }
  return need.anyOf.some(({ name, access }) => holds(identity.permissions, name, access))
    ? null
    : notForIntegration(need);
}

/** Whether an installation token holds a permission; people always do here. */
export function tokenHolds(identity: Identity, name: string, access: Access): boolean {
  return identity.kind !== 'installation' || holds(identity.permissions, name, access);
}

/** 403 with the permissions that would do, as GitHub names them. */
export function notForIntegration(need?: Need): Answer {
  const answer = problem(403, 'Resource not accessible by integration');
  if (need === undefined || typeof need === 'string') return answer;
  const accepted = need.anyOf.map(({ name, access }) => `${name}=${access}`).join('; ');
  return { ...answer, headers: { 'x-accepted-github-permissions': accepted } };
}

/** Permissions as an installation shows them, sorted by name. */
export function sortedPermissions(permissions: Permissions): Permissions {
  return Object.fromEntries(
    Object.entries(permissions).sort(([a], [b]) => a.localeCompare(b, 'en')),
  );
}

/** The path after `/repos/{owner}/{repo}`. */
export function pathWithin(repository: Repository, pathname: string): string {
  return pathname.slice(`/repos/${fullName(repository)}`.length);
}
