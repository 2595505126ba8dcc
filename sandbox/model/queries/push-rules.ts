/** What rulesets and branch protection say about a direct change of a branch. */
import type { Performer } from '../actor.ts';
import { commitsBetween, isAncestor } from '../git/history.ts';
import type { Repository } from '../records/repository.ts';
import type { Rule } from '../records/rules.ts';
import { hasRole } from '../roles.ts';
import type { World } from '../world.ts';
import { missingChecks } from './checks.ts';
import { mayBypass, protectionFor, rulesFor } from './rules.ts';

export interface BranchChange {
  readonly repository: Repository;
  readonly branch: string;
  /** Null when the branch is made. */
  readonly before: string | null;
  /** Null when the branch is deleted. */
  readonly after: string | null;
}

/** Every rule a direct push breaks, in GitHub's kind of words; empty when it is allowed. */
export function pushViolations(world: World, performer: Performer, change: BranchChange): string[] {
  if (performer.system) return [];
  const ruled = rulesFor(world, change.repository, change.branch).flatMap(({ ruleset, rule }) => {
    const { repository } = change;
    if (mayBypass(world, performer, ruleset, { repository, through: 'push' })) return [];
    return violation(world, rule, change) ?? [];
  });
  return [...ruled, ...classicViolations(world, performer, change)];
}

function violation(world: World, rule: Rule, change: BranchChange): string | null {
  const { before, after } = change;
  switch (rule.type) {
    case 'creation':
      return before === null ? 'Cannot create ref due to creations being restricted.' : null;
    case 'update':
      return before !== null && after !== null ? 'Cannot update this protected ref.' : null;
    case 'deletion':
      return after === null ? 'Cannot delete this protected ref' : null;
    case 'non_fast_forward':
      return isForced(change) ? 'Cannot force-push to this branch' : null;
    case 'pull_request':
      return isUpdate(change) ? 'Changes must be made through a pull request.' : null;
    case 'merge_queue':
      return isUpdate(change) ? 'Changes must be made through the merge queue' : null;
    case 'required_status_checks':
      return isUpdate(change) ? checkViolation(world, change) : null;
    case 'required_linear_history':
      return newCommits(change).some(({ parents }) => parents.length > 1)
        ? 'This branch must not contain merge commits.'
        : null;
    case 'required_signatures':
      return newCommits(change).some(({ verified }) => !verified)
        ? 'Commits must have verified signatures.'
        : null;
  }
}

function classicViolations(world: World, performer: Performer, change: BranchChange): string[] {
  const { repository, branch, before, after } = change;
  const protection = protectionFor(repository, branch);
  if (protection === undefined || before === null) return [];
  const admin = hasRole(world, performer.account, repository, 'admin');
  if (after === null) {
    return protection.allowDeletions ? [] : ['Cannot delete this protected branch'];
  }
  if (isForced(change) && !protection.allowForcePushes) {
    return ['Cannot force-push to this protected branch'];
  }
  if (admin && !protection.enforceAdmins) return [];
  const found: string[] = [];
  if (protection.requiredReviews !== null) {
    found.push('Changes must be made through a pull request.');
  }
  if (protection.requiredChecks !== null) found.push(...toList(checkViolation(world, change)));
  if (protection.restrictions !== null && !mayPushTo(world, performer, change)) {
    found.push('You are not authorized to push to this branch.');
  }
  return found;
}

function mayPushTo(world: World, performer: Performer, change: BranchChange): boolean {
  const restrictions = protectionFor(change.repository, change.branch)?.restrictions;
  if (restrictions == null) return true;
  const { account, installation } = performer;
  if (installation !== null) return restrictions.apps.includes(installation.app.slug);
  const inTeam = [...world.state.teams.values()].some(
    (team) => restrictions.teams.includes(team.slug) && team.members.has(account.id),
  );
  return inTeam || restrictions.users.includes(account.login);
}

function checkViolation(world: World, { repository, branch, after }: BranchChange): string | null {
  const missing = missingChecks(world, repository, { branch, sha: after ?? '' });
  if (missing.length === 0) return null;
  return missing.length === 1
    ? `Required status check "${missing[0]?.context ?? ''}" is expected.`
    : `${missing.length} of ${missing.length} required status checks are expected.`;
}

function isUpdate({ before, after }: BranchChange): boolean {
  return before !== null && after !== null;
}

function isForced({ repository, before, after }: BranchChange): boolean {
  if (before === null || after === null) return false;
  return !isAncestor(repository.objects, before, after);
}

function newCommits({ repository, before, after }: BranchChange) {
  return after === null ? [] : commitsBetween(repository.objects, before, after);
}

function toList(text: string | null): string[] {
  return text === null ? [] : [text];
}
