import { GraphQLError } from 'graphql';
import type { Issue } from '../../model/records/issue.ts';
import type { Repository } from '../../model/records/repository.ts';
import type { Refusal, Result } from '../../model/result.ts';
import { permits, type Permission } from '../access.ts';
import { objectType, type GraphqlContext } from '../context.ts';
import { fieldError, notForIntegration } from '../engine/errors.ts';
import type { FieldResolver, Resolved, TypeResolvers } from '../engine/resolvers.ts';
import { record } from '../lists.ts';
import { nodeOf } from '../nodes.ts';

/** The `input` of a mutation, coerced by the schema. */
export type Input = Readonly<Record<string, unknown>>;

/** What the payload's fields show. */
export type Payload = Readonly<Record<string, Resolved>>;

export interface Mutation {
  readonly name: string;
  readonly resolve: FieldResolver<null, GraphqlContext>;
  readonly payload: TypeResolvers<GraphqlContext>;
}

/** One mutation: its name, the fields of its payload, and what it does. */
export function mutation(
  name: string,
  fields: readonly string[],
  perform: (input: Input, context: GraphqlContext) => Payload | GraphQLError,
): Mutation {
  const typename = `${name.charAt(0).toUpperCase()}${name.slice(1)}Payload`;
  return {
    name,
    resolve: (_root, args, context) => {
      const input = record(args['input']);
      const payload = perform(input, context);
      if (payload instanceof GraphQLError) return payload;
      const clientMutationId = input['clientMutationId'];
      return {
        typename,
        value: {
          ...payload,
          clientMutationId: typeof clientMutationId === 'string' ? clientMutationId : null,
        },
      };
    },
    payload: objectType<Payload>(
      typename,
      Object.fromEntries(
        [...fields, 'clientMutationId'].map((field) => [
          field,
          (shown: Payload) => shown[field] ?? null,
        ]),
      ),
    ),
  };
}

/** What a verb of the model answered, as a payload or as GitHub's error. */
export function outcome<Value>(
  result: Result<Value>,
  payload: (value: Value) => Payload,
): Payload | GraphQLError {
  return result.ok ? payload(result.value) : refusalError(result.refusal);
}

/** A refusal of the model as an error of GraphQL. */
export function refusalError(refusal: Refusal): GraphQLError {
  const details = (refusal.errors ?? []).map((error) =>
    typeof error === 'string'
      ? error
      : (error.message ?? `${error.field ?? error.resource} ${error.code}`),
  );
  const message = details.length === 0 ? refusal.message : details.join(', ');
  return fieldError(
    refusal.type,
    message,
    refusal.type === 'FORBIDDEN' ? { saml_failure: false } : {},
  );
}

/** Whether the token may write: any one of the permissions, on this repository. */
export function mayWrite(
  context: GraphqlContext,
  repository: Repository,
  ...permissions: readonly Permission[]
): GraphQLError | undefined {
  return permissions.some((permission) => permits(context, repository, permission, 'write'))
    ? undefined
    : notForIntegration();
}

/** The issue or pull request an id names, if the token may write to it. */
export function writableThread(context: GraphqlContext, id: unknown): Issue | GraphQLError {
  const node = nodeOf(context, id, ['Issue', 'PullRequest']);
  if (node instanceof GraphQLError) return node;
  const { record: issue } = node;
  return (
    mayWrite(context, issue.repository, issue.pull === null ? 'issues' : 'pull_requests') ?? issue
  );
}

/** As `writableThread`, for one of the two kinds only. */
export function writableOf(
  context: GraphqlContext,
  id: unknown,
  kind: 'Issue' | 'PullRequest',
): Issue | GraphQLError {
  const node = nodeOf(context, id, [kind]);
  return node instanceof GraphQLError ? node : writableThread(context, id);
}

/** Looks up several ids of one kind; the first that fails is the answer. */
export function all<Found>(
  ids: readonly string[],
  find: (id: string) => Found | GraphQLError,
): readonly Found[] | GraphQLError {
  const found: Found[] = [];
  for (const id of ids) {
    const one = find(id);
    if (one instanceof GraphQLError) return one;
    found.push(one);
  }
  return found;
}

/** An optional string of the input. */
export function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
