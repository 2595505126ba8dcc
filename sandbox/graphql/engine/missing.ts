import {
  isInterfaceType,
  isObjectType,
  isUnionType,
  TypeInfo,
  visit,
  visitWithTypeInfo,
  type DocumentNode,
  type GraphQLError,
  type GraphQLSchema,
} from 'graphql';
import { missingResolver, type ResolverTable } from './resolvers.ts';

/**
 * Fields a query selects that no resolver exists for, found before anything runs:
 * a field below a null parent would otherwise go unnoticed until the day it is not null.
 */
export function missingResolvers<Context>(
  schema: GraphQLSchema,
  document: DocumentNode,
  table: ResolverTable<Context>,
): readonly GraphQLError[] {
  const types = new TypeInfo(schema);
  const missing: GraphQLError[] = [];
  visit(
    document,
    visitWithTypeInfo(types, {
      Field(node) {
        const parent = types.getParentType();
        const name = node.name.value;
        if (parent == null || name.startsWith('__') || isUnionType(parent)) return;
        if (parent.name.startsWith('__')) return;
        const candidates = isObjectType(parent) ? [parent] : schema.getPossibleTypes(parent);
        if (candidates.some((type) => table.get(type.name)?.has(name) === true)) return;
        if (isObjectType(parent) || isInterfaceType(parent)) {
          missing.push(missingResolver(parent.name, name));
        }
      },
    }),
  );
  return missing;
}
