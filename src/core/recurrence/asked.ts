import type { IncidentFacts } from '../incident/facts.ts';
import type { Ledger } from '../ledger/ledger.ts';

/** Somebody said `/similar` and has no answer yet: the 👍 comes with it. */
export function asksForSimilar(facts: Pick<IncidentFacts, 'comments'>, ledger: Ledger): boolean {
  const open = new Set(
    facts.comments.flatMap(({ id, ownReactions }) => (ownReactions.includes('+1') ? [] : [id])),
  );
  return ledger.some(
    (entry) =>
      entry.verdict === 'accepted' &&
      open.has(entry.comment) &&
      entry.commands.some(({ kind }) => kind === 'similar'),
  );
}
