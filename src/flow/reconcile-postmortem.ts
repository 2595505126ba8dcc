/**
 * The postmortem of one incident: its document, pull request and check. What it tells is what the incident's
 * job kept last, so the incident itself is not read again; what GitHub shows of the postmortem is.
 */
import type { Effect } from '../core/effects.ts';
import { madeOfRows } from '../core/followup/made-of-rows.ts';
import { formatIssue, sameRepo, type IssueRef } from '../core/ids.ts';
import type { IncidentFacts } from '../core/incident/facts.ts';
import { fold } from '../core/incident/fold.ts';
import type { Incident } from '../core/incident/incident.ts';
import { toRecord } from '../core/incident/record.ts';
import { withRestrictedLinks } from '../core/incident/restricted-links.ts';
import type { Ledger } from '../core/ledger/ledger.ts';
import type { Policy } from '../core/policy/policy.ts';
import type { PostmortemFacts } from '../core/postmortem/facts.ts';
import { planPostmortem } from '../core/postmortem/plan.ts';
import { templateChoice, type BuiltInTemplates } from '../core/postmortem/template-choice.ts';
import type { Telling } from '../core/postmortem/telling.ts';
import { maySee, type PastIncident } from '../core/recurrence/past-incident.ts';
import { isPermissionMissing } from './faults.ts';
import { keepsIncidents } from './keeps-incidents.ts';
import { isReadWhole } from './mark-postmortem.ts';
import { askReviewers, type ReviewDeps } from './postmortem-reviews.ts';
import type { SuspectStore } from './ports/findings.ts';
import type { RecordStore } from './ports/incident-record.ts';
import type { LedgerStore } from './ports/ledger.ts';
import type { PolicyReader } from './ports/policy.ts';
import { recurrenceOf, type RecurDeps } from './recur.ts';
import { writeDown, type WritingDeps } from './write-down.ts';

export interface PostmortemDeps extends RecurDeps, WritingDeps, ReviewDeps {
  readonly policies: PolicyReader;
  readonly records: Pick<RecordStore, 'load' | 'askWhole'>;
  readonly ledgers: LedgerStore;
  readonly suspects: SuspectStore;
  readonly templates: BuiltInTemplates;
}

/** An incident as its own job kept it. */
interface Kept {
  readonly incident: Incident;
  readonly facts: IncidentFacts;
  readonly ledger: Ledger;
  readonly policy: Policy;
}

/**
 * Costs nothing where no postmortem is asked for, else one read, and a second one where there is a document.
 * What is as it should be is not written. An incident that nobody has read yet is read first, by its own job,
 * which then asks for this one.
 */
export function reconcilePostmortem(deps: PostmortemDeps): (issue: IssueRef) => Promise<void> {
  return async (issue) => {
    const policy = await deps.policies.policyFor(issue.repo);
    if (policy === null || !keepsIncidents(policy, issue)) return;
    const kept = await load(deps, issue, policy);
    if (kept === null) return deps.queue.mark([{ kind: 'incident', issue }]);
    const { postmortem, ref } = kept.incident;
    if (postmortem.is === 'not-asked') return;
    if (postmortem.is === 'due' && postmortem.pull === null && !isWhole(kept)) {
      await deps.records.askWhole(ref, deps.clock.now());
      return deps.queue.mark([{ kind: 'incident', issue: ref }]);
    }
    const read = await deps.postmortems.read(ref, {
      directory: policy.postmortems.directory,
      templatePath: templateChoice(kept.incident, policy).path,
    });
    if (read.kind === 'found') await follow(deps, kept, read.value);
  };
}

function isWhole({ incident, facts }: Kept): boolean {
  return isReadWhole(incident, facts.wholeAt);
}

/** Null while nobody has read it, as after the loss of the store, or where it is no incident. */
async function load(deps: PostmortemDeps, issue: IssueRef, policy: Policy): Promise<Kept | null> {
  const stored = await deps.records.load(issue);
  const ledger = await deps.ledgers.load(issue);
  if (stored === null || ledger === null || (await deps.index.find(issue)) === null) return null;
  const facts = withRestrictedLinks(stored.record.facts, policy);
  const { found: suspects = [] } = (await deps.suspects.load(issue)) ?? {};
  const folded = fold(toRecord({ facts, ledger, policy, suspects }), policy);
  const about = { incident: folded, facts, ledger, policy };
  const recurrence = await recurrenceOf(deps, about);
  return { ...about, incident: { ...folded, recurrence } };
}

async function follow(deps: PostmortemDeps, kept: Kept, facts: PostmortemFacts): Promise<void> {
  const { incident, ledger, policy } = kept;
  const issue = incident.ref;
  const telling: Telling = { incident, policy, madeOfRows: madeOfRows(ledger) };
  const published = await publishedBeside(deps, kept);
  const now = deps.clock.now();
  const { templates } = deps;
  const record = kept.facts;
  const plan = planPostmortem({ telling, facts, record, templates, published, ledger, now });
  // Before anything is written: what a person merged is made, whatever becomes of the rest.
  await writeDown(
    deps,
    plan.entries.map((entry) => ({ incident: issue, entry })),
  );
  for (const effect of plan.effects) await performOne(deps, effect, issue);
  if (plan.wantsReviewer) await askReviewers(deps, { incident, record, facts, policy });
  // Its labels and its summary say where the postmortem stands.
  if (plan.effects.some(movesPull)) await deps.queue.mark([{ kind: 'incident', issue }]);
  if (plan.lookAgainAt === null) return;
  await deps.queue.mark([{ kind: 'postmortem', issue }], { notBefore: plan.lookAgainAt });
}

async function performOne(
  { performer }: PostmortemDeps,
  effect: Effect,
  issue: IssueRef,
): Promise<void> {
  try {
    await performer.perform(effect);
  } catch (cause) {
    // An item's repository that was archived keeps nothing else of the postmortem from being done.
    if (effect.kind === 'edit-text' && isPermissionMissing(cause)) return;
    throw new Error(`${effect.kind} for the postmortem of ${formatIssue(issue)} failed`, { cause });
  }
}

function movesPull({ kind }: Effect): boolean {
  return kind === 'open-pull' || kind === 'reopen-pull';
}

/** Other incidents of the same repository whose postmortem is published, as those who read this one may know. */
async function publishedBeside(
  { index }: PostmortemDeps,
  { incident }: Kept,
): Promise<readonly PastIncident[]> {
  const { repo } = incident.ref;
  const all = [...(await index.remembered(repo)).all()];
  return all.filter(
    (one) =>
      one.postmortem?.published === true && sameRepo(one.ref.repo, repo) && maySee(incident, one),
  );
}
