import { teamKey } from '../followup/dont-repeat.ts';
import type { ObligedIncident, Obligation, TeamObligation } from '../followup/obligation.ts';
import type { Visibility } from '../followup/obligation.ts';
import { violationAt } from '../followup/violation.ts';
import { issueKey, sameRepo, type IssueRef } from '../ids.ts';
import type { Policy, TeamRef } from '../policy/policy.ts';
import type { Instant } from '../time.ts';
import type { Decision } from './decision.ts';

/** What another policy would change for merges at this moment. */
export interface PolicyImpact {
  readonly teams: readonly TeamChange[];
  /** In order of repository and number. */
  readonly pulls: readonly PullChange[];
  readonly examined: { readonly pulls: number; readonly repositories: number };
  /** Not everything was looked at: an incident is not read yet, there were too many pull requests, … */
  readonly gaps: readonly Gap[];
}

export type Change = 'held' | 'released';

/** (incident, team): whether the team's merges would be held for it. */
export interface TeamChange {
  readonly change: Change;
  readonly incident: ObligedIncident;
  readonly team: TeamRef;
  /** Released by a grace that is still running: held again from then on. */
  readonly heldFrom: Instant | null;
}

export interface PullChange {
  readonly change: Change;
  readonly ref: IssueRef;
  readonly url: string;
  readonly visibility: Visibility;
}

export type Gap =
  /** Incidents of which nothing, or not all, is kept. */
  | 'incidents-unread'
  /** There are more pull requests than are looked at. */
  | 'too-many'
  /** Some could not be decided, under the one policy or the other. */
  | 'undecided';

/** What a policy makes of the incidents it knows. */
export interface Owed {
  readonly policy: Policy;
  readonly obligations: readonly Obligation[];
}

/** Which teams would be held for which incidents, and which no longer; `before` null: no policy in force. */
export function teamChanges(before: Owed | null, after: Owed, now: Instant): readonly TeamChange[] {
  const was = before === null ? new Map<string, Holding>() : holdings(before, now);
  const will = holdings(after, now);
  const secrets = [before, after].flatMap((owed) => owed?.policy.privateRepository ?? []);
  const changed = [...new Set([...was.keys(), ...will.keys()])].sort();
  const changes = changed.flatMap((key): readonly TeamChange[] => {
    const held = will.get(key);
    const past = was.get(key);
    if (held?.open === true) return past?.open === true ? [] : [change('held', held, null)];
    if (past?.open !== true) return [];
    return [change('released', past, held?.heldFrom ?? null)];
  });
  // A proposal cannot make what is restricted now anything else.
  return changes.map((one) => {
    const { incident } = one;
    const restricted = secrets.some((repo) => sameRepo(repo, incident.ref.repo));
    return { ...one, incident: { ...incident, restricted: incident.restricted || restricted } };
  });
}

/** A policy that only advises holds nothing. `null`: nobody can say. */
export function isHeld(decision: Decision): boolean | null {
  return decision.settledBy.rule === 'undecided' ? null : decision.conclusion === 'failure';
}

/**
 * Everything of a policy and of what is owed under it that the gate looks at: where two are the same, so
 * is every verdict.
 */
export function gateShape({ policy, obligations }: Owed): string {
  const { dontRepeat, services, incidentRepository, privateRepository, postmortems } = policy;
  const owners = services.map(({ id, team, repositories, paths }) => [
    id,
    team,
    repositories,
    paths,
  ]);
  const homes = [incidentRepository, privateRepository, postmortems.directory];
  return JSON.stringify([dontRepeat, owners, homes, policy.source, obligations]);
}

/** Teams that something is open for, and would hold. */
export function heldTeams(owed: Owed, now: Instant): readonly TeamRef[] {
  return [...holdings(owed, now).values()].filter(({ open }) => open).map(({ team }) => team.team);
}

interface Holding {
  readonly incident: ObligedIncident;
  readonly team: TeamObligation;
  readonly open: boolean;
  readonly heldFrom: Instant | null;
}

function holdings({ policy, obligations }: Owed, now: Instant): ReadonlyMap<string, Holding> {
  if (policy.dontRepeat.mode !== 'enforce') return new Map();
  const all = obligations.flatMap((obligation) =>
    obligation.teams.map((team): readonly [string, Holding] => {
      const { incident } = obligation;
      const state = violationAt(obligation, team, now);
      const heldFrom = state.is === 'grace' ? state.until : null;
      const key = `${issueKey(incident.ref)} ${teamKey(team.team)}`;
      return [key, { incident, team, open: state.is === 'open', heldFrom }];
    }),
  );
  return new Map(all);
}

function change(what: Change, { incident, team }: Holding, heldFrom: Instant | null): TeamChange {
  return { change: what, incident, team: team.team, heldFrom };
}
