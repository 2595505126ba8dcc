/**
 * `npm run bench:year`: a year of incidents, and whether every reminder came that should, and no other.
 * `BENCH_INCIDENTS` says how many (2,000), `BENCH_DAYS` over how long (365), `BENCH_SEED` which year.
 */
import type { Costs } from './measure.ts';
import { compareReminders, type Compared } from './compare.ts';
import { measure } from './measure.ts';
import { measureMemory, type MemoryAt } from './memory.ts';
import { playSeason } from './play.ts';
import { refusals } from './refusals.ts';
import { RULES } from './rules.ts';

const INCIDENTS = Number(process.env['BENCH_INCIDENTS'] ?? 2000);
const DAYS = Number(process.env['BENCH_DAYS'] ?? 365);
const SEED = Number(process.env['BENCH_SEED'] ?? 1);
const START = Date.parse('2026-01-01T00:00:00Z');

const say = (line: string): void => void process.stdout.write(`${line}\n`);
const count = (value: number): string => value.toLocaleString('en');

const began = performance.now();
const meter = measure();
const memory = await measureMemory();
const months: MemoryAt[] = [];
const { place, stories, end } = await playSeason({
  ...{ incidents: INCIDENTS, days: DAYS, seed: SEED, start: START },
  watch: async (at, { requests, world }) => {
    meter.add(at, requests.take());
    const month = new Date(at).toISOString().slice(0, 7);
    if (months.at(-1)?.month === month) return;
    const now = await memory.at(at, world);
    months.push(now);
    const seconds = ((performance.now() - began) / 1000).toFixed(0);
    const held = `heap ${now.heap.toFixed(0)} MB, of it the app ${now.app.toFixed(1)} MB`;
    process.stderr.write(`${month}: ${seconds} s, ${held}\n`);
  },
});
const { world } = place;
const compared = compareReminders(stories, world, { rules: RULES, end });
const refused = refusals(stories, world);
tellReminders(compared);
tellCosts(meter.costs());
tellMemory([...months, await memory.at(end, world)]);
for (const one of refused.slice(0, 20)) say(`  refused: ${one}`);
say(`\n${count(refused.length)} commands refused`);
say(`${((performance.now() - began) / 1000).toFixed(0)} s in all`);
await place.close();
if (compared.missing.length + compared.surplus.length + compared.twice.length > 0) {
  process.exitCode = 1;
}

function tellReminders({ byKind, missing, surplus, twice, ...of }: Compared): void {
  say(`${count(INCIDENTS)} incidents in ${count(DAYS)} days, seed ${String(SEED)}`);
  say(`Reminders: ${count(of.found)} on GitHub, ${count(of.expected)} expected`);
  for (const [kind, sum] of Object.entries(byKind)) say(`  ${kind}: ${count(sum)}`);
  for (const [what, list] of Object.entries({ missing, surplus, twice })) {
    say(`  ${what}: ${count(list.length)}`);
    for (const one of list.slice(0, 20)) say(`    ${one}`);
  }
  say(`  the latest came ${(of.latest / 1000).toFixed(0)} s after its time`);
}

function tellCosts(costs: Costs): void {
  const { total, reads, writes, tokens, refused: limited } = costs;
  const each = (total / INCIDENTS).toFixed(0);
  say(`\nRequests: ${count(total)} (${count(reads)} read, ${count(writes)} written)`);
  say(`  ${each} an incident; ${count(tokens)} for tokens; ${count(limited)} refused by a limit`);
  say(`  at most ${count(costs.mostInAnHour)} in an hour (GitHub: 5,000)`);
  say(`  at most ${count(costs.mostPointsInAMinute)} points in a minute (GitHub: 900 and 2,000)`);
  say(`  at most ${count(costs.mostWritesInAMinute)} writes in a minute (GitHub: 80)`);
  say(`  at most ${count(costs.mostWritesInAnHour)} writes in an hour (GitHub: 500)`);
  for (const [kind, sum] of costs.byKind.slice(0, 25)) say(`  ${count(sum)} ${kind}`);
}

function tellMemory(all: readonly MemoryAt[]): void {
  say('\nMemory, with the sandbox in the same process');
  for (const { month, heap, app, issues, comments } of all) {
    const holds = `${count(issues)} issues, ${count(comments)} comments`;
    say(`  ${month}: the app ${app.toFixed(1)} MB, all ${heap.toFixed(0)} MB; ${holds}`);
  }
}
