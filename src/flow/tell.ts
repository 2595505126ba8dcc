import { formatIssue } from '../core/ids.ts';
import { tellingEffects, withTold, type TellingInput } from '../core/incident/tellings.ts';
import type { Ledger } from '../core/ledger/ledger.ts';
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
