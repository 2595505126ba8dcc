import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addDuration, nextWorkingMoment } from '../../../src/core/calendar.ts';
import type { LedgerEntry } from '../../../src/core/ledger/ledger.ts';
import type { Policy } from '../../../src/core/policy/policy.ts';
import type { Clock, Rhythm } from '../../../src/core/reminders/clock.ts';
import { DAY, HOUR, instantOf, MINUTE, plus, type Instant } from '../../../src/core/time.ts';
import { aPolicy } from '../../builders/a-policy.ts';
import { runs } from '../../support/properties.ts';
import {
  aClock,
  at,
  businessDays,
  DAYS,
  ENDS,
  live,
  look,
  minutes,
  response,
  type Sent,
} from './support.ts';

const BEGIN = at('2026-10-01T00:00:00Z');
const SPAN = 60 * DAY;
const moment = fc.integer({ min: 0, max: SPAN }).map((ms) => plus(BEGIN, ms));

const rhythms: fc.Arbitrary<Rhythm> = fc.oneof(
  fc.constant(DAYS),
  fc.constant(ENDS),
  fc
    .tuple(
      fc.constantFrom(minutes(5), minutes(30), minutes(600), businessDays(2)),
      fc.constantFrom('any' as const, 'working' as const),
    )
    .map(([every, hours]) => response(every, hours)),
);

const clocks: fc.Arbitrary<Clock> = fc
  .record({
    rhythm: rhythms,
    due: moment,
    knownSince: moment,
    snoozedUntil: fc.option(moment, { freq: 2 }),
  })
  .map(({ rhythm, due, ...rest }) => ({ ...aClock(rhythm, '2026-10-01T00:00Z', rest), due }));

const policies: fc.Arbitrary<Policy> = fc
  .record({
    timeZone: fc.constantFrom('UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kolkata'),
    weekend: fc.constantFrom([6, 7], [5, 6], []),
    holidays: fc.subarray(['2026-10-26', '10-29', '2026-11-03', '11-04', '2026-11-05']),
    before: fc.constantFrom(businessDays(2), minutes(60 * 24), minutes(30)),
    every: fc.constantFrom(businessDays(1), businessDays(2), minutes(90)),
  })
  .map(({ timeZone, weekend, holidays, before, every }) =>
    aPolicy({
      timeZone,
      calendar: { weekend, holidays, hours: { from: 9 * 60, to: 17 * 60 } },
      reminders: { paging: [], before, every },
    }),
  );

/** Looks at any times, and not when there would be something to say. */
function atRandom(clock: Clock, looks: readonly Instant[], policy: Policy): readonly Sent[] {
  let ledger: readonly LedgerEntry[] = [];
  return [...looks]
    .sort((a, b) => a - b)
    .flatMap((now) => {
      const step = look([clock], ledger, now, policy);
      ledger = step.ledger;
      return step.sent;
    });
}

const looks = fc.array(moment, { maxLength: 60 });
const isAwake = (clock: Clock, when: Instant, policy: Policy): boolean =>
  (clock.snoozedUntil === null || when >= clock.snoozedUntil) &&
  ((clock.rhythm.is === 'response' && clock.rhythm.hours === 'any') ||
    nextWorkingMoment(when, policy) === when);

test('whenever anybody looks, nothing is said twice, and its count goes up by one', () => {
  fc.assert(
    fc.property(clocks, looks, policies, (clock, when, policy) => {
      const sent = atRandom(clock, when, policy);
      expect(sent.map(({ reminder }) => reminder.count)).toEqual(sent.map((_, i) => i + 1));
      expect(new Set(sent.map(({ marker }) => marker)).size).toBe(sent.length);
      const stages = ['soon', 'today', 'overdue'];
      const order = sent.map(({ reminder }) => stages.indexOf(reminder.point.stage));
      expect(order).toEqual([...order].sort((a, b) => a - b));
      for (const stage of ['soon', 'today']) {
        expect(sent.filter(({ reminder }) => reminder.point.stage === stage).length).toBeLessThan(
          2,
        );
      }
    }),
    runs(),
  );
});

test('whenever anybody looks, every reminder answers a point that has passed since the last one', () => {
  fc.assert(
    fc.property(clocks, looks, policies, (clock, when, policy) => {
      let last = clock.knownSince;
      for (const { at: sentAt, reminder } of atRandom(clock, when, policy)) {
        expect(reminder.point.at).toBeLessThanOrEqual(sentAt);
        expect(reminder.point.at).toBeGreaterThan(last);
        expect(isAwake(clock, reminder.point.at, policy)).toBe(true);
        expect(isAwake(clock, sentAt, policy)).toBe(true);
        last = sentAt;
      }
    }),
    runs(),
  );
});

test('whenever anybody looks, two that are overdue are an interval apart', () => {
  fc.assert(
    fc.property(clocks, looks, policies, (clock, when, policy) => {
      const every = clock.rhythm.is === 'response' ? clock.rhythm.every : policy.reminders.every;
      const late = atRandom(clock, when, policy).filter(
        ({ reminder }) => reminder.point.stage === 'overdue',
      );
      late.slice(1).forEach((one, index) => {
        const before = late[index]!.at;
        expect(one.at).toBeGreaterThanOrEqual(addDuration(before, every, policy));
        if (index >= 3) expect(one.at - before).toBeGreaterThanOrEqual(DAY);
      });
    }),
    runs(),
  );
});

test('looking more often than asked for changes nothing', () => {
  fc.assert(
    fc.property(clocks, looks, policies, (clock, also, policy) => {
      const span = { from: BEGIN, until: plus(BEGIN, SPAN) };
      const asked = live(() => [clock], span, policy);
      const often = live(() => [clock], { ...span, also }, policy);
      expect(often.sent).toEqual(asked.sent);
      expect(asked.looks).toBeLessThanOrEqual(asked.sent.length + 2);
    }),
    runs(60),
  );
});

test('what is looked at when asked for is answered at its point, to the millisecond', () => {
  fc.assert(
    fc.property(clocks, policies, (clock, policy) => {
      const span = { from: BEGIN, until: plus(BEGIN, SPAN) };
      for (const { at: sentAt, reminder } of live(() => [clock], span, policy).sent) {
        const isLate = reminder.point.at < BEGIN;
        if (!isLate) expect(sentAt).toBe(reminder.point.at);
      }
    }),
    runs(60),
  );
});

test('the next look is later, and a minute away while something is due', () => {
  fc.assert(
    fc.property(clocks, looks, moment, policies, (clock, when, now, policy) => {
      let ledger: readonly LedgerEntry[] = [];
      for (const one of [...when].sort((a, b) => a - b)) {
        ledger = look([clock], ledger, one, policy).ledger;
      }
      const after = look([clock], ledger, now, policy);
      if (after.next !== null) expect(after.next).toBeGreaterThan(now);
      if (after.sent.length > 0 && after.next !== null) {
        expect(after.next).toBeGreaterThanOrEqual(plus(now, MINUTE));
      }
    }),
    runs(),
  );
});

test('a crash before it is written down asks for the same reminder again', () => {
  fc.assert(
    fc.property(
      clocks,
      moment,
      fc.integer({ min: 0, max: HOUR }),
      policies,
      (clock, now, later, policy) => {
        const [first] = look([clock], [], now, policy).sent;
        const [again] = look([clock], [], plus(now, later), policy).sent;
        // Unless its end, or the end of the working day, lies between.
        if (first !== undefined && again !== undefined) expect(again.marker).toBe(first.marker);
      },
    ),
    runs(),
  );
});

test('several clocks are each as if they were alone', () => {
  fc.assert(
    fc.property(fc.array(clocks, { maxLength: 5 }), policies, (some, policy) => {
      const named = some.map((clock, i) => ({ ...clock, id: `item I_${String(i)}` }));
      const span = { from: BEGIN, until: plus(BEGIN, 20 * DAY) };
      const together = live(() => named, span, policy).sent.map(
        ({ marker, at: when }) => `${String(when)} ${marker}`,
      );
      const alone = named.flatMap((clock) =>
        live(() => [clock], span, policy).sent.map(
          ({ marker, at: when }) => `${String(when)} ${marker}`,
        ),
      );
      expect([...together].sort()).toEqual(alone.sort());
    }),
    runs(40),
  );
});

test('another due moment is another matter, counted from one; the same one again goes on', () => {
  const first = aClock(DAYS, '2026-11-27T00:00:00Z');
  const moved = aClock(DAYS, '2026-12-11T00:00:00Z', { knownSince: at('2026-11-27T12:00:00Z') });
  const { sent } = live((now) => [now < moved.knownSince ? first : moved], {
    from: at('2026-11-20T00:00Z'),
    until: at('2026-12-12T00:00Z'),
    also: [moved.knownSince],
  });
  expect(sent.map(({ marker }) => marker)).toEqual([
    `<!-- norepeat:reminder update ${String(first.due)} 1 -->`,
    `<!-- norepeat:reminder update ${String(first.due)} 2 -->`,
    `<!-- norepeat:reminder update ${String(first.due)} 3 -->`,
    `<!-- norepeat:reminder update ${String(moved.due)} 1 -->`,
    `<!-- norepeat:reminder update ${String(moved.due)} 2 -->`,
    `<!-- norepeat:reminder update ${String(moved.due)} 3 -->`,
  ]);
});

test('what stopped is not said, and what begins again later is another matter', () => {
  const clock = aClock(response(minutes(30)), '2026-11-21T14:30:00Z');
  const { sent } = live((now) => (now < at('2026-11-21T15:10Z') ? [clock] : []), {
    from: at('2026-11-21T14:00Z'),
    until: at('2026-11-23T00:00Z'),
  });
  expect(sent).toHaveLength(2);
});

test('another interval for the same moment keeps the count', () => {
  const slow = aClock(response(minutes(60)), '2026-11-21T14:30:00Z');
  const fast = { ...slow, rhythm: response(minutes(10)) };
  const change = at('2026-11-21T15:00Z');
  const { sent } = live((now) => [now < change ? slow : fast], {
    from: at('2026-11-21T14:00Z'),
    until: instantOf(change + 25 * MINUTE),
    also: [change],
  });
  expect(sent.map(({ at: when, reminder }) => [when - change, reminder.count])).toEqual([
    [-30 * MINUTE, 1],
    [0, 2],
    [10 * MINUTE, 3],
    [20 * MINUTE, 4],
  ]);
});
