import type { Call } from '../http/context.ts';
import { isRecord, oneOf, text } from './input.ts';

type Values = Readonly<Record<string, unknown>>;

/** Names from `labels`, which may be strings or objects with a `name`. */
export function labelNames(body: Values): string[] {
  return namesIn(body['labels'], 'name');
}

/** Logins from a list that may hold strings or objects with a `login`. */
export function loginsOf(body: Values, key: string): string[] {
  return namesIn(body[key], 'login');
}

/** Sorted as the request asks: descending unless `direction=asc`. */
export function byDirection<Item>(
  call: Call,
  items: readonly Item[],
  key: (item: Item) => number,
): Item[] {
  const sign = oneOf(call.parameters, 'direction', ['asc', 'desc']) === 'asc' ? 1 : -1;
  return [...items].sort((a, b) => sign * (key(a) - key(b)));
}

function namesIn(list: unknown, key: string): string[] {
  if (!Array.isArray(list)) return [];
  return list.flatMap((each: unknown) => {
    if (typeof each === 'string') return [each];
    const name = isRecord(each) ? text(each, key) : undefined;
    return name === undefined ? [] : [name];
  });
}
