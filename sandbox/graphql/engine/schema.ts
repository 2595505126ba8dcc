import { buildASTSchema, parse, type GraphQLSchema } from 'graphql';

let cached: Promise<GraphQLSchema> | undefined;

/**
 * GitHub's published GraphQL schema, exactly as the official package ships it.
 * Loading and building it takes about a third of a second, so a process does it
 * once and only when the first query arrives.
 */
export function githubSchema(): Promise<GraphQLSchema> {
  cached ??= build();
  return cached;
}

async function build(): Promise<GraphQLSchema> {
  const { schema } = await import('@octokit/graphql-schema');
  // The package is published from a schema that GitHub itself validated.
  return buildASTSchema(parse(schema.idl, { noLocation: true }), {
    assumeValid: true,
    assumeValidSDL: true,
  });
}
