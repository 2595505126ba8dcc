import type { FormEntry, Ledger } from '../ledger/ledger.ts';
import { cut } from '../markdown/characters.ts';
import type { Policy } from '../policy/policy.ts';
import { parseForm, type DeclarationForm } from './form.ts';
import type { IncidentFacts } from './facts.ts';
import type { Stamp } from './state.ts';

/**
 * The form as it counts. Whoever wrote an issue can edit its text for ever. For somebody with the right
 * that is one more way to say what a command says; of somebody without it, the form counts as it stood
 * when it was confirmed, and only the description goes on following the text.
 */
export function formInForce(
  facts: Pick<IncidentFacts, 'body'>,
  ledger: Ledger,
  { policy, declaredAt }: { readonly policy: Policy; readonly declaredAt: Stamp['at'] },
): DeclarationForm {
  const written = parseForm(facts.body, policy, declaredAt);
  const settled = ledger.find((entry): entry is FormEntry => entry.verdict === 'settled');
  return settled === undefined ? written : { ...written, ...settled.form };
}

/** What goes into the ledger when somebody confirms a declaration by a person without the right. */
export function settleForm(form: DeclarationForm, confirmed: Stamp): FormEntry {
  const { impact, severity, startedAt, detectedAt, slaBreach, drill } = form;
  const services = form.services.slice(0, MOST_SERVICES).map((name) => cut(name, LONGEST_NAME));
  const settled = { services, impact, severity, startedAt, detectedAt, slaBreach, drill };
  return { verdict: 'settled', form: settled, at: confirmed.at };
}

/** Names that the policy knows are shorter; of others, a page of the ledger holds so many in any script. */
const MOST_SERVICES = 20;
const LONGEST_NAME = 60;
