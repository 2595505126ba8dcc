import type { GraphQLError } from 'graphql';
import type { Repository } from '../model/records/repository.ts';
import type { Node } from '../model/state.ts';
import { canSee } from './access.ts';
import type { GraphqlContext } from './context.ts';
import { noSuchNode } from './engine/errors.ts';
import type { Ref } from './engine/resolvers.ts';
import { commentRef, commitRef, issueRef, repositoryRef } from './refs.ts';
import { eventRef } from './types/timeline.ts';

/** Whatever a node id names, if the caller may know of it. */
export function nodeRef(context: GraphqlContext, id: string): Ref | GraphQLError {
  const node = context.world.state.nodes.get(id);
  if (node === undefined) return noSuchNode(id);
  const repository = homeOf(node);
  if (repository !== undefined && !canSee(context, repository)) return noSuchNode(id);
  return refOf(node) ?? noSuchNode(id);
}

/** The members of the union that can have one of these types. */
export type NodeOf<Type extends Node['type']> = Node extends infer Each
  ? Each extends Node
    ? [Each['type'] & Type] extends [never]
      ? never
      : Each
    : never
  : never;

/** The node of one of these types that an id names; a mutation's refusal otherwise. */
export function nodeOf<Type extends Node['type']>(
  context: GraphqlContext,
  id: unknown,
  types: readonly Type[],
): NodeOf<Type> | GraphQLError {
  const node = context.world.state.nodes.get(String(id));
  if (node === undefined || !isOneOf(node, types)) return noSuchNode(String(id));
  const repository = homeOf(node);
  return repository === undefined || canSee(context, repository) ? node : noSuchNode(String(id));
}

function isOneOf<Type extends Node['type']>(
  node: Node,
  types: readonly Type[],
): node is NodeOf<Type> {
  return types.some((type) => type === node.type);
}

function refOf(node: Node): Ref | null {
  switch (node.type) {
    case 'TimelineEvent':
      return eventRef(node.record, node.issue);
    case 'Commit':
      return commitRef(node.repository, node.record.sha);
    case 'Issue':
    case 'PullRequest':
      return issueRef(node.record);
    case 'IssueComment':
      return commentRef(node.record);
    case 'Repository':
      return repositoryRef(node.record);
    case 'Reaction':
      // A reaction does not know what it belongs to; GitHub resolves it, nobody asks for it.
      return null;
    default:
      return { typename: node.type, value: node.record };
  }
}

/** The repository a node lives in, whose visibility decides; people, teams and Apps live in none. */
export function homeOf(node: Node): Repository | undefined {
  if (node.type === 'Repository') return node.record;
  if (node.type === 'TimelineEvent') return node.issue.repository;
  if (node.type === 'Commit') return node.repository;
  if (node.type === 'DeploymentStatus') return node.record.deployment.repository;
  const { record } = node;
  if ('repository' in record) return record.repository;
  return 'issue' in record ? record.issue.repository : undefined;
}
