/** What a verb answers: the changed record, or the refusal GitHub would give. */

/** One entry of a 422's `errors`. */
export interface FieldError {
  readonly resource: string;
  readonly field?: string;
  readonly code:
    'missing' | 'missing_field' | 'invalid' | 'already_exists' | 'unprocessable' | 'custom';
  readonly message?: string;
  readonly value?: unknown;
}

export interface Refusal {
  readonly status: 301 | 403 | 404 | 405 | 409 | 410 | 422;
  readonly message: string;
  /** Entries of REST's `errors`: objects mostly, plain sentences for some endpoints. */
  readonly errors?: readonly (FieldError | string)[];
  /** The `type` of the error in GraphQL answers. */
  readonly type: 'NOT_FOUND' | 'FORBIDDEN' | 'UNPROCESSABLE' | 'STALE_DATA';
}

export type Result<Value> =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly refusal: Refusal };

type Refused = { readonly ok: false; readonly refusal: Refusal };

/** A verb did what was asked. */
export function ok<Value>(value: Value): Result<Value> {
  return { ok: true, value };
}

/** 404: absent, or not visible to the actor, which GitHub does not tell apart. */
export function notFound(message = 'Not Found'): Refused {
  return { ok: false, refusal: { status: 404, message, type: 'NOT_FOUND' } };
}

/** 403: visible, but the actor lacks the right. */
export function forbidden(message: string): Refused {
  return { ok: false, refusal: { status: 403, message, type: 'FORBIDDEN' } };
}

/** 422 with the fields at fault. */
export function invalid(...errors: readonly FieldError[]): Refused {
  return {
    ok: false,
    refusal: { status: 422, message: 'Validation Failed', errors, type: 'UNPROCESSABLE' },
  };
}

/** 422 with a sentence instead of fields. */
export function unprocessable(message: string): Refused {
  return { ok: false, refusal: { status: 422, message, type: 'UNPROCESSABLE' } };
}

/** 405: a merge that is not allowed. */
export function notAllowed(message: string): Refused {
  return { ok: false, refusal: { status: 405, message, type: 'UNPROCESSABLE' } };
}

/** 409: the head moved, or a merge has conflicts. */
export function conflict(message: string): Refused {
  return { ok: false, refusal: { status: 409, message, type: 'STALE_DATA' } };
}

/** 410: deleted for good, or the feature is off. */
export function gone(message: string): Refused {
  return { ok: false, refusal: { status: 410, message, type: 'NOT_FOUND' } };
}
