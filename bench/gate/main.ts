/** `npm run bench:gate`: what the gate costs GitHub and makes people wait, as part 3 of the design promises. */
import { judgeAgain } from './judge-again.ts';
import { requestsPerEvent } from './requests-per-event.ts';
import { timeToVerdict } from './time-to-verdict.ts';

const PULLS = Number(process.env['BENCH_PULLS'] ?? 500);
const EVENTS = Number(process.env['BENCH_EVENTS'] ?? 200);

const say = (line: string): void => void process.stdout.write(`${line}\n`);
const ms = (value: number): string => `${value.toFixed(1)} ms`;

say('Requests per pull-request event (tokens and clock apart)');
for (const { of, promised, reads, writes, each } of await requestsPerEvent()) {
  say(`  ${of}: ${String(reads + writes)} (${String(reads)} read, ${String(writes)} written)`);
  say(`    promised: ${promised}`);
  if (process.env['BENCH_TELL'] !== undefined) for (const one of each) say(`    ${one}`);
}

say(`\nFrom delivery to verdict, ${String(EVENTS)} events, the sandbox in the same process`);
for (const { of, p50, p99 } of await timeToVerdict(EVENTS)) {
  say(`  ${of}: p50 ${ms(p50)}, p99 ${ms(p99)} (${(p99 / p50).toFixed(1)} ×)`);
}

say(`\nJudging ${String(PULLS)} open pull requests again`);
for (const limits of [false, true]) {
  for (const again of await judgeAgain(PULLS, limits)) {
    const { of, right, pulls, reads, writes, refused, seconds } = again;
    say(`  ${of}, ${limits ? 'with' : 'without'} limits: ${seconds.toFixed(1)} s`);
    say(`    ${String(writes)} write requests (promised: at most 30), ${String(reads)} reads`);
    say(`    ${String(refused)} refused by a limit, ${String(right)} of ${String(pulls)} right`);
  }
}
