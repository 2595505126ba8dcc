/** What zod and our own checks found wrong, told with place, found, expected and nearest. */
import type { z } from 'zod';
import type { PolicyNote, PolicyProblem } from '../../core/policy/problem.ts';
import { nearestWord } from './nearest.ts';
import { formatKeyPath, isWritten, offsetOfKey, offsetOfValue, placeAt } from './places.ts';
import type { KeyPath } from './places.ts';
import { nearestWriting, WORDS } from './words.ts';
import type { YamlNode } from './yaml-tree.ts';

/** Something wrong at a key path, before it is known where in the file that is. */
export interface Finding {
  readonly path: KeyPath;
  /** Point at the key instead of at what stands there. */
  readonly atKey?: boolean;
  /** Default: what stands at the path, as `describeFound` says it. */
  readonly found?: string;
  readonly expected: string;
  readonly nearest?: string | undefined;
}

/** Valid, but probably not what was meant. */
export interface Remark {
  readonly path: KeyPath;
  readonly note: string;
}

/** A policy file that could be read as YAML. */
export interface ReadFile {
  readonly file: string;
  readonly text: string;
  readonly value: unknown;
  readonly root: YamlNode;
}

/** Gives every finding its place, in the order of the file, each once. */
export function locateFindings(
  read: ReadFile,
  findings: readonly Finding[],
): readonly PolicyProblem[] {
  const located = findings.map((finding) => locate(read, finding));
  const unique = new Map(located.map((one) => [JSON.stringify(one), one]));
  return [...unique.values()].sort((a, b) => a.line - b.line || a.column - b.column);
}

/** Gives every remark its place, in the order of the file. */
export function locateRemarks(read: ReadFile, remarks: readonly Remark[]): readonly PolicyNote[] {
  return remarks
    .map(({ path, note }) => ({
      file: read.file,
      ...placeAt(read.text, offsetOfKey(read.root, path)),
      keyPath: formatKeyPath(path),
      note,
    }))
    .sort((a, b) => a.line - b.line || a.column - b.column);
}

function locate(read: ReadFile, finding: Finding): PolicyProblem {
  const { path } = finding;
  const offset =
    finding.atKey === true && isWritten(read.root, path)
      ? offsetOfKey(read.root, path)
      : offsetOfValue(read.root, path, read.text);
  return {
    file: read.file,
    ...placeAt(read.text, offset),
    keyPath: formatKeyPath(path),
    found: finding.found ?? describeFound(valueAt(read.value, path)),
    expected: finding.expected,
    ...(finding.nearest === undefined ? {} : { nearest: finding.nearest }),
  };
}

/** One zod issue as findings; several when a map has several unknown keys. */
export function findingsOfIssue(issue: z.core.$ZodIssue, value: unknown): readonly Finding[] {
  const path = issue.path.filter((one): one is string | number => typeof one !== 'symbol');
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => unknownKey([...path, key], issue.message));
    case 'invalid_key': {
      const expected = issue.issues[0]?.message ?? issue.message;
      const key = String(path.at(-1));
      const nearest = nearestForExpected(expected, key);
      return [{ path, atKey: true, found: `the key ${describeFound(key)}`, expected, nearest }];
    }
    default: {
      const found = valueAt(value, path);
      return [{ path, expected: issue.message, nearest: nearestValue(issue, found) }];
    }
  }
}

function unknownKey(path: KeyPath, expected: string): Finding {
  const key = String(path.at(-1));
  const known = expected.replace(/^one of the keys /, '').split(', ');
  const found = `the unknown key ${describeFound(key)}`;
  return { path, atKey: true, found, expected, nearest: nearestWord(key, known) };
}

function nearestValue(issue: z.core.$ZodIssue, found: unknown): string | undefined {
  if (typeof found !== 'string') return undefined;
  if (issue.code === 'invalid_value') return nearestWord(found, issue.values.map(String));
  if (issue.code === 'invalid_type' && issue.expected === 'boolean') {
    if (/^(?:yes|y|on)$/i.test(found)) return 'true';
    return /^(?:no|n|off)$/i.test(found) ? 'false' : nearestWord(found, ['true', 'false']);
  }
  if (issue.code === 'invalid_union') return /^(\d+(?:\.\d+)?) ?%?$/.exec(found)?.[1];
  return nearestForExpected(issue.message, found);
}

function nearestForExpected(expected: string, found: string): string | undefined {
  const word = Object.values(WORDS).find((one) => one.expected === expected);
  return word === undefined ? undefined : nearestWriting(word, found);
}

/** `"5 minutes"`, `a list of 3`, `a map with users, cost`, `nothing`; at most about 100 characters. */
export function describeFound(value: unknown): string {
  if (value === undefined || value === null) return 'nothing';
  if (typeof value === 'string') return quoted(value);
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (Array.isArray(value))
    return value.length === 0 ? 'an empty list' : `a list of ${String(value.length)}`;
  const keys = Object.keys(value);
  if (keys.length === 0) return 'an empty map';
  return `a map with ${keys.slice(0, 3).map(quoted).join(', ')}${keys.length > 3 ? ', …' : ''}`;
}

const UNSEEN = /[\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/gu;

/** In quotes, with what one cannot see made visible. */
function quoted(text: string): string {
  const points = Array.from(text.slice(0, 200));
  const short = points.length > 80 ? `${points.slice(0, 79).join('')}…` : points.join('');
  return JSON.stringify(short).replace(
    UNSEEN,
    (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** What stands at a path of a parsed value; `undefined` where nothing does. */
export function valueAt(value: unknown, path: KeyPath): unknown {
  return path.reduce<unknown>((inside, segment) => {
    if (typeof inside !== 'object' || inside === null) return undefined;
    return Object.getOwnPropertyDescriptor(inside, String(segment))?.value;
  }, value);
}
