import type { Visibility } from '../../core/followup/obligation.ts';
import type { IssueRef } from '../../core/ids.ts';
import type { Found } from './found.ts';
import type { PolicyFile } from './policy.ts';

/** What a pull request does to the policy file. */
export interface PolicyProposal {
  /** Head commit. */
  readonly commit: string;
  /** Its branch lies in another repository, to which others may push. */
  readonly fromFork: boolean;
  /** Of the repository that would get the policy: who reads the check. */
  readonly visibility: Visibility;
  /** `untouched`: it does not change the file, or is closed. `null`: it deletes the file. */
  readonly file: 'untouched' | PolicyFile | null;
  /** Markdown files below `.github/` that it changes or deletes, as far as the files were read. */
  readonly markdown: readonly string[];
  /** It moves files: GitHub tells where to, and not from where. As far as the files were read. */
  readonly moves: boolean;
}

export interface PolicyProposalReader {
  /** Read to be checked, never to be used as policy. */
  proposal(pull: IssueRef): Promise<Found<PolicyProposal>>;
}
