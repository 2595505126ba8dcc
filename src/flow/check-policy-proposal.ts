/** A pull request that changes the policy file, or a template of postmortems, gets a dry run: valid or not, never in force from there. */
import type { PolicyImpact } from '../core/gate/policy-impact.ts';
import type { IssueRef, RepoRef } from '../core/ids.ts';
import { policyTried, triedId, type Tried } from '../core/messages/policy-impact.ts';
import { POLICY_CHECK, policyDeleted } from '../core/messages/policy.ts';
import { POLICY_PATH } from '../core/policy/path.ts';
import type { Policy } from '../core/policy/policy.ts';
import {
  changedTemplates,
  checkOfTemplates,
  namedTemplates,
  withTemplates,
  type TemplateDeps,
  type TemplatesSaid,
} from './check-templates.ts';
import { isPutOff } from './faults.ts';
import { keepsIncidents } from './keeps-incidents.ts';
import { decides, isOrganisationWide } from './policies.ts';
import { checkOf } from './reconcile-policy.ts';
import type { Performer } from './ports/performer.ts';
import type { PolicyProposal, PolicyProposalReader } from './ports/policy-proposal.ts';
import type { PolicyStore } from './ports/policy-store.ts';
import type { PolicyParser } from './ports/policy.ts';

export interface PolicyProposalDeps extends TemplateDeps {
  readonly store: Pick<PolicyStore, 'load'>;
  readonly proposals: PolicyProposalReader;
  readonly parse: PolicyParser;
  readonly performer: Pick<Performer, 'perform'>;
  /** What would change for merges; it only looks. */
  readonly tryPolicy: (repo: RepoRef, proposed: Policy) => Promise<PolicyImpact>;
}

/**
 * No request at all where another repository's policy decides and no incidents are kept; else one read, what
 * the dry run takes, and one check if the file is touched; and what it takes to read templates that are
 * named, changed or moved.
 */
export async function checkPolicyProposal(deps: PolicyProposalDeps, pull: IssueRef): Promise<void> {
  const { repo } = pull;
  const isDeciding = await decides(deps.store, repo);
  if (!isDeciding) {
    const other = await deps.policies.policyFor(repo);
    if (other === null || !keepsIncidents(other, pull)) return;
  }
  const found = await deps.proposals.proposal(pull);
  if (found.kind === 'gone') return;
  const { file } = found.value;
  if (isDeciding && file !== 'untouched') return checkFile(deps, repo, found.value);
  const templates = await changedTemplates(deps, repo, found.value);
  if (templates !== null) await deps.performer.perform(checkOfTemplates(repo, templates));
}

/** Templates by the policy that is proposed; by the one in force, where that is none. */
async function checkFile(
  deps: PolicyProposalDeps,
  repo: RepoRef,
  proposal: PolicyProposal,
): Promise<void> {
  const { file, commit } = proposal;
  if (file === 'untouched') return;
  const where = { repo, path: POLICY_PATH, organisationWide: isOrganisationWide(repo) };
  const parsed = file === null ? null : deps.parse(file.text, where);
  if (file === null || parsed?.kind !== 'valid') {
    const templates = await changedTemplates(deps, repo, proposal);
    const check =
      file === null || parsed === null
        ? checkOfDeleted(repo, commit)
        : checkOf(repo, { ...file, commit }, parsed);
    return deps.performer.perform(withTemplates(check, templates));
  }
  const { policy } = parsed;
  const templates = await namedTemplates(deps, repo, { ...proposal, policy, file });
  const check = checkOf(repo, { ...file, commit }, parsed);
  await reportTried(deps, { check, policy, proposal, templates });
}

type Check = ReturnType<typeof checkOf>;

function checkOfDeleted(repo: RepoRef, headSha: string): Check {
  return {
    kind: 'report-check',
    repo,
    headSha,
    name: POLICY_CHECK,
    externalId: 'policy:deleted',
    ...policyDeleted(POLICY_PATH),
  };
}

/** That it is valid is said also when it cannot be tried; then the job is tried again. */
async function reportTried(
  deps: PolicyProposalDeps,
  {
    check,
    policy,
    proposal,
    templates,
  }: {
    readonly check: Check;
    readonly policy: Policy;
    readonly proposal: PolicyProposal;
    readonly templates: TemplatesSaid | null;
  },
): Promise<void> {
  const report = (tried: Tried): Promise<void> => {
    const words = policyTried(check, tried, { ...proposal, timeZone: policy.timeZone });
    const externalId = `${check.externalId}:${triedId(words)}`;
    return deps.performer.perform(withTemplates({ ...check, ...words, externalId }, templates));
  };
  if (proposal.fromFork) return report({ kind: 'from-elsewhere' });
  let impact: PolicyImpact;
  try {
    impact = await deps.tryPolicy(check.repo, policy);
  } catch (error) {
    if (!isPutOff(error)) await report({ kind: 'failed' });
    throw error;
  }
  await report({ kind: 'tried', impact });
}
