import type { GraphQLError } from 'graphql';
import { fieldError } from './errors.ts';
import {
  objectType,
  type FieldArguments,
  type Ref,
  type Resolved,
  type TypeResolvers,
} from './resolvers.ts';

/** One record of a list: a key that stays with it, and the record. */
export interface Item {
  readonly key: string;
  readonly node: Ref;
}

/** The page of a connection that was asked for, beside facts about the whole. */
export interface Page {
  readonly items: readonly Item[];
  readonly totalCount: number;
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
  /** Position of the first item in the whole list, from 0. */
  readonly start: number;
}

/**
 * Cuts a page out of a list by `first`/`after`/`last`/`before`. A cursor names a
 * record, so pages stay whole when records are added between two requests; where
 * the record is gone, its former place counts.
 */
export function page(items: readonly Item[], args: FieldArguments): Page | GraphQLError {
  const after = bound(items, args['after']);
  const before = bound(items, args['before']);
  if (after === 'invalid') return invalidCursor(args['after']);
  if (before === 'invalid') return invalidCursor(args['before']);
  let start = after === undefined ? 0 : after.found ? after.index + 1 : after.index;
  let end = before === undefined ? items.length : before.index;
  if (typeof args['first'] === 'number') end = Math.min(end, start + args['first']);
  if (typeof args['last'] === 'number') start = Math.max(start, end - args['last']);
  end = Math.max(start, end);
  return {
    items: items.slice(start, end),
    totalCount: items.length,
    hasNextPage: end < items.length,
    hasPreviousPage: start > 0,
    start,
  };
}

/** A page as the source of `<name>Connection`. */
export function connection(
  name: string,
  items: readonly Item[],
  args: FieldArguments,
): Ref | GraphQLError {
  const cut = page(items, args);
  return 'items' in cut ? { typename: `${name}Connection`, value: { name, page: cut } } : cut;
}

export interface ConnectionSource {
  readonly name: string;
  readonly page: Page;
}

/** Resolvers of `<name>Connection` and `<edge>`, the same for every list of GitHub's. */
export function connectionTypes<Context>(
  name: string,
  edge: string | undefined = `${name}Edge`,
): readonly TypeResolvers<Context>[] {
  return [
    objectType<ConnectionSource, Context>(`${name}Connection`, connectionFields(edge)),
    edgeType<Context>(edge),
  ];
}

/** `PageInfo`, once for all connections. */
export function pageInfoType<Context>(): TypeResolvers<Context> {
  return objectType<Page, Context>('PageInfo', {
    hasNextPage: (cut) => cut.hasNextPage,
    hasPreviousPage: (cut) => cut.hasPreviousPage,
    startCursor: (cut) => edgeCursor(cut, 0),
    endCursor: (cut) => edgeCursor(cut, cut.items.length - 1),
  });
}

/** The four fields all connections share. */
export function connectionFields(
  edge: string,
): Readonly<Record<string, (source: ConnectionSource) => Resolved>> {
  return {
    nodes: ({ page: cut }) => cut.items.map((item) => item.node),
    edges: ({ page: cut }) =>
      cut.items.map((item, index) => ({
        typename: edge,
        value: { item, cursor: cursor(item.key, cut.start + index) },
      })),
    pageInfo: ({ page: cut }) => ({ typename: 'PageInfo', value: cut }),
    totalCount: ({ page: cut }) => cut.totalCount,
  };
}

/** Resolvers of an edge type. */
export function edgeType<Context>(edge: string): TypeResolvers<Context> {
  return objectType<{ readonly item: Item; readonly cursor: string }, Context>(edge, {
    cursor: (source) => source.cursor,
    node: (source) => source.item.node,
  });
}

function edgeCursor(cut: Page, index: number): string | null {
  const item = cut.items[index];
  return item === undefined ? null : cursor(item.key, cut.start + index);
}

function cursor(key: string, index: number): string {
  return Buffer.from(`cursor:v2:${index}:${key}`).toString('base64');
}

type Bound = { readonly index: number; readonly found: boolean };

function bound(items: readonly Item[], given: unknown): Bound | 'invalid' | undefined {
  if (typeof given !== 'string') return undefined;
  const text = Buffer.from(given, 'base64').toString('utf8');
  const match = /^cursor:v2:(?<index>\d+):(?<key>.*)$/su.exec(text);
  if (match?.groups === undefined) return 'invalid';
  const found = items.findIndex((item) => item.key === match.groups?.['key']);
  return found >= 0
    ? { index: found, found: true }
    : { index: Math.min(Number(match.groups['index']), items.length), found: false };
}

function invalidCursor(given: unknown): GraphQLError {
  return fieldError(
    'INVALID_CURSOR_ARGUMENTS',
    `\`${String(given)}\` does not appear to be a valid cursor.`,
  );
}

/** The last record of a list as an edge, for the payload of a mutation that added it. */
export function newestEdge(edge: string, items: readonly Item[]): Ref | null {
  const item = items.at(-1);
  return item === undefined
    ? null
    : { typename: edge, value: { item, cursor: cursor(item.key, items.length - 1) } };
}
