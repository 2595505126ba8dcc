/**
 * The flow room: what to do when something may have changed, told in ports. This file is its heart:
 * read → admit → fold → plan → perform → project, for one incident, as often as anybody asks.
 */
import { formatIssue, sameRepo, type IssueRef } from '../core/ids.ts';
import { admit, toLookUp } from '../core/incident/admit.ts';
import { teamsOfPolicy } from '../core/incident/authority.ts';
import type { IncidentFacts } from '../core/incident/facts.ts';
import { fold } from '../core/incident/fold.ts';
import type { Incident } from '../core/incident/incident.ts';
import { isIncident } from '../core/incident/is-incident.ts';
import { readOrigin } from '../core/incident/origin.ts';
import { plan } from '../core/incident/plan.ts';
import { toRecord } from '../core/incident/record.ts';
import type { Ledger } from '../core/ledger/ledger.ts';
import type { Policy } from '../core/policy/policy.ts';
import type {
  Authority,
  GitHubClock,
  IncidentIndex,
  IncidentReader,
  JobQueue,
  LedgerKeeper,
  PeopleReader,
  Performer,
  PolicyReader,
  RecordStore,
  SuspectStore,
} from './ports.ts';
import { suspectsQuestion } from './suspects-question.ts';

export interface IncidentDeps {
  readonly policies: PolicyReader;
  readonly reader: IncidentReader;
  readonly records: Pick<RecordStore, 'askWhole'>;
  readonly people: PeopleReader;
  readonly ledgers: LedgerKeeper;
  readonly performer: Performer;
  readonly index: IncidentIndex;
  readonly suspects: SuspectStore;
  readonly queue: JobQueue;
  readonly clock: GitHubClock;
}

/** One comment holds the summary and a page of the ledger, within GitHub's 65,536 characters. */
const LEDGER_PAGE = 30_000;

/**
 * Makes the issue look as its incident says. Costs one read, and one more when somebody's right has to
 * be looked up; what is as it should be is not written.
 */
export function reconcileIncident(deps: IncidentDeps): (issue: IssueRef) => Promise<void> {
  return async (issue) => {
    const policy = await deps.policies.policyFor(issue.repo);
    if (policy === null || !keepsIncidents(policy, issue)) return;
    const read = await deps.reader.read(issue);
    if (read.kind === 'gone') return deps.index.forget(issue);
    const facts = read.value;
    const known = await deps.index.find(facts.ref);
    const before = known !== null;
    if (!keepsIncidents(policy, facts.ref)) return before ? deps.index.forget(issue) : undefined;
    if (!before && !isIncident(facts, before)) return;
    const ledger = await decide(deps, facts, policy);
    // Whoever took the label off may have had no right to: then it is put back.
    if (!isIncident(facts, before, ledger)) return deps.index.forget(issue);
    const found = await deps.suspects.load(facts.ref);
    const suspects = found?.found ?? [];
    const incident = fold(toRecord({ facts, ledger, policy, suspects }), policy);
    await act(deps, { incident, facts, ledger, policy });
    await project(deps, incident, facts);
    const question = suspectsQuestion(incident.services, incident.clocks.declaredAt, policy);
    if (question === null || question.text === found?.question) return;
    // In a job of its own, not in the way of the first summary; it asks for what has just been projected.
    await deps.queue.mark([{ kind: 'suspects', issue: facts.ref }]);
  };
}

/** Whether issues of this repository are incidents under the policy. */
export function keepsIncidents(policy: Policy, { repo }: Pick<IssueRef, 'repo'>): boolean {
  const { incidentRepository, privateRepository } = policy;
  return (
    sameRepo(incidentRepository, repo) ||
    (privateRepository !== null && sameRepo(privateRepository, repo))
  );
}

/** What was said and done since is accepted or refused, and on the disk before anything follows from it. */
async function decide(deps: IncidentDeps, facts: IncidentFacts, policy: Policy): Promise<Ledger> {
  const before = await deps.ledgers.load(facts.ref, facts);
  const asked = { ...toLookUp(facts, before, policy), teams: teamsOfPolicy(policy) };
  const nothing: Authority = { people: new Map(), issues: new Map() };
  const known =
    asked.logins.length === 0 ? nothing : await deps.people.authority(facts.ref.repo, asked);
  const { ledger } = admit({ facts, ledger: before, policy, ...known });
  await deps.ledgers.save(facts.ref, ledger);
  return ledger;
}

async function act(
  deps: IncidentDeps,
  state: {
    readonly incident: Incident;
    readonly facts: IncidentFacts;
    readonly ledger: Ledger;
    readonly policy: Policy;
  },
): Promise<void> {
  const { facts, ledger } = state;
  const now = deps.clock.now();
  const ledgerBlocks = deps.ledgers.blocks(facts, ledger, LEDGER_PAGE);
  const { effects, lookAgainAt, wholeBy } = plan({ ...state, now, ledgerBlocks });
  for (const effect of effects) {
    try {
      await deps.performer.perform(effect, { justRead: true });
    } catch (cause) {
      throw new Error(`${effect.kind} on ${formatIssue(facts.ref)} failed`, { cause });
    }
  }
  const issue = facts.ref;
  if (wholeBy !== null) await deps.records.askWhole(issue, wholeBy);
  if (lookAgainAt === null) return;
  await deps.queue.mark([{ kind: 'incident', issue }], { notBefore: lookAgainAt });
}

/** What others need to find it by. */
async function project(
  deps: IncidentDeps,
  incident: Incident,
  facts: IncidentFacts,
): Promise<void> {
  const origin = facts.author.kind === 'self' ? readOrigin(facts.body) : null;
  await deps.index.put({
    ref: facts.ref,
    url: facts.url,
    title: facts.title,
    open: facts.state === 'open',
    severity: incident.severity.inForce.id,
    services: incident.services,
    declaredAt: incident.clocks.declaredAt,
    dedupKey: origin?.dedupKey ?? null,
    restricted: incident.restricted,
  });
}
