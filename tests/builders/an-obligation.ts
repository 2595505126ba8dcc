/** An incident after which `acme/payments` owes something, for tests of what may lift that. */
import { countedItems, type CountedItem } from '../../src/core/followup/items.ts';
import { debtsOf, type Debt } from '../../src/core/followup/owed.ts';
import type { IncidentFacts, PersonFacts, SubIssueFacts } from '../../src/core/incident/facts.ts';
import type { ItemEntry, Ledger } from '../../src/core/ledger/ledger.ts';
import { aPolicy } from './a-policy.ts';
import { aComment, aSubIssue, formBody, labeled, minute, people } from './facts.ts';
import { run, type Run } from './run-incident.ts';

/** alice and bob may write, carol owns, ivy and joe approve waivers, eve is nobody. */
export const PEOPLE_AND_APPROVERS: ReadonlyMap<string, PersonFacts> = people({
  alice: 'write',
  bob: 'write',
  carol: { teams: ['acme/payments'] },
  ivy: { teams: ['acme/incident-commanders'] },
  joe: { teams: ['acme/Incident-Commanders'] },
  eve: 'none',
});

export const ITEM_REF = { repo: { owner: 'acme', name: 'checkout' }, number: 34 } as const;

/** The item of payments that is agreed on, open, with its label. */
export function anItem(overrides: Partial<SubIssueFacts> = {}): SubIssueFacts {
  return aSubIssue({ ref: ITEM_REF, labels: ['action-item', 'dont-repeat'], ...overrides });
}

export function anItemEntry(overrides: Partial<ItemEntry> = {}): ItemEntry {
  return {
    verdict: 'item',
    nodeId: 'I_34',
    ref: ITEM_REF,
    title: 'Retry the payment call',
    url: 'https://github.example/acme/checkout/issues/34',
    teams: [{ org: 'acme', slug: 'payments' }],
    at: minute(12),
    ...overrides,
  };
}

/** Declared by alice as sev1 of checkout, mitigated by bob at minute 10. */
export function owingFacts(given: Partial<IncidentFacts> = {}): Partial<IncidentFacts> {
  const { comments = [], events = [], ...rest } = given;
  return {
    body: formBody({ severity: 'SEV-1', sla: 'No' }),
    ...rest,
    comments: [
      aComment('/mitigated rolled back', { id: 1, by: 'bob', createdAt: minute(10) }),
      ...comments,
    ],
    events: [labeled('incident', { by: 'alice', at: minute(0) }), ...events],
  };
}

/** The run after which payments owes, with an item unless told otherwise. */
export function owing(
  given: Partial<IncidentFacts> = {},
  options: Parameters<typeof run>[1] & { readonly item?: boolean } = {},
): Run {
  const { item = true, ...rest } = options;
  const subIssues = item ? [anItem()] : [];
  const first = run(owingFacts({ subIssues, ...given }), {
    people: PEOPLE_AND_APPROVERS,
    ...rest,
  });
  return item ? { ...first, ledger: [...first.ledger, anItemEntry()] } : first;
}

/** What came afterwards, on top of what the ledger knew. */
export function afterwards(
  before: Pick<Run, 'ledger' | 'policy'>,
  given: Partial<IncidentFacts>,
  who: ReadonlyMap<string, PersonFacts> = PEOPLE_AND_APPROVERS,
): Run {
  return run(owingFacts({ subIssues: [anItem()], ...given }), {
    ledger: before.ledger,
    policy: before.policy,
    people: who,
  });
}

export function debts({ incident, facts, ledger, policy }: Run): readonly Debt[] {
  return debtsOf({ state: incident, facts, ledger, policy });
}

/** `acme/payments: #34`, one a team that owes. */
export function owedWords(state: Run): readonly string[] {
  return debts(state).map(
    ({ team, items }) =>
      `${team.org}/${team.slug}: ${items.map(({ entry }) => `#${String(entry.ref.number)}`).join(' ')}`,
  );
}

export function counted({
  facts,
  ledger,
}: {
  facts: IncidentFacts;
  ledger: Ledger;
}): readonly CountedItem[] {
  return countedItems(facts, ledger);
}

export const POLICY = aPolicy();
