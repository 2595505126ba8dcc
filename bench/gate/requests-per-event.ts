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
    const search = repositoryOf(world, 'search');
    const monorepo = repositoryOf(world, MONOREPO.slice('acme/'.length));
    const cost = (of: string, promised: string, act: () => unknown): Promise<Cost> =>
      costOf(place, { of, promised }, act);
    // CODEOWNERS of a branch is read once, with its first pull request.
    const costs = [
      await cost('opened, the first of its branch', '1 + CODEOWNERS', () =>
        aPull(world, checkout, 'first'),
      ),
      await cost('opened, nothing in reach', '1', () => aPull(world, checkout, 'free')),
    ];
    const incident = await aViolation(place);
    aPull(world, search, 'first', { login: 'carol' });
    const fix = aPull(world, checkout, 'fix');
    const path = `/repos/acme/checkout/pulls/${String(fix)}`;
    await people.alice.call('PATCH', path, { body: `Fixes ${INCIDENTS}#${String(incident)}` });
    aPull(world, monorepo, 'first');
    return [
      ...costs,
      await cost('opened, the violation of another team', '1', () =>
        aPull(world, search, 'elsewhere', { login: 'carol' }),
      ),
      await cost('opened, a violation in reach', '2', () => aPull(world, checkout, 'held')),
      await cost('approved, and linked to nothing', '1: the verdict is there', () =>
        people.bob.call('POST', `/repos/acme/checkout/pulls/2/reviews`, { event: 'APPROVE' }),
      ),
      await cost('a linked fix approved: somebody vouches', '3', () =>
        people.bob.call('POST', `${path}/reviews`, { event: 'APPROVE' }),
      ),
      await cost('250 files in a repository of many teams', '2 + 2 pages', () =>
        aPull(world, monorepo, 'many', { files: 250 }),
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
