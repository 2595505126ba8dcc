/** A pull request that changes the policy file, or a template of postmortems, gets a dry run: valid or not, never in force from there. */
import type { PolicyImpact } from '../core/gate/policy-impact.ts';
import type { IssueRef, RepoRef } from '../core/ids.ts';
import { policyTried, triedId, type Tried } from '../core/messages/policy-impact.ts';
import { POLICY_CHECK, policyDeleted } from '../core/messages/policy.ts';
import { POLICY_PATH } from '../core/policy/path.ts';
import type { Policy } from '../core/policy/policy.ts';
import { checkProposedTemplates, type TemplateDeps } from './check-templates.ts';
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
 * the dry run takes, and one check if the file is touched; and one read more if templates are.
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
  const { commit, markdown: changed } = found.value;
  const alone = !isDeciding || found.value.file === 'untouched';
  if (!alone) await checkFile(deps, repo, found.value);
  const policy = changed.length === 0 ? null : await deps.policies.policyFor(repo);
  if (policy !== null) await checkProposedTemplates(deps, repo, { policy, changed, commit, alone });
}

async function checkFile(
  deps: PolicyProposalDeps,
  repo: RepoRef,
  proposal: PolicyProposal,
): Promise<void> {
  const { file, commit } = proposal;
  if (file === 'untouched') return;
  if (file === null) {
    await deps.performer.perform({
      kind: 'report-check',
      repo,
      headSha: commit,
      name: POLICY_CHECK,
      externalId: 'policy:deleted',
      ...policyDeleted(POLICY_PATH),
    });
    return;
  }
  const where = { repo, path: file.path, organisationWide: isOrganisationWide(repo) };
  const parsed = deps.parse(file.text, where);
  const check = checkOf(repo, { ...file, commit }, parsed);
  if (parsed.kind === 'invalid') return deps.performer.perform(check);
  await reportTried(deps, { check, policy: parsed.policy, proposal });
}

type Check = ReturnType<typeof checkOf>;

/** That it is valid is said also when it cannot be tried; then the job is tried again. */
async function reportTried(
  deps: PolicyProposalDeps,
  {
    check,
    policy,
    proposal,
  }: { readonly check: Check; readonly policy: Policy; readonly proposal: PolicyProposal },
): Promise<void> {
  const report = (tried: Tried): Promise<void> => {
    const words = policyTried(check, tried, { ...proposal, timeZone: policy.timeZone });
    const externalId = `${check.externalId}:${triedId(words)}`;
    return deps.performer.perform({ ...check, ...words, externalId });
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
