import type { Effect } from '../effects.ts';
import { missing } from '../followup/missing.ts';
import { debtsOf } from '../followup/owed.ts';
import type { ActEntry, EndedEntry } from '../ledger/ledger.ts';
import { causeQuestion } from '../messages/cause-question.ts';
import { closedComment, closedEarlyComment } from '../messages/closing.ts';
import { causeMarker, isAsked, wantsCause, workBegan } from './cause-question.ts';
import type { IncidentFacts } from './facts.ts';
import { isRepeated } from './plan-kept.ts';
import type { TellingInput } from './tellings.ts';
import { deleteComment, keepComment, ownComments } from './own-comments.ts';
import { endedMarker, toldMarker } from './told-marker.ts';

/**
 * What is said when an incident is closed, before the issue is opened again or closed: so that a crash
 * between the two leaves the state to be put right, and nobody without the reason.
 */
export function closingEffects(input: TellingInput): readonly Effect[] {
  return input.incident.status.is === 'closed' ? lastWord(input) : closedEarly(input);
}

/**
 * To a closing while something was missing: one comment with the list, as it is when the issue is opened
 * again. None for the same hand within a day, and none where whoever closed it has undone it already.
 */
function closedEarly(input: TellingInput): readonly Effect[] {
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

/**
 * Of one that the app closed itself: that everything is done, and how long it took. Where nobody was asked
 * yet what broke, the same comment asks.
 */
function lastWord(input: TellingInput): readonly Effect[] {
  const { incident, facts, policy } = input;
  const ended = endedBy(input);
  if (ended === null) return [];
  const marker = endedMarker(ended);
  const word = closedComment(incident);
  const text = asksWhenClosing(input)
    ? `${causeMarker(workBegan(incident))}\n${word}\n\n${causeQuestion(incident, policy)}`
    : word;
  return sayOnce(facts, { marker, text, told: ended.told === true });
}

/** Whether the last word, which is not written yet, is what asks for the cause. */
export function asksWhenClosing(input: TellingInput): boolean {
  const { incident, facts, ledger, policy } = input;
  const ended = endedBy(input);
  if (ended === null || ended.told === true) return false;
  const isWritten = ownComments(facts, endedMarker(ended)).length > 0;
  return !isWritten && wantsCause(incident, policy) && !isAsked(ledger, workBegan(incident));
}

/** What the app closed it by; null where a person did, or where it is not over. */
function endedBy({ incident: { status }, ledger }: TellingInput): EndedEntry | null {
  if (status.is !== 'closed' || status.by !== null || status.because.why !== 'done') return null;
  return (
    ledger.findLast(
      (entry): entry is EndedEntry => entry.verdict === 'ended' && entry.at === status.since,
    ) ?? null
  );
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
