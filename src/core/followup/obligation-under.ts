import type { IncidentFacts } from '../incident/facts.ts';
import { fold } from '../incident/fold.ts';
import { toRecord } from '../incident/record.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Policy } from '../policy/policy.ts';
import { countItems } from './count-items.ts';
import type { Obligation } from './obligation.ts';
import { obligationOf } from './owed.ts';

/**
 * What an incident would oblige to if `policy` were in force, from what is known of it; items that this
 * policy would count are counted. Nothing of it is kept.
 */
export function obligationUnder(
  policy: Policy,
  { facts, ledger }: { readonly facts: IncidentFacts; readonly ledger: Ledger },
): Obligation | null {
  const first = fold(toRecord({ facts, ledger, policy }), policy);
  const counted = [...ledger, ...countItems({ incident: first, facts, ledger, policy })];
  const incident = fold(toRecord({ facts, ledger: counted, policy }), policy);
  return obligationOf({ incident, facts, ledger: counted, policy });
}
