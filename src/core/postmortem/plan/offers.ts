import type { Effect } from '../../effects.ts';
import { offerWords } from '../../messages/postmortem/offer.ts';
import { DAY, instantOf, plus, type Instant } from '../../time.ts';
import type { PullFacts } from '../facts.ts';
import type { Offer } from '../follow.ts';
import type { PostmortemInput } from './plan.ts';

/** More than that a day is nagging. */
const MOST_A_DAY = 5;

/**
 * What the app would say in parts that people wrote in, as suggestions: the same words once, whatever
 * became of them.
 */
export function offerEffects(
  { facts, now }: PostmortemInput,
  offers: readonly Offer[],
): readonly Effect[] {
  const { pull, document } = facts;
  if (pull?.state !== 'open' || document === null) return [];
  const room = Math.max(0, MOST_A_DAY - ofToday(pull, now).length);
  return notMade(pull, offers)
    .slice(0, room)
    .map((offer) => ({
      kind: 'suggest',
      pull: pull.ref,
      headOid: pull.headOid,
      path: document.path,
      marker: offerMarker(offer),
      startLine: offer.startLine,
      endLine: offer.endLine,
      replacement: offer.replacement,
      words: offerWords(offer.region.replace(/-\d+$/, '')),
    }));
}

/** When those can be made for which there is no room today; null where all can be now. */
export function moreOffersAt(
  { facts, now }: PostmortemInput,
  offers: readonly Offer[],
): Instant | null {
  const { pull } = facts;
  if (pull === null) return null;
  const today = ofToday(pull, now);
  if (notMade(pull, offers).length <= MOST_A_DAY - today.length) return null;
  return plus(instantOf(Math.min(now, ...today)), DAY);
}

function ofToday({ offeredAt }: PullFacts, now: Instant): readonly Instant[] {
  return offeredAt.filter((at) => at > plus(now, -DAY));
}

function notMade({ offered }: PullFacts, offers: readonly Offer[]): readonly Offer[] {
  return offers.filter((offer) => !offered.includes(offerMarker(offer)));
}

/** The first line of an offer: which part, and which words. */
function offerMarker({ region, hash }: Offer): string {
  return `<!-- norepeat:offer ${region} ${hash} -->`;
}
