import { isObjectType } from 'graphql';
import { expect, test } from 'vitest';
import { githubSchema } from '../../../sandbox/graphql/engine/schema.ts';
import { resolvers } from '../../../sandbox/graphql/table.ts';

test("every resolver belongs to a field of GitHub's schema", async () => {
  const schema = await githubSchema();
  const strangers = [...resolvers()].flatMap(([typename, fields]) => {
    const type = schema.getType(typename);
    if (!isObjectType(type)) return [typename];
    return [...fields.keys()]
      .filter((field) => type.getFields()[field] === undefined)
      .map((field) => `${typename}.${field}`);
  });
  expect(strangers).toEqual([]);
});

test('all payload fields of the mutations that exist can be asked for', async () => {
  const schema = await githubSchema();
  const table = resolvers();
  const missing = [...table.keys()]
    .filter((typename) => typename.endsWith('Payload'))
    .flatMap((typename) => {
      const type = schema.getType(typename);
      const fields = isObjectType(type) ? Object.keys(type.getFields()) : [];
      return fields
        .filter((field) => table.get(typename)?.has(field) !== true)
        .map((field) => `${typename}.${field}`);
    });
  expect(missing).toEqual([]);
});
