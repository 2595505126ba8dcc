import type { RepoRef } from '../../core/ids.ts';
import type { Policy } from '../../core/policy/policy.ts';
import type { PolicyNote, PolicyProblem } from '../../core/policy/problem.ts';
import type { Found } from './found.ts';

/** A policy file as one commit has it. */
export interface PolicyFile {
  readonly path: string;
  /** Cut after 65,537 characters: what is longer is refused anyway. */
  readonly text: string;
  /** Git blob id. */
  readonly sha: string;
  /** The commit it was read at: the head of the default branch, or of a pull request. */
  readonly commit: string;
}

export interface PolicySource {
  /** `.github/norepeat.yml` at the head of the default branch, in one request; never from elsewhere. */
  read(repo: RepoRef): Promise<Found<PolicyFile>>;
}

/** YAML to policy; `config/policy/` implements it. */
export type PolicyParser = (
  text: string,
  where: {
    readonly repo: RepoRef;
    /** `.github/norepeat.yml` */
    readonly path: string;
    readonly organisationWide: boolean;
  },
) =>
  | {
      readonly kind: 'valid';
      readonly policy: Policy;
      readonly notes: readonly PolicyNote[];
    }
  | { readonly kind: 'invalid'; readonly problems: readonly PolicyProblem[] };

export interface PolicyReader {
  /** The policy that decides for this repository: the last valid one; `null` where there is none. */
  policyFor(repo: RepoRef): Promise<Policy | null>;
}
