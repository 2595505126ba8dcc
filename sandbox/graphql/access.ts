import type { GraphQLError } from 'graphql';
import { performerOf } from '../model/actor.ts';
import type { Person } from '../model/records/accounts.ts';
import type { Issue } from '../model/records/issue.ts';
import type { Repository } from '../model/records/repository.ts';
import { canRead, may, type Capability } from '../model/roles.ts';
import { holds, tokenReaches } from '../http/identity.ts';
import type { GraphqlContext } from './context.ts';
import { notForIntegration } from './engine/errors.ts';
import type { Ref, Resolved } from './engine/resolvers.ts';
import { issueRef } from './refs.ts';

/** The App permissions that GraphQL fields ask for. */
export type Permission =
  | 'issues'
  | 'pull_requests'
  | 'contents'
  | 'checks'
  | 'statuses'
  | 'deployments'
  | 'members'
  | 'merge_queues';

/**
 * Whether the caller may know that a repository exists. An installation sees what its token
 * reaches, and what everybody sees.
 */
export function canSee(context: GraphqlContext, repository: Repository): boolean {
  const { identity } = context;
  if (identity.kind === 'installation') {
    return repository.visibility === 'public' || tokenReaches(identity, repository);
  }
  return canRead(context.world, performerOf(context.world, context.actor), repository);
}

/**
 * Whether the caller's token reaches this far. People are bounded by their role, which the verbs
 * check; an installation by the permissions it was granted. Public repositories can be read without.
 */
export function permits(
  context: GraphqlContext,
  repository: Repository,
  permission: Permission,
  level: 'read' | 'write' = 'read',
): boolean {
  const { identity } = context;
  if (identity.kind !== 'installation') return true;
  return tokenReaches(identity, repository)
    ? holds(identity.permissions, permission, level)
    : level === 'read' && repository.visibility === 'public';
}

/** Resolves a field only for a caller with the permission; GitHub's refusal otherwise. */
export function guarded(
  context: GraphqlContext,
  repository: Repository,
  permissions: readonly Permission[],
  resolve: () => Resolved,
): Resolved | GraphQLError {
  return permissions.some((permission) => permits(context, repository, permission))
    ? resolve()
    : notForIntegration();
}

/** What of a list the caller may know of: GitHub leaves the rest out, of the count too. */
export function visibleIssues(context: GraphqlContext, issues: readonly Issue[]): readonly Issue[] {
  return issues.filter(({ repository }) => canSee(context, repository));
}

/** An issue as others refer to it; null for one that the caller may not know of. */
export function visibleIssue(context: GraphqlContext, issue: Issue | null): Ref | null {
  return issue !== null && canSee(context, issue.repository) ? issueRef(issue) : null;
}

/** Whether the viewer has a right that the verbs ask for: `moderate` edits others' texts, `triage` labels. */
export function viewerMay(
  context: GraphqlContext,
  repository: Repository,
  capability: Capability,
): boolean {
  return may(context.world, performerOf(context.world, context.actor), repository, capability);
}

/** Own text, or anybody's with write access. */
export function mayEditText(
  context: GraphqlContext,
  repository: Repository,
  author: Person,
): boolean {
  return author === context.viewer || viewerMay(context, repository, 'moderate');
}
