import type { Effect } from '../effects.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { responderCall } from '../messages/responder-call.ts';
import type { Policy, Service } from '../policy/policy.ts';
import { sameLogin } from './authority.ts';
import { callMarker } from './calls.ts';
import type { IncidentFacts } from './facts.ts';
import type { Incident } from './incident.ts';
import { keepComment } from './own-comments.ts';

/** GitHub takes no more assignees. */
const MOST_ASSIGNEES = 10;

/**
 * Calls the responders of services that were not called yet: once, on a confirmed incident that still
 * needs them. They are assigned with the call and never again, so a person can take anybody off.
 * The assignment goes first: a crash between the two is repaired, because nobody was called yet.
 */
export function callEffects({
  incident,
  facts,
  ledger,
  policy,
}: {
  readonly incident: Incident;
  readonly facts: IncidentFacts;
  readonly ledger: Ledger;
  readonly policy: Policy;
}): readonly Effect[] {
  const isActive = incident.status.is === 'declared' || incident.status.is === 'acknowledged';
  if (incident.confirmed === null || !isActive) return [];
  const called = new Set(
    ledger.flatMap((entry) => (entry.verdict === 'called' ? entry.services : [])),
  );
  const services = incident.services.filter((id) => !called.has(id));
  const reachable = policy.services
    .filter(({ id }) => services.includes(id))
    .filter(hasSomethingToSay);
  if (reachable.length === 0) return [];
  const ids = reachable.map(({ id }) => id);
  const marker = callMarker(ids);
  const body = `${marker}\n${responderCall({ ...incident, services: ids }, policy)}`;
  return [...assignment(reachable, facts), ...keepComment(facts, marker, body)];
}

function hasSomethingToSay({ team, responders, runbook, dashboard }: Service): boolean {
  return team !== null || responders.length > 0 || runbook !== null || dashboard !== null;
}

function assignment(services: readonly Service[], facts: IncidentFacts): readonly Effect[] {
  const isIn = (logins: readonly string[], login: string): boolean =>
    logins.some((other) => sameLogin(other, login));
  const takenOff = facts.events.flatMap((event) =>
    event.kind === 'unassigned' && event.by.kind !== 'self' ? [event.login] : [],
  );
  const wanted = services
    .flatMap(({ responders }) => responders)
    .filter((login, index, all) => all.findIndex((other) => sameLogin(other, login)) === index)
    .filter((login) => !isIn(facts.assignees, login) && !isIn(takenOff, login));
  const add = wanted.slice(0, Math.max(0, MOST_ASSIGNEES - facts.assignees.length));
  return add.length === 0 ? [] : [{ kind: 'assign', issue: facts.ref, add }];
}
