/** What somebody does later to an incident of which something is owed. */
import type { IncidentFacts, NativeEvent } from '../../../src/core/incident/facts.ts';
import { minute } from '../../builders/facts.ts';
import { oneLook } from '../../builders/one-look.ts';
import type { Run } from '../../builders/run-incident.ts';

export const LATER = minute(20);

export const clicked =
  (...make: readonly ((done: { by: string; at: typeof LATER }) => NativeEvent)[]) =>
  (by: string): Partial<IncidentFacts> => ({
    events: make.map((one) => one({ by, at: LATER })),
  });

export function planOf(state: Run) {
  return oneLook(state, minute(30)).effects;
}

export function keptComments(state: Run): readonly string[] {
  return planOf(state).flatMap((effect) =>
    effect.kind === 'keep-comment' && effect.marker.includes('norepeat:kept') ? [effect.body] : [],
  );
}
