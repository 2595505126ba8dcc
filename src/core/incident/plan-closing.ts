import type { Effect } from '../effects.ts';
import { missing } from '../followup/missing.ts';
import { debtsOf } from '../followup/owed.ts';
import type { ActEntry, EndedEntry } from '../ledger/ledger.ts';
import { closedComment, closedEarlyComment } from '../messages/closing.ts';
import type { IncidentFacts } from './facts.ts';
import { isRepeated } from './plan-kept.ts';
import type { PlanInput } from './plan.ts';
import { deleteComment, keepComment, ownComments } from './own-comments.ts';
import { endedMarker, toldMarker } from './told-marker.ts';

/**
 * What is said when an incident is closed, before the issue is opened again or closed: so that a crash
 * between the two leaves the state to be put right, and nobody without the reason.
 */
export function closingEffects(input: PlanInput): readonly Effect[] {
  return input.incident.status.is === 'closed' ? lastWord(input) : closedEarly(input);
}

/**
 * To a closing while something was missing: one comment with the list, as it is when the issue is opened
 * again. None for the same hand within a day, and none where whoever closed it has undone it already.
 */
function closedEarly(input: PlanInput): readonly Effect[] {
  const { incident, facts, ledger } = input;
  const latest = ledger.findLast(
    (entry): entry is ActEntry => entry.verdict === 'not-counted' && entry.early === true,
  );
  if (latest === undefined || isRepeated(latest, ledger)) return [];
  const marker = toldMarker(latest);
  const left = missing(incident, debtsOf({ ...input, state: incident }));
  const isSaid = ownComments(facts, marker).length > 0;
  if (left.length === 0 || (facts.state === 'open' && !isSaid)) return [];
  const text = closedEarlyComment(latest.by, left, incident);
  return sayOnce(facts, { marker, text, told: latest.told === true });
}

/** Of one that the app closed itself: that everything is done, and how long it took. */
function lastWord({ incident, facts, ledger }: PlanInput): readonly Effect[] {
  const { status } = incident;
  const ended = ledger.findLast(
    (entry): entry is EndedEntry =>
      entry.verdict === 'ended' && status.is === 'closed' && entry.at === status.since,
  );
  if (ended === undefined || status.is !== 'closed' || status.by !== null) return [];
  if (status.because.why !== 'done') return [];
  const text = closedComment(incident);
  return sayOnce(facts, { marker: endedMarker(ended), text, told: ended.told === true });
}

/**
 * A comment that stays as it was written: it tells of one moment. One that somebody else rewrote is put
 * right, and one that somebody deleted after it was seen is not written again.
 */
function sayOnce(
  facts: IncidentFacts,
  say: { readonly marker: string; readonly text: string; readonly told: boolean },
): readonly Effect[] {
  const { marker, text, told } = say;
  const [first, ...others] = ownComments(facts, marker);
  if (first === undefined && told) return [];
  if (first?.editor.kind === 'self') return others.map((one) => deleteComment(facts, one));
  return keepComment(facts, marker, `${marker}\n${text}`);
}
