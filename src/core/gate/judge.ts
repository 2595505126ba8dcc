import type { Obligation } from '../followup/obligation.ts';
import type { IssueRef } from '../ids.ts';
import type { Policy } from '../policy/policy.ts';
import type { Instant } from '../time.ts';
import type { Decision, Undecided } from './decision.ts';
import type { CodeOwners, CommitFacts, People } from './facts.ts';

/** By base branch: every base of the commit's pull requests must be in it, with null where there is no file. */
export type CodeOwnersByBranch = ReadonlyMap<string, CodeOwners | null>;

export interface Matter {
  readonly commit: CommitFacts;
  readonly codeOwners: CodeOwnersByBranch;
  /** Of the policy's incident repositories, all of them. */
  readonly obligations: readonly Obligation[];
  readonly policy: Policy;
  readonly now: Instant;
}
