import { teamKey } from '../followup/dont-repeat.ts';
import type { RepoRef } from '../ids.ts';
import { fitsGlob } from '../policy/glob.ts';
import type { Policy, TeamRef } from '../policy/policy.ts';
import { matchesRepository, servicesOfRepository } from '../policy/services.ts';
import { ownersIndex } from './codeowners-index.ts';
import type { OwnerReason, Owners, OwningTeam } from './decision.ts';
import type { CodeOwners, PullFacts } from './facts.ts';

/**
 * To which teams a change belongs: those of services that own the whole repository, of services whose
 * paths fit a changed file, and the CODEOWNERS of each changed file on the base it is meant for.
 */
export function ownersOfChange(
  pulls: readonly PullFacts[],
  codeOwners: (baseRef: string) => CodeOwners | null,
  here: { readonly repo: RepoRef; readonly policy: Policy },
): Owners {
  const tally = new Tally();
  const each = pulls.map((pull) => addOwners(tally, pull, { ...here, codeOwners }));
  const listed = new Set(pulls.flatMap(({ files }) => files.paths)).size;
  return {
    teams: tally.teams(),
    unowned: each.some(({ owned }) => !owned),
    incomplete: each.some(({ whole }) => !whole) || pulls.some(({ files }) => !files.complete),
    files: { listed, total: Math.max(listed, ...pulls.map(({ files }) => files.total)) },
  };
}

export function sameTeam(a: TeamRef, b: TeamRef): boolean {
  return teamKey(a) === teamKey(b);
}

/** In order of name, each once. */
export function eachTeamOnce(teams: readonly TeamRef[]): readonly TeamRef[] {
  const byKey = new Map(teams.map((team) => [teamKey(team), team]));
  return [...byKey].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, team]) => team);
}

interface Here {
  readonly repo: RepoRef;
  readonly policy: Policy;
  readonly codeOwners: (baseRef: string) => CodeOwners | null;
}

/** `owned`: somebody owns some of it. `whole`: every listed path could be looked up. */
function addOwners(
  tally: Tally,
  pull: PullFacts,
  here: Here,
): { readonly owned: boolean; readonly whole: boolean } {
  const before = tally.added();
  addServices(tally, pull.files.paths, here);
  const whole = addCodeOwners(tally, pull, here.codeOwners(pull.baseRef));
  return { owned: tally.added() > before, whole };
}

function addServices(tally: Tally, paths: readonly string[], { repo, policy }: Here): void {
  for (const { id, team } of servicesOfRepository(policy, repo)) {
    if (team !== null) tally.add(team, { kind: 'repository', service: id });
  }
  for (const { id, team, paths: globs } of policy.services) {
    const here = globs.filter(({ repository }) => matchesRepository(repository, repo));
    if (team === null || here.length === 0) continue;
    for (const path of paths) {
      if (!here.some(({ glob }) => fitsGlob(path, glob))) continue;
      tally.add(team, { kind: 'paths', service: id, files: 1, example: path });
    }
  }
}

/** False when the file is so large, and the change too, that not every path could be looked up. */
function addCodeOwners(tally: Tally, pull: PullFacts, owners: CodeOwners | null): boolean {
  if (owners === null) return true;
  const index = ownersIndex(owners);
  for (const path of pull.files.paths) {
    if (index.tried() > MOST_TRIED) return false;
    const rule = index.ruleFor(path);
    if (rule === undefined) continue;
    const { line, pattern, teams } = rule;
    const at = { file: owners.path, line, pattern };
    for (const team of teams) {
      tally.add(team, { kind: 'codeowners', ...at, files: 1, example: path });
    }
  }
  return true;
}

/** Well under a second; files of this kind exist only to take time. */
const MOST_TRIED = 1_000_000;

/** Reasons by team; the same reason for another file counts one more. */
class Tally {
  private readonly byTeam = new Map<string, { team: TeamRef; reasons: Map<string, Reason> }>();
  private count = 0;

  add(team: TeamRef, reason: OwnerReason): void {
    this.count += 1;
    const entry = this.byTeam.get(teamKey(team)) ?? { team, reasons: new Map<string, Reason>() };
    this.byTeam.set(teamKey(team), entry);
    const key = JSON.stringify({ ...reason, example: null });
    const known = entry.reasons.get(key) ?? { reason, paths: new Set<string>() };
    entry.reasons.set(key, known);
    if (reason.kind !== 'repository') known.paths.add(reason.example);
  }

  added(): number {
    return this.count;
  }

  teams(): readonly OwningTeam[] {
    return eachTeamOnce([...this.byTeam.values()].map(({ team }) => team)).map((team) => ({
      team,
      reasons: [...(this.byTeam.get(teamKey(team))?.reasons.values() ?? [])].map(counted),
    }));
  }
}

interface Reason {
  readonly reason: OwnerReason;
  readonly paths: Set<string>;
}

function counted({ reason, paths }: Reason): OwnerReason {
  return reason.kind === 'repository' ? reason : { ...reason, files: paths.size };
}
