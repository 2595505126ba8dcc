import { isRecord } from '../json.ts';
import { statusOf } from './errors.ts';

/** What a failed request means for whoever sent it. Times in milliseconds, by the local clock. */
export type Judgement =
  /** 401: the token is not (or no longer) good. */
  | { readonly kind: 'token-refused' }
  /** A limit, whether GitHub calls it 403, 429 or a GraphQL error: nothing has happened. */
  | { readonly kind: 'limited'; readonly until: number; readonly whole: boolean }
  /** No answer, or 5xx: it may have happened. */
  | { readonly kind: 'unavailable' }
  /** 403 "Resource not accessible by integration" and its kin. */
  | { readonly kind: 'forbidden' }
  /** Any other answer: for the caller to understand. */
  | { readonly kind: 'answered' };

/** When no header says how long a secondary limit lasts, GitHub advises a minute. */
const SECONDARY_PAUSE = 60_000;

/**
 * Reads an error of Octokit. `toLocal` turns GitHub's epoch seconds (`x-ratelimit-reset`) into local
 * milliseconds. A secondary limit holds everything of the installation, a primary one its resource.
 */
export function judgeFailure(
  error: unknown,
  now: number,
  toLocal: (epochSeconds: number) => number,
): Judgement {
  const status = statusOf(error);
  if (status === undefined || status >= 500) return { kind: 'unavailable' };
  if (status === 401) return { kind: 'token-refused' };
  if (status !== 403 && status !== 429) return { kind: 'answered' };
  const headers = headersOf(error);
  const message = error instanceof Error ? error.message : '';
  const retryAfter = Number(headers['retry-after']);
  if (headers['retry-after'] !== undefined && Number.isFinite(retryAfter)) {
    return { kind: 'limited', until: now + retryAfter * 1000, whole: true };
  }
  if (headers['x-ratelimit-remaining'] === '0') {
    const reset = Number(headers['x-ratelimit-reset']);
    const until = Number.isFinite(reset) && reset > 0 ? toLocal(reset) : now + SECONDARY_PAUSE;
    return { kind: 'limited', until: Math.max(until, now + 1000), whole: false };
  }
  if (status === 429 || /secondary rate limit|abuse detection/i.test(message)) {
    return { kind: 'limited', until: now + SECONDARY_PAUSE, whole: true };
  }
  return { kind: 'forbidden' };
}

/** GraphQL tells of the primary limit in an answer with status 200. */
export function isGraphqlLimit(data: unknown): boolean {
  if (!isRecord(data) || !Array.isArray(data['errors'])) return false;
  return data['errors'].some(
    (error: unknown) => isRecord(error) && /^RATE_LIMIT(ED)?$/.test(String(error['type'])),
  );
}

/** Headers of an answer that Octokit threw; empty when there was none. */
export function headersOf(error: unknown): Readonly<Record<string, string | undefined>> {
  if (!isRecord(error) || !isRecord(error['response'])) return {};
  const headers = error['response']['headers'];
  if (!isRecord(headers)) return {};
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name.toLowerCase(),
      typeof value === 'string' || typeof value === 'number' ? String(value) : undefined,
    ]),
  );
}
