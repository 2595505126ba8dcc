/**
 * The incident room. `facts.ts` is what GitHub shows, `admit.ts` decides which of it is accepted,
 * `record.ts` brings everything into one order, `fold.ts` makes the `Incident` of it, `plan.ts` says
 * what GitHub lacks. Rules of status and time are in `lifecycle.ts` and `apply.ts`, of severity in
 * `severity.ts`, of rights in `authority.ts`, of labels in `labels.ts`.
 */
import { itemsAsSaid } from '../followup/follow-up-items.ts';
import { countedItems } from '../followup/items.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { mergeLedgers } from '../ledger/merge.ts';
import type { Policy } from '../policy/policy.ts';
import { declarationOf } from './acts.ts';
import { inOrder, type IncidentRecord } from './events.ts';
import type { IncidentFacts, Suspect } from './facts.ts';
import { commentEvents, factEvents } from './record-facts.ts';
import { formEvents, ledgerEvents } from './record-ledger.ts';
import { withRestrictedLinks } from './restricted-links.ts';
import { carriedFrom } from './origin.ts';
import { formInForce } from './settled-form.ts';

export interface RecordInput {
  readonly facts: IncidentFacts;
  readonly ledger: Ledger;
  readonly policy: Policy;
  /** What was merged and deployed in the 24 hours before the declaration, when it was looked up. */
  readonly suspects?: readonly Suspect[];
}

/**
 * One ordered record of the incident. What people said and clicked comes from the ledger; the issue's
 * body gives the form's fields; comments, mentions and sub-issues only tell the story.
 */
export function toRecord({
  facts: seen,
  ledger,
  policy,
  suspects = [],
}: RecordInput): IncidentRecord {
  const facts = withRestrictedLinks(seen, policy);
  const entries = mergeLedgers(ledger);
  const { at, by, act } = declarationOf(facts, entries);
  const confirmed = entries.some(
    (entry) => entry.verdict === 'counted' && entry.act.kind === 'declared',
  );
  const declared = { do: 'declare', via: act.via, from: act.from, confirmed } as const;
  const form = formInForce(facts, entries, { policy, declaredAt: at });
  const placed = inOrder([
    ...formEvents(form, { at, by: by.login, confirmed }),
    ...ledgerEvents(entries, facts, policy),
    ...commentEvents(facts, entries),
    ...factEvents(facts),
  ]);
  return {
    ref: facts.ref,
    url: facts.url,
    title: facts.title,
    description: form.description,
    detectedHow: form.detectedHow,
    declared: { ...declared, at, by: by.login },
    events: placed.map(({ event }) => event),
    actionItems: facts.subIssues,
    countedItems: countedItems(facts, entries),
    items: itemsAsSaid(facts, entries),
    postmortem: facts.postmortem,
    carriesOn: carriedFrom(facts),
    suspects,
    warnings: form.warnings,
  };
}
