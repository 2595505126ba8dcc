/** The core from facts to incident, as `reconcile` runs it: read → admit → fold. */
import { issueKey } from '../../src/core/ids.ts';
import { admit, toLookUp } from '../../src/core/incident/admit.ts';
import type { IncidentFacts, PersonFacts } from '../../src/core/incident/facts.ts';
import { fold } from '../../src/core/incident/fold.ts';
import type { Incident } from '../../src/core/incident/incident.ts';
import type { RepeatTarget } from '../../src/core/incident/named.ts';
import { toRecord } from '../../src/core/incident/record.ts';
import type { Ledger } from '../../src/core/ledger/ledger.ts';
import type { Policy } from '../../src/core/policy/policy.ts';
import { aPolicy } from './a-policy.ts';
import { PEOPLE, someFacts } from './facts.ts';

export interface Run {
  readonly facts: IncidentFacts;
  readonly ledger: Ledger;
  readonly policy: Policy;
  readonly incident: Incident;
}

/** Reconciles once; give the ledger of an earlier run to reconcile again. */
export function run(
  given: Partial<IncidentFacts> = {},
  options: {
    readonly ledger?: Ledger;
    readonly policy?: Policy;
    readonly people?: ReadonlyMap<string, PersonFacts>;
    /** Of those named, the issues that are not there, as `acme/checkout#34`; all others are. */
    readonly missing?: readonly string[];
    /** What becomes of a `/repeat-of` an incident; those not named here are possible. */
    readonly repeats?: Readonly<Record<string, RepeatTarget>>;
  } = {},
): Run {
  const { policy = aPolicy(), people = PEOPLE } = options;
  const facts = someFacts(given);
  const before = options.ledger ?? [];
  const asked = toLookUp(facts, before, policy);
  const named = asked.issues.map(issueKey);
  const issues = new Map(named.map((key) => [key, !(options.missing ?? []).includes(key)]));
  const repeats = new Map(
    asked.repeats.map((ref) => [issueKey(ref), options.repeats?.[issueKey(ref)] ?? 'possible']),
  );
  const { ledger } = admit({ facts, ledger: before, policy, people, issues, repeats });
  const incident = fold(toRecord({ facts, ledger, policy }), policy);
  return { facts, ledger, policy, incident };
}

/** What the app answered to the refused comment with this id. */
export function answerTo(ledger: Ledger, comment = 1001): string | undefined {
  const entry = ledger.find((one) => one.verdict === 'refused' && one.comment === comment);
  return entry?.verdict === 'refused' ? entry.answer : undefined;
}
