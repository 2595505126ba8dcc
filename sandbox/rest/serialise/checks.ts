import { runsOfSuite, suiteState } from '../../model/queries/checks.ts';
import type {
  CheckAnnotation,
  CheckRun,
  CheckSuite,
  CommitStatus,
} from '../../model/records/checks.ts';
import type { Issue } from '../../model/records/issue.ts';
import type { Repository } from '../../model/records/repository.ts';
import { appJson, simpleUser } from './accounts.ts';
import { simpleCommitJson } from './git.ts';
import { pullMinimal } from './pulls.ts';
import { iso, isoOrNull, type Json, type Render } from './render.ts';
import { repositoryJson, repositoryPage, repositoryUrl } from './repositories.ts';

export function checkRunJson(render: Render, run: CheckRun): Json {
  const url = `${repositoryUrl(render, run.repository)}/check-runs/${run.id}`;
  const html = `${repositoryPage(render, run.repository)}/runs/${run.id}`;
  return {
    id: run.id,
    name: run.name,
    node_id: run.nodeId,
    head_sha: run.headSha,
    external_id: run.externalId ?? '',
    url,
    html_url: html,
    details_url: run.detailsUrl ?? run.suite.app.externalUrl,
    status: run.status,
    conclusion: run.conclusion,
    started_at: isoOrNull(run.startedAt),
    completed_at: isoOrNull(run.completedAt),
    output: {
      title: run.title,
      summary: run.summary,
      text: run.text,
      annotations_count: run.annotations.length,
      annotations_url: `${url}/annotations`,
    },
    check_suite: { id: run.suite.id },
    app: appJson(render, run.suite.app),
    pull_requests: pullsAt(run.repository, run.headSha).map((each) => pullMinimal(render, each)),
  };
}

/** A run as webhooks carry it: with its suite. */
export function checkRunForWebhook(render: Render, run: CheckRun): Json {
  const { suite } = run;
  const { status, conclusion } = suiteState(suite);
  return {
    ...checkRunJson(render, run),
    started_at: iso(run.startedAt ?? suite.createdAt),
    check_suite: {
      id: suite.id,
      node_id: suite.nodeId,
      head_branch: suite.headBranch,
      head_sha: suite.headSha,
      status,
      conclusion,
      url: `${repositoryUrl(render, run.repository)}/check-suites/${suite.id}`,
      before: suite.before,
      after: suite.headSha,
      pull_requests: pullsAt(run.repository, run.headSha).map((each) => pullMinimal(render, each)),
      app: appJson(render, suite.app),
      created_at: iso(suite.createdAt),
      updated_at: iso(suite.updatedAt),
    },
  };
}

export function checkSuiteJson(render: Render, suite: CheckSuite): Json {
  const { repository } = suite;
  const url = `${repositoryUrl(render, repository)}/check-suites/${suite.id}`;
  const { status, conclusion } = suiteState(suite);
  const head = repository.objects.commits.get(suite.headSha);
  const runs = runsOfSuite(suite);
  return {
    id: suite.id,
    node_id: suite.nodeId,
    head_branch: suite.headBranch,
    head_sha: suite.headSha,
    // A suite that nobody reported to yet waits for its App.
    status: runs.length === 0 ? 'queued' : status,
    conclusion,
    url,
    before: suite.before,
    after: suite.headSha,
    pull_requests: pullsAt(repository, suite.headSha).map((each) => pullMinimal(render, each)),
    app: appJson(render, suite.app),
    repository: repositoryJson(render, repository),
    created_at: iso(suite.createdAt),
    updated_at: iso(suite.updatedAt),
    ...(head === undefined ? {} : { head_commit: simpleCommitJson(head) }),
    latest_check_runs_count: new Set(runs.map(({ name }) => name)).size,
    check_runs_url: `${url}/check-runs`,
    rerequestable: suite.rerequestable,
    runs_rerequestable: suite.rerequestable,
  };
}

export function annotationJson(render: Render, run: CheckRun, annotation: CheckAnnotation): Json {
  const blob = `${repositoryPage(render, run.repository)}/blob/${run.headSha}/${annotation.path}`;
  return {
    path: annotation.path,
    blob_href: blob,
    start_line: annotation.startLine,
    end_line: annotation.endLine,
    start_column: annotation.startColumn,
    end_column: annotation.endColumn,
    annotation_level: annotation.level,
    title: annotation.title,
    message: annotation.message,
    raw_details: annotation.rawDetails,
  };
}

export function statusJson(render: Render, status: CommitStatus): Json {
  return {
    url: `${repositoryUrl(render, status.repository)}/statuses/${status.sha}`,
    avatar_url: `${render.site().html}/_assets/avatars/${status.creator.id}.svg`,
    id: status.id,
    node_id: status.nodeId,
    state: status.state,
    description: status.description,
    target_url: status.targetUrl,
    context: status.context,
    created_at: iso(status.createdAt),
    updated_at: iso(status.createdAt),
    creator: simpleUser(render, status.creator),
  };
}

/** Open pull requests of this repository with that head; forks' are not listed, as on GitHub. */
function pullsAt(repository: Repository, sha: string): readonly Issue[] {
  return [...repository.issues.values()].filter(
    ({ pull, state }) =>
      pull !== null &&
      state === 'open' &&
      pull.headSha === sha &&
      pull.headRepository === repository,
  );
}
