import type { Refusal, Result } from '../model/result.ts';
import type { Fault } from '../spec/validate.ts';
import type { Answer, Call } from './context.ts';

/** 200 with a JSON body. */
export function okay(body: unknown): Answer {
  return { status: 200, body };
}

/** 201 with a JSON body. */
export function created(body: unknown): Answer {
  return { status: 201, body };
}

export const noContent: Answer = { status: 204 };

export const notFoundAnswer: Answer = { status: 404, body: { message: 'Not Found' } };

/** An answer with only a message; `documentation_url` and `status` are added on the way out. */
export function problem(
  status: number,
  message: string,
  extra: Readonly<Record<string, unknown>> = {},
): Answer {
  return { status, body: { message, ...extra } };
}

/** 422 in GitHub's "Validation Failed" shape. */
export function invalidField(
  resource: string,
  field: string,
  code: string,
  message?: string,
): Answer {
  return problem(422, 'Validation Failed', {
    errors: [{ resource, field, code, ...(message === undefined ? {} : { message }) }],
  });
}

/** What a verb of the model answered, as an HTTP answer. */
export function fromResult<Value>(result: Result<Value>, render: (value: Value) => Answer): Answer {
  return result.ok ? render(result.value) : refused(result.refusal);
}

/** A refusal of the model in GitHub's shape. */
export function refused(refusal: Refusal): Answer {
  const { status, message, errors } = refusal;
  return problem(status, message, errors === undefined ? {} : { errors });
}

/** What GitHub says about a body that does not fit its description. */
export function invalidBody(body: unknown, faults: readonly Fault[]): Answer {
  const sentences = faults.map((fault) => {
    if (fault.missing !== undefined) return `"${fault.missing}" wasn't supplied.`;
    const pointer = fault.at
      .split('/')
      .filter((part) => part !== '')
      .map((part) => (/^\d+$/.test(part) ? `items/${part}` : `properties/${part}`))
      .join('/');
    const value = JSON.stringify(valueAt(body, fault.at) ?? null);
    return `For '${pointer}', ${value === 'null' ? 'nil' : value} ${fault.message.replace('must be', 'is not')}.`;
  });
  return problem(422, `Invalid request.\n\n${sentences.join('\n')}`);
}

/** Fills in what every error of GitHub carries. */
export function completed(answer: Answer, call: Pick<Call, 'operation'> | null): Answer {
  const { body } = answer;
  if (answer.status < 400 || typeof body !== 'object' || body === null) return answer;
  const documentation = call?.operation.documentation ?? 'https://docs.github.com/rest';
  return {
    ...answer,
    body: { documentation_url: documentation, ...body, status: String(answer.status) },
  };
}

function valueAt(value: unknown, pointer: string): unknown {
  let at = value;
  for (const key of pointer.split('/').slice(1)) {
    if (typeof at !== 'object' || at === null) return undefined;
    at = (at as Record<string, unknown>)[key];
  }
  return at;
}
