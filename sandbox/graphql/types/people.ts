/** Who may do what in a repository, and who is in a team. */
import type { Team, User } from '../../model/records/accounts.ts';
import type { Repository } from '../../model/records/repository.ts';
import { allTeamMembers, explicitRole } from '../../model/roles.ts';
import { guarded } from '../access.ts';
import { objectType, type Fields, type GraphqlContext } from '../context.ts';
import { connection, connectionFields, connectionTypes, type Item } from '../engine/connection.ts';
import { notForIntegration } from '../engine/errors.ts';
import type { FieldArguments, TypeResolvers } from '../engine/resolvers.ts';
import { holds } from '../../http/identity.ts';
import { accountRef, items } from '../refs.ts';

/** A collaborator's edge also says the role. */
interface Collaborator extends Item {
  readonly role: string;
}

export const repositoryPeople: Fields<Repository> = {
  // Everybody whose access does not only come from the repository being public.
  collaborators: (repository, args, { world }) =>
    connection(
      'RepositoryCollaborator',
      [...world.state.accounts.values()].flatMap((account): readonly Collaborator[] => {
        const role = explicitRole(world, account, repository);
        if (role === null || account.type !== 'User' || !isAskedFor(account, args)) return [];
        return [{ key: account.nodeId, node: accountRef(account), role: role.toUpperCase() }];
      }),
      args,
    ),
  deployments: (repository, args, context) =>
    guarded(context, repository, ['deployments'], () =>
      connection('Deployment', items(deployments(repository, args), deploymentRef), args),
    ),
};

export const teamPeople: Fields<Team> = {
  members: (team, args, { world, identity }) =>
    identity.kind === 'installation' && !holds(identity.permissions, 'members', 'read')
      ? notForIntegration()
      : connection(
          'TeamMember',
          items(
            allTeamMembers(world, team).filter((user) => isAskedFor(user, args)),
            accountRef,
          ),
          args,
        ),
};

export const peopleTypes: readonly TypeResolvers<GraphqlContext>[] = [
  objectType('RepositoryCollaboratorConnection', connectionFields('RepositoryCollaboratorEdge')),
  objectType<{ readonly item: Collaborator; readonly cursor: string }>(
    'RepositoryCollaboratorEdge',
    {
      cursor: ({ cursor }) => cursor,
      node: ({ item }) => item.node,
      permission: ({ item }) => item.role,
    },
  ),
  ...connectionTypes<GraphqlContext>('TeamMember'),
  ...connectionTypes<GraphqlContext>('Deployment'),
];

/** `login` names one person, `query` a part of a login or name. */
function isAskedFor(user: User, args: FieldArguments): boolean {
  const { login, query } = args;
  if (typeof login === 'string') return user.login.toLowerCase() === login.toLowerCase();
  if (typeof query !== 'string') return true;
  const part = query.toLowerCase();
  return [user.login, user.name ?? ''].some((text) => text.toLowerCase().includes(part));
}

function deployments(repository: Repository, args: FieldArguments) {
  const order = args['orderBy'];
  const newestFirst =
    typeof order === 'object' &&
    order !== null &&
    'direction' in order &&
    order.direction === 'DESC';
  const sorted = [...repository.deployments.values()].sort((a, b) => a.createdAt - b.createdAt);
  return newestFirst ? sorted.reverse() : sorted;
}

function deploymentRef(value: ReturnType<typeof deployments>[number]) {
  return { typename: 'Deployment', value };
}
