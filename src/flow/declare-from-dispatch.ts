import { formatRepo, sameRepo, type IssueRef, type RepoRef } from '../core/ids.ts';
import { INCIDENT_LABEL } from '../core/incident/labels.ts';
import { originMarker } from '../core/incident/origin.ts';
import { incidentIssueBody, incidentIssueTitle } from '../core/messages/incident-issue.ts';
import { alarmAgainReply } from '../core/messages/replies.ts';
import type { Policy } from '../core/policy/policy.ts';
import { instantOf } from '../core/time.ts';
import { DispatchIntent, DispatchPayload } from './dispatch-payload.ts';
import { keepsIncidents } from './keeps-incidents.ts';
import type { FlowLog } from './ports/flow-log.ts';
import type { GitHubClock } from './ports/github-clock.ts';
import type { IncidentIndex } from './ports/incident-index.ts';
import type { Intent, IntentStore } from './ports/intents.ts';
import type { IssueGlance } from './ports/issue-whereabouts.ts';
import type { JobQueue } from './ports/job-queue.ts';
import type { Performer } from './ports/performer.ts';
import type { PolicyReader } from './ports/policy.ts';

export interface DispatchDeps {
  readonly policies: PolicyReader;
  readonly intents: IntentStore;
  readonly index: IncidentIndex;
  readonly glance: IssueGlance;
  readonly performer: Performer;
  readonly queue: JobQueue;
  readonly clock: GitHubClock;
  readonly log: FlowLog;
}

/**
 * Declarations by `repository_dispatch`, oldest first: each opens an incident, or says "again" in the open
 * one with the same `dedup_key`. Each stays in the inbox until its effect is on GitHub. Only what has no
 * title, or came to another repository, is refused, and loudly.
 */
export function declareFromDispatch(deps: DispatchDeps): (repo: RepoRef) => Promise<void> {
  return async (repo) => {
    const waiting = await deps.intents.waiting(repo);
    if (waiting.length === 0) return;
    const policy = await deps.policies.policyFor(repo);
    const failures: unknown[] = [];
    for (const intent of waiting) {
      await settle(deps, { repo, policy }, intent).catch((error: unknown) => failures.push(error));
    }
    if (failures.length > 0) {
      const what = `${String(failures.length)} of ${String(waiting.length)} declarations wait`;
      throw new Error(`${what} in ${formatRepo(repo)}`, { cause: failures[0] });
    }
  };
}

interface Place {
  readonly repo: RepoRef;
  readonly policy: Policy | null;
}

/** One alarm that cannot be told must not hold up those behind it. */
async function settle(deps: DispatchDeps, place: Place, intent: Intent): Promise<void> {
  const refused = await declare(deps, place, intent);
  await deps.intents.settle(intent.id, refused === null ? 'done' : { refused });
  if (refused === null) return;
  const about = { repository: formatRepo(place.repo), delivery: intent.id, reason: refused };
  deps.log.warn(about, 'a repository_dispatch declared nothing');
}

/** Null when it is done; otherwise why it never will be. */
async function declare(
  deps: DispatchDeps,
  { repo, policy }: Place,
  intent: Intent,
): Promise<string | null> {
  if (policy === null) return 'no policy covers this repository';
  if (!keepsIncidents(policy, { repo })) {
    return `incidents are kept in ${formatRepo(policy.incidentRepository)}: send the event there`;
  }
  const sent = DispatchIntent.safeParse(intent.payload).data;
  const fields = DispatchPayload.safeParse(sent?.client_payload).data;
  if (fields === undefined) return 'client_payload.title is missing';
  const key = fields.dedup_key;
  const open = key === null ? null : await openIncident(deps, repo, key);
  if (open === null) {
    await openNew(deps, { repo, policy, intent, by: sent?.sender ?? 'unknown' }, fields);
    return null;
  }
  const marker = `<!-- norepeat:alarm ${intent.id} -->`;
  const body = `${marker}\n${alarmAgainReply(fields)}`;
  await deps.performer.perform({ kind: 'keep-comment', issue: open, marker, existing: null, body });
  return null;
}

/** The projection may be behind: an alarm must not vanish in an incident that is over. */
async function openIncident(
  deps: DispatchDeps,
  repo: RepoRef,
  dedupKey: string,
): Promise<IssueRef | null> {
  const known = await deps.index.inRepository(repo);
  for (const incident of known.filter((each) => each.open && each.dedupKey === dedupKey)) {
    if (await deps.glance.isOpen(incident.ref)) return incident.ref;
  }
  return null;
}

interface Declaration {
  readonly repo: RepoRef;
  readonly policy: Policy;
  readonly intent: Intent;
  /** Whose token the monitor has. */
  readonly by: string;
}

async function openNew(
  deps: DispatchDeps,
  { repo, policy: { privateRepository }, intent, by }: Declaration,
  fields: DispatchPayload,
): Promise<void> {
  const marker = `<!-- norepeat:delivery ${intent.id} -->`;
  const title = incidentIssueTitle(fields.title);
  const services = fields.services ?? [];
  const origin = { via: 'dispatch', by, from: null, dedupKey: fields.dedup_key } as const;
  const now = deps.clock.now();
  const isRestricted = privateRepository !== null && sameRepo(privateRepository, repo);
  const ref = await deps.performer.ensureIssue({
    kind: 'create-issue',
    repo,
    marker,
    title,
    body: [
      originMarker(origin),
      marker,
      incidentIssueBody(
        { by, thread: null },
        { ...fields, startedAt: fields.started_at, detectedAt: fields.detected_at },
      ),
    ].join('\n'),
    labels: [INCIDENT_LABEL],
    askedAt: instantOf(Math.min(intent.receivedAt, now)),
  });
  // At once, so that the next alarm with this key finds it; the incident's own job completes the entry.
  await deps.index.put({
    ref,
    url: '',
    title,
    open: true,
    severity: null,
    services,
    declaredAt: now,
    dedupKey: fields.dedup_key,
    restricted: isRestricted,
    words: fields.description ?? '',
    causes: [],
    components: [],
    repeatOf: null,
    postmortem: null,
    prevention: [],
    confirmed: true,
    drill: false,
    ended: null,
    accepted: null,
  });
  await deps.queue.mark([{ kind: 'incident', issue: ref }]);
}
