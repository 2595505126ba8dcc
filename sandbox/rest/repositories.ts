import { noContent, notFoundAnswer, okay, problem } from '../http/answers.ts';
import { canSee } from '../http/access.ts';
import type { Answer, Call, RepositoryCall } from '../http/context.ts';
import { page } from '../http/paging.ts';
import { requiredChecks, protectionFor } from '../model/queries/rules.ts';
import type { Account, Role, User } from '../model/records/accounts.ts';
import type { Repository } from '../model/records/repository.ts';
import { explicitRole, legacyPermission, roleOf, teamRole } from '../model/roles.ts';
import { findAccount, findOrganization, findUser } from '../model/world.ts';
import { branchProtectionJson, statusChecksJson } from './serialise/rules.ts';
import { codeownersErrors } from './codeowners.ts';
import { oneOf, pathText, text } from './input.ts';
import { general, reading } from './route.ts';
import { simpleUser, team } from './serialise/accounts.ts';
import { commitJson } from './serialise/git.ts';
import {
  collaborator,
  permissionsOf,
  repositoryFull,
  repositoryJson,
  repositoryUrl,
} from './serialise/repositories.ts';

export const repositoryRoutes = {
  'repos/get': reading('metadata:read', (call) =>
    okay(repositoryFull(call, call.repository, roleOfCaller(call))),
  ),
  'repos/list-for-org': general('anyone', (call) =>
    listOwned(call, findOrganization(call.world, pathText(call, 'org'))),
  ),
  'repos/list-for-user': general('anyone', (call) =>
    listOwned(call, findAccount(call.world, pathText(call, 'username'))),
  ),
  'repos/list-teams': reading('administration:read|metadata:read', (call) => {
    const teams = [...call.world.state.teams.values()].filter(
      (each) => teamRole(each, call.repository) !== null,
    );
    return page(call, teams, (each) => team(call, each));
  }),
  'repos/list-collaborators': reading('metadata:read', listCollaborators),
  'repos/check-collaborator': reading('metadata:read', (call) => {
    const user = findUser(call.world, pathText(call, 'username'));
    const role = user === undefined ? null : explicitRole(call.world, user, call.repository);
    return role === null ? notFoundAnswer : noContent;
  }),
  'repos/get-collaborator-permission-level': reading('metadata:read', permissionLevel),
  'repos/codeowners-errors': reading('contents:read', (call) => okay(codeownersErrors(call))),
  'repos/list-branches': reading('contents:read', (call) =>
    page(call, [...call.repository.branches], ([name, sha]) => ({
      name,
      commit: { sha, url: `${repositoryUrl(call, call.repository)}/commits/${sha}` },
      protected: isProtected(call, name),
    })),
  ),
  'repos/get-branch': reading('contents:read', getBranch),
  'repos/get-branch-protection': reading('administration:read', (call) =>
    withProtection(call, (protection) =>
      okay(branchProtectionJson(call, call.repository, pathText(call, 'branch'), protection)),
    ),
  ),
  'repos/get-status-checks-protection': reading('administration:read', (call) =>
    withProtection(call, (protection) =>
      protection.requiredChecks === null
        ? problem(404, 'Required status checks not enabled')
        : okay(
            statusChecksJson(call, call.repository, {
              branch: pathText(call, 'branch'),
              checks: protection.requiredChecks,
            }),
          ),
    ),
  ),
};

function roleOfCaller(call: RepositoryCall): Role | null {
  const { identity } = call;
  return identity.kind === 'user' ? roleOf(call.world, identity.user, call.repository) : null;
}

function listOwned(call: Call, owner: Account | undefined): Answer {
  if (owner === undefined) return notFoundAnswer;
  const owned = [...call.world.state.repositories.values()].filter(
    (each) => each.owner === owner && canSee(call.world, call.identity, each),
  );
  const type = text(call.parameters, 'type') ?? 'all';
  const wanted = owned.filter((each) => isOfType(each, type));
  return page(call, wanted, (each) => repositoryJson(call, each));
}

function isOfType(repository: Repository, type: string): boolean {
  switch (type) {
    case 'public':
      return repository.visibility === 'public';
    case 'private':
      return repository.visibility !== 'public';
    case 'forks':
      return repository.isFork;
    case 'sources':
      return !repository.isFork;
    default:
      return true;
  }
}

function listCollaborators(call: RepositoryCall): Answer {
  const { world, repository } = call;
  const affiliation = oneOf(call.parameters, 'affiliation', ['outside', 'direct', 'all']) ?? 'all';
  const all = [...world.state.accounts.values()].flatMap((account) => {
    const role = explicitRole(world, account, repository);
    return account.type === 'User' && role !== null ? [{ account, role }] : [];
  });
  const wanted = all.filter(({ account }) => {
    const direct = repository.collaborators.has(account.id);
    if (affiliation === 'direct') return direct;
    return affiliation === 'all' || (direct && !isMemberOfOwner(repository, account));
  });
  return page(call, wanted, ({ account, role }) => collaborator(call, account, role));
}

function isMemberOfOwner({ owner }: Repository, user: User): boolean {
  return owner.type === 'Organization' && owner.members.has(user.id);
}

/** Roles in the words of the older API, the real one in `role_name`. Strangers have read or none. */
function permissionLevel(call: RepositoryCall): Answer {
  const account = findAccount(call.world, pathText(call, 'username'));
  if (account === undefined || account.type === 'Organization') {
    return problem(404, `${pathText(call, 'username')} is not a user`);
  }
  const role = roleOf(call.world, account, call.repository);
  const permission = legacyPermission(role);
  return okay({
    permission,
    user: {
      ...simpleUser(call, account),
      ...(role === null
        ? {
            permissions: { admin: false, maintain: false, push: false, triage: false, pull: false },
          }
        : permissionsOf(role)),
      role_name: role ?? 'none',
    },
    role_name: role ?? 'none',
  });
}

function getBranch(call: RepositoryCall): Answer {
  const name = pathText(call, 'branch');
  const { repository } = call;
  const commit = repository.objects.commits.get(repository.branches.get(name) ?? '');
  if (commit === undefined) return problem(404, 'Branch not found');
  const self = `${repositoryUrl(call, repository)}/branches/${name}`;
  const required = requiredChecks(call.world, repository, name);
  return okay({
    name,
    commit: commitJson(call, repository, commit),
    _links: {
      self,
      html: `${call.site().html}/${repository.owner.login}/${repository.name}/tree/${name}`,
    },
    protected: isProtected(call, name),
    protection: {
      enabled: isProtected(call, name),
      required_status_checks: {
        enforcement_level: required.length === 0 ? 'off' : 'non_admins',
        contexts: required.map(({ context }) => context),
        checks: required.map(({ context, integrationId }) => ({ context, app_id: integrationId })),
      },
    },
    protection_url: `${self}/protection`,
  });
}

function isProtected(call: RepositoryCall, branch: string): boolean {
  return (
    protectionFor(call.repository, branch) !== undefined ||
    requiredChecks(call.world, call.repository, branch).length > 0
  );
}

function withProtection(
  call: RepositoryCall,
  then: (protection: NonNullable<ReturnType<typeof protectionFor>>) => Answer,
): Answer {
  const branch = pathText(call, 'branch');
  if (!call.repository.branches.has(branch)) return problem(404, 'Branch not found');
  const protection = protectionFor(call.repository, branch);
  return protection === undefined ? problem(404, 'Branch not protected') : then(protection);
}
