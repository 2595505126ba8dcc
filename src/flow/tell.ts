import type { Effect } from '../core/effects.ts';
import { formatIssue, sameIssue } from '../core/ids.ts';
import { newCalls } from '../core/incident/calls.ts';
import { tellingEffects, withTold, type TellingInput } from '../core/incident/tellings.ts';
import type { Ledger } from '../core/ledger/ledger.ts';
import { mergeLedgers } from '../core/ledger/merge.ts';
import type { LedgerKeeper } from './ports/ledger.ts';
import type { Performer } from './ports/performer.ts';

export interface TellingDeps {
  readonly ledgers: Pick<LedgerKeeper, 'save'>;
  readonly performer: Pick<Performer, 'perform'>;
}

/**
 * Writes what is to be told once, then into the ledger that it was: in this order, so that nothing is
 * noted that nobody can read. Returns the ledger as it is then.
 */
export async function tell(deps: TellingDeps, input: TellingInput): Promise<Ledger> {
  const { facts, ledger } = input;
  const effects = tellingEffects(input);
  if (effects.length === 0) return ledger;
  for (const effect of effects) {
    try {
      await deps.performer.perform(effect, { justRead: true });
    } catch (cause) {
      throw new Error(`${effect.kind} on ${formatIssue(facts.ref)} failed`, { cause });
    }
  }
  const told = withTold(ledger, effects, facts);
  await deps.ledgers.save(facts.ref, told);
  return told;
}

/**
 * Notes whom this look has called, among the effects it performed: responders are called below the summary, so
 * that one shows it from the next look on.
 */
export async function noteCalls(
  { ledgers }: Pick<TellingDeps, 'ledgers'>,
  { facts: { ref }, ledger, now }: Pick<TellingInput, 'facts' | 'ledger' | 'now'>,
  performed: readonly Effect[],
): Promise<void> {
  const written = performed.flatMap((effect) =>
    effect.kind === 'keep-comment' && sameIssue(effect.issue, ref)
      ? [{ body: effect.body, at: now }]
      : [],
  );
  const calls = newCalls(written, ledger);
  if (calls.length > 0) await ledgers.save(ref, mergeLedgers(ledger, calls));
}
