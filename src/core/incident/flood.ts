import { onlyAsks, type CommandKind } from '../command/command.ts';
import type { Ledger, LedgerEntry } from '../ledger/ledger.ts';
import { MINUTE, type Instant } from '../time.ts';
import { sameLogin } from './authority.ts';

/** So many refused comments of one person are answered in so long a time. */
export const MOST_ANSWERS = 3;
const WITHIN = 10 * MINUTE;

/**
 * Whether a comment that is refused gets 😕 alone: anybody may comment on a public incident, and each
 * answer is one more comment in the way of those who work. Comments that were left without an answer
 * count too, so that a flood does not get one every few minutes.
 */
export function isFlood(
  refused: { readonly comment: number; readonly by: string; readonly at: Instant },
  ledger: Ledger,
): boolean {
  const { comment, by, at } = refused;
  const earlier = ledger.flatMap((entry) =>
    entry.verdict === 'refused' && entry.comment !== comment && sameLogin(entry.by, by)
      ? [entry.at]
      : [],
  );
  return areTooMany(earlier, at);
}

/** Whether so many others were said shortly before that one more gets no answer. */
export function areTooMany(
  earlier: readonly Instant[],
  at: Instant,
  most: number = MOST_ANSWERS,
): boolean {
  const lately = earlier.filter((one) => one <= at && one > at - WITHIN);
  return lately.length >= most;
}

/** What the same person asked a moment ago stands answered above: the list, the timeline. */
export const MOST_SAME_ANSWERS = 1;

/** Whether this person asked for the same shortly before, with an entry that stands earlier in the ledger. */
export function isAskedAgain(entry: Accepted, kind: CommandKind, ledger: Ledger): boolean {
  const earlier = ledger
    .slice(0, ledger.indexOf(entry))
    .flatMap((one) =>
      one.verdict === 'accepted' &&
      sameLogin(one.by, entry.by) &&
      one.commands.some((command) => command.kind === kind)
        ? [one.at]
        : [],
    );
  return areTooMany(earlier, entry.at, MOST_SAME_ANSWERS);
}

type Accepted = Extract<LedgerEntry, { readonly verdict: 'accepted' }>;

/** The ledger shows that this person's word counted here before: where a right is not looked up, that tells. */
export function hasCounted(login: string, ledger: Ledger): boolean {
  return ledger.some((entry) => isCounted(entry) && sameLogin(entry.by, login));
}

type Counted = Extract<LedgerEntry, { readonly verdict: 'accepted' | 'counted' }>;

function isCounted(entry: LedgerEntry): entry is Counted {
  if (entry.verdict === 'counted') return true;
  return entry.verdict === 'accepted' && !onlyAsks(entry.commands);
}
