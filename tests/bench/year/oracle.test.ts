/** The oracle is right about stories whose reminders were counted by hand, on a calendar on paper. */
import { describe, expect, test } from 'vitest';
import { expectedReminders, type Happening } from '../../../bench/year/oracle.ts';
import { RULES } from '../../../bench/year/rules.ts';

/** In Berlin: an hour later than UTC until 29 March 2026. */
const at = (text: string): number => Date.parse(`2026-03-${text}:00+01:00`);

function reminders(story: readonly Happening[], until: string, clock = ''): readonly string[] {
  const moment = (ms: number): string =>
    new Date(ms + 3_600_000).toISOString().slice(8, 16).replace('T', ' ');
  return expectedReminders(story, RULES, at(until))
    .filter(({ clock: id }) => id.startsWith(clock))
    .map((one) => `${one.clock} ${String(one.count)}: ${moment(one.at)}`);
}

const declared = (when: string, severity: string): Happening => ({
  ...{ is: 'declared', at: at(when), severity, drill: false },
});
/** Of an incident that asks for nothing else. */
const anItem = (asked: string, until: string): readonly Happening[] => [
  declared('02T10:00', 'sev5'),
  { is: 'item', at: at(asked), item: 'I', askedAt: at(asked) },
  { is: 'item due', at: at(asked), item: 'I', until },
];

describe('while people are at it', () => {
  test('it is reminded at once, three times at the interval, and then once a day', () => {
    const story = [declared('02T03:00', 'sev1')];
    expect(reminders(story, '04T12:00', 'acknowledge')).toEqual([
      'acknowledge 1: 02 03:05',
      'acknowledge 2: 02 03:10',
      'acknowledge 3: 02 03:15',
      'acknowledge 4: 02 03:20',
      'acknowledge 5: 03 03:20',
      'acknowledge 6: 04 03:20',
    ]);
  });

  test('nobody is woken for a lesser severity: it waits until people work', () => {
    const story = [declared('06T16:30', 'sev3')];
    expect(reminders(story, '09T11:30', 'acknowledge')).toEqual([
      'acknowledge 1: 09 09:00',
      'acknowledge 2: 09 10:00',
      'acknowledge 3: 09 11:00',
    ]);
  });

  test('it ends with its reason, and an update begins its term anew', () => {
    const story: readonly Happening[] = [
      declared('02T12:00', 'sev2'),
      { is: 'acknowledged', at: at('02T12:10') },
      { is: 'updated', at: at('02T12:50') },
      { is: 'role', at: at('02T12:52'), role: 'commander' },
      { is: 'role', at: at('02T12:53'), role: 'tech-lead' },
      { is: 'mitigated', at: at('02T13:30') },
      { is: 'resolved', at: at('02T14:05') },
    ];
    expect(reminders(story, '02T18:00')).toEqual(['roles 1: 02 12:25', 'update 1: 02 13:50']);
  });

  test('what had passed when the severity rose is nobody’s fault: the interval runs from there', () => {
    const story: readonly Happening[] = [
      declared('02T12:00', 'sev4'),
      { is: 'severity', at: at('02T13:00'), severity: 'sev1' },
    ];
    expect(reminders(story, '02T13:06')).toEqual(['acknowledge 1: 02 13:05']);
  });

  test('a pause puts off all that falls into it to its end, once', () => {
    const story: readonly Happening[] = [
      declared('02T12:00', 'sev1'),
      { is: 'snoozed', at: at('02T12:06'), until: at('02T15:00') },
    ];
    expect(reminders(story, '02T15:05', 'acknowledge')).toEqual([
      'acknowledge 1: 02 12:05',
      'acknowledge 2: 02 15:00',
      'acknowledge 3: 02 15:05',
    ]);
  });

  test('a false alarm ends everything', () => {
    const story: readonly Happening[] = [
      declared('02T12:00', 'sev1'),
      { is: 'nothing', at: at('02T12:04') },
    ];
    expect(reminders(story, '31T12:00')).toEqual([]);
  });
});

describe('where days count', () => {
  test('two workdays before, on the day, on the first workday after, then every other, then weekly', () => {
    expect(reminders(anItem('02T11:00', '2026-03-13'), '31T12:00')).toEqual([
      'item I 1: 12 09:00',
      'item I 2: 13 09:00',
      'item I 3: 16 09:00',
      'item I 4: 18 09:00',
      'item I 5: 20 09:00',
      'item I 6: 24 09:00',
      // In Berlin it is nine o'clock, and summer.
      'item I 7: 31 08:00',
    ]);
  });

  test('a day on which nobody works is reminded of on the last one before it', () => {
    expect(reminders(anItem('02T11:00', '2026-03-08'), '09T09:00')).toEqual([
      'item I 1: 05 09:00',
      'item I 2: 06 09:00',
      'item I 3: 09 09:00',
    ]);
  });

  test('another day begins anew, and what lay before it was said does not count', () => {
    const story: readonly Happening[] = [
      ...anItem('02T11:00', '2026-03-05'),
      { is: 'item due', at: at('05T12:00'), item: 'I', until: '2026-03-06' },
      { is: 'item over', at: at('06T10:00'), item: 'I' },
    ];
    expect(reminders(story, '31T12:00')).toEqual([
      'item I 1: 04 09:00',
      'item I 2: 05 09:00',
      'item I 1: 06 09:00',
    ]);
  });

  test('a postmortem is due from the resolution on, and not of a drill', () => {
    const story = (drill: boolean): readonly Happening[] => [
      { is: 'declared', at: at('02T10:00'), severity: 'sev2', drill },
      { is: 'resolved', at: at('02T11:00') },
      { is: 'published', at: at('10T10:00') },
    ];
    expect(reminders(story(false), '31T12:00', 'postmortem')).toEqual([
      'postmortem 1: 05 09:00',
      'postmortem 2: 09 09:00',
      'postmortem 3: 09 11:00',
    ]);
    expect(reminders(story(true), '31T12:00', 'postmortem')).toEqual([]);
  });

  test('a waiver reminds before it ends and on its last day, and then ends', () => {
    const story: readonly Happening[] = [
      declared('02T10:00', 'sev5'),
      { is: 'waived', at: at('02T12:00'), team: 'acme/payments', until: '2026-03-11' },
    ];
    expect(reminders(story, '31T12:00')).toEqual([
      'waiver acme/payments 1: 10 09:00',
      'waiver acme/payments 2: 11 09:00',
    ]);
  });
});
