/**
 * Why a request to GitHub did not do its work. All are infrastructure faults in the sense of style.md
 * rule 9: they are thrown, the job is tried again or ends as a dead letter with this text.
 */

/** GitHub's limits, or our budget below them, say: not before `retryAt`. Nothing has happened. */
export class RetryLater extends Error {
  /** Milliseconds since 1970 by the local clock. */
  readonly retryAt: number;

  constructor(message: string, retryAt: number, options?: ErrorOptions) {
    super(message, options);
    this.name = 'RetryLater';
    this.retryAt = retryAt;
  }
}

/** GitHub could not be reached or answered 5xx. */
export class Unavailable extends Error {
  /** Whether the request may have had its effect all the same: look before sending it again. */
  readonly mayHaveHappened: boolean;

  constructor(message: string, mayHaveHappened: boolean, options?: ErrorOptions) {
    super(message, options);
    this.name = 'Unavailable';
    this.mayHaveHappened = mayHaveHappened;
  }
}

/** "Resource not accessible by integration": a permission that was revoked or not accepted yet. */
export class PermissionMissing extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'PermissionMissing';
  }
}

/** GitHub understood and does not do it, by a rule of the place: only a person can change that. */
export class Refused extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'Refused';
  }
}

/** GraphQL answered with errors that are neither "not found" nor limits nor permissions. */
export class QueryFailed extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'QueryFailed';
  }
}

/** The HTTP status of what Octokit threw; `undefined` when there was no answer at all. */
export function statusOf(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('status' in error)) return undefined;
  const answered = 'response' in error && error.response !== undefined;
  return answered && typeof error.status === 'number' ? error.status : undefined;
}

/** 404 or 410: the thing is gone or hidden, which callers turn into a value. */
export function isGone(error: unknown): boolean {
  const status = statusOf(error);
  return status === 404 || status === 410;
}
