/** Moments and spans. The core never asks what time it is: `now` is an argument. */

declare const instant: unique symbol;

/** Milliseconds since 1970-01-01T00:00:00Z, by GitHub's clock. */
export type Instant = number & { readonly [instant]: true };

/** A span in milliseconds. */
export type Millis = number;

export const SECOND: Millis = 1000;
export const MINUTE: Millis = 60 * SECOND;
export const HOUR: Millis = 60 * MINUTE;
export const DAY: Millis = 24 * HOUR;

export function instantOf(epochMs: number): Instant {
  return epochMs as Instant;
}

/** Reads an ISO 8601 timestamp as GitHub writes it (`2026-11-21T14:32:00Z`). Throws on anything else. */
export function instantFromIso(text: string): Instant {
  const ms = Date.parse(text);
  if (Number.isNaN(ms)) throw new Error(`not an ISO 8601 timestamp: ${JSON.stringify(text)}`);
  return instantOf(ms);
}

/** `2026-11-21T14:32:00.000Z` */
export function isoOf(at: Instant): string {
  return new Date(at).toISOString();
}

export function plus(at: Instant, span: Millis): Instant {
  return instantOf(at + span);
}
