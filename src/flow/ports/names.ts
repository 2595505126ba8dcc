import type { RepoRef } from '../../core/ids.ts';
import type { Policy, TeamRef } from '../../core/policy/policy.ts';
import type { Found } from './found.ts';

/**
 * Names change, ids stay. What a policy names keeps meaning what it meant when it was first seen, for as
 * long as that exists under any name.
 */
export interface NameBook {
  /** The policy with the present names of its teams and repositories, and what was renamed out of a glob. */
  presentNames(policy: Policy): Promise<Policy>;
  /** The team that has this name now, or had it last; the name itself when unknown. */
  team(team: TeamRef): Promise<TeamRef>;
}

/** An account's teams and repositories, each with an id that a rename does not change. */
export interface AccountNames {
  /** Empty for a person's account. */
  readonly teams: readonly NamedTeam[];
  /** All that the installation sees, archived ones included. */
  readonly repositories: readonly NamedRepository[];
}

export interface NamedTeam {
  readonly id: string;
  readonly team: TeamRef;
}

export interface NamedRepository {
  readonly id: string;
  readonly repo: RepoRef;
}

export interface NamesReader {
  /** A hundred of each to a request. `gone` where the app is not installed. */
  names(owner: string): Promise<Found<AccountNames>>;
}

/** Where names are kept. A name belongs to what had it first, for as long as that exists. */
export interface NameStore extends NameBook {
  /** What is there now; what it does not list is gone. Returns what has another name than before. */
  save(owner: string, names: AccountNames): Promise<NameChanges>;
  /** Everything saved of which nobody has said that what follows from it was done. */
  unfinished(owner: string): Promise<NameChanges>;
  finished(owner: string): Promise<void>;
  /** Repositories as last listed; empty when nobody has looked. */
  repositories(owner: string): Promise<readonly RepoRef[]>;
}

export interface NameChanges {
  /** Names of teams, or which teams there are. */
  readonly teams: boolean;
  readonly repositories: readonly { readonly from: RepoRef; readonly to: RepoRef }[];
}
