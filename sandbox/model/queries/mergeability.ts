/** Whether a pull request can be merged, and if not, why not. */
import type { Performer } from '../actor.ts';
import { isAncestor } from '../git/history.ts';
import { mergeCommits } from '../git/merge.ts';
import type { Issue } from '../records/issue.ts';
import { hasRole } from '../roles.ts';
import type { World } from '../world.ts';
import {
  combinedStatus,
  latestRuns,
  latestStatuses,
  passes,
  requiredCheckStates,
} from './checks.ts';
import type { RequiredCheckState } from './checks.ts';
import { reviewFaults } from './reviews.ts';
import { mayBypass, protectionFor, rulesFor } from './rules.ts';

export type MergeableState =
  'clean' | 'dirty' | 'blocked' | 'behind' | 'unstable' | 'draft' | 'unknown';

export interface Mergeability {
  /** Whether the branches merge without conflicts; null once closed or merged. */
  readonly mergeable: boolean | null;
  readonly state: MergeableState;
  /** Why a merge would be refused, a sentence each; empty when it would go through. */
  readonly reasons: readonly string[];
}

/** As the pull request page and `mergeable_state` show it, for nobody in particular. */
export function mergeability(world: World, issue: Issue): Mergeability {
  const { pull } = issue;
  if (pull === null || issue.state === 'closed') {
    return { mergeable: null, state: 'unknown', reasons: ['Pull Request is not mergeable'] };
  }
  if (hasConflicts(issue)) {
    return { mergeable: false, state: 'dirty', reasons: ['Pull Request is not mergeable'] };
  }
  const reasons = ruleFaults(world, issue, null);
  if (pull.draft) {
    const all = ['Pull Request is still a draft', ...reasons];
    return { mergeable: true, state: 'draft', reasons: all };
  }
  const behind = isBehind(world, issue);
  if (reasons.length > 0 && !(behind && reasons.length === 1)) {
    return { mergeable: true, state: 'blocked', reasons };
  }
  if (behind) return { mergeable: true, state: 'behind', reasons };
  const state = isUnstable(issue) ? 'unstable' : 'clean';
  return { mergeable: true, state, reasons: [] };
}

/** The rules in the way of a merge by this actor (null: by somebody without any bypass). */
export function ruleFaults(world: World, issue: Issue, performer: Performer | null): string[] {
  return [...readinessFaults(world, issue, performer), ...queueFaults(world, issue, performer)];
}

/** The same without the demand to use the merge queue: what must hold before queueing. */
export function readinessFaults(world: World, issue: Issue, performer: Performer | null): string[] {
  if (issue.pull === null || exempt(world, issue, performer)) return [];
  const { repository, pull } = issue;
  const { baseRef: branch, headSha: sha } = pull;
  const faults = [
    ...requiredCheckStates(world, repository, { branch, sha }).flatMap((each) => checkFault(each)),
    ...reviewFaults(world, issue),
  ];
  if (isBehind(world, issue)) {
    faults.push('Head branch is out of date. Update it from the base branch before merging.');
  }
  return faults;
}

/** Whether the base branch has a merge queue by its rules. */
export function demandsQueue(world: World, issue: Issue): boolean {
  const branch = issue.pull?.baseRef ?? '';
  return rulesFor(world, issue.repository, branch).some(({ rule }) => rule.type === 'merge_queue');
}

/** Whether head and base cannot be merged automatically. */
export function hasConflicts(issue: Issue): boolean {
  const base = issue.repository.branches.get(issue.pull?.baseRef ?? '');
  if (issue.pull === null || base === undefined) return true;
  const { headSha } = issue.pull;
  return mergeCommits(issue.repository.objects, base, headSha).kind === 'conflicts';
}

function queueFaults(world: World, issue: Issue, performer: Performer | null): string[] {
  if (!demandsQueue(world, issue) || exempt(world, issue, performer)) return [];
  return ['Changes must be made through the merge queue'];
}

/** Someone on every bypass list that matters here, or an administrator the classic rules do not bind. */
function exempt(world: World, issue: Issue, performer: Performer | null): boolean {
  if (performer === null || issue.pull === null) return false;
  if (performer.system) return true;
  const { repository } = issue;
  const { baseRef } = issue.pull;
  const rulesets = new Set(rulesFor(world, repository, baseRef).map(({ ruleset }) => ruleset));
  const bypassed = [...rulesets].every((ruleset) =>
    mayBypass(world, performer, ruleset, { repository, through: 'pull_request' }),
  );
  const protection = protectionFor(repository, baseRef);
  const unbound =
    protection === undefined ||
    (!protection.enforceAdmins && hasRole(world, performer.account, repository, 'admin'));
  return bypassed && unbound;
}

function checkFault({ check, state }: RequiredCheckState): string[] {
  const name = `Required status check "${check.context}"`;
  switch (state) {
    case 'success':
      return [];
    case 'pending':
      return [`${name} is in progress.`];
    case 'failure':
      return [`${name} is failing.`];
    case 'expected':
      return [`${name} is expected.`];
  }
}

/** Only where a rule demands an up-to-date branch. */
function isBehind(world: World, issue: Issue): boolean {
  if (issue.pull === null) return false;
  const { repository, pull } = issue;
  const strict =
    protectionFor(repository, pull.baseRef)?.requiredChecks?.strict === true ||
    rulesFor(world, repository, pull.baseRef).some(
      ({ rule }) => rule.type === 'required_status_checks' && rule.strict,
    );
  const base = repository.branches.get(pull.baseRef);
  return strict && base !== undefined && !isAncestor(repository.objects, base, pull.headSha);
}

function isUnstable({ repository, pull }: Issue): boolean {
  const sha = pull?.headSha ?? '';
  const checks = latestRuns(repository, sha).some(
    (run) => run.status !== 'completed' || !passes(run.conclusion),
  );
  const statuses =
    latestStatuses(repository, sha).length > 0 && combinedStatus(repository, sha) !== 'success';
  return checks || statuses;
}
