/** Plans for what GitHub shows, and what it shows once they are carried out. */
import type { Effect } from '../../../src/core/effects.ts';
import type { IncidentFacts } from '../../../src/core/incident/facts.ts';
import type { Plan } from '../../../src/core/incident/plan.ts';
import type { Ledger } from '../../../src/core/ledger/ledger.ts';
import type { Policy } from '../../../src/core/policy/policy.ts';
import type { Instant } from '../../../src/core/time.ts';
import { aPolicy } from '../../builders/a-policy.ts';
import { minute } from '../../builders/facts.ts';
import { oneLook } from '../../builders/one-look.ts';
import { perform } from '../../builders/perform.ts';
import { run } from '../../builders/run-incident.ts';

export const NOW = minute(30);

export function planned(
  given: Partial<IncidentFacts> = {},
  options: Parameters<typeof run>[1] = {},
): Plan & { readonly facts: IncidentFacts } {
  const { facts, ledger, policy, incident } = run(given, options);
  return { ...planOf({ facts, ledger, policy, incident }), facts };
}

export function planOf(reconciled: ReturnType<typeof run>, now: Instant = NOW) {
  return oneLook(reconciled, now);
}

export function ofKind<K extends Effect['kind']>(
  effects: readonly Effect[],
  kind: K,
): readonly Extract<Effect, { kind: K }>[] {
  return effects.filter((effect): effect is Extract<Effect, { kind: K }> => effect.kind === kind);
}

/** Reconciles and performs until nothing is left to do; says how often it took. */
export function settle(
  given: Partial<IncidentFacts>,
  before: { readonly policy?: Policy; readonly ledger?: Ledger; readonly now?: Instant } = {},
) {
  const { policy = aPolicy(), now = NOW } = before;
  let facts = given;
  let ledger = before.ledger ?? [];
  for (let rounds = 0; rounds < 6; rounds += 1) {
    const reconciled = run(facts, { ledger, policy });
    const look = planOf(reconciled, now);
    if (look.effects.length === 0) return { ...reconciled, rounds };
    ({ ledger } = look);
    facts = perform(reconciled.facts, look.effects);
  }
  throw new Error('it never comes to rest');
}
