import type { IssueRef, RepoRef } from '../../core/ids.ts';
import type { PostmortemFacts } from '../../core/postmortem/facts.ts';
import type { Candidate } from '../../core/postmortem/reviewers/reviewers.ts';
import type { TeamRef } from '../../core/policy/policy.ts';
import type { Found } from './found.ts';

export interface PostmortemAsked {
  /** `postmortems.directory` of the policy. */
  readonly directory: string;
  /** Where the document would be written, from the root of the repository. */
  readonly folder: string;
  /** From the root of the repository, on its default branch. */
  readonly templatePath: string;
}

export interface CandidatesAsked {
  readonly logins: readonly string[];
  /** Their members, those of child teams too; the first hundred of each. */
  readonly teams: readonly TeamRef[];
  /** And everybody who may push to the repository. */
  readonly writers: boolean;
}

export interface PostmortemReader {
  /**
   * What GitHub shows of the postmortem of this incident: one request, and a second one where there is a
   * document. `gone`: the repository cannot be seen, or has no commit yet from which a branch could begin.
   */
  read(issue: IssueRef, asked: PostmortemAsked): Promise<Found<PostmortemFacts>>;
  /**
   * Who of these may read the repository and be asked for a review there. One request, and one more for
   * every further hundred with access.
   */
  candidates(repo: RepoRef, asked: CandidatesAsked): Promise<readonly Candidate[]>;
}
