import type { Label } from '../../model/records/repository.ts';
import { labelPath } from '../../paths.ts';
import { objectType, type GraphqlContext } from '../context.ts';
import { connection, connectionTypes } from '../engine/connection.ts';
import type { TypeResolvers } from '../engine/resolvers.ts';
import { instant, issueRef, items, repositoryRef } from '../refs.ts';
import { filteredIssues, filteredPulls } from '../lists.ts';

export const labelTypes: readonly TypeResolvers<GraphqlContext>[] = [
  objectType<Label>('Label', {
    id: (label) => label.nodeId,
    name: (label) => label.name,
    color: (label) => label.color,
    description: (label) => label.description,
    isDefault: (label) => label.isDefault,
    createdAt: (label) => instant(label.createdAt),
    updatedAt: (label) => instant(label.updatedAt),
    repository: (label) => repositoryRef(label.repository),
    resourcePath: (label) => labelPath(label),
    url: (label, _args, { baseUrl }) => baseUrl + labelPath(label),
    issues: (label, args) =>
      connection(
        'Issue',
        items(filteredIssues(label.repository, args, label.name), issueRef),
        args,
      ),
    pullRequests: (label, args) =>
      connection(
        'PullRequest',
        items(filteredPulls(label.repository, args, label.name), issueRef),
        args,
      ),
  }),
  ...connectionTypes<GraphqlContext>('Label'),
];
