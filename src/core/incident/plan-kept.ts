import type { Effect } from '../effects.ts';
import { keptComment } from '../messages/kept.ts';
import { toldMarker } from './loosening-marker.ts';
import { keepComment, ownComments } from './own-comments.ts';
import type { PlanInput } from './plan.ts';

/**
 * One comment for each click that did not count because it would have lifted what a team owes. One that
 * was seen there once and that somebody deleted is not written again. Labels and states go back by
 * themselves: they are not what the incident says.
 */
export function keptEffects({ facts, ledger, policy }: PlanInput): readonly Effect[] {
  return ledger.flatMap((entry): readonly Effect[] => {
    if (entry.verdict !== 'not-counted' || entry.loosens !== true) return [];
    const marker = toldMarker(entry);
    if (entry.told === true && ownComments(facts, marker).length === 0) return [];
    const text = keptComment(entry, { policy, home: facts.ref });
    return keepComment(facts, marker, `${marker}\n${text}`);
  });
}
