import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readMoment } from '../../../src/core/command/moment.ts';
import { DAY, instantFromIso, instantOf, isoOf, MINUTE } from '../../../src/core/time.ts';
import { runs } from '../../support/properties.ts';

const saidAt = instantFromIso('2026-11-21T14:40:10Z');

function when(text: string, timeZone = 'UTC', said = saidAt): string {
  const moment = readMoment(text, { saidAt: said, timeZone });
  if (moment.kind === 'moment') return isoOf(moment.at).replace(':00.000Z', 'Z');
  return moment.kind === 'none' ? 'none' : moment.problem;
}

describe('a time is read as people write it', () => {
  test.each([
    ['14:32', '2026-11-21T14:32Z'],
    ['9:05', '2026-11-21T09:05Z'],
    ['2:32pm', '2026-11-21T14:32Z'],
    ['2:32 p.m. rolled back', '2026-11-21T14:32Z'],
    ['2am', '2026-11-21T02:00Z'],
    ['12:10am', '2026-11-21T00:10Z'],
    ['14:32 UTC', '2026-11-21T14:32Z'],
    ['14:32Z', '2026-11-21T14:32Z'],
    ['14:32+02:00', '2026-11-21T12:32Z'],
    ['09:32-0500', '2026-11-21T14:32Z'],
    ['2026-11-20 14:32', '2026-11-20T14:32Z'],
    ['2026-11-20T14:32:00Z', '2026-11-20T14:32Z'],
    ['2026-11-20T14:32:00.000+01:00', '2026-11-20T13:32Z'],
    ['yesterday 23:50', '2026-11-20T23:50Z'],
    ['yesterday at 23:50', '2026-11-20T23:50Z'],
    ['today 08:00', '2026-11-21T08:00Z'],
    ['14:32, rolled back', '2026-11-21T14:32Z'],
    ['rolled back', 'none'],
    ['', 'none'],
    ['24:00', '`24:00` is not a time of day'],
    ['14:60', '`14:60` is not a time of day'],
    ['13:00pm', '`13:00pm` is not a time of day'],
    ['14', '`14` is not a time I can read'],
    ['2026-11-21', '`2026-11-21` is not a time I can read'],
    ['2026-13-01 10:00', '`2026-13-01 10:00` is not a day of the calendar'],
    ['today 23:00', '`today 23:00` lies in the future'],
  ])('%s', (text, expected) => {
    expect(when(text)).toBe(expected);
  });

  test('what follows the time is left over', () => {
    expect(readMoment('14:32 – rolled back', { saidAt, timeZone: 'UTC' })).toMatchObject({
      rest: 'rolled back',
    });
  });
});

describe('a clock time without a date is the latest that is not in the future', () => {
  test('23:50 said at 00:20 is yesterday', () => {
    expect(when('23:50', 'UTC', instantFromIso('2026-11-21T00:20:00Z'))).toBe('2026-11-20T23:50Z');
  });

  test('a watch that runs two minutes ahead means now, not yesterday', () => {
    expect(when('14:42')).toBe('2026-11-21T14:40:10.000Z');
    expect(when('14:43')).toBe('2026-11-20T14:43Z');
  });

  test('it is read in the zone of the policy', () => {
    expect(when('15:32', 'Europe/Berlin')).toBe('2026-11-21T14:32Z');
    expect(when('16:00', 'Europe/Berlin')).toBe('2026-11-20T15:00Z');
    expect(when('00:10', 'Asia/Tokyo', instantFromIso('2026-11-21T15:30:00Z'))).toBe(
      '2026-11-21T15:10Z',
    );
  });

  test('in the hour that comes twice it is the later one that is past', () => {
    const afterBoth = instantFromIso('2026-10-25T02:00:00Z');
    const between = instantFromIso('2026-10-25T01:10:00Z');
    expect(when('02:30', 'Europe/Berlin', afterBoth)).toBe('2026-10-25T01:30Z');
    expect(when('02:30', 'Europe/Berlin', between)).toBe('2026-10-25T00:30Z');
  });

  test('for every minute of every day: not in the future, and less than a day and an hour ago', () => {
    const zones = fc.constantFrom('UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kolkata');
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 23 }),
        fc.integer({ min: 0, max: 59 }),
        fc.integer({ min: 0, max: 400 * 24 * 60 }),
        zones,
        (hour, minute, later, timeZone) => {
          const said = instantOf(saidAt + later * MINUTE);
          const text = `${String(hour)}:${String(minute).padStart(2, '0')}`;
          const moment = readMoment(text, { saidAt: said, timeZone });
          if (moment.kind !== 'moment') throw new Error(JSON.stringify(moment));
          expect(moment.at).toBeLessThanOrEqual(said);
          expect(moment.at).toBeGreaterThan(said - DAY - 61 * MINUTE);
        },
      ),
      runs(),
    );
  });
});
