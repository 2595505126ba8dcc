/** What it costs to judge hundreds of open pull requests again when a team becomes held, and when it is free. */
import { jumpingTime } from '../../tests/scenarios/support/jumping-time.ts';
import { INCIDENTS } from '../../tests/scenarios/support/organisation.ts';
import { realTime } from '../../src/github/time.ts';
import type { Requests } from './count-requests.ts';
import { aPlace, aPull, repositoryOf, verdicts, type Place } from './place.ts';
import { anIncident } from './violation.ts';

export interface Again extends Omit<Requests, 'each'> {
  readonly of: string;
  readonly pulls: number;
  /** Pull requests that had the right verdict at the end. */
  readonly right: number;
  readonly seconds: number;
}

/** `limits`: the sandbox refuses what GitHub would, and the app waits as long as it must. */
export async function judgeAgain(pulls: number, limits: boolean): Promise<readonly Again[]> {
  const place = await aPlace({
    time: limits ? realTime : jumpingTime(),
    prepare: (world) => {
      const checkout = repositoryOf(world, 'checkout');
      for (let n = 0; n < pulls; n += 1) aPull(world, checkout, `open-${String(n)}`);
    },
  });
  const { people, control } = place;
  try {
    const number = await anIncident(place);
    if (limits) control.limits({ secondary: true, primary: 5000 });
    const at = { repository: INCIDENTS, number };
    const held = await measured(place, 'held', 'failure', () =>
      people.bob.comments(at, '/mitigated'),
    );
    const freed = await measured(place, 'free again', 'success', () =>
      people.erin.comments(at, '/accept the bench is over'),
    );
    return [held, freed];
  } finally {
    await place.close();
  }
}

async function measured(
  { world, requests, settled }: Place,
  of: string,
  ...[conclusion, act]: readonly ['failure' | 'success', () => Promise<unknown>]
): Promise<Again> {
  await settled();
  requests.take();
  const began = performance.now();
  await act();
  await settled();
  const seconds = (performance.now() - began) / 1000;
  const all = verdicts(repositoryOf(world, 'checkout'));
  const right = all.filter((run) => run?.conclusion === conclusion).length;
  return { ...requests.take(), of, pulls: all.length, right, seconds };
}
