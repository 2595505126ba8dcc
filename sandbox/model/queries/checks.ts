/** What the checks and statuses of a commit amount to. */
import type { App } from '../records/accounts.ts';
import type { CheckConclusion, CheckRun, CheckSuite, CommitStatus } from '../records/checks.ts';
import type { Repository } from '../records/repository.ts';
import type { RequiredCheck } from '../records/rules.ts';
import type { World } from '../world.ts';
import { requiredChecks } from './rules.ts';

/** The latest run of each name of each App on a commit: only these count. */
export function latestRuns(repository: Repository, sha: string): CheckRun[] {
  const latest = new Map<string, CheckRun>();
  for (const run of runsOn(repository, sha)) {
    latest.set(`${run.suite.app.id}\n${run.name}`, run);
  }
  return [...latest.values()].sort((a, b) => a.id - b.id);
}

/** All runs on a commit, oldest first. */
export function runsOn(repository: Repository, sha: string): CheckRun[] {
  return [...repository.checkRuns.values()].filter((run) => run.headSha === sha);
}

/** All runs of a suite, oldest first. */
export function runsOfSuite(suite: CheckSuite): CheckRun[] {
  return [...suite.repository.checkRuns.values()].filter((run) => run.suite === suite);
}

/** The latest status of each context on a commit. */
export function latestStatuses(repository: Repository, sha: string): CommitStatus[] {
  const latest = new Map<string, CommitStatus>();
  for (const status of repository.statuses) {
    if (status.sha === sha) latest.set(status.context, status);
  }
  return [...latest.values()];
}

/** The combined state of the statuses (not the check runs) of a commit. */
export function combinedStatus(
  repository: Repository,
  sha: string,
): 'failure' | 'pending' | 'success' {
  const states = latestStatuses(repository, sha).map(({ state }) => state);
  if (states.some((state) => state === 'failure' || state === 'error')) return 'failure';
  return states.length === 0 || states.includes('pending') ? 'pending' : 'success';
}

/** A suite's status and conclusion, from the latest run of each name in it. */
export function suiteState(suite: CheckSuite): {
  readonly status: 'queued' | 'in_progress' | 'completed';
  readonly conclusion: CheckConclusion | null;
} {
  const latest = new Map(runsOfSuite(suite).map((run) => [run.name, run]));
  const runs = [...latest.values()];
  if (runs.length === 0 || suite.awaitingRerun) return { status: 'queued', conclusion: null };
  if (runs.some(({ status }) => status !== 'completed')) {
    const queued = runs.every(({ status }) => status === 'queued');
    return { status: queued ? 'queued' : 'in_progress', conclusion: null };
  }
  const conclusion = worstFirst.find((each) => runs.some((run) => run.conclusion === each)) ?? null;
  return { status: 'completed', conclusion };
}

export type RequiredState = 'success' | 'pending' | 'failure' | 'expected';

export interface RequiredCheckState {
  readonly check: RequiredCheck;
  /** `expected`: nothing of that name (and App, where pinned) was reported on this commit. */
  readonly state: RequiredState;
}

/**
 * Where each required check of a branch stands for a commit. Success, neutral and skipped pass. Where a
 * check run and a status share the name, both must pass. A check pinned to an App counts only from it.
 */
export function requiredCheckStates(
  world: World,
  repository: Repository,
  at: { readonly branch: string; readonly sha: string },
): RequiredCheckState[] {
  return requiredChecks(world, repository, at.branch).map((check) => {
    const states = reportedStates(repository, at.sha, check);
    const order: readonly RequiredState[] = ['failure', 'pending', 'success'];
    return { check, state: order.find((each) => states.includes(each)) ?? 'expected' };
  });
}

/** The required checks that do not pass on a commit. */
export function missingChecks(
  world: World,
  repository: Repository,
  at: { readonly branch: string; readonly sha: string },
): RequiredCheck[] {
  return requiredCheckStates(world, repository, at)
    .filter(({ state }) => state !== 'success')
    .map(({ check }) => check);
}

/** Whether a completed run lets a merge through. */
export function passes(conclusion: CheckConclusion | null): boolean {
  return conclusion === 'success' || conclusion === 'neutral' || conclusion === 'skipped';
}

function reportedStates(
  repository: Repository,
  sha: string,
  check: RequiredCheck,
): RequiredState[] {
  const from = (app: App | null) => check.integrationId === null || app?.id === check.integrationId;
  const runs = latestRuns(repository, sha)
    .filter((run) => run.name === check.context && from(run.suite.app))
    .map((run): RequiredState => {
      if (run.status !== 'completed') return 'pending';
      return passes(run.conclusion) ? 'success' : 'failure';
    });
  const statuses = latestStatuses(repository, sha)
    .filter((status) => status.context === check.context && from(status.app))
    .map(({ state }): RequiredState => (state === 'error' ? 'failure' : state));
  return [...runs, ...statuses];
}

const worstFirst: readonly CheckConclusion[] = [
  'failure',
  'timed_out',
  'cancelled',
  'action_required',
  'stale',
  'success',
  'neutral',
  'skipped',
];
