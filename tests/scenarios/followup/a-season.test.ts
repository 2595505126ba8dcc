/** A few weeks of incidents by chance, by the same means as `npm run bench:year`, which plays a year of them. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { compareReminders, type Compared } from '../../../bench/year/compare.ts';
import { measure, type Costs } from '../../../bench/year/measure.ts';
import { playSeason, type Played } from '../../../bench/year/play.ts';
import { refusals } from '../../../bench/year/refusals.ts';
import { RULES } from '../../../bench/year/rules.ts';

let played: Played;
let compared: Compared;
let costs: Costs;
beforeAll(async () => {
  const meter = measure();
  played = await playSeason({
    ...{ incidents: 25, days: 35, seed: 7, start: Date.parse('2026-03-02T00:00:00Z') },
    watch: (at, { requests }) => {
      meter.add(at, requests.take());
    },
  });
  const { stories, place, end } = played;
  compared = compareReminders(stories, place.world, { rules: RULES, end });
  costs = meter.costs();
}, 600_000);
afterAll(() => played.place.close());

describe('of everything that twenty-five incidents asked for in five weeks', () => {
  test('the app took every word', () => {
    expect(refusals(played.stories, played.place.world)).toEqual([]);
  });

  test('every reminder came that should, and no other, none twice, and none late', () => {
    const { missing, surplus, twice, latest } = compared;
    expect({ missing, surplus, twice }).toEqual({ missing: [], surplus: [], twice: [] });
    expect(latest).toBeLessThan(60_000);
  });

  test('there were reminders of every kind', () => {
    expect(Object.keys(compared.byKind).sort()).toEqual([
      'acknowledge',
      'item',
      'mitigate',
      'postmortem',
      'reassess',
      'roles',
      'update',
      'waiver',
    ]);
  });

  test('GitHub refused nothing, and was never near a limit of it', () => {
    expect(costs.refused).toBe(0);
    expect(costs.mostInAnHour).toBeLessThan(500);
    expect(costs.mostWritesInAMinute).toBeLessThan(40);
    expect(played.place.control.complaints()).toEqual([]);
  });
});
