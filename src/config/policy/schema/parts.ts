/** The parts of which every section of the policy file is made. Each error says what was expected. */
import { z } from 'zod';
import { WORDS } from '../words.ts';
import type { Word } from '../words.ts';

/** A map with known keys only. */
export function section<Shape extends z.ZodRawShape>(shape: Shape, description: string) {
  const keys = Object.keys(shape).join(', ');
  return z
    .strictObject(shape, {
      error: (issue) =>
        issue.code === 'unrecognized_keys' ? `one of the keys ${keys}` : `a map with ${keys}`,
    })
    .describe(description);
}

/** The same keys, each of which may be left out. */
export function optional<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.object(shape).partial().shape;
}

/** A text of the given kind. Its error message is what was expected; `problems.ts` builds on that. */
export function word(kind: Word, description: string) {
  return z
    .string({ error: kind.expected })
    .max(kind.longest, { error: kind.expected })
    .regex(kind.pattern, { error: kind.expected })
    .describe(description);
}

/** `*` and `**` are cheap, many of them in one glob are not. */
export function glob(kind: Word, description: string) {
  return word(kind, description).refine((text) => (text.match(/[*?]+/g) ?? []).length <= 6, {
    error: 'a glob with at most six wildcards',
  });
}

/** `what`: what its items are called, in the plural. */
export function list<Item extends z.ZodType>(
  item: Item,
  { most, what }: { readonly most: number; readonly what: string },
  description: string,
) {
  const expected = `a list of at most ${String(most)} ${what}, such as [first, second]`;
  return z.array(item, { error: expected }).max(most, { error: expected }).describe(description);
}

/** Some levels of the scale, by their ids. */
export function severityIds(description: string) {
  const id = word(WORDS.severityId, 'A severity id.');
  return list(id, { most: 20, what: 'severity ids' }, description);
}

/** Whose word counts for something. */
export function teamsAndPeople(most: number, description: string) {
  const one = word(WORDS.approver, 'A team or a person.');
  return list(one, { most, what: 'teams or logins' }, description);
}

export function choice<const Values extends readonly [string, ...string[]]>(
  values: Values,
  description: string,
) {
  return z.enum(values, { error: `one of ${values.join(', ')}` }).describe(description);
}

export function yesOrNo(description: string) {
  return z.boolean({ error: 'true or false' }).describe(description);
}

/** From 0 to `most`. */
export function percent(most: number, description: string) {
  const expected = `a number of percent from 0 to ${String(most)}, such as 20, or none`;
  return z
    .union(
      [
        z.number({ error: expected }).min(0, { error: expected }).max(most, { error: expected }),
        z.literal('none'),
      ],
      { error: expected },
    )
    .describe(description);
}
