import { describe, expect, it } from 'vitest';
import { BUILT_IN_CAUSES } from '../../../src/core/policy/taxonomy.ts';
import { DAY, HOUR } from '../../../src/core/time.ts';
import { problemsIn, valid } from './sources.ts';

/** The one problem, as `line:column key found | expected | nearest`. */
function only(text: string): string {
  const problems = problemsIn(text);
  expect(problems, text).toHaveLength(1);
  const [one] = problems;
  if (one === undefined) return '';
  const meant = one.nearest === undefined ? '' : ` | ${one.nearest}`;
  return `${String(one.line)}:${String(one.column)} ${one.keyPath} ${one.found} | ${one.expected}${meant}`;
}

describe('what is not said of the follow-up', () => {
  const policy = valid('incidents: {}');

  it('is a week from Monday to Friday, nine to five, without holidays', () => {
    expect(policy.calendar).toEqual({
      weekend: [6, 7],
      holidays: [],
      hours: { from: 9 * 60, to: 17 * 60 },
    });
  });

  it('reminds two business days before and after, and closes after one', () => {
    const two = { unit: 'business-days', amount: 2 };
    expect(policy.reminders).toMatchObject({ before: two, every: two });
    expect(policy.closeAfter).toEqual({ unit: 'business-days', amount: 1 });
  });

  it('wakes people for what must be acknowledged within half an hour, and for nothing else', () => {
    expect(policy.reminders.paging).toEqual(['sev1', 'sev2']);
    expect(valid('incidents: { scale: priority }').reminders.paging).toEqual(['p0', 'p1']);
    const own = (within: string) =>
      valid(`severities: [{ id: high, acknowledge_within: ${within} }]`).reminders.paging;
    expect(own('30m')).toEqual(['high']);
    expect(own('31m')).toEqual([]);
    expect(own('1bd')).toEqual([]);
    expect(own('none')).toEqual([]);
  });

  it('has built-in causes, no components, and takes a repeat as its own severity', () => {
    expect(policy.taxonomy).toEqual({ causes: BUILT_IN_CAUSES, components: [] });
    expect(policy.repeats).toEqual({ raise: 'not' });
  });
});

describe('what is said of the follow-up', () => {
  it('is read key by key', () => {
    const policy = valid(`
incidents: { close_after: 0d }
calendar:
  weekend: [friday, saturday]
  holidays: [2026-12-24, 12-25, "02-29"]
  working_hours: 08:30-24:00
reminders: { paging: [sev3], before: 0d, every: 4h }
taxonomy: { causes: [storage, power], components: [web, database] }
repeats: { follow_up: sev1 }
`);
    expect(policy.closeAfter).toEqual({ unit: 'ms', amount: 0 });
    expect(policy.calendar).toEqual({
      weekend: [5, 6],
      holidays: ['2026-12-24', '12-25', '02-29'],
      hours: { from: 8 * 60 + 30, to: 24 * 60 },
    });
    expect(policy.reminders).toEqual({
      paging: ['sev3'],
      before: { unit: 'ms', amount: 0 },
      every: { unit: 'ms', amount: 4 * HOUR },
    });
    expect(policy.taxonomy).toEqual({
      causes: ['storage', 'power'],
      components: ['web', 'database'],
    });
    expect(policy.repeats).toEqual({ raise: 'at-least', severity: 'sev1' });
  });

  it('can be that nobody has a weekend, pages for anything, or is asked for a cause', () => {
    const policy = valid(
      'calendar: { weekend: [] }\nreminders: { paging: [] }\ntaxonomy: { causes: [] }\n',
    );
    expect(policy.calendar.weekend).toEqual([]);
    expect(policy.reminders.paging).toEqual([]);
    expect(policy.taxonomy.causes).toEqual([]);
  });

  it('raises a repeat by one level', () => {
    expect(valid('repeats: { follow_up: one-level }').repeats).toEqual({ raise: 'one-level' });
    expect(valid('repeats: { follow_up: same }').repeats).toEqual({ raise: 'not' });
  });

  it('is in days where it says days', () => {
    expect(valid('reminders: { every: 3d }').reminders.every).toEqual({
      unit: 'ms',
      amount: 3 * DAY,
    });
  });
});

describe('a calendar that cannot be is refused at its place', () => {
  it.each([
    [
      'calendar:\n  weekend: [saturday, sundey]\n',
      '2:23 calendar.weekend[1] "sundey" | one of monday, tuesday, wednesday, thursday, friday, saturday, sunday | sunday',
    ],
    [
      'calendar:\n  weekend: [monday, tuesday, wednesday, thursday, friday, saturday, sunday]\n',
      '2:12 calendar.weekend a list of 7 | a list of at most 6 days of the week, such as [first, second]',
    ],
    [
      'calendar: { weekend: [sunday, sunday] }',
      '1:31 calendar.weekend[1] "sunday" | each day once',
    ],
    [
      'calendar: { weekend: friday }',
      '1:22 calendar.weekend "friday" | a list of at most 6 days of the week, such as [first, second]',
    ],
    [
      'calendar: { week_end: [sunday] }',
      '1:13 calendar.week_end the unknown key "week_end" | one of the keys weekend, holidays, working_hours | weekend',
    ],
    [
      'calendar:\n  holidays:\n    - 12-25\n    - 2027-02-29\n',
      '4:7 calendar.holidays[1] "2027-02-29" | a date such as 2026-12-24, or 12-25 for that day of every year',
    ],
    [
      'calendar: { holidays: [02-30] }',
      '1:24 calendar.holidays[0] "02-30" | a date such as 2026-12-24, or 12-25 for that day of every year',
    ],
    [
      'calendar: { holidays: [12-25, 12-25] }',
      '1:31 calendar.holidays[1] "12-25" | each date once',
    ],
    [
      'calendar: { working_hours: 17:00-09:00 }',
      '1:28 calendar.working_hours "17:00-09:00" | hours of one day from first to last, such as 09:00-17:00; the last after the first',
    ],
    [
      'calendar: { working_hours: 09:00-09:00 }',
      '1:28 calendar.working_hours "09:00-09:00" | hours of one day from first to last, such as 09:00-17:00; the last after the first',
    ],
    [
      'calendar: { working_hours: 8 }',
      '1:28 calendar.working_hours 8 | hours of one day from first to last, such as 09:00-17:00',
    ],
  ])('%j', (text, problem) => {
    expect(only(text)).toBe(problem);
  });

  it.each([
    ['25.12.', '12-25'],
    ['24.12.2026', '2026-12-24'],
    ['1/5', '01-05'],
    ['2026/1/5', '2026-01-05'],
    ['2026-1-5', '2026-01-05'],
  ])('a date written as %s is understood well enough to suggest %s', (text, meant) => {
    expect(only(`calendar: { holidays: ["${text}"] }`)).toMatch(new RegExp(` \\| ${meant}$`));
  });

  it.each(['Christmas', '32.12.', '13-01', '2026-12-24T00:00', '24 December'])(
    'the date %s is refused without a guess',
    (text) => {
      expect(problemsIn(`calendar: { holidays: ["${text}"] }`)[0]).not.toHaveProperty('nearest');
    },
  );

  it.each([
    ['9-17', '09:00-17:00'],
    ['9:00 - 17:30', '09:00-17:30'],
    ['9am to 5pm', '09:00-17:00'],
    ['12am-12pm', '00:00-12:00'],
    ['08.30–18', '08:30-18:00'],
  ])('hours written as %s are understood well enough to suggest %s', (text, meant) => {
    expect(only(`calendar: { working_hours: "${text}" }`)).toMatch(new RegExp(` \\| ${meant}$`));
  });

  it.each(['always', '9', '25:00-26:00', '09:00-24:30', '09:00-17:00-19:00'])(
    'the hours %s are refused without a guess',
    (text) => {
      const [problem] = problemsIn(`calendar: { working_hours: "${text}" }`);
      expect(problem?.keyPath).toBe('calendar.working_hours');
      expect(problem).not.toHaveProperty('nearest');
    },
  );

  it('more than 200 holidays are too many', () => {
    const days = Array.from({ length: 201 }, (_, index) => String(2000 + index) + '-12-25');
    expect(only(`calendar: { holidays: [${days.join(', ')}] }`)).toMatch(
      / a list of 201 \| a list of at most 200 dates/,
    );
  });
});

describe('reminders, repeats and words that cannot be are refused at their place', () => {
  it.each([
    [
      'reminders: { paging: [sev1, sev9] }',
      '1:29 reminders.paging[1] "sev9" | a severity of this policy: sev1, sev2, sev3, sev4, sev5 | sev1',
    ],
    ['reminders: { paging: [sev1, sev1] }', '1:29 reminders.paging[1] "sev1" | each id once'],
    [
      'reminders:\n  every: 10m\n',
      '2:10 reminders.every "10m" | a duration of an hour or more: 4h, 3d, 2w, or business days as 2bd | 1h',
    ],
    [
      'reminders: { every: none }',
      '1:21 reminders.every "none" | a duration: 30m, 4h, 3d, 2w, or business days as 5bd',
    ],
    [
      'reminders: { before: 2 days }',
      '1:22 reminders.before "2 days" | a duration: 0d for none, 4h, 3d, 2w, or business days as 5bd | 2d',
    ],
    [
      'incidents: { close_after: 1 business day }',
      '1:27 incidents.close_after "1 business day" | a duration: 0d for none, 4h, 3d, 2w, or business days as 5bd | 1bd',
    ],
    [
      'repeats: { follow_up: one_level }',
      '1:23 repeats.follow_up "one_level" | same, one-level, or the id of a severity, such as sev1 | one-level',
    ],
    [
      'repeats: { follow_up: one-leve }',
      '1:23 repeats.follow_up "one-leve" | same, one-level, or a severity of this policy: sev1, sev2, sev3, sev4, sev5 | one-level',
    ],
    [
      'incidents: { scale: priority }\nrepeats: { follow_up: sev1 }\n',
      '2:23 repeats.follow_up "sev1" | same, one-level, or a severity of this policy: p0, p1, p2, p3',
    ],
    [
      'taxonomy: { causes: [Third Party] }',
      '1:22 taxonomy.causes[0] "Third Party" | a word in lower case letters, digits and hyphens, such as configuration | third-party',
    ],
    ['taxonomy: { components: [web, web] }', '1:31 taxonomy.components[1] "web" | each word once'],
    [
      'taxonomy: { cause: [change] }',
      '1:13 taxonomy.cause the unknown key "cause" | one of the keys causes, components | causes',
    ],
  ])('%j', (text, problem) => {
    expect(only(text)).toBe(problem);
  });

  it.each(['cause', 'component', 'snooze', 'due', 'similar', 'postmortem'])(
    'a role may not be named %s, which is a command',
    (id) => {
      expect(only(`roles: [{ id: ${id}, name: Somebody }]`)).toMatch(
        new RegExp(`^1:15 roles\\[0\\]\\.id .* /${id} is a command already`),
      );
    },
  );
});
