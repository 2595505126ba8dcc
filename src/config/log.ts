/**
 * The log: pino, one JSON object a line on standard output. What other people wrote and what opens doors
 * never reaches it: headers are cut from requests, and errors are written without what libraries hang on
 * them (a webhook error of Probot's carries the whole payload).
 */
import { type DestinationStream, type Logger, pino } from 'pino';
import type { LogLevel } from './environment.ts';

export function createLog(level: LogLevel, destination?: DestinationStream): Logger {
  const options = {
    level,
    name: 'norepeat',
    base: { pid: process.pid },
    serializers: { err: errorFields, error: errorFields },
    redact: { paths: SECRET_PATHS, remove: true },
  };
  return destination === undefined ? pino(options) : pino(options, destination);
}

export interface ErrorFields {
  readonly type: string;
  readonly message: string;
  readonly stack: string | undefined;
  readonly code?: string | number;
  readonly status?: number;
  readonly cause?: ErrorFields | string;
  readonly errors?: readonly (ErrorFields | string)[];
}

/** The parts of an error that say what went wrong, and nothing else it carries. */
export function errorFields(error: unknown, depth = 0): ErrorFields | string {
  if (!(error instanceof Error)) return `thrown: ${typeof error}`;
  const inner = (other: unknown): ErrorFields | string =>
    depth < 5 ? errorFields(other, depth + 1) : '…';
  const code = 'code' in error ? error.code : undefined;
  const status = 'status' in error ? error.status : undefined;
  const errors = error instanceof AggregateError ? (error.errors as readonly unknown[]) : [];
  return {
    type: error.name,
    message: error.message,
    stack: error.stack,
    ...(typeof code === 'string' || typeof code === 'number' ? { code } : {}),
    ...(typeof status === 'number' ? { status } : {}),
    ...(error.cause === undefined ? {} : { cause: inner(error.cause) }),
    ...(errors.length === 0 ? {} : { errors: errors.slice(0, 5).map(inner) }),
  };
}

const SECRET_PATHS = [
  'req.headers',
  'res.headers',
  'headers',
  'token',
  'authorization',
  'payload',
  'body',
  'event.payload',
];
