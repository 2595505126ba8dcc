/**
 * What the app says once, of one moment: that an act did not count, that everything is done, what it
 * would like to know. It is written before the rest of a plan and noted at once, so the ledger that the
 * summary carries is the same whether or not anybody makes the app look again, and what somebody deletes
 * meanwhile is not said a second time. After a crash between the two it is noted when it is read.
 */
import type { Effect } from '../effects.ts';
import { sameIssue } from '../ids.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { mergeLedgers } from '../ledger/merge.ts';
import { newlyAsked } from './cause-question.ts';
import type { IncidentFacts } from './facts.ts';
import { causeEffects } from './plan-cause.ts';
import { closingEffects } from './plan-closing.ts';
import { keptEffects } from './plan-kept.ts';
import type { PlanInput } from './plan.ts';
import { endedMarker, toldMarker } from './told-marker.ts';

export type TellingInput = Omit<PlanInput, 'ledgerBlocks'>;

/** What is to be said and is not there, and what somebody made of what was said. */
export function tellingEffects(input: TellingInput): readonly Effect[] {
  return [...closingEffects(input), ...keptEffects(input), ...causeEffects(input)];
}

/** The ledger as it is once these were performed: the one that reading the issue again would make of it. */
export function withTold(
  ledger: Ledger,
  effects: readonly Effect[],
  { ref }: Pick<IncidentFacts, 'ref'>,
): Ledger {
  const written = effects.flatMap((effect) =>
    effect.kind === 'keep-comment' && sameIssue(effect.issue, ref) ? [effect.body] : [],
  );
  return mergeLedgers(ledger, newlyNoted(written, ledger));
}

/** What texts of the app's own comments say of the ledger's entries that these do not say yet. */
export function newlyNoted(own: readonly string[], ledger: Ledger): Ledger {
  return [...newlyTold(own, ledger), ...newlyAsked(own, ledger)];
}

/** What the app was to tell, and has: acts that did not count, and endings. */
function newlyTold(own: readonly string[], ledger: Ledger): Ledger {
  return ledger.flatMap((entry): Ledger => {
    const marker = tellingMarker(entry);
    if (marker === null || !('act' in entry || entry.verdict === 'ended')) return [];
    const isThere = own.some((text) => text.startsWith(marker));
    return entry.told === true || !isThere ? [] : [{ ...entry, told: true }];
  });
}

function tellingMarker(entry: Ledger[number]): string | null {
  if (entry.verdict === 'ended') return endedMarker(entry);
  if (entry.verdict !== 'not-counted') return null;
  return entry.loosens === true || entry.early === true ? toldMarker(entry) : null;
}
