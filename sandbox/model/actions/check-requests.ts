/** What people ask of checks: run again, press a button; and commit statuses. */
import type { Actor } from '../actor.ts';
import type { CheckRun, CheckSuite, CommitStatus } from '../records/checks.ts';
import type { Repository } from '../records/repository.ts';
import type { Result } from '../result.ts';
import { invalid, ok, unprocessable } from '../result.ts';
import { authorize } from '../roles.ts';
import { nodeId, register } from '../world.ts';
import type { World } from '../world.ts';

/** "Re-run": tells the App. The suite is queued again, the run itself does not change. */
export function rerequestCheckRun(
  world: World,
  actor: Actor,
  input: { readonly checkRun: CheckRun },
): Result<CheckRun> {
  const { checkRun } = input;
  const allowed = authorize(world, actor, checkRun.repository, 'rerun');
  if (!allowed.ok) return allowed;
  if (checkRun.status !== 'completed') {
    return unprocessable('This check run is not rerequestable');
  }
  checkRun.suite.awaitingRerun = true;
  const { account } = allowed.value;
  const { repository } = checkRun;
  world.emit(repository, account, { name: 'check_run', action: 'rerequested', checkRun });
  return ok(checkRun);
}

/** "Re-run all checks": tells the App of the suite. */
export function rerequestCheckSuite(
  world: World,
  actor: Actor,
  input: { readonly checkSuite: CheckSuite },
): Result<CheckSuite> {
  const { checkSuite } = input;
  const allowed = authorize(world, actor, checkSuite.repository, 'rerun');
  if (!allowed.ok) return allowed;
  checkSuite.awaitingRerun = true;
  const { account } = allowed.value;
  const { repository } = checkSuite;
  world.emit(repository, account, { name: 'check_suite', action: 'rerequested', checkSuite });
  return ok(checkSuite);
}

/** A press of one of the buttons a run offers. */
export function requestCheckAction(
  world: World,
  actor: Actor,
  input: { readonly checkRun: CheckRun; readonly identifier: string },
): Result<CheckRun> {
  const { checkRun, identifier } = input;
  const allowed = authorize(world, actor, checkRun.repository, 'rerun');
  if (!allowed.ok) return allowed;
  if (!checkRun.actions.some((action) => action.identifier === identifier)) {
    return unprocessable('The check run offers no such action.');
  }
  const { account } = allowed.value;
  const happening = { name: 'check_run', action: 'requested_action', identifier } as const;
  world.emit(checkRun.repository, account, { ...happening, checkRun });
  return ok(checkRun);
}

/** A commit status. Each context's latest one counts. */
export function createStatus(
  world: World,
  actor: Actor,
  input: {
    readonly repository: Repository;
    readonly sha: string;
    readonly state: CommitStatus['state'];
    readonly context?: string;
    readonly description?: string | null;
    readonly targetUrl?: string | null;
  },
): Result<CommitStatus> {
  const { repository, sha, state } = input;
  const allowed = authorize(world, actor, repository, 'status');
  if (!allowed.ok) return allowed;
  if (!repository.objects.commits.has(sha)) {
    return unprocessable(`No commit found for SHA: ${sha}`);
  }
  if ((input.description ?? '').length > 140) {
    const message = 'description is too long (maximum is 140 characters)';
    return invalid({ resource: 'Status', field: 'description', code: 'custom', message });
  }
  const id = world.nextId();
  const status: CommitStatus = {
    id,
    nodeId: nodeId('SC', id),
    repository,
    sha,
    context: input.context ?? 'default',
    state,
    description: input.description ?? null,
    targetUrl: input.targetUrl ?? null,
    creator: allowed.value.account,
    app: allowed.value.viaApp,
    createdAt: world.clock.now(),
  };
  repository.statuses.push(status);
  register(world, { type: 'StatusContext', record: status });
  world.emit(repository, status.creator, { name: 'status', status });
  return ok(status);
}
