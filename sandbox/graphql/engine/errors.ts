import { GraphQLError, type ASTNode } from 'graphql';

/** The `type` words GitHub puts beside the message of an error in a GraphQL answer. */
export type ErrorType =
  | 'NOT_FOUND'
  | 'FORBIDDEN'
  | 'UNPROCESSABLE'
  | 'ARGUMENT_LIMIT'
  | 'RATE_LIMITED'
  | 'MISSING_PAGINATION_BOUNDARIES'
  | 'EXCESSIVE_PAGINATION'
  | 'MAX_NODE_LIMIT_EXCEEDED'
  | 'INVALID_CURSOR_ARGUMENTS'
  | 'STALE_DATA'
  | 'SANDBOX_MISSING_RESOLVER';

/** Where in the query an error belongs; the executor fills it in for errors of resolvers. */
export interface Place {
  readonly nodes: readonly ASTNode[];
  readonly path: readonly string[];
}

/** An error of a field, in the words GitHub uses. Resolvers return it. */
export function fieldError(
  type: ErrorType,
  message: string,
  extensions: Readonly<Record<string, unknown>> = {},
  place: Place = { nodes: [], path: [] },
): GraphQLError {
  return new GraphQLError(message, {
    extensions: { ...extensions, [typeKey]: type },
    ...(place.nodes.length === 0 ? {} : place),
  });
}

/** The node an id names does not exist, or the viewer may not know of it. */
export function noSuchNode(id: string): GraphQLError {
  return fieldError('NOT_FOUND', `Could not resolve to a node with the global id of '${id}'`);
}

/** An installation lacks the permission a field needs. */
export function notForIntegration(): GraphQLError {
  return fieldError('FORBIDDEN', 'Resource not accessible by integration', {
    saml_failure: false,
  });
}

/** An error as GitHub writes it: `type` beside the message, `extensions` only when there are any. */
export interface ErrorJson {
  readonly type?: string;
  readonly path?: readonly (string | number)[];
  readonly extensions?: Readonly<Record<string, unknown>>;
  readonly locations?: readonly { readonly line: number; readonly column: number }[];
  readonly message: string;
}

export function errorJson(error: GraphQLError): ErrorJson {
  const { [typeKey]: type, ...extensions } = error.extensions;
  return {
    ...(typeof type === 'string' ? { type } : {}),
    ...(error.path === undefined ? {} : { path: error.path }),
    ...(Object.keys(extensions).length === 0 ? {} : { extensions }),
    ...(error.locations === undefined ? {} : { locations: error.locations }),
    message: error.message,
  };
}

const typeKey = 'githubType';
