import type { Effect } from '../effects.ts';
import { causeQuestion } from '../messages/cause-question.ts';
import { causeMarker, isAsked, wantsCause, workBegan } from './cause-question.ts';
import { keepComment, ownComments } from './own-comments.ts';
import { asksWhenClosing } from './plan-closing.ts';
import type { TellingInput } from './tellings.ts';

/**
 * Asks what broke, where the closing comment does not. Of one that is closed only where the app itself
 * closed it: what was over long before anybody thought of asking stays quiet.
 */
export function causeEffects(input: TellingInput): readonly Effect[] {
  const { incident, facts, ledger, policy } = input;
  if (!wantsCause(incident, policy) || asksWhenClosing(input)) return [];
  const isEnded = ledger.some(({ verdict }) => verdict === 'ended');
  if (incident.status.is === 'closed' && !isEnded) return [];
  const began = workBegan(incident);
  const marker = causeMarker(began);
  const isGone = ownComments(facts, marker).length === 0 && isAsked(ledger, began);
  return isGone ? [] : keepComment(facts, marker, `${marker}\n${causeQuestion(incident, policy)}`);
}
