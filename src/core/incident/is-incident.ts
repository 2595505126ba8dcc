import type { Ledger } from '../ledger/ledger.ts';
import { actKey } from '../ledger/merge.ts';
import type { IncidentFacts } from './facts.ts';
import { isMadeWithForm } from './form.ts';
import { INCIDENT_LABEL } from './labels.ts';

/**
 * Whether an issue of the incident repository is an incident: it carries the label, or was made with
 * the form (GitHub does not add labels that do not exist), or was one before (its label was renamed or
 * deleted). Who takes the label off ends it, unless the ledger says that they had no right to; the
 * app's own label clicks say nothing.
 *
 * @param before the app has kept this issue as an incident already.
 */
export function isIncident(facts: IncidentFacts, before: boolean, ledger: Ledger = []): boolean {
  if (facts.labels.some(isIncidentLabel)) return true;
  const [latest] = facts.events
    .filter((event) => 'label' in event && isIncidentLabel(event.label))
    .filter(({ by }) => by.kind !== 'self')
    .sort((a, b) => b.at - a.at || rank(b.kind) - rank(a.kind));
  if (latest?.kind === 'unlabeled') {
    const { kind, label, at, by } = latest;
    const key = actKey({ act: { kind, label }, by: by.login, at });
    const isVain = ledger.some((one) => one.verdict === 'not-counted' && actKey(one) === key);
    return before && isVain;
  }
  return before || isMadeWithForm(facts.body);
}

function isIncidentLabel(name: string): boolean {
  return name.toLowerCase() === INCIDENT_LABEL;
}

/** Within one second taking off comes last: the label is not there, as we know. */
function rank(kind: string): number {
  return kind === 'unlabeled' ? 1 : 0;
}
