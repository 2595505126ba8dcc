import type { Octokit } from '@octokit/core';
import { GraphqlResponseError } from '@octokit/graphql';
import type { z } from 'zod';
import { PermissionMissing, QueryFailed, Unavailable } from './errors.ts';

/** What one installation may do. */
export interface Session {
  readonly installation: number;
  /** Typed REST; every request goes through the layer. */
  readonly octokit: Octokit;
  /**
   * Reads; what GitHub cannot find is null in the data, which the schema must allow, and so is what it
   * does not let the installation see where `mayBeHidden` says so of a path in the answer.
   */
  query<T>(
    document: string,
    variables: Readonly<Record<string, unknown>>,
    schema: z.ZodType<T>,
    mayBeHidden?: (path: readonly unknown[]) => boolean,
  ): Promise<T>;
  /**
   * Writes that may be repeated; a subject that is gone, or already as wished, is no error. Returns what
   * GitHub said of those, for whoever has to tell them from a wish that cannot be granted.
   */
  mutate(
    document: string,
    variables: Readonly<Record<string, unknown>>,
  ): Promise<readonly string[]>;
  /**
   * Aliased writes that must not happen twice: what GitHub refused, each under its alias; the others have
   * happened. Throws `Unavailable` when it cannot be known which did.
   */
  mutateOnce(
    document: string,
    variables: Readonly<Record<string, unknown>>,
  ): Promise<readonly Refusal[]>;
}

/** Of one aliased mutation: nothing of it happened. */
export interface Refusal {
  readonly alias: string;
  /** As GitHub names it: `NOT_FOUND`, `UNPROCESSABLE`, … */
  readonly type: string;
  readonly message: string;
}

export function createSession(installation: number, octokit: Octokit): Session {
  const send = async (
    document: string,
    variables: Readonly<Record<string, unknown>>,
    tolerates: Tolerance,
  ): Promise<Answered> => {
    try {
      const data = await octokit.graphql<unknown>(document, {
        ...variables,
        request: { repeatable: true },
      });
      return { data, tolerated: [] };
    } catch (error) {
      if (error instanceof GraphqlResponseError) return partial(error, tolerates);
      throw error;
    }
  };
  return {
    installation,
    octokit,
    query: async (document, variables, schema, mayBeHidden = () => false) => {
      const tolerates: Tolerance = (told) =>
        ABSENT(told) || (told.type === 'FORBIDDEN' && mayBeHidden(told.path));
      return schema.parse((await send(document, variables, tolerates)).data);
    },
    mutate: async (document, variables) => (await send(document, variables, HARMLESS)).tolerated,
    mutateOnce: async (document, variables) => {
      try {
        await octokit.graphql<unknown>(document, { ...variables });
        return [];
      } catch (error) {
        if (error instanceof GraphqlResponseError) return refusals(error);
        throw error;
      }
    },
  };
}

function refusals(error: GraphqlResponseError<unknown>): readonly Refusal[] {
  const told = toldBy(error);
  const why = told.map(({ type, message }) => `${type} ${message}`.trim()).join('; ');
  const cause = new Error(why);
  if (told.some(isPassing)) {
    throw new Unavailable(`GitHub could not execute a mutation: ${why}`, true, { cause });
  }
  if (told.some(isForbidden)) {
    throw new PermissionMissing(`GitHub refused a mutation: ${why}`, { cause });
  }
  return told.map(({ type, message, path: [alias] }) => {
    // An error of the whole request names no alias: the document itself is not valid.
    if (typeof alias !== 'string') throw new QueryFailed(why, { cause });
    return { alias, type, message };
  });
}

function toldBy(error: GraphqlResponseError<unknown>): readonly Told[] {
  return (error.errors ?? []).map(({ type, message, path }) => ({
    type: typeof type === 'string' ? type : '',
    message,
    path: Array.isArray(path) ? path : [],
  }));
}

/** "Something went wrong while executing your query" comes without a type and passes. */
function isPassing({ type }: Told): boolean {
  return type === '' || type === 'SERVICE_UNAVAILABLE';
}

function isForbidden({ type }: Told): boolean {
  return type === 'FORBIDDEN' || type === 'INSUFFICIENT_SCOPES';
}

/** What came, beside what was refused and does not matter. */
interface Answered {
  readonly data: unknown;
  readonly tolerated: readonly string[];
}

interface Told {
  readonly type: string;
  readonly message: string;
  readonly path: readonly unknown[];
}
type Tolerance = (told: Told) => boolean;

/**
 * Of reads: what is gone, and single things inside the answer that the installation may not see (a
 * cross reference from a repository it is not installed on).
 */
const ABSENT: Tolerance = ({ type, path }) =>
  type === 'NOT_FOUND' || (type === 'FORBIDDEN' && path.length > 3);

/** Of repeatable mutations: the subject is gone, or what was wished for is so already. */
const HARMLESS: Tolerance = ({ type }) => type === 'NOT_FOUND' || type === 'UNPROCESSABLE';

/** The data that came beside tolerated errors; throws what the others mean. */
function partial(error: GraphqlResponseError<unknown>, tolerates: Tolerance): Answered {
  const told = toldBy(error);
  const bad = told.filter((each) => !tolerates(each));
  // Octokit's error carries what was read and so what people wrote; a log must never see that.
  const cause = new Error(told.map(({ message }) => message).join('; '));
  const what = bad.map(({ type, message }) => `${type} ${message}`.trim()).join('; ');
  if (bad.length === 0) return { data: error.data, tolerated: told.map(({ message }) => message) };
  if (bad.some(isForbidden)) {
    throw new PermissionMissing(`GitHub refused a query: ${what}`, { cause });
  }
  if (bad.every(isPassing)) {
    throw new Unavailable(`GitHub could not execute a query: ${what}`, true, { cause });
  }
  throw new QueryFailed(`GitHub did not accept a query: ${what}`, { cause });
}
