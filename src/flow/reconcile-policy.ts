/**
 * A policy file may have changed: take a valid one into force, say on its commit whether it is valid,
 * and keep one issue open for as long as it is broken or gone.
 */
import type { Effect } from '../core/effects.ts';
import { repoKey, sameRepo, type RepoRef } from '../core/ids.ts';
import {
  POLICY_CHECK,
  policyMended,
  policyTroubleIssue,
  policyTroubleNow,
  policyVerdict,
} from '../core/messages/policy.ts';
import type { PolicyTrouble } from '../core/messages/policy.ts';
import type { Policy } from '../core/policy/policy.ts';
import { isoOf } from '../core/time.ts';
import type { Instant } from '../core/time.ts';
import {
  checkOfTemplates,
  presentTemplates,
  withTemplates,
  type TemplateDeps,
  type TemplatesSaid,
} from './check-templates.ts';
import { isPutOff } from './faults.ts';
import { decides, isOrganisationWide, observePolicy } from './policies.ts';
import type { PolicyDeps } from './policies.ts';
import { coveredRepositories } from './gate-fan-out.ts';
import type { IncidentIndex } from './ports/incident-index.ts';
import type { InstalledRepositories, OwnIssueFinder } from './ports/issue-lists.ts';
import type { NameBook, NameStore } from './ports/names.ts';
import type { Performer } from './ports/performer.ts';
import type { StoredPolicy } from './ports/policy-store.ts';
import type { PolicyFile } from './ports/policy.ts';

export interface ReconcilePolicyDeps extends PolicyDeps, TemplateDeps {
  readonly names: Pick<NameStore, 'repositories'> & Pick<NameBook, 'presentNames'>;
  readonly installed: InstalledRepositories;
  readonly index: Pick<IncidentIndex, 'inRepository'>;
  readonly performer: Pick<Performer, 'perform'>;
  readonly ownIssues: OwnIssueFinder;
}

/**
 * One read, and what templates take where incidents are kept; writes only when something changed that was
 * not yet told, or somebody asked GitHub for another run of the check. Repeatable: what a crash cut short is
 * done by the next run.
 */
export async function reconcilePolicy(deps: ReconcilePolicyDeps, repo: RepoRef): Promise<void> {
  const before = await deps.store.load(repo);
  const found = await deps.source.read(repo);
  const { stored, parsed } = observePolicy(repo, before, found, deps);
  await deps.store.save(repo, stored);

  const fingerprint = `${stored.state}:${stored.sha ?? ''}`;
  const isTold = stored.reported === fingerprint;
  const isUnknown = stored.state === 'missing' && stored.troubleSince === null;
  const isDeciding = !isUnknown && (await decides(deps.store, repo));
  const isSaid = isDeciding && parsed !== null && found.kind !== 'gone';
  const check = isSaid ? checkOf(repo, found.value, parsed) : null;
  if (!isDeciding || isTold) return reportCheck(deps, repo, check, isTold);
  const trouble = troubleOf(repo, stored, parsed);
  const valid = policyInForce(deps, repo, stored);
  if (stored.troubleSince !== null) {
    const homes = issueHomes(repo, [policyInForce(deps, repo, before), valid]);
    await tellTrouble(deps, { repo, trouble, since: stored.troubleSince, homes });
  }
  if (stored.state === 'valid' && valid !== null) {
    await judgeAgain(deps, await deps.names.presentNames(valid));
  }
  await reportCheck(deps, repo, check, isTold);
  const troubleSince = trouble === null ? null : stored.troubleSince;
  await deps.store.save(repo, { ...stored, reported: fingerprint, troubleSince });
}

/**
 * On the default branch: what the policy and the templates lack in one run. What the policy lacks is said also
 * when templates cannot be read; then the job is tried again.
 */
async function reportCheck(
  deps: ReconcilePolicyDeps,
  repo: RepoRef,
  check: ReturnType<typeof checkOf> | null,
  isTold: boolean,
): Promise<void> {
  let templates: TemplatesSaid | null;
  try {
    templates = await presentTemplates(deps, repo);
  } catch (error) {
    if (check !== null && !isTold && !isPutOff(error)) await deps.performer.perform(check);
    throw error;
  }
  const run = check ?? (templates === null ? null : checkOfTemplates(repo, templates));
  if (run === null) return;
  const isBroken = templates?.words.conclusion === 'failure';
  const isNews = isBroken || (check !== null && !isTold);
  const whole = check === null ? run : withTemplates(run, templates);
  await deps.performer.perform(isNews ? whole : { ...whole, onlyAgain: true });
}

/**
 * Who owes what, and whose a change is, may be otherwise under the new policy: incidents that are open are
 * looked at at once, all others with a sweep, and so is every open pull request that the policy covers.
 */
async function judgeAgain(deps: ReconcilePolicyDeps, policy: Policy): Promise<void> {
  const keeping = [policy.incidentRepository, policy.privateRepository ?? []].flat();
  for (const home of keeping) {
    const known = await deps.index.inRepository(home);
    const open = known.filter((incident) => incident.open);
    await deps.queue.mark(open.map(({ ref }) => ({ kind: 'incident', issue: ref }) as const));
  }
  const sweeps = keeping.map((repo) => ({ kind: 'sweep', repo }) as const);
  await deps.queue.mark(sweeps, { priority: 'sweep' });
  const covered = await coveredRepositories(deps, policy);
  await deps.queue.mark(covered.map((repo) => ({ kind: 'gates', repo }) as const));
}

/** The check on the commit that has this file. */
export function checkOf(
  repo: RepoRef,
  file: PolicyFile,
  parsed: Parameters<typeof policyVerdict>[0],
): Extract<Effect, { kind: 'report-check' }> {
  const verdict = policyVerdict(parsed, file.path);
  return {
    kind: 'report-check',
    repo,
    headSha: file.commit,
    name: POLICY_CHECK,
    externalId: `policy:${parsed.kind}:${file.sha}`,
    ...verdict,
  };
}

/** `null` when all is well, or nothing was ever in force. */
function troubleOf(
  repo: RepoRef,
  stored: StoredPolicy,
  parsed: ReturnType<PolicyDeps['parse']> | null,
): PolicyTrouble | null {
  const { path } = stored;
  const inForce = stored.valid !== null;
  if (parsed?.kind === 'invalid') {
    return { kind: 'invalid', repo, path, problems: parsed.problems, inForce };
  }
  return stored.state === 'missing' && inForce ? { kind: 'missing', repo, path } : null;
}

/** The stored text as a policy; `null` where there never was one that can be read. */
function policyInForce(
  deps: PolicyDeps,
  repo: RepoRef,
  stored: StoredPolicy | null,
): Policy | null {
  if (stored?.valid == null) return null;
  const organisationWide = isOrganisationWide(repo);
  const parsed = deps.parse(stored.valid.text, { repo, path: stored.path, organisationWide });
  return parsed.kind === 'valid' ? parsed.policy : null;
}

/** Where the issue about a policy may be, best place first: the incident repository, else beside the file. */
function issueHomes(repo: RepoRef, policies: readonly (Policy | null)[]): readonly RepoRef[] {
  const named = policies.flatMap((policy) => (policy === null ? [] : [policy.incidentRepository]));
  const all = [...named, repo];
  return all.filter((one, index) => all.findIndex((other) => sameRepo(one, other)) === index);
}

/** The one issue about one time of trouble; `trouble` is `null` once it is over. */
interface Episode {
  readonly repo: RepoRef;
  readonly trouble: PolicyTrouble | null;
  readonly since: Instant;
  readonly homes: readonly RepoRef[];
}

/** Opens the issue, says what is new in it, or closes it. One that a person closed is left alone. */
async function tellTrouble(deps: ReconcilePolicyDeps, episode: Episode): Promise<void> {
  const { repo, trouble, since, homes } = episode;
  const marker = `<!-- norepeat:policy ${repoKey(repo)} ${isoOf(since)} -->`;
  const known = await findIssue(deps.ownIssues, { marker, since, homes });
  if (known === null) {
    const [home] = homes;
    if (trouble === null || home === undefined) return;
    const words = policyTroubleIssue(trouble, marker);
    const asked = { marker, labels: [], askedAt: since };
    await deps.performer.perform({ kind: 'create-issue', repo: home, ...words, ...asked });
    return;
  }
  if (known.state === 'closed') return;
  const { issue } = known;
  const comment = trouble === null ? policyMended(repo) : policyTroubleNow(trouble);
  await deps.performer.perform({ kind: 'keep-comment', issue, existing: null, ...comment });
  if (trouble !== null) return;
  await deps.performer.perform({ kind: 'close-issue', issue, reason: 'completed' });
}

async function findIssue(
  finder: OwnIssueFinder,
  sought: Pick<Episode, 'since' | 'homes'> & { readonly marker: string },
): ReturnType<OwnIssueFinder['find']> {
  for (const home of sought.homes) {
    const issue = await finder.find(home, sought.marker, sought.since);
    if (issue !== null) return issue;
  }
  return null;
}
