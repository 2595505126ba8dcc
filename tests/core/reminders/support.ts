/** Clocks for tests, and a life of them: who looks when, and what is written then. */
import type { LedgerEntry } from '../../../src/core/ledger/ledger.ts';
import { mergeLedgers } from '../../../src/core/ledger/merge.ts';
import type { Duration, Policy } from '../../../src/core/policy/policy.ts';
import type { Clock, Rhythm } from '../../../src/core/reminders/clock.ts';
import { dueReminders, remindedOf, type Reminder } from '../../../src/core/reminders/due.ts';
import { reminderMarker } from '../../../src/core/reminders/marker.ts';
import { instantFromIso, isoOf, MINUTE, type Instant } from '../../../src/core/time.ts';
import { aPolicy } from '../../builders/a-policy.ts';
import { INCIDENT_REF } from '../../builders/facts.ts';

export const at = (iso: string): Instant => instantFromIso(iso);
export const minutes = (amount: number): Duration => ({ unit: 'ms', amount: amount * MINUTE });
export const businessDays = (amount: number): Duration => ({ unit: 'business-days', amount });

/** Known long before it was due, never snoozed, unless said otherwise. */
export function aClock(rhythm: Rhythm, due: string, overrides: Partial<Clock> = {}): Clock {
  return {
    id: 'update',
    about: { kind: 'update' },
    place: INCIDENT_REF,
    due: at(due),
    knownSince: at('2020-01-01T00:00:00Z'),
    rhythm,
    people: { first: [], owners: [], commander: [] },
    snoozedUntil: null,
    ...overrides,
  };
}

export const response = (every: Duration, hours: 'any' | 'working' = 'any'): Rhythm => ({
  is: 'response',
  every,
  hours,
});
export const DAYS: Rhythm = { is: 'days' };
export const ENDS: Rhythm = { is: 'ends' };

export interface Sent {
  readonly at: Instant;
  readonly reminder: Reminder;
  readonly marker: string;
}

/** Looks once and writes what is due, as the flow does. */
export function look(
  clocks: readonly Clock[],
  ledger: readonly LedgerEntry[],
  now: Instant,
  policy: Policy = aPolicy(),
): {
  readonly sent: readonly Sent[];
  readonly ledger: readonly LedgerEntry[];
  readonly next: Instant | null;
} {
  const { due } = dueReminders(clocks, ledger, now, policy);
  const after = mergeLedgers(
    ledger,
    due.map((reminder) => remindedOf(reminder, now)),
  );
  const sent = due.map((reminder) => ({ at: now, reminder, marker: reminderMarker(reminder) }));
  return { sent, ledger: after, next: dueReminders(clocks, after, now, policy).next };
}

/**
 * From `from` to `until`, looking whenever the last look said so, and at `also`.
 * @param clocks what there is at a moment.
 */
export function live(
  clocks: (now: Instant) => readonly Clock[],
  span: { readonly from: Instant; readonly until: Instant; readonly also?: readonly Instant[] },
  policy: Policy = aPolicy(),
): { readonly sent: readonly Sent[]; readonly looks: number } {
  const sent: Sent[] = [];
  let ledger: readonly LedgerEntry[] = [];
  const also = [...(span.also ?? [])].filter((one) => one > span.from).sort((a, b) => a - b);
  let now: Instant | null = span.from;
  let looks = 0;
  while (now !== null && now <= span.until) {
    const step = look(clocks(now), ledger, now, policy);
    sent.push(...step.sent);
    ledger = step.ledger;
    looks += 1;
    if (looks > 100_000) throw new Error('a hot loop');
    while (also[0] !== undefined && also[0] <= now) also.shift();
    const moments = [step.next, also[0]].filter((one) => one != null);
    now = moments.length === 0 ? null : (Math.min(...moments) as Instant);
  }
  return { sent, looks };
}

/** `2026-11-25T09:00:00.000Z soon`, one a reminder. */
export function told(sent: readonly Sent[]): readonly string[] {
  return sent.map(
    ({ at: when, reminder: { point } }) => `${isoOf(when).slice(0, 16)} ${point.stage}`,
  );
}
