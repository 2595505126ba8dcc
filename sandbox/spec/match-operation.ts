import { operations, type Operation } from './description.ts';

export type OperationMatch = {
  readonly operation: Operation;
  /** Decoded path parameters. */
  readonly path: Readonly<Record<string, string>>;
};

type Matcher = {
  readonly operation: Operation;
  readonly pattern: RegExp;
  readonly names: readonly string[];
};

/** Path parameters that may contain slashes, as GitHub's router takes them. */
const greedy = new Set(['path', 'ref', 'branch', 'basehead', 'dir']);

let matchers: readonly Matcher[] | undefined;

/**
 * The operation that a method and path name, or the methods under which the path exists (empty when
 * GitHub, as far as the sandbox knows it, has no such path at all).
 */
export function matchOperation(
  method: string,
  pathname: string,
): OperationMatch | { readonly otherMethods: readonly string[] } {
  matchers ??= operations()
    .map(matcherFor)
    // Fixed words before parameters, fewer greedy parameters first: `/issues/comments` is no number.
    .sort((a, b) => specificity(b.operation.path) - specificity(a.operation.path));
  const fitting = matchers.filter(({ pattern }) => pattern.test(pathname));
  const found = fitting.find(({ operation }) => operation.method === method);
  if (found === undefined) {
    return { otherMethods: [...new Set(fitting.map(({ operation }) => operation.method))] };
  }
  const values = found.pattern.exec(pathname)?.slice(1) ?? [];
  const path = Object.fromEntries(
    found.names.map((name, index) => [name, safelyDecoded(values[index] ?? '')]),
  );
  return { operation: found.operation, path };
}

function matcherFor(operation: Operation): Matcher {
  const names: string[] = [];
  const source = operation.path.replace(
    /\{(\w+)\}|[.*+?^$()|[\]\\]/g,
    (text, name: string | undefined) => {
      if (name === undefined) return `\\${text}`;
      names.push(name);
      return greedy.has(name) ? '(.+?)' : '([^/]+)';
    },
  );
  // `contents/{path}` with an empty path is the root directory.
  const root =
    operation.id === 'repos/get-content' ? source.replace('/(.+?)', '(?:/(.*?))?') : source;
  return { operation, names, pattern: new RegExp(`^${root}/?$`) };
}

function specificity(path: string): number {
  const segments = path.split('/');
  const fixed = segments.filter((segment) => !segment.startsWith('{')).length;
  const loose = segments.filter((segment) => greedy.has(segment.slice(1, -1))).length;
  return fixed * 10 - loose * 5 + segments.length;
}

function safelyDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
