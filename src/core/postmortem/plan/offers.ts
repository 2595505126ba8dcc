import type { Effect } from '../../effects.ts';
import { offerWords } from '../../messages/postmortem/offer.ts';
import type { Ledger, OfferEntry } from '../../ledger/ledger.ts';
import { DAY, instantOf, MINUTE, plus, type Instant } from '../../time.ts';
import type { PullFacts } from '../facts.ts';
import type { Offer } from '../follow.ts';
import type { PostmortemInput } from './plan.ts';

/** More than that a day is nagging. */
const MOST_A_DAY = 5;

/**
 * What the app would say in parts that people wrote in, as suggestions: the same words once, whatever
 * became of them.
 */
export function offerEffects(input: PostmortemInput, offers: readonly Offer[]): readonly Effect[] {
  const { pull, document } = input.facts;
  if (pull?.state !== 'open' || document === null) return [];
  return toMakeToday(input, offers).map((offer) => ({
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

/**
 * When to look for the next: soon where some are made now, so that they are noted before anybody deletes
 * one; once there is room again where there is none today; null where all are made.
 */
export function moreOffersAt(input: PostmortemInput, offers: readonly Offer[]): Instant | null {
  const { now, facts } = input;
  if (facts.pull === null) return null;
  if (toMakeToday(input, offers).length > 0) return plus(now, MINUTE);
  if (notMade(input, offers).length === 0) return null;
  return plus(instantOf(Math.min(now, ...ofToday(input))), DAY);
}

/** Those that are on GitHub and that the ledger does not know yet. */
export function offersSeen({ facts, ledger }: PostmortemInput): readonly OfferEntry[] {
  const { pull } = facts;
  if (pull === null) return [];
  const known = notedOn(pull, ledger).map(({ offer }) => offer);
  return onGitHub(pull).filter(({ offer }) => !known.includes(offer));
}

function toMakeToday(input: PostmortemInput, offers: readonly Offer[]): readonly Offer[] {
  return notMade(input, offers).slice(0, Math.max(0, MOST_A_DAY - ofToday(input).length));
}

function ofToday(input: PostmortemInput): readonly Instant[] {
  return made(input).flatMap(({ at }) => (at > plus(input.now, -DAY) ? [at] : []));
}

function notMade(input: PostmortemInput, offers: readonly Offer[]): readonly Offer[] {
  const known = made(input).map(({ offer }) => offer);
  return offers.filter((offer) => !known.includes(offerMarker(offer)));
}

/** Also those that somebody deleted. */
function made(input: PostmortemInput): readonly OfferEntry[] {
  const { pull } = input.facts;
  return pull === null ? [] : [...notedOn(pull, input.ledger), ...offersSeen(input)];
}

function notedOn({ ref }: PullFacts, ledger: Ledger): readonly OfferEntry[] {
  return ledger.filter(
    (entry): entry is OfferEntry => entry.verdict === 'offered' && entry.pull === ref.number,
  );
}

function onGitHub({ ref, offered, offeredAt }: PullFacts): readonly OfferEntry[] {
  return offered.flatMap((offer, index) => {
    const at = offeredAt[index];
    return at === undefined ? [] : [{ verdict: 'offered', pull: ref.number, offer, at } as const];
  });
}

/** The first line of an offer: which part, and which words. */
function offerMarker({ region, hash }: Offer): string {
  return `<!-- norepeat:offer ${region} ${hash} -->`;
}
