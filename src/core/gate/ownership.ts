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
  { repo, policy }: { readonly repo: RepoRef; readonly policy: Policy },
): Owners {
  const paths = [...new Set(pulls.flatMap(({ files }) => files.paths))];
  const tally = new Tally();
  for (const { id, team } of servicesOfRepository(policy, repo)) {
    if (team !== null) tally.add(team, `repository ${id}`, { kind: 'repository', service: id });
  }
  addServicePaths(tally, paths, { repo, policy });
  const whole = pulls.map((pull) => addCodeOwners(tally, pull, codeOwners(pull.baseRef)));
  return {
    teams: tally.teams(),
    incomplete: whole.includes(false) || pulls.some(({ files }) => !files.complete),
    files: {
      listed: paths.length,
      total: Math.max(paths.length, ...pulls.map(({ files }) => files.total)),
    },
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

function addServicePaths(
  tally: Tally,
  paths: readonly string[],
  { repo, policy }: { readonly repo: RepoRef; readonly policy: Policy },
): void {
  for (const { id, team, paths: globs } of policy.services) {
    const here = globs.filter(({ repository }) => matchesRepository(repository, repo));
    if (team === null || here.length === 0) continue;
    for (const path of paths) {
      if (!here.some(({ glob }) => fitsGlob(path, glob))) continue;
      tally.add(team, `paths ${id}`, { kind: 'paths', service: id, files: 1, example: path });
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
    for (const team of rule?.teams ?? []) {
      const { line = 0, pattern = '' } = rule ?? {};
      tally.add(team, `codeowners ${pull.baseRef} ${String(line)}`, {
        kind: 'codeowners',
        file: owners.path,
        line,
        pattern,
        files: 1,
        example: path,
      });
    }
  }
  return true;
}

/** About a second; files of this kind exist only to take time. */
const MOST_TRIED = 3_000_000;

class Tally {
  private readonly byTeam = new Map<string, { team: TeamRef; reasons: Map<string, OwnerReason> }>();

  /** The same reason again counts one file more. */
  add(team: TeamRef, key: string, reason: OwnerReason): void {
    const entry = this.byTeam.get(teamKey(team)) ?? {
      team,
      reasons: new Map<string, OwnerReason>(),
    };
    this.byTeam.set(teamKey(team), entry);
    const known = entry.reasons.get(key);
    const counts = known !== undefined && known.kind !== 'repository';
    entry.reasons.set(key, counts ? { ...known, files: known.files + 1 } : reason);
  }

  teams(): readonly OwningTeam[] {
    return eachTeamOnce([...this.byTeam.values()].map(({ team }) => team)).map((team) => ({
      team,
      reasons: [...(this.byTeam.get(teamKey(team))?.reasons.values() ?? [])],
    }));
  }
}
