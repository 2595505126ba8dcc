import { teamKey } from '../core/followup/dont-repeat.ts';
import type { Obligation } from '../core/followup/obligation.ts';
import { formatRepo, type IssueRef, type RepoRef } from '../core/ids.ts';
import { INCIDENT_LABEL } from '../core/incident/labels.ts';
import { originMarker } from '../core/incident/origin.ts';
import type { Ledger } from '../core/ledger/ledger.ts';
import { carriedOnBody } from '../core/messages/carried-on.ts';
import { incidentIssueTitle } from '../core/messages/incident-issue.ts';
import type { Policy } from '../core/policy/policy.ts';
import type { ObligationStore } from './ports/obligations.ts';
import { keepObligation, type KeepingDeps } from './keep-obligation.ts';
import { keepsIncidents } from './keeps-incidents.ts';
import type { IncidentIndex, KnownIncident } from './ports/incident-index.ts';
import type { IssueTracker, Whereabouts } from './ports/issue-whereabouts.ts';
import type { JobQueue } from './ports/job-queue.ts';
import type { LedgerKeeper } from './ports/ledger.ts';
import type { Performer } from './ports/performer.ts';

export interface CarryingDeps extends KeepingDeps {
  readonly tracker: IssueTracker;
  readonly obligations: Pick<ObligationStore, 'find' | 'put' | 'forget'>;
  readonly ledgers: Pick<LedgerKeeper, 'stored' | 'save'>;
  readonly performer: Pick<Performer, 'ensureIssue'>;
  readonly index: IncidentIndex;
  readonly queue: JobQueue;
}

/**
 * An incident that is not in its place any more. Deleting or moving it frees nobody: what was accepted
 * goes on where it was moved to, if incidents are kept there, and else in an issue that the app opens for
 * it. Each step can be repeated, and what the old one obliged to is in force until the new one's is kept.
 * Nothing is decided about an incident whose whole repository cannot be seen: what it was known to oblige
 * to stays in force, and if nothing was known nobody waits for it to be read.
 */
export function carryOn(deps: CarryingDeps): (policy: Policy, issue: IssueRef) => Promise<void> {
  return async (policy, issue) => {
    const where = await deps.tracker.whereabouts(issue);
    if (where.kind === 'unseen') return stopWaiting(deps, issue);
    if (where.kind === 'here') {
      // Read a moment ago it was not: the next read will tell.
      throw new Error('an incident that could not be read is in its place');
    }
    const kept = await deps.obligations.find(issue);
    const old: Old = {
      issue,
      ledger: await deps.ledgers.stored(issue),
      known: await deps.index.find(issue),
      obligation: kept?.obligation ?? null,
    };
    const successor = await successorOf(deps, policy, { old, where });
    if (successor === 'none-yet') return;
    if (successor !== null) await handOver(deps, policy, { old, successor });
    if (kept !== null) {
      await keepObligation(deps, policy, { issue, nodeId: kept.nodeId, obligation: null });
    }
    await deps.obligations.forget(issue);
    await deps.index.forget(issue);
  };
}

/** Whatever was never read and cannot be read now would leave every merge undecided for good. */
export async function stopWaiting(
  { obligations }: Pick<CarryingDeps, 'obligations'>,
  issue: IssueRef,
): Promise<void> {
  if ((await obligations.find(issue)) === null) await obligations.forget(issue);
}

interface Old {
  readonly issue: IssueRef;
  readonly ledger: Ledger;
  readonly known: KnownIncident | null;
  readonly obligation: Obligation | null;
}

interface Gone {
  readonly old: Old;
  readonly where: Extract<Whereabouts, { kind: 'moved' | 'deleted' }>;
}

interface Successor {
  readonly ref: IssueRef;
  /** Not known of an issue that the app has just opened. */
  readonly nodeId: string | null;
}

/** Null: nothing is owed, and there is nothing to carry on. */
async function successorOf(
  deps: CarryingDeps,
  policy: Policy,
  gone: Gone,
): Promise<Successor | null | 'none-yet'> {
  const { old, where } = gone;
  if (where.kind === 'moved' && keepsIncidents(policy, where.to)) {
    const wasIncident = old.known !== null || old.obligation !== null;
    return wasIncident ? { ref: where.to, nodeId: where.nodeId } : null;
  }
  const { obligation } = old;
  if (obligation === null) return null;
  const home = homeOf(obligation, policy);
  // Nobody else may read it, and there is no place for such any more: it stays in force as it is.
  if (home === null) return 'none-yet';
  return { ref: await open(deps, policy, { gone, obligation, home }), nodeId: null };
}

function homeOf({ incident }: Obligation, policy: Policy): RepoRef | null {
  return incident.restricted ? policy.privateRepository : policy.incidentRepository;
}

/** One for each incident, however often this runs: known by the node id of the old one. */
function open(
  deps: CarryingDeps,
  policy: Policy,
  of: { readonly gone: Gone; readonly obligation: Obligation; readonly home: RepoRef },
): Promise<IssueRef> {
  const { gone, obligation, home } = of;
  const { old, where } = gone;
  const { nodeId, title, declaredAt, severity } = obligation.incident;
  const declared = old.ledger.find((entry) => 'act' in entry && entry.act.kind === 'declared');
  const by = declared !== undefined && 'by' in declared ? declared.by : 'ghost';
  const marker = `<!-- norepeat:carries-on ${nodeId} -->`;
  return deps.performer.ensureIssue({
    kind: 'create-issue',
    repo: home,
    marker,
    title: incidentIssueTitle(title),
    body: [
      originMarker({
        via: 'carried',
        by,
        from: old.issue,
        dedupKey: old.known?.dedupKey ?? null,
      }),
      marker,
      carriedOnBody(
        {
          obligation,
          happened: where.kind,
          services: old.known?.services ?? servicesOf(obligation, policy),
          // What is covered, whatever its severity, broke an agreement.
          slaBreach: !isOfSeverity(severity, policy),
        },
        policy,
      ),
    ].join('\n'),
    labels: [INCIDENT_LABEL],
    askedAt: declaredAt,
  });
}

/** @param severity by name, `SEV-1`. */
function isOfSeverity(severity: string, { severities, dontRepeat }: Policy): boolean {
  return severities.some(({ id, name }) => name === severity && dontRepeat.severities.includes(id));
}

/** Those of the teams that owe something, where nobody knows better. */
function servicesOf({ teams }: Obligation, policy: Policy): readonly string[] {
  const owing = new Set(teams.map(({ team }) => teamKey(team)));
  return policy.services.flatMap(({ id, team }) =>
    team !== null && owing.has(teamKey(team)) ? [id] : [],
  );
}

/**
 * First what holds merges, then what was accepted, then its place in the index, and only then its job is
 * marked, which reads it with all of that.
 */
async function handOver(
  deps: CarryingDeps,
  policy: Policy,
  { old, successor }: { readonly old: Old; readonly successor: Successor },
): Promise<void> {
  const { ref } = successor;
  const there = await deps.obligations.find(ref);
  const url = urlOf(ref, old);
  if (old.obligation !== null && (there?.obligation ?? null) === null) {
    const { incident } = old.obligation;
    const nodeId = there?.nodeId ?? successor.nodeId ?? incident.nodeId;
    const obligation = { ...old.obligation, incident: { ...incident, ref, nodeId, url } };
    await keepObligation(deps, policy, { issue: ref, nodeId, obligation });
  }
  await deps.ledgers.save(ref, old.ledger);
  if (old.known !== null && (await deps.index.find(ref)) === null) {
    await deps.index.put({ ...old.known, ref, url });
  }
  await deps.queue.mark([{ kind: 'incident', issue: ref }]);
}

function urlOf({ repo, number }: IssueRef, { known, obligation }: Old): string {
  const before = known?.url ?? obligation?.incident.url ?? '';
  const root = before.replace(/\/[^/]+\/[^/]+\/issues\/\d+$/, '');
  return `${root}/${formatRepo(repo)}/issues/${String(number)}`;
}
