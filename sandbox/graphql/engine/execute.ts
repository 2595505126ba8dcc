import {
  execute,
  getOperationAST,
  getVariableValues,
  GraphQLError,
  Kind,
  parse,
  validate,
  type DocumentNode,
  type ExecutionResult,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import { errorJson, type ErrorJson } from './errors.ts';
import { missingResolvers } from './missing.ts';
import { queryCost } from './node-limit.ts';
import { strictFieldResolver, typeResolver, type Ref, type ResolverTable } from './resolvers.ts';

/** A request's body after its shape has been checked. */
export interface GraphqlRequest {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly operationName: string | undefined;
}

/** What goes back over HTTP: `data` is absent when the query never ran. */
export interface GraphqlAnswer {
  readonly data?: unknown;
  readonly errors?: readonly ErrorJson[];
}

export interface Engine<Context> {
  readonly schema: GraphQLSchema;
  readonly table: ResolverTable<Context>;
}

/** A query that parsed, validated and fits the limits: what it will cost, and how to run it. */
export type Prepared =
  | { readonly kind: 'refused'; readonly answer: GraphqlAnswer }
  | {
      readonly kind: 'ready';
      readonly document: DocumentNode;
      readonly operation: OperationDefinitionNode;
      readonly points: number;
      readonly nodes: number;
    };

/** Everything GitHub checks before a query runs. Nothing here touches the world. */
export function prepare<Context>(engine: Engine<Context>, request: GraphqlRequest): Prepared {
  const document = validDocument(engine, request.query);
  if ('length' in document) return refused(document);
  const operation = getOperationAST(document, request.operationName);
  if (operation == null) {
    return refused([new GraphQLError('An operation name is required')]);
  }
  const given = getVariableValues(
    engine.schema,
    operation.variableDefinitions ?? [],
    request.variables,
  );
  if (given.errors !== undefined) return refused(given.errors);
  const cost = queryCost({
    schema: engine.schema,
    operation,
    fragments: fragmentsOf(document),
    variables: given.coerced,
  });
  if ('errors' in cost) return refused(cost.errors);
  return { kind: 'ready', document, operation, ...cost };
}

/** Those that can be answered, by their text: a program asks the same few questions again and again. */
const known = new WeakMap<object, Map<string, DocumentNode>>();
const MOST_KNOWN = 200;

function validDocument<Context>(
  { schema, table }: Engine<Context>,
  query: string,
): DocumentNode | readonly GraphQLError[] {
  const documents = known.get(table) ?? new Map<string, DocumentNode>();
  const before = documents.get(query);
  if (before !== undefined) return before;
  const document = parsed(query);
  if (document instanceof GraphQLError) return [document];
  const invalid = validate(schema, document);
  if (invalid.length > 0) return invalid;
  const missing = missingResolvers(schema, document, table);
  if (missing.length > 0) return missing;
  if (documents.size >= MOST_KNOWN) documents.clear();
  known.set(table, documents.set(query, document));
  return document;
}

/** Runs a prepared query. Mutations run one after the other, as the specification demands. */
export async function run<Context>(
  engine: Engine<Context>,
  ...[prepared, request, context]: readonly [
    Extract<Prepared, { kind: 'ready' }>,
    GraphqlRequest,
    Context,
  ]
): Promise<GraphqlAnswer> {
  const root: Ref = { typename: 'Root', value: null };
  const result: ExecutionResult = await execute({
    schema: engine.schema,
    document: prepared.document,
    rootValue: root,
    contextValue: context,
    variableValues: request.variables,
    operationName: request.operationName ?? null,
    fieldResolver: strictFieldResolver(engine.table),
    typeResolver,
  });
  const bug = result.errors?.find(
    (error) => error.originalError !== undefined && !(error.originalError instanceof GraphQLError),
  );
  if (bug?.originalError != null) throw bug.originalError;
  return {
    ...(result.data === undefined ? {} : { data: result.data }),
    ...(result.errors === undefined ? {} : { errors: result.errors.map(errorJson) }),
  };
}

function refused(errors: readonly GraphQLError[]): Prepared {
  return { kind: 'refused', answer: { errors: errors.map(errorJson) } };
}

function parsed(query: string): DocumentNode | GraphQLError {
  try {
    return parse(query);
  } catch (error) {
    if (error instanceof GraphQLError) return error;
    throw error;
  }
}

function fragmentsOf(document: DocumentNode): ReadonlyMap<string, FragmentDefinitionNode> {
  return new Map(
    document.definitions.flatMap((definition) =>
      definition.kind === Kind.FRAGMENT_DEFINITION
        ? [[definition.name.value, definition] as const]
        : [],
    ),
  );
}
