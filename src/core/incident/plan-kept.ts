import type { Effect } from '../effects.ts';
import type { ActEntry, Ledger } from '../ledger/ledger.ts';
import { actKey } from '../ledger/merge.ts';
import { keptComment } from '../messages/kept.ts';
import { DAY, plus } from '../time.ts';
import { toldMarker } from './told-marker.ts';
import { keepComment, ownComments } from './own-comments.ts';
import type { TellingInput } from './tellings.ts';

/**
 * One comment for a click that did not count because it would have lifted what a team owes; none for the
 * same click of the same hand within a day of the last one, or two apps that undo each other's labels would
 * fill the incident with comments. One that was seen there once and that somebody deleted is not written again. Labels and states go back by
 * themselves: they are not what the incident says.
 */
export function keptEffects({ facts, ledger, policy }: TellingInput): readonly Effect[] {
  return ledger.flatMap((entry): readonly Effect[] => {
    if (entry.verdict !== 'not-counted' || entry.loosens !== true || entry.early === true)
      return [];
    if (isRepeated(entry, ledger)) return [];
    const marker = toldMarker(entry);
    if (entry.told === true && ownComments(facts, marker).length === 0) return [];
    const text = keptComment(entry, { policy, home: facts.ref });
    return keepComment(facts, marker, `${marker}\n${text}`);
  });
}

/** The same hand did the same within a day before, and it did not count either. */
export function isRepeated(entry: ActEntry, ledger: Ledger): boolean {
  const click = ({ act, by, early }: ActEntry): string =>
    `${String(early)} ${actKey({ act, by, at: entry.at })}`;
  return ledger.some(
    (one) =>
      one.verdict === 'not-counted' &&
      (one.loosens === true || one.early === true) &&
      one.at < entry.at &&
      one.at > plus(entry.at, -DAY) &&
      click(one) === click(entry),
  );
}
