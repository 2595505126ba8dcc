/** A pull request that changes the policy file gets a dry run: valid or not, never in force from there. */
import type { IssueRef } from '../core/ids.ts';
import { POLICY_CHECK, policyDeleted } from '../core/messages/policy.ts';
import { POLICY_PATH } from '../core/policy/path.ts';
import { decides, isOrganisationWide } from './policies.ts';
import { checkOf } from './reconcile-policy.ts';
import type { Performer, PolicyParser, PolicyProposalReader, PolicyStore } from './ports.ts';

export interface PolicyProposalDeps {
  readonly store: Pick<PolicyStore, 'load'>;
  readonly proposals: PolicyProposalReader;
  readonly parse: PolicyParser;
  readonly performer: Pick<Performer, 'perform'>;
}

/** No request at all where another repository's policy decides; else one read, and one check if touched. */
export async function checkPolicyProposal(deps: PolicyProposalDeps, pull: IssueRef): Promise<void> {
  const { repo } = pull;
  if (!(await decides(deps.store, repo))) return;
  const found = await deps.proposals.proposal(pull);
  if (found.kind === 'gone' || found.value.file === 'untouched') return;
  const { file, commit } = found.value;
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
  await deps.performer.perform(checkOf(repo, { ...file, commit }, deps.parse(file.text, where)));
}
