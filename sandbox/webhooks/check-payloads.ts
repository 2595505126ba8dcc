import type { RepositoryEvent } from '../model/events.ts';
import { checkRunForWebhook, checkSuiteJson, statusJson } from '../rest/serialise/checks.ts';
import { deploymentJson, deploymentStatusJson } from '../rest/serialise/deployments.ts';
import { commitJson, simpleCommitJson } from '../rest/serialise/git.ts';
import type { Json, Render } from '../rest/serialise/render.ts';
import { repositoryUrl } from '../rest/serialise/repositories.ts';

type CheckEvents = Extract<
  RepositoryEvent,
  {
    readonly name:
      'check_run' | 'check_suite' | 'status' | 'merge_group' | 'deployment' | 'deployment_status';
  }
>;

/** What is particular to events about checks, statuses, merge groups and deployments. */
export function checkPayload(render: Render, event: CheckEvents): Json {
  switch (event.name) {
    case 'check_run':
      return {
        action: event.action,
        check_run: checkRunForWebhook(render, event.checkRun),
        ...(event.action === 'requested_action'
          ? { requested_action: { identifier: event.identifier } }
          : {}),
      };
    case 'check_suite':
      return { action: event.action, check_suite: checkSuiteJson(render, event.checkSuite) };
    case 'status':
      return statusPayload(render, event);
    case 'merge_group':
      return mergeGroupPayload(event);
    case 'deployment':
      return {
        action: event.action,
        deployment: deploymentJson(render, event.deployment),
        workflow: null,
        workflow_run: null,
      };
    case 'deployment_status':
      return {
        action: event.action,
        deployment: deploymentJson(render, event.status.deployment),
        deployment_status: deploymentStatusJson(render, event.status),
        check_run: null,
        workflow: null,
        workflow_run: null,
      };
  }
}

function mergeGroupPayload(event: Extract<CheckEvents, { readonly name: 'merge_group' }>): Json {
  const { mergeGroup, repository } = event;
  const head = repository.objects.commits.get(mergeGroup.headSha);
  if (head === undefined)
    throw new Error(`The merge group's commit ${mergeGroup.headSha} is gone.`);
  return {
    action: event.action,
    ...(event.reason === undefined ? {} : { reason: event.reason }),
    merge_group: {
      head_sha: mergeGroup.headSha,
      head_ref: qualified(mergeGroup.headRef),
      base_sha: mergeGroup.baseSha,
      base_ref: qualified(mergeGroup.baseRef),
      head_commit: simpleCommitJson(head),
    },
  };
}

function statusPayload(
  render: Render,
  event: Extract<CheckEvents, { readonly name: 'status' }>,
): Json {
  const { status, repository } = event;
  const json = statusJson(render, status);
  const commit = repository.objects.commits.get(status.sha);
  if (commit === undefined) throw new Error(`The commit ${status.sha} of a status is gone.`);
  const url = repositoryUrl(render, repository);
  return {
    id: status.id,
    sha: status.sha,
    name: `${repository.owner.login}/${repository.name}`,
    context: status.context,
    state: status.state,
    description: status.description,
    target_url: status.targetUrl,
    avatar_url: json['avatar_url'],
    commit: commitJson(render, repository, commit),
    branches: [...repository.branches]
      .filter(([, sha]) => sha === status.sha)
      .map(([name, sha]) => ({
        name,
        commit: { sha, url: `${url}/commits/${sha}` },
        protected: repository.protections.has(name),
      })),
    created_at: json['created_at'],
    updated_at: json['updated_at'],
  };
}

function qualified(ref: string): string {
  return ref.startsWith('refs/') ? ref : `refs/heads/${ref}`;
}
