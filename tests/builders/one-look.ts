/** What one look at an incident writes, as the flow does: what is told once, noted at once, then the rest. */
import { plan, type Plan } from '../../src/core/incident/plan.ts';
import { tellingEffects, withTold } from '../../src/core/incident/tellings.ts';
import { ledgerPages } from '../../src/core/ledger/block.ts';
import type { Ledger } from '../../src/core/ledger/ledger.ts';
import type { Instant } from '../../src/core/time.ts';
import type { Run } from './run-incident.ts';

/** `ledger`: as it is afterwards, and in the blocks. */
export function oneLook(state: Run, now: Instant): Plan & { readonly ledger: Ledger } {
  const tellings = tellingEffects({ ...state, now });
  const ledger = withTold(state.ledger, tellings, state.facts);
  const ledgerBlocks = ledgerPages(ledger, 30_000).map((page) => `<!-- ledger ${page} -->`);
  const rest = plan({ ...state, ledger, now, ledgerBlocks });
  return { ...rest, effects: [...tellings, ...rest.effects], ledger };
}
