/** Setting up rulesets and classic branch protection. */
import type { Actor, Performer } from '../actor.ts';
import type { BranchProtection, Rule, Ruleset } from '../records/rules.ts';
import type { Repository } from '../records/repository.ts';
import type { Result } from '../result.ts';
import { invalid, notFound, ok } from '../result.ts';
import { authorize } from '../roles.ts';
import { nodeId, register } from '../world.ts';
import type { World } from '../world.ts';
import { asOwner } from './organizations.ts';

/** A new ruleset of a repository or an organisation. */
export function createRuleset(
  world: World,
  actor: Actor,
  input: {
    readonly source: Ruleset['source'];
    readonly name: string;
    readonly rules: readonly Rule[];
    /** Default: the default branch. */
    readonly refs?: Ruleset['refs'];
    readonly enforcement?: Ruleset['enforcement'];
    readonly bypass?: Ruleset['bypass'];
  },
): Result<Ruleset> {
  const allowed = asAdmin(world, actor, input.source);
  if (!allowed.ok) return allowed;
  if (input.name.trim() === '') {
    return invalid({ resource: 'Ruleset', field: 'name', code: 'missing_field' });
  }
  const id = world.nextId();
  const ruleset: Ruleset = {
    id,
    nodeId: nodeId('RRS', id),
    name: input.name,
    source: input.source,
    target: 'branch',
    enforcement: input.enforcement ?? 'active',
    refs: input.refs ?? { include: ['~DEFAULT_BRANCH'], exclude: [] },
    rules: input.rules,
    bypass: input.bypass ?? [],
    createdAt: world.clock.now(),
    updatedAt: world.clock.now(),
  };
  homeOf(world, ruleset).set(id, ruleset);
  register(world, { type: 'RepositoryRuleset', record: ruleset });
  tell(world, allowed.value, ruleset, 'created');
  return ok(ruleset);
}

/** Changes a ruleset. */
export function editRuleset(
  world: World,
  actor: Actor,
  input: {
    readonly ruleset: Ruleset;
    readonly rules?: readonly Rule[];
    readonly refs?: Ruleset['refs'];
    readonly enforcement?: Ruleset['enforcement'];
  },
): Result<Ruleset> {
  const { ruleset } = input;
  const allowed = asAdmin(world, actor, ruleset.source);
  if (!allowed.ok) return allowed;
  ruleset.rules = input.rules ?? ruleset.rules;
  ruleset.refs = input.refs ?? ruleset.refs;
  ruleset.enforcement = input.enforcement ?? ruleset.enforcement;
  ruleset.updatedAt = world.clock.now();
  tell(world, allowed.value, ruleset, 'edited');
  return ok(ruleset);
}

/** Removes a ruleset. */
export function deleteRuleset(
  world: World,
  actor: Actor,
  input: { readonly ruleset: Ruleset },
): Result<Ruleset> {
  const { ruleset } = input;
  const allowed = asAdmin(world, actor, ruleset.source);
  if (!allowed.ok) return allowed;
  homeOf(world, ruleset).delete(ruleset.id);
  world.state.nodes.delete(ruleset.nodeId);
  tell(world, allowed.value, ruleset, 'deleted');
  return ok(ruleset);
}

/** Protects a branch, or all branches of a pattern, the classic way; replaces what was there. */
export function protectBranch(
  world: World,
  actor: Actor,
  input: { readonly repository: Repository; readonly protection: NewProtection },
): Result<BranchProtection> {
  const { repository, protection } = input;
  const allowed = authorize(world, actor, repository, 'administer');
  if (!allowed.ok) return allowed;
  const whole: BranchProtection = { ...unprotected, ...protection };
  repository.protections.set(whole.pattern, whole);
  return ok(whole);
}

/** Ends classic protection of a branch or pattern. */
export function unprotectBranch(
  world: World,
  actor: Actor,
  input: { readonly repository: Repository; readonly pattern: string },
): Result<Repository> {
  const allowed = authorize(world, actor, input.repository, 'administer');
  if (!allowed.ok) return allowed;
  if (!input.repository.protections.delete(input.pattern)) return notFound('Branch not protected');
  return ok(input.repository);
}

type NewProtection = Pick<BranchProtection, 'pattern'> & Partial<BranchProtection>;

const unprotected: Omit<BranchProtection, 'pattern'> = {
  requiredChecks: null,
  requiredReviews: null,
  enforceAdmins: false,
  allowForcePushes: false,
  allowDeletions: false,
  requireConversationResolution: false,
  requireLinearHistory: false,
  restrictions: null,
};

function asAdmin(world: World, actor: Actor, source: Ruleset['source']): Result<Performer> {
  return source.kind === 'repository'
    ? authorize(world, actor, source.repository, 'administer')
    : asOwner(world, actor, source.organization);
}

function homeOf(world: World, { source }: Ruleset): Map<number, Ruleset> {
  return source.kind === 'repository'
    ? source.repository.rulesets
    : world.state.organizationRulesets;
}

function tell(
  world: World,
  { account }: Performer,
  ruleset: Ruleset,
  action: 'created' | 'edited' | 'deleted',
): void {
  const happening = { name: 'repository_ruleset', action, ruleset } as const;
  const { source } = ruleset;
  if (source.kind === 'repository') world.emit(source.repository, account, happening);
  else world.emitInOrganization(source.organization, account, happening);
}
