import type { User, Organization } from '../../model/records/accounts.ts';
import type { Repository } from '../../model/records/repository.ts';
import { roleOf } from '../../model/roles.ts';
import { findRepository, fullName } from '../../model/world.ts';
import { repositoryPath } from '../../paths.ts';
import { canSee, guarded } from '../access.ts';
import { objectType, type Fields, type GraphqlContext } from '../context.ts';
import { connection, connectionTypes } from '../engine/connection.ts';
import { fieldError } from '../engine/errors.ts';
import type { FieldArguments, Resolved, TypeResolvers } from '../engine/resolvers.ts';
import { filteredIssues, filteredPulls, orderedLabels } from '../lists.ts';
import {
  accountRef,
  branchRef,
  instant,
  issueRef,
  items,
  labelRef,
  repositoryRef,
} from '../refs.ts';
import { gitObject } from './git.ts';
import { peopleTypes, repositoryPeople } from './people.ts';

const describing: Fields<Repository> = {
  id: (repository) => repository.nodeId,
  databaseId: (repository) => repository.id,
  name: (repository) => repository.name,
  nameWithOwner: (repository) => fullName(repository),
  owner: (repository) => accountRef(repository.owner),
  description: (repository) => repository.settings.description,
  homepageUrl: (repository) => repository.settings.homepage,
  isPrivate: (repository) => repository.visibility !== 'public',
  visibility: (repository) => repository.visibility.toUpperCase(),
  isArchived: (repository) => repository.archived,
  isFork: (repository) => repository.isFork,
  isInOrganization: (repository) => repository.owner.type === 'Organization',
  isEmpty: (repository) => repository.branches.size === 0,
  hasIssuesEnabled: (repository) => repository.settings.hasIssues,
  autoMergeAllowed: (repository) => repository.settings.allowAutoMerge,
  mergeCommitAllowed: (repository) => repository.settings.allowMergeCommit,
  squashMergeAllowed: (repository) => repository.settings.allowSquashMerge,
  rebaseMergeAllowed: (repository) => repository.settings.allowRebaseMerge,
  deleteBranchOnMerge: (repository) => repository.settings.deleteBranchOnMerge,
  createdAt: (repository) => instant(repository.createdAt),
  updatedAt: (repository) => instant(repository.updatedAt),
  pushedAt: (repository) => instant(repository.pushedAt),
  parent: (repository, _args, context) =>
    repository.parent !== null && canSee(context, repository.parent)
      ? repositoryRef(repository.parent)
      : null,
  resourcePath: (repository) => repositoryPath(repository),
  url: (repository, _args, { baseUrl }) => baseUrl + repositoryPath(repository),
  viewerPermission: (repository, _args, { world, viewer }) =>
    roleOf(world, viewer, repository)?.toUpperCase() ?? null,
};

const content: Fields<Repository> = {
  defaultBranchRef: (repository, _args, context) =>
    guarded(context, repository, ['contents'], () =>
      branchRef(repository, repository.defaultBranch),
    ),
  ref: (repository, args, context) =>
    guarded(context, repository, ['contents'], () =>
      branchRef(repository, String(args['qualifiedName']).replace(/^refs\/heads\//u, '')),
    ),
  refs: (repository, args, context) =>
    guarded(context, repository, ['contents'], () =>
      connection('Ref', branches(repository, args), args),
    ),
  object: (repository, args, context) =>
    guarded(context, repository, ['contents'], () => gitObject(repository, args)),
  mergeQueue: (repository, args, context) =>
    guarded(context, repository, ['merge_queues', 'pull_requests'], () => {
      const branch = typeof args['branch'] === 'string' ? args['branch'] : repository.defaultBranch;
      const queue = repository.mergeQueues.get(branch.replace(/^refs\/heads\//u, ''));
      return queue === undefined ? null : { typename: 'MergeQueue', value: queue };
    }),
};

const threads: Fields<Repository> = {
  issue: (repository, args, context) =>
    guarded(context, repository, ['issues'], () => numbered(repository, args, 'an Issue')),
  pullRequest: (repository, args, context) =>
    guarded(context, repository, ['pull_requests'], () =>
      numbered(repository, args, 'a PullRequest'),
    ),
  issueOrPullRequest: (repository, args, context) =>
    guarded(context, repository, ['issues', 'pull_requests'], () =>
      numbered(repository, args, 'an issue or pull request'),
    ),
  issues: (repository, args, context) =>
    guarded(context, repository, ['issues'], () =>
      connection('Issue', items(filteredIssues(repository, args), issueRef), args),
    ),
  pullRequests: (repository, args, context) =>
    guarded(context, repository, ['pull_requests'], () =>
      connection('PullRequest', items(filteredPulls(repository, args), issueRef), args),
    ),
  label: (repository, args) => {
    const wanted = String(args['name']).toLowerCase();
    const label = [...repository.labels.values()].find((one) => one.name.toLowerCase() === wanted);
    return label === undefined ? null : labelRef(label);
  },
  labels: (repository, args) =>
    connection(
      'Label',
      items(
        orderedLabels([...repository.labels.values()], args['orderBy']).filter(
          (label) => typeof args['query'] !== 'string' || label.name.includes(args['query']),
        ),
        labelRef,
      ),
      args,
    ),
};

export const repositoryTypes: readonly TypeResolvers<GraphqlContext>[] = [
  objectType<Repository>('Repository', {
    ...describing,
    ...content,
    ...threads,
    ...repositoryPeople,
  }),
  ...peopleTypes,
  ...connectionTypes<GraphqlContext>('Repository'),
];

/** `repository` and `repositories` of people and organisations. */
export function ownerFields<Source extends User | Organization>(): Fields<Source> {
  return {
    repository: (owner, args, context) => {
      const repository = findRepository(context.world, owner.login, String(args['name']));
      return repository !== undefined && canSee(context, repository)
        ? repositoryRef(repository)
        : null;
    },
    repositories: (owner, args, context) =>
      connection(
        'Repository',
        items(
          [...context.world.state.repositories.values()].filter(
            (repository) => repository.owner.id === owner.id && canSee(context, repository),
          ),
          repositoryRef,
        ),
        args,
      ),
  };
}

function numbered(
  repository: Repository,
  args: FieldArguments,
  kind: 'an Issue' | 'a PullRequest' | 'an issue or pull request',
): Resolved {
  const number = Number(args['number']);
  const issue = repository.issues.get(number) ?? repository.transferred.get(number);
  const fits =
    kind === 'an issue or pull request' || (issue?.pull == null) === (kind === 'an Issue');
  return issue !== undefined && fits
    ? issueRef(issue)
    : fieldError('NOT_FOUND', `Could not resolve to ${kind} with the number of ${number}.`);
}

function branches(repository: Repository, args: FieldArguments) {
  const prefix = String(args['refPrefix']);
  const query = typeof args['query'] === 'string' ? args['query'] : '';
  return [...repository.branches.keys()]
    .filter((name) => 'refs/heads/'.startsWith(prefix) || `refs/heads/${name}`.startsWith(prefix))
    .filter((name) => name.includes(query))
    .map((name) => ({
      key: `refs/heads/${name}`,
      node: { typename: 'Ref', value: { repository, name } },
    }));
}
