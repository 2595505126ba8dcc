/** Deployments and their statuses. */
import type { Actor } from '../actor.ts';
import { latestRuns, latestStatuses, passes } from '../queries/checks.ts';
import { resolveCommit } from '../queries/commits.ts';
import type { Deployment, DeploymentState, DeploymentStatus } from '../records/deployments.ts';
import type { Repository } from '../records/repository.ts';
import type { Result } from '../result.ts';
import { conflict, invalid, ok, unprocessable } from '../result.ts';
import { authorize } from '../roles.ts';
import { nodeId, register } from '../world.ts';
import type { World } from '../world.ts';

/**
 * A deployment of a ref. Unless `requiredContexts` says otherwise (`[]` for none), every status and check
 * of the commit must have passed: 409 if not.
 */
export function createDeployment(
  world: World,
  actor: Actor,
  input: {
    readonly repository: Repository;
    readonly ref: string;
    readonly environment?: string;
    readonly task?: string;
    readonly payload?: unknown;
    readonly description?: string | null;
    readonly requiredContexts?: readonly string[];
    readonly transient?: boolean;
    readonly production?: boolean;
  },
): Result<Deployment> {
  const { repository, ref } = input;
  const allowed = authorize(world, actor, repository, 'deploy');
  if (!allowed.ok) return allowed;
  const commit = resolveCommit(world, repository, ref);
  if (commit === undefined) return unprocessable(`No ref found for: ${ref}`);
  if (!contextsPass(repository, commit.sha, input.requiredContexts)) {
    return conflict(`Conflict: Commit status checks failed for ${ref}.`);
  }
  const id = world.nextId();
  const environment = input.environment ?? 'production';
  const deployment: Deployment = {
    id,
    nodeId: nodeId('DE', id),
    repository,
    sha: commit.sha,
    ref,
    task: input.task ?? 'deploy',
    payload: input.payload ?? {},
    environment,
    description: input.description ?? null,
    transient: input.transient ?? false,
    production: input.production ?? environment === 'production',
    creator: allowed.value.account,
    viaApp: allowed.value.viaApp,
    createdAt: world.clock.now(),
    updatedAt: world.clock.now(),
    statuses: [],
  };
  repository.deployments.set(id, deployment);
  register(world, { type: 'Deployment', record: deployment });
  world.emit(repository, deployment.creator, {
    name: 'deployment',
    action: 'created',
    deployment,
  });
  return ok(deployment);
}

/**
 * Reports on a deployment. A success makes earlier successful deployments of the environment inactive,
 * unless they are transient or of a production environment (`autoInactive`, on by default).
 */
export function createDeploymentStatus(
  world: World,
  actor: Actor,
  input: {
    readonly deployment: Deployment;
    readonly state: DeploymentState;
    readonly description?: string;
    readonly environmentUrl?: string;
    readonly logUrl?: string;
    readonly autoInactive?: boolean;
  },
): Result<DeploymentStatus> {
  const { deployment, state } = input;
  const { repository } = deployment;
  const allowed = authorize(world, actor, repository, 'deploy');
  if (!allowed.ok) return allowed;
  if ((input.description ?? '').length > 140) {
    return invalid({ resource: 'DeploymentStatus', field: 'description', code: 'invalid' });
  }
  const add = (to: Deployment, what: DeploymentState): DeploymentStatus => {
    const id = world.nextId();
    const status: DeploymentStatus = {
      id,
      nodeId: nodeId('DES', id),
      deployment: to,
      state: what,
      creator: allowed.value.account,
      viaApp: allowed.value.viaApp,
      description: to === deployment ? (input.description ?? '') : '',
      environmentUrl: to === deployment ? (input.environmentUrl ?? '') : '',
      logUrl: to === deployment ? (input.logUrl ?? '') : '',
      createdAt: world.clock.now(),
    };
    to.statuses.push(status);
    to.updatedAt = status.createdAt;
    register(world, { type: 'DeploymentStatus', record: status });
    const happening = { name: 'deployment_status', action: 'created', status } as const;
    world.emit(repository, status.creator, happening);
    return status;
  };
  const status = add(deployment, state);
  if (state === 'success' && input.autoInactive !== false) {
    for (const earlier of supersededBy(deployment)) add(earlier, 'inactive');
  }
  return ok(status);
}

function supersededBy(deployment: Deployment): Deployment[] {
  return [...deployment.repository.deployments.values()].filter(
    (other) =>
      other.id < deployment.id &&
      other.environment === deployment.environment &&
      !other.transient &&
      !other.production &&
      other.statuses.at(-1)?.state === 'success',
  );
}

function contextsPass(
  repository: Repository,
  sha: string,
  required: readonly string[] | undefined,
): boolean {
  const results = new Map<string, boolean>();
  for (const { context, state } of latestStatuses(repository, sha)) {
    results.set(context, state === 'success');
  }
  for (const run of latestRuns(repository, sha)) {
    results.set(run.name, run.status === 'completed' && passes(run.conclusion));
  }
  return (required ?? [...results.keys()]).every((context) => results.get(context) === true);
}
