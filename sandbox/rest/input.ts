/** Reading validated bodies and parameters: the description has already checked their types. */
import type { Call } from '../http/context.ts';

type Values = Readonly<Record<string, unknown>>;

/** A text, or undefined when absent or null. */
export function text(values: Values, key: string): string | undefined {
  const value = values[key];
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : undefined;
}

export function number(values: Values, key: string): number | undefined {
  const value = values[key];
  return typeof value === 'number' ? value : undefined;
}

export function flag(values: Values, key: string): boolean | undefined {
  const value = values[key];
  return typeof value === 'boolean' ? value : undefined;
}

export function texts(values: Values, key: string): readonly string[] | undefined {
  const value = values[key];
  if (!Array.isArray(value)) return undefined;
  return value.filter((each): each is string => typeof each === 'string');
}

export function record(values: Values, key: string): Values | undefined {
  const value = values[key];
  return isRecord(value) ? value : undefined;
}

export function records(values: Values, key: string): readonly Values[] | undefined {
  const value = values[key];
  return Array.isArray(value) ? value.filter(isRecord) : undefined;
}

/** A path parameter; the router guarantees its presence. */
export function pathText(call: Call, name: string): string {
  return text(call.parameters, name) ?? '';
}

export function pathNumber(call: Call, name: string): number {
  return number(call.parameters, name) ?? -1;
}

/** One of the given words, or undefined. */
export function oneOf<Word extends string>(
  values: Values,
  key: string,
  words: readonly Word[],
): Word | undefined {
  return words.find((word) => word === values[key]);
}

/** An ISO instant as epoch milliseconds, or undefined. */
export function instant(values: Values, key: string): number | undefined {
  const value = Date.parse(text(values, key) ?? '');
  return Number.isNaN(value) ? undefined : value;
}

export function isRecord(value: unknown): value is Values {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
