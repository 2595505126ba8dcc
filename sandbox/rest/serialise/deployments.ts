import type { Deployment, DeploymentStatus } from '../../model/records/deployments.ts';
import { appOrNull, simpleUser } from './accounts.ts';
import { iso, type Json, type Render } from './render.ts';
import { repositoryUrl } from './repositories.ts';

export function deploymentUrl(render: Render, deployment: Deployment): string {
  return `${repositoryUrl(render, deployment.repository)}/deployments/${deployment.id}`;
}

export function deploymentJson(render: Render, deployment: Deployment): Json {
  const url = deploymentUrl(render, deployment);
  return {
    url,
    id: deployment.id,
    node_id: deployment.nodeId,
    sha: deployment.sha,
    ref: deployment.ref,
    task: deployment.task,
    payload: deployment.payload ?? {},
    original_environment: deployment.environment,
    environment: deployment.environment,
    description: deployment.description,
    creator: simpleUser(render, deployment.creator),
    created_at: iso(deployment.createdAt),
    updated_at: iso(deployment.updatedAt),
    statuses_url: `${url}/statuses`,
    repository_url: repositoryUrl(render, deployment.repository),
    transient_environment: deployment.transient,
    production_environment: deployment.production,
    performed_via_github_app: appOrNull(render, deployment.viaApp),
  };
}

export function deploymentStatusJson(render: Render, status: DeploymentStatus): Json {
  const { deployment } = status;
  const url = deploymentUrl(render, deployment);
  return {
    url: `${url}/statuses/${status.id}`,
    id: status.id,
    node_id: status.nodeId,
    state: status.state,
    creator: simpleUser(render, status.creator),
    description: status.description,
    environment: deployment.environment,
    target_url: status.logUrl,
    created_at: iso(status.createdAt),
    updated_at: iso(status.createdAt),
    deployment_url: url,
    repository_url: repositoryUrl(render, deployment.repository),
    environment_url: status.environmentUrl,
    log_url: status.logUrl,
    performed_via_github_app: appOrNull(render, status.viaApp),
  };
}
