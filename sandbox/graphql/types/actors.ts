import type { Account, App, Bot, Organization, Team, User } from '../../model/records/accounts.ts';
import { findTeam } from '../../model/world.ts';
import { accountPath, teamPath } from '../../paths.ts';
import { objectType, type Fields, type GraphqlContext } from '../context.ts';
import { connection, connectionTypes } from '../engine/connection.ts';
import type { TypeResolvers } from '../engine/resolvers.ts';
import { accountRef, instant, items, teamRef } from '../refs.ts';
import { teamPeople } from './people.ts';
import { ownerFields } from './repository.ts';

/** People, bots, organisations, teams and Apps. */
export const actorTypes: readonly TypeResolvers<GraphqlContext>[] = [
  objectType<User>('User', {
    ...actorFields<User>(),
    name: (user) => user.name,
    email: () => '',
    ...ownerFields<User>(),
    isViewer: (user, _args, context) => user === context.viewer,
    organizations: (user, args, context) =>
      connection(
        'Organization',
        items(
          [...context.world.state.accounts.values()].filter(
            (account) => account.type === 'Organization' && account.members.has(user.id),
          ),
          accountRef,
        ),
        args,
      ),
  }),
  // GraphQL shows an App's bot by its slug, REST with "[bot]" behind it.
  objectType<Bot>('Bot', { ...actorFields<Bot>(), login: (bot) => bot.app.slug }),
  // Importers leave mannequins; the sandbox has none, but a query may ask for them.
  objectType<User>('Mannequin', actorFields<User>()),
  objectType<Organization>('Organization', {
    ...actorFields<Organization>(),
    name: (organization) => organization.name,
    viewerIsAMember: (organization, _args, context) => organization.members.has(context.viewer.id),
    membersWithRole: (organization, args) =>
      connection(
        'OrganizationMember',
        items(
          [...organization.members.values()].map((membership) => membership.user),
          accountRef,
        ),
        args,
      ),
    team: (organization, args, context) => {
      const team = findTeam(context.world, organization.login, String(args['slug']));
      return team === undefined ? null : teamRef(team);
    },
    teams: (organization, args, context) =>
      connection(
        'Team',
        items(
          [...context.world.state.teams.values()].filter(
            (team) => team.organization === organization,
          ),
          teamRef,
        ),
        args,
      ),
    ...ownerFields<Organization>(),
  }),
  objectType<Team>('Team', {
    id: (team) => team.nodeId,
    databaseId: (team) => team.id,
    name: (team) => team.name,
    slug: (team) => team.slug,
    combinedSlug: (team) => `${team.organization.login}/${team.slug}`,
    description: (team) => team.description,
    privacy: (team) => (team.privacy === 'closed' ? 'VISIBLE' : 'SECRET'),
    organization: (team) => accountRef(team.organization),
    parentTeam: (team) => (team.parent === null ? null : teamRef(team.parent)),
    createdAt: (team) => instant(team.createdAt),
    updatedAt: (team) => instant(team.updatedAt),
    resourcePath: (team) => teamPath(team),
    url: (team, _args, { baseUrl }) => baseUrl + teamPath(team),
    ...teamPeople,
  }),
  objectType<App>('App', {
    id: (app) => app.nodeId,
    databaseId: (app) => app.id,
    clientId: (app) => app.clientId,
    name: (app) => app.name,
    slug: (app) => app.slug,
    description: (app) => app.description,
    createdAt: (app) => instant(app.createdAt),
    updatedAt: (app) => instant(app.updatedAt),
    url: (app, _args, { baseUrl }) => `${baseUrl}/apps/${app.slug}`,
  }),
  ...connectionTypes<GraphqlContext>('User'),
  ...connectionTypes<GraphqlContext>('Organization'),
  ...connectionTypes<GraphqlContext>('OrganizationMember'),
  ...connectionTypes<GraphqlContext>('Team'),
];

function actorFields<Source extends Account>(): Fields<Source> {
  return {
    id: (account) => account.nodeId,
    databaseId: (account) => account.id,
    login: (account) => account.login,
    avatarUrl: (account, _args, { baseUrl }) => `${baseUrl}/_assets/avatars/${account.id}.svg`,
    createdAt: (account) => instant(account.createdAt),
    updatedAt: (account) => instant(account.createdAt),
    resourcePath: (account) => accountPath(account),
    url: (account, _args, { baseUrl }) => baseUrl + accountPath(account),
  };
}
