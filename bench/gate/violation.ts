import { INCIDENTS } from '../../tests/scenarios/support/organisation.ts';
import type { Place } from './place.ts';

/** A mitigated SEV-1 of checkout that holds payments; gives its number. */
export async function aViolation(place: Place): Promise<number> {
  const number = await anIncident(place);
  await place.people.bob.comments({ repository: INCIDENTS, number }, '/ack\n/mitigated');
  await place.settled();
  return number;
}

/** A SEV-1 of checkout that holds nobody yet; gives its number. */
export async function anIncident({ people, settled }: Place): Promise<number> {
  const { number } = await people.alice.opensIncident({
    severity: 'SEV-1',
    services: 'checkout',
  });
  await settled();
  return number;
}
