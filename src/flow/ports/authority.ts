import type { IssueRef, RepoRef } from '../../core/ids.ts';
import type { PersonFacts } from '../../core/incident/facts.ts';
import type { TeamRef } from '../../core/policy/policy.ts';

/** What GitHub says of people and issues that somebody named. */
export interface Authority {
  /** By lower-case login. */
  readonly people: ReadonlyMap<string, PersonFacts>;
  /** By `issueKey`: whether there is such an issue or pull request to be seen. */
  readonly issues: ReadonlyMap<string, boolean>;
  /** Those of them that are issues and no pull requests, by the same names. */
  readonly linkable: ReadonlyMap<string, LinkableIssue>;
}

/** What must be known of an issue before it becomes an action item because a text names it. */
export interface LinkableIssue {
  /** Where it is now. */
  readonly ref: IssueRef;
  readonly nodeId: string;
  readonly labels: readonly string[];
  readonly parent: IssueRef | null;
}

export interface PeopleReader {
  /**
   * Authority in `repo` and membership in `teams`, always looked up, never taken from a payload, and which
   * of `issues` there are. One request for twenty people and twenty issues; everybody and everything asked
   * for is in the answer.
   */
  authority(
    repo: RepoRef,
    asked: {
      readonly logins: readonly string[];
      readonly teams: readonly TeamRef[];
      readonly issues: readonly IssueRef[];
    },
  ): Promise<Authority>;
  /** As `authority`, of people only. */
  people(
    repo: RepoRef,
    logins: readonly string[],
    teams: readonly TeamRef[],
  ): Promise<ReadonlyMap<string, PersonFacts>>;
}
