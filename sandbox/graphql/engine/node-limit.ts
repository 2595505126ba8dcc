import {
  getArgumentValues,
  getNamedType,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  Kind,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLError,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { fieldError, type ErrorType } from './errors.ts';

/** What a query may cost: possible nodes and points of the rate limit. */
export interface QueryCost {
  readonly nodes: number;
  readonly points: number;
}

export interface CostInput {
  readonly schema: GraphQLSchema;
  readonly operation: OperationDefinitionNode;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** The most nodes one call may ask for. */
export const nodeLimit = 500_000;
/** The most records of one connection. */
const pageLimit = 100;

/**
 * Counts before executing, as GitHub does
 * (docs.github.com/graphql/overview/rate-limits-and-node-limits-for-the-graphql-api):
 * every connection wants `first` or `last` between 1 and 100; a connection's nodes are
 * its page size times the pages above it; requests are one per connection and parent;
 * points are requests / 100, rounded, at least 1. Returns an error instead when a rule is broken.
 */
export function queryCost(
  input: CostInput,
): QueryCost | { readonly errors: readonly GraphQLError[] } {
  const tally: Tally = { input, nodes: 0, requests: 0, errors: [] };
  const root = input.schema.getRootType(input.operation.operation);
  if (root == null) return { nodes: 0, points: 1 };
  walk(tally, input.operation.selectionSet, root, 1, []);
  if (tally.errors.length > 0) return { errors: tally.errors };
  if (tally.nodes > nodeLimit) return { errors: [tooManyNodes(tally.nodes)] };
  return { nodes: tally.nodes, points: Math.max(1, Math.round(tally.requests / 100)) };
}

interface Tally {
  readonly input: CostInput;
  nodes: number;
  requests: number;
  readonly errors: GraphQLError[];
}

function walk(
  tally: Tally,
  selections: SelectionSetNode,
  parent: GraphQLCompositeType,
  ...[multiplier, path]: readonly [number, readonly string[]]
): void {
  for (const selection of selections.selections) {
    if (selection.kind === Kind.FIELD) {
      field(tally, selection, parent, multiplier, path);
      continue;
    }
    const inside =
      selection.kind === Kind.INLINE_FRAGMENT
        ? selection
        : tally.input.fragments.get(selection.name.value);
    if (inside === undefined) continue;
    const condition = inside.typeCondition?.name.value;
    const narrowed = condition === undefined ? parent : tally.input.schema.getType(condition);
    if (narrowed !== undefined && isCompositeType(narrowed)) {
      walk(tally, inside.selectionSet, narrowed, multiplier, path);
    }
  }
}

function field(
  tally: Tally,
  node: FieldNode,
  parent: GraphQLCompositeType,
  ...[multiplier, path]: readonly [number, readonly string[]]
): void {
  if (node.selectionSet === undefined) return;
  if (!isObjectType(parent) && !isInterfaceType(parent)) return;
  const definition = parent.getFields()[node.name.value];
  if (definition === undefined) return;
  const type = getNamedType(definition.type);
  if (!isCompositeType(type)) return;
  const here = [...path, node.alias?.value ?? node.name.value];
  const args = getArgumentValues(definition, node, tally.input.variables);
  const paginated = definition.args.some((argument) => argument.name === 'first');
  if (!paginated) {
    const ids: unknown = args['ids'];
    walk(tally, node.selectionSet, type, multiplier * (Array.isArray(ids) ? ids.length : 1), here);
    return;
  }
  const size = pageSize(tally, node, args, here);
  tally.requests += multiplier;
  tally.nodes += multiplier * size;
  walk(tally, node.selectionSet, type, multiplier * size, here);
}

function pageSize(
  tally: Tally,
  node: FieldNode,
  args: Readonly<Record<string, unknown>>,
  path: readonly string[],
): number {
  const [word, size] =
    typeof args['first'] === 'number' ? ['first', args['first']] : ['last', args['last']];
  // Only `totalCount` and the like: GitHub lets a connection go without a page then.
  if (typeof size !== 'number' && !selectsRecords(node)) return 0;
  const broken = brokenBoundary(node.name.value, word, size);
  if (broken === undefined) return typeof size === 'number' ? size : 0;
  tally.errors.push(fieldError(broken.type, broken.message, {}, { nodes: [node], path }));
  return 0;
}

function brokenBoundary(
  name: string,
  word: string,
  size: unknown,
): { readonly type: ErrorType; readonly message: string } | undefined {
  if (typeof size !== 'number') {
    return {
      type: 'MISSING_PAGINATION_BOUNDARIES',
      message: `You must provide a \`first\` or \`last\` value to properly paginate the \`${name}\` connection.`,
    };
  }
  if (size > pageLimit) {
    return {
      type: 'EXCESSIVE_PAGINATION',
      message: `Requesting ${size} records on the \`${name}\` connection exceeds the \`${word}\` limit of ${pageLimit} records.`,
    };
  }
  if (size < 0) {
    return {
      type: 'INVALID_CURSOR_ARGUMENTS',
      message: `\`${word}\` on the \`${name}\` connection cannot be less than zero.`,
    };
  }
  return undefined;
}

function selectsRecords(node: FieldNode): boolean {
  return (
    node.selectionSet?.selections.some(
      (selection) =>
        selection.kind !== Kind.FIELD ||
        ['nodes', 'edges', 'pageInfo'].includes(selection.name.value),
    ) ?? false
  );
}

function tooManyNodes(count: number): GraphQLError {
  return fieldError(
    'MAX_NODE_LIMIT_EXCEEDED',
    `This query requests up to ${count.toLocaleString('en-US')} possible nodes which exceeds the maximum limit of ${nodeLimit.toLocaleString('en-US')}.`,
  );
}
