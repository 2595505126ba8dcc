/** How many requests one pull-request event costs, tokens and clock apart. */
import { MONOREPO } from '../../tests/scenarios/support/gated-organisation.ts';
import { jumpingTime } from '../../tests/scenarios/support/jumping-time.ts';
import { INCIDENTS } from '../../tests/scenarios/support/organisation.ts';
import type { Requests } from './count-requests.ts';
import { aPlace, aPull, repositoryOf, type Place } from './place.ts';
import { aViolation } from './violation.ts';

export interface Cost extends Pick<Requests, 'reads' | 'writes' | 'each'> {
  readonly of: string;
  /** Reads and writes together, as part 3 of the design promises. */
  readonly promised: string;
}

export async function requestsPerEvent(): Promise<readonly Cost[]> {
  const place = await aPlace({ time: jumpingTime() });
  try {
    const { world, people } = place;
    const checkout = repositoryOf(world, 'checkout');
    const cost = (of: string, promised: string, act: () => unknown): Promise<Cost> =>
      costOf(place, { of, promised }, act);
    const free = await cost('opened, nothing in reach', '1', () => aPull(world, checkout, 'free'));
    const incident = await aViolation(place);
    aPull(world, checkout, 'warm');
    await place.settled();
    return [
      free,
      await cost('opened elsewhere, nothing in reach', '1', () =>
        aPull(world, repositoryOf(world, 'search'), 'elsewhere'),
      ),
      await cost('opened, a violation in reach', '2', () => aPull(world, checkout, 'held')),
      await cost('approved by a colleague, not linked', '1–2', () =>
        people.bob.call('POST', `/repos/acme/checkout/pulls/2/reviews`, { event: 'APPROVE' }),
      ),
      await cost('a linked fix approved: somebody vouches', '3', async () => {
        const fix = aPull(world, checkout, 'fix');
        place.control.drop(place.control.held().map(({ id }) => id));
        const path = `/repos/acme/checkout/pulls/${String(fix)}`;
        await people.alice.call('PATCH', path, { body: `Fixes ${INCIDENTS}#${String(incident)}` });
        await people.bob.call('POST', `${path}/reviews`, { event: 'APPROVE' });
      }),
      await cost('250 files in a repository of many teams', '2 + 2 pages', () =>
        aPull(world, repositoryOf(world, MONOREPO.slice('acme/'.length)), 'many', 250),
      ),
    ];
  } finally {
    await place.close();
  }
}

/** Deliveries of the act go out together, as one event does on GitHub. */
async function costOf(
  { control, requests, settled }: Place,
  names: Pick<Cost, 'of' | 'promised'>,
  act: () => unknown,
): Promise<Cost> {
  await settled();
  requests.take();
  control.hold();
  await act();
  control.send();
  control.releaseAll();
  await settled();
  return { ...names, ...requests.take() };
}
