import type { Effect } from '../effects.ts';
import { causeQuestion } from '../messages/cause-question.ts';
import { causeMarker, isAsked, wantsCause, workBegan } from './cause-question.ts';
import { keepComment, ownComments } from './own-comments.ts';
import type { PlanInput } from './plan.ts';

/**
 * Asks what broke. Of one that is closed only where the app itself closed it: what was over long before
 * anybody thought of asking stays quiet.
 */
export function causeEffects({ incident, facts, ledger, policy }: PlanInput): readonly Effect[] {
  if (!wantsCause(incident, policy)) return [];
  const isEnded = ledger.some(({ verdict }) => verdict === 'ended');
  if (incident.status.is === 'closed' && !isEnded) return [];
  const began = workBegan(incident);
  const marker = causeMarker(began);
  const isGone = ownComments(facts, marker).length === 0 && isAsked(ledger, began);
  return isGone ? [] : keepComment(facts, marker, `${marker}\n${causeQuestion(incident, policy)}`);
}
