/** Which rules hold for a branch: active rulesets of the repository and its organisation, classic protection. */
import picomatch from 'picomatch';
import type { Performer } from '../actor.ts';
import type { BranchProtection, RequiredCheck, Rule, Ruleset } from '../records/rules.ts';
import type { Repository } from '../records/repository.ts';
import { allTeamMembers, hasRole, isOrganizationOwner } from '../roles.ts';
import type { World } from '../world.ts';

export interface RuleInForce {
  readonly ruleset: Ruleset;
  readonly rule: Rule;
}

/** The rules of all active rulesets that match a branch (short name). */
export function rulesFor(world: World, repository: Repository, branch: string): RuleInForce[] {
  return rulesetsOf(world, repository)
    .filter((ruleset) => ruleset.enforcement === 'active' && matches(ruleset, repository, branch))
    .flatMap((ruleset) => ruleset.rules.map((rule) => ({ ruleset, rule })));
}

/** All rulesets that reach a repository, whatever their state: its own, then its organisation's. */
export function rulesetsOf(world: World, repository: Repository): Ruleset[] {
  const inherited = [...world.state.organizationRulesets.values()].filter(
    ({ source }) =>
      source.kind === 'organization' &&
      source.organization === repository.owner &&
      included(source.repositories, repository.name, ['~ALL']),
  );
  return [...repository.rulesets.values(), ...inherited];
}

/** Classic protection of a branch: the exact name first, then the first matching pattern. */
export function protectionFor(
  repository: Repository,
  branch: string,
): BranchProtection | undefined {
  const exact = repository.protections.get(branch);
  if (exact !== undefined) return exact;
  return [...repository.protections.values()].find(({ pattern }) => glob(pattern)(branch));
}

/** All checks a branch requires, from rulesets and classic protection. */
export function requiredChecks(
  world: World,
  repository: Repository,
  branch: string,
): RequiredCheck[] {
  const classic = protectionFor(repository, branch)?.requiredChecks?.checks ?? [];
  const ruled = rulesFor(world, repository, branch).flatMap(({ rule }) =>
    rule.type === 'required_status_checks' ? rule.checks : [],
  );
  const unique = new Map<string, RequiredCheck>();
  for (const check of [...classic, ...ruled]) {
    unique.set(`${check.context}\n${check.integrationId ?? ''}`, check);
  }
  return [...unique.values()];
}

/** Whether an actor is on a ruleset's bypass list for this kind of change. */
export function mayBypass(
  world: World,
  performer: Performer,
  ruleset: Ruleset,
  change: { readonly repository: Repository; readonly through: 'push' | 'pull_request' },
): boolean {
  if (performer.system) return true;
  return ruleset.bypass.some((actor) => {
    if (actor.mode === 'pull_request' && change.through === 'push') return false;
    const { account } = performer;
    switch (actor.actorType) {
      case 'OrganizationAdmin': {
        const { owner } = change.repository;
        return owner.type === 'Organization' && isOrganizationOwner(owner, account);
      }
      case 'Integration':
        return performer.installation?.app.id === actor.actorId;
      case 'Team': {
        const team = world.state.teams.get(actor.actorId);
        return team !== undefined && allTeamMembers(world, team).some((each) => each === account);
      }
      case 'RepositoryRole': {
        const role = ({ 2: 'maintain', 4: 'write', 5: 'admin' } as const)[actor.actorId];
        return role !== undefined && hasRole(world, account, change.repository, role);
      }
    }
  });
}

function matches(ruleset: Ruleset, repository: Repository, branch: string): boolean {
  const also = branch === repository.defaultBranch ? ['~ALL', '~DEFAULT_BRANCH'] : ['~ALL'];
  return included(ruleset.refs, `refs/heads/${branch}`, also);
}

function included(
  patterns: { readonly include: readonly string[]; readonly exclude: readonly string[] },
  subject: string,
  also: readonly string[],
): boolean {
  const hit = (pattern: string) =>
    pattern.startsWith('~') ? also.includes(pattern) : glob(pattern)(subject);
  return patterns.include.some(hit) && !patterns.exclude.some(hit);
}

/** Patterns as fnmatch reads them: a star does not cross a slash, two stars do. */
function glob(pattern: string): (subject: string) => boolean {
  return picomatch(pattern, { dot: true, nobrace: true, noextglob: true });
}
