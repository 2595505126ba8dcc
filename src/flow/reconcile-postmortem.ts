/**
 * The postmortem of one incident: its document, pull request and check. What it tells is what the incident's
 * job kept last, so the incident itself is not read again; what GitHub shows of the postmortem is.
 */
import type { Effect } from '../core/effects.ts';
import { madeOfRows, titlesOfRows } from '../core/followup/made-of-rows.ts';
import { formatIssue, sameRepo, type IssueRef } from '../core/ids.ts';
import type { IncidentFacts } from '../core/incident/facts.ts';
import { fold } from '../core/incident/fold.ts';
import type { Incident } from '../core/incident/incident.ts';
import { toRecord } from '../core/incident/record.ts';
import { withRestrictedLinks } from '../core/incident/restricted-links.ts';
import type { Ledger } from '../core/ledger/ledger.ts';
import type { PostmortemTrouble } from '../core/messages/postmortem/refused.ts';
import type { Policy } from '../core/policy/policy.ts';
import { documentFolder } from '../core/postmortem/document-path.ts';
import type { PostmortemFacts } from '../core/postmortem/facts.ts';
import { isAskedFor } from '../core/postmortem/plan/opening.ts';
import {
  planPostmortem,
  type PostmortemInput,
  type PostmortemPlan,
} from '../core/postmortem/plan/plan.ts';
import { templateChoice, type BuiltInTemplates } from '../core/postmortem/template-choice.ts';
import type { Telling } from '../core/postmortem/telling.ts';
import { maySee, type PastIncident } from '../core/recurrence/past-incident.ts';
import { MINUTE, plus, type Instant } from '../core/time.ts';
import { refusalOf } from './faults.ts';
import { keepsIncidents } from './keeps-incidents.ts';
import { isBegun, isReadWhole } from './mark-postmortem.ts';
import {
  countLooks,
  isStep,
  SILENT_LOOKS,
  tellOver,
  tellTrouble,
  waitAfter,
  type TroubleDeps,
} from './postmortem-trouble.ts';
import { askReviewers, type ReviewDeps } from './postmortem-reviews.ts';
import type { SuspectStore } from './ports/findings.ts';
import type { RecordStore } from './ports/incident-record.ts';
import type { LedgerStore } from './ports/ledger.ts';
import type { PolicyReader } from './ports/policy.ts';
import { recurrenceOf, type RecurDeps } from './recur.ts';
import { writeDown, type WritingDeps } from './write-down.ts';

export interface PostmortemDeps extends RecurDeps, WritingDeps, ReviewDeps, TroubleDeps {
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
    if (postmortem.is === 'not-asked' && !isBegun(kept.facts)) return;
    if (postmortem.is === 'due' && postmortem.pull === null && !isWhole(kept)) {
      await deps.records.askWhole(ref, deps.clock.now());
      return deps.queue.mark([{ kind: 'incident', issue: ref }]);
    }
    const facts = await readPostmortem(deps, kept);
    if (facts !== null) await follow(deps, kept, facts);
  };
}

/** Null where there is nowhere to write it, which a person is told. */
async function readPostmortem(deps: PostmortemDeps, kept: Kept): Promise<PostmortemFacts | null> {
  const { incident, policy, facts: record } = kept;
  const tell = async (trouble: PostmortemTrouble): Promise<void> => {
    if (isAskedFor(incident)) await tellTrouble(deps, { record, pull: null }, trouble);
  };
  try {
    const read = await deps.postmortems.read(incident.ref, {
      directory: policy.postmortems.directory,
      folder: documentFolder({ incident, policy }),
      templatePath: templateChoice(incident, policy).path,
    });
    if (read.kind === 'found') return read.value;
    // The incident is there, so its repository is: it has no commit yet.
    await tell({ is: 'no-commit' });
    return null;
  } catch (error) {
    const trouble = refusalOf(error);
    if (trouble !== null) await tell(trouble);
    throw error;
  }
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
  const rows = { madeOfRows: madeOfRows(ledger), rowTitles: titlesOfRows(ledger) };
  const telling: Telling = { incident, policy, ...rows };
  const published = await publishedBeside(deps, kept);
  const now = deps.clock.now();
  const { templates } = deps;
  const record = kept.facts;
  const input: PostmortemInput = { telling, facts, record, templates, published, ledger, now };
  const plan = planPostmortem(input);
  // Before anything is written: what a person merged is made, whatever becomes of the rest.
  await writeDown(
    deps,
    plan.entries.map((entry) => ({ incident: issue, entry })),
  );
  const refused = await perform(deps, plan.effects, input);
  if (refused !== null) await perform(deps, effectsWithoutCommit(input), input);
  if (plan.wantsReviewer) await askReviewers(deps, { incident, record, facts, policy });
  // Whoever runs the app is to see that, too; what a rule forbids, only people of the repository change.
  if (refused?.trouble.is === 'permission') throw refused.error;
  // Its labels and its summary say where the postmortem stands.
  if (refused === null && plan.effects.some(movesPull))
    await deps.queue.mark([{ kind: 'incident', issue }]);
  await wakeOthers(deps, input);
  const lookAgainAt = await nextLook(deps, plan, input, refused !== null);
  if (lookAgainAt === null) return;
  await deps.queue.mark([{ kind: 'postmortem', issue }], { notBefore: lookAgainAt });
}

interface Refusal {
  readonly error: Error;
  readonly trouble: PostmortemTrouble;
}

/** In their order, up to the step that GitHub refuses; a person was told of that one. */
async function perform(
  deps: PostmortemDeps,
  effects: readonly Effect[],
  { record, facts }: PostmortemInput,
): Promise<Refusal | null> {
  const { ref: issue } = record;
  for (const effect of effects) {
    try {
      await deps.performer.perform(effect);
    } catch (cause) {
      const trouble = refusalOf(cause);
      // An item's repository that was archived keeps nothing else of the postmortem from being done.
      if (effect.kind === 'edit-text' && trouble?.is === 'permission') continue;
      const what = `${effect.kind} for the postmortem of ${formatIssue(issue)} failed`;
      const error = new Error(what, { cause });
      if (trouble === null || !isStep(effect)) throw error;
      await tellTrouble(deps, { record, pull: openIn(facts) }, trouble);
      return { error, trouble };
    }
  }
  return null;
}

/** What needs no commit is done all the same: as if one had just been made, so that none may be for an hour. */
function effectsWithoutCommit(input: PostmortemInput): readonly Effect[] {
  const { facts, now } = input;
  if (facts.branch === null || openIn(facts) === null) return [];
  const branch = { ...facts.branch, ownCommitAt: now };
  return planPostmortem({ ...input, facts: { ...facts, branch } }).effects;
}

/** Later each time where nothing came of the steps that were taken; where GitHub does not say why, a person is told. */
async function nextLook(
  deps: PostmortemDeps,
  { effects, lookAgainAt }: PostmortemPlan,
  { facts, record, now }: PostmortemInput,
  isRefused: boolean,
): Promise<Instant | null> {
  const looks = countLooks(deps.looked, record.ref, { effects, facts });
  const pull = openIn(facts);
  if (looks === SILENT_LOOKS && !isRefused && effects.some(isStep))
    await tellTrouble(deps, { record, pull }, { is: 'silent' });
  if (looks > 0) return plus(now, waitAfter(looks));
  if (pull !== null) await tellOver(deps, { record, pull });
  return lookAgainAt;
}

/**
 * Once it is merged or closed there may be room in the index for those that are open beside it. A little later,
 * when its own incident knows that it is published.
 */
async function wakeOthers(
  { looked, queue }: PostmortemDeps,
  { facts, record, now }: PostmortemInput,
): Promise<void> {
  const { pull, others } = facts;
  if (pull === null || pull.state === 'open') return;
  const subject = `room in the index after the postmortem of ${formatIssue(record.ref)}`;
  const state = `${String(pull.ref.number)} ${pull.state}`;
  if (looked.has(subject, state)) return;
  const { repo } = record.ref;
  const open = others.filter((other) => other.state === 'open');
  await queue.mark(
    open.map(({ incident: number }) => ({ kind: 'postmortem', issue: { repo, number } })),
    { notBefore: plus(now, MINUTE) },
  );
  looked.note(subject, state);
}

function openIn({ pull }: PostmortemFacts): IssueRef | null {
  return pull?.state === 'open' ? pull.ref : null;
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
