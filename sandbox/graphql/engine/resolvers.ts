import type { GraphQLError, GraphQLFieldResolver, GraphQLTypeResolver } from 'graphql';
import { fieldError } from './errors.ts';

/**
 * A value on its way through the executor: the name of its GraphQL type and
 * whatever the resolvers of that type take as their source. Every resolver that
 * yields an object yields one of these, so interfaces and unions need no guessing.
 */
export interface Ref {
  readonly typename: string;
  readonly value: unknown;
}

/** What a field may yield; an error is returned rather than thrown. */
export type Resolved =
  | Ref
  | string
  | number
  | boolean
  | null
  | GraphQLError
  | readonly Resolved[]
  | Readonly<Record<string, string>>;

/** One field. `args` are already coerced by the schema. */
export type FieldResolver<Source, Context> = (
  source: Source,
  args: FieldArguments,
  context: Context,
) => Resolved;

/** Arguments of a field after coercion: absent ones are undefined. */
export type FieldArguments = Readonly<Record<string, unknown>>;

/** Resolvers of one object type, ready to be put together with others. */
export interface TypeResolvers<Context> {
  readonly typename: string;
  readonly fields: ReadonlyMap<string, FieldResolver<unknown, Context>>;
}

/**
 * Declares the resolvers of one type. The source's type is erased here, at the
 * one place where it is safe: only `ref(typename, …)` of the same type reaches them.
 */
export function objectType<Source, Context>(
  typename: string,
  fields: Readonly<Record<string, FieldResolver<Source, Context>>>,
): TypeResolvers<Context> {
  return {
    typename,
    fields: new Map(Object.entries(fields) as [string, FieldResolver<unknown, Context>][]),
  };
}

/** Every type's resolvers by type name. */
export type ResolverTable<Context> = ReadonlyMap<string, TypeResolvers<Context>['fields']>;

/** Puts types together; the same type twice is a bug of the sandbox. */
export function resolverTable<Context>(
  types: readonly TypeResolvers<Context>[],
): ResolverTable<Context> {
  const table = new Map<string, TypeResolvers<Context>['fields']>();
  for (const { typename, fields } of types) {
    if (table.has(typename)) throw new Error(`Two sets of resolvers for ${typename}`);
    table.set(typename, fields);
  }
  return table;
}

/**
 * The field resolver for graphql-js. A field nobody has written a resolver for is
 * an error: a sandbox that answered null would teach an app that null is normal.
 */
export function strictFieldResolver<Context>(
  table: ResolverTable<Context>,
): GraphQLFieldResolver<Ref, Context, Record<string, unknown>> {
  return (source, args, context, info) => {
    const field = table.get(info.parentType.name)?.get(info.fieldName);
    return field === undefined
      ? missingResolver(info.parentType.name, info.fieldName)
      : field(source.value, args, context);
  };
}

export const typeResolver: GraphQLTypeResolver<Ref, unknown> = (source) => source.typename;

/** Says loudly which field the sandbox does not know yet. */
export function missingResolver(typename: string, field: string): GraphQLError {
  return fieldError(
    'SANDBOX_MISSING_RESOLVER',
    `The sandbox has no resolver for ${typename}.${field}; add one in sandbox/graphql`,
  );
}
