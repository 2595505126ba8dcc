import { canSee } from '../http/access.ts';
import { noContent, notFoundAnswer, okay } from '../http/answers.ts';
import type { Answer, Call } from '../http/context.ts';
import { page } from '../http/paging.ts';
import type { Organization, Team, User } from '../model/records/accounts.ts';
import { allTeamMembers, isOrganizationOwner, teamRole } from '../model/roles.ts';
import {
  findAccount,
  findOrganization,
  findRepository,
  findTeam,
  findUser,
  fullName,
} from '../model/world.ts';
import { oneOf, pathText } from './input.ts';
import { general } from './route.ts';
import {
  organizationFull,
  organizationMembership,
  profile,
  simpleUser,
  team,
  teamFull,
} from './serialise/accounts.ts';
import { permissionsOf, repositoryJson } from './serialise/repositories.ts';

const members = 'members:read';

/** Organisations, their members and teams, and people. */
export const organizationRoutes = {
  'orgs/get': general('anyone', (call) =>
    withOrganization(call, (organization) => okay(organizationFull(call, organization))),
  ),
  'orgs/list-members': general(members, (call) =>
    withOrganization(call, (organization) => listMembers(call, organization)),
  ),
  'orgs/check-membership-for-user': general(members, (call) =>
    withOrganization(call, (organization) => {
      const user = findUser(call.world, pathText(call, 'username'));
      const membership = organization.members.get(user?.id ?? -1);
      const visible = isInside(call, organization) || membership?.public === true;
      return membership !== undefined && visible ? noContent : notFoundAnswer;
    }),
  ),
  'orgs/get-membership-for-user': general(members, (call) =>
    withOrganization(call, (organization) => {
      const user = findUser(call.world, pathText(call, 'username'));
      const json = user === undefined ? null : organizationMembership(call, organization, user);
      return json === null || !isInside(call, organization) ? notFoundAnswer : okay(json);
    }),
  ),
  'teams/list': general(members, (call) =>
    withOrganization(call, (organization) => {
      if (!isInside(call, organization)) return notFoundAnswer;
      const teams = [...call.world.state.teams.values()].filter(
        (each) => each.organization === organization,
      );
      return page(call, teams, (each) => team(call, each));
    }),
  ),
  'teams/get-by-name': general(members, (call) =>
    withTeam(call, (found) => okay(teamFull(call, found))),
  ),
  'teams/list-members-in-org': general(members, (call) =>
    withTeam(call, (found) => {
      const role = oneOf(call.parameters, 'role', ['member', 'maintainer', 'all']) ?? 'all';
      const wanted = allTeamMembers(call.world, found).filter(
        (user) => role === 'all' || (found.members.get(user.id)?.role ?? 'member') === role,
      );
      return page(call, wanted, (user) => simpleUser(call, user));
    }),
  ),
  'teams/get-membership-for-user-in-org': general(members, (call) =>
    withTeam(call, (found) => membershipOf(call, found)),
  ),
  'teams/list-repos-in-org': general(members, (call) =>
    withTeam(call, (found) => {
      const visible = [...call.world.state.repositories.values()].filter(
        (each) => teamRole(found, each) !== null && canSee(call.world, call.identity, each),
      );
      return page(call, visible, (each) => ({
        ...repositoryJson(call, each),
        ...permissionsOf(teamRole(found, each)),
        role_name: teamRole(found, each) ?? 'read',
      }));
    }),
  ),
  'teams/check-permissions-for-repo-in-org': general(members, teamRepository, true),
  'users/get-authenticated': general('user', (call) =>
    call.identity.kind === 'user' ? okay(profile(call, call.identity.user)) : notFoundAnswer,
  ),
  'users/get-by-username': general('anyone', (call) => {
    const account = findAccount(call.world, pathText(call, 'username'));
    return account === undefined ? notFoundAnswer : okay(profile(call, account));
  }),
};

function withOrganization(call: Call, then: (organization: Organization) => Answer): Answer {
  const organization = findOrganization(call.world, pathText(call, 'org'));
  return organization === undefined ? notFoundAnswer : then(organization);
}

/** Teams are seen by members and by installations on the organisation only. */
function withTeam(call: Call, then: (team: Team) => Answer): Answer {
  return withOrganization(call, (organization) => {
    const found = findTeam(call.world, organization.login, pathText(call, 'team_slug'));
    if (found === undefined || !isInside(call, organization)) return notFoundAnswer;
    return then(found);
  });
}

function isInside({ identity }: Call, organization: Organization): boolean {
  switch (identity.kind) {
    case 'user':
      return organization.members.has(identity.user.id);
    case 'installation':
      return identity.installation.account === organization;
    default:
      return false;
  }
}

/** Outsiders see public members only. */
function listMembers(call: Call, organization: Organization): Answer {
  const inside = isInside(call, organization);
  const role = oneOf(call.parameters, 'role', ['all', 'admin', 'member']) ?? 'all';
  const found = [...organization.members.values()].filter(
    (each) => (inside || each.public) && (role === 'all' || each.role === role),
  );
  return page(call, found, ({ user }) => simpleUser(call, user));
}

function membershipOf(call: Call, found: Team): Answer {
  const user = findUser(call.world, pathText(call, 'username'));
  if (user === undefined || !allTeamMembers(call.world, found).includes(user)) {
    return notFoundAnswer;
  }
  return okay({
    url: `${call.site().api}/organizations/${found.organization.id}/team/${found.id}/memberships/${user.login}`,
    role: teamRoleOf(found, user),
    state: 'active',
  });
}

/** Owners of the organisation are shown as maintainers of every team they are in. */
function teamRoleOf(found: Team, user: User): 'member' | 'maintainer' {
  const owner = isOrganizationOwner(found.organization, user);
  return owner ? 'maintainer' : (found.members.get(user.id)?.role ?? 'member');
}

/** 204 when the team reaches the repository, or the repository itself for the `repository` media type. */
function teamRepository(call: Call): Answer {
  return withTeam(call, (found) => {
    const repository = findRepository(call.world, pathText(call, 'owner'), pathText(call, 'repo'));
    const role = repository === undefined ? null : teamRole(found, repository);
    if (
      repository === undefined ||
      role === null ||
      !canSee(call.world, call.identity, repository)
    ) {
      return notFoundAnswer;
    }
    const wantsBody = call.headers.get('accept')?.includes('repository+json') === true;
    if (!wantsBody) return noContent;
    return okay({
      ...repositoryJson(call, repository),
      ...permissionsOf(role),
      role_name: role,
      full_name: fullName(repository),
    });
  });
}
