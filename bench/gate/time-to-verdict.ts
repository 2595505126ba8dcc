/** From a delivery to its verdict on GitHub, one at a time: what the app itself needs. */
import { GATE } from '../../tests/scenarios/support/gated-organisation.ts';
import { jumpingTime } from '../../tests/scenarios/support/jumping-time.ts';
import { aPlace, aPull, repositoryOf, type Place } from './place.ts';
import { aViolation } from './violation.ts';

export interface Times {
  readonly of: string;
  readonly events: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
}

/** The pause that the budget keeps between two writes is skipped; everything else is as it is. */
export async function timeToVerdict(events: number): Promise<readonly Times[]> {
  const place = await aPlace({ time: jumpingTime() });
  try {
    const free = await timesOf(place, 'free', events);
    await aViolation(place);
    const held = await timesOf(place, 'held', events);
    return [
      { of: 'nothing in reach', ...free },
      { of: 'a violation in reach', ...held },
    ];
  } finally {
    await place.close();
  }
}

async function timesOf(place: Place, name: string, events: number): Promise<Omit<Times, 'of'>> {
  const { control, world, settled } = place;
  const repository = repositoryOf(world, 'checkout');
  const took: number[] = [];
  for (let n = 0; n < events; n += 1) {
    control.hold();
    const number = aPull(world, repository, `${name}-${String(n)}`);
    const head = repository.issues.get(number)?.pull?.headSha ?? '';
    const [opened] = control.held().filter(({ event }) => event === 'pull_request');
    control.drop(
      control
        .held()
        .filter((each) => each !== opened)
        .map(({ id }) => id),
    );
    control.send();
    if (opened === undefined) throw new Error('Nothing is delivered for a pull request.');
    const began = performance.now();
    const verdict = verdictOn(place, head);
    control.release([opened.id]);
    took.push((await verdict) - began);
    await settled();
  }
  took.sort((a, b) => a - b);
  const at = (part: number): number => took[Math.ceil(part * took.length) - 1] ?? NaN;
  return { events, p50: at(0.5), p99: at(0.99) };
}

/** When the gate's run for a commit is there. */
function verdictOn({ world }: Place, head: string): Promise<number> {
  return new Promise((resolve) => {
    const stop = world.events.subscribe((event) => {
      if (event.name !== 'check_run' || event.action !== 'created') return;
      if (event.checkRun.name !== GATE || event.checkRun.headSha !== head) return;
      stop();
      resolve(performance.now());
    });
  });
}
