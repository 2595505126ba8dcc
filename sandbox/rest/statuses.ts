import { created, fromResult, noContent, notFoundAnswer, okay, problem } from '../http/answers.ts';
import type { ActingCall, Answer, RepositoryCall } from '../http/context.ts';
import { page } from '../http/paging.ts';
import { createDeployment, createDeploymentStatus } from '../model/actions/deployments.ts';
import { dispatch } from '../model/actions/dispatch.ts';
import { createStatus } from '../model/actions/check-requests.ts';
import { combinedStatus, latestStatuses } from '../model/queries/checks.ts';
import { resolveCommit } from '../model/queries/commits.ts';
import type { Deployment } from '../model/records/deployments.ts';
import { flag, oneOf, pathNumber, pathText, record, text, texts } from './input.ts';
import { acting, reading } from './route.ts';
import { statusJson } from './serialise/checks.ts';
import { deploymentJson, deploymentStatusJson } from './serialise/deployments.ts';
import { repositoryJson, repositoryUrl } from './serialise/repositories.ts';

const states = [
  'error',
  'failure',
  'inactive',
  'in_progress',
  'queued',
  'pending',
  'success',
] as const;

/** Commit statuses, deployments and dispatches: what other systems tell a repository. */
export const statusRoutes = {
  'repos/create-commit-status': acting('statuses:write', (call) => {
    const description = text(call.body, 'description');
    const targetUrl = text(call.body, 'target_url');
    const context = text(call.body, 'context');
    const result = createStatus(call.world, call.actor, {
      repository: call.repository,
      sha: pathText(call, 'sha'),
      state: oneOf(call.body, 'state', ['error', 'failure', 'pending', 'success']) ?? 'pending',
      ...(description === undefined ? {} : { description }),
      ...(targetUrl === undefined ? {} : { targetUrl }),
      ...(context === undefined ? {} : { context }),
    });
    return fromResult(result, (status) => created(statusJson(call, status)));
  }),
  'repos/list-commit-statuses-for-ref': reading('statuses:read', (call) => {
    const commit = resolveCommit(call.world, call.repository, pathText(call, 'ref'));
    const statuses = call.repository.statuses.filter(({ sha }) => sha === commit?.sha);
    return page(call, statuses.reverse(), (status) => statusJson(call, status));
  }),
  'repos/get-combined-status-for-ref': reading('statuses:read', combined),
  'repos/list-deployments': reading('deployments:read', listDeployments),
  'repos/get-deployment': reading('deployments:read', (call) =>
    withDeployment(call, (deployment) => okay(deploymentJson(call, deployment))),
  ),
  'repos/create-deployment': acting('deployments:write', postDeployment),
  'repos/list-deployment-statuses': reading('deployments:read', (call) =>
    withDeployment(call, ({ statuses }) =>
      page(call, [...statuses].reverse(), (status) => deploymentStatusJson(call, status)),
    ),
  ),
  'repos/create-deployment-status': acting('deployments:write', (call) =>
    withDeployment(call, (deployment) => {
      const { body } = call;
      const description = text(body, 'description');
      const environmentUrl = text(body, 'environment_url');
      const logUrl = text(body, 'log_url') ?? text(body, 'target_url');
      const autoInactive = flag(body, 'auto_inactive');
      const result = createDeploymentStatus(call.world, call.actor, {
        deployment,
        state: oneOf(body, 'state', states) ?? 'pending',
        ...(description === undefined ? {} : { description }),
        ...(environmentUrl === undefined ? {} : { environmentUrl }),
        ...(logUrl === undefined ? {} : { logUrl }),
        ...(autoInactive === undefined ? {} : { autoInactive }),
      });
      return fromResult(result, (status) => created(deploymentStatusJson(call, status)));
    }),
  ),
  'repos/create-dispatch-event': acting('contents:write', (call) => {
    const clientPayload = record(call.body, 'client_payload');
    const result = dispatch(call.world, call.actor, {
      repository: call.repository,
      eventType: text(call.body, 'event_type') ?? '',
      ...(clientPayload === undefined ? {} : { clientPayload }),
    });
    return fromResult(result, () => noContent);
  }),
};

function combined(call: RepositoryCall): Answer {
  const { repository } = call;
  const ref = pathText(call, 'ref');
  const commit = resolveCommit(call.world, repository, ref);
  if (commit === undefined) return problem(422, `No commit found for SHA: ${ref}`);
  const url = repositoryUrl(call, repository);
  return page(
    call,
    latestStatuses(repository, commit.sha),
    (status) => {
      const { creator, ...rest } = statusJson(call, status);
      return creator === undefined ? {} : rest;
    },
    (statuses, total) => ({
      state: combinedStatus(repository, commit.sha),
      statuses,
      sha: commit.sha,
      total_count: total,
      repository: repositoryJson(call, repository),
      commit_url: `${url}/commits/${commit.sha}`,
      url: `${url}/commits/${commit.sha}/status`,
    }),
  );
}

function listDeployments(call: RepositoryCall): Answer {
  const { parameters: asked } = call;
  const matches = (deployment: Deployment): boolean =>
    (['sha', 'ref', 'task', 'environment'] as const).every((key) => {
      const wanted = text(asked, key);
      return wanted === undefined || wanted === 'none' || deployment[key] === wanted;
    });
  const found = [...call.repository.deployments.values()].filter(matches).reverse();
  return page(call, found, (deployment) => deploymentJson(call, deployment));
}

function postDeployment(call: ActingCall): Answer {
  const { body } = call;
  const given: Record<string, unknown> = {
    environment: text(body, 'environment'),
    task: text(body, 'task'),
    payload: body['payload'],
    description: text(body, 'description'),
    requiredContexts: texts(body, 'required_contexts'),
    transient: flag(body, 'transient_environment'),
    production: flag(body, 'production_environment'),
  };
  const options = Object.fromEntries(
    Object.entries(given).filter(([, value]) => value !== undefined),
  );
  const result = createDeployment(call.world, call.actor, {
    ...options,
    repository: call.repository,
    ref: text(body, 'ref') ?? '',
  });
  return fromResult(result, (deployment) => created(deploymentJson(call, deployment)));
}

function withDeployment(call: RepositoryCall, then: (deployment: Deployment) => Answer): Answer {
  const deployment = call.repository.deployments.get(pathNumber(call, 'deployment_id'));
  return deployment === undefined ? notFoundAnswer : then(deployment);
}
