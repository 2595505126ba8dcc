/** Check suites, runs, annotations, statuses and deployments. */
import type {
  CheckAnnotation,
  CheckRun,
  CheckSuite,
  CommitStatus,
} from '../../model/records/checks.ts';
import type { Deployment, DeploymentStatus } from '../../model/records/deployments.ts';
import { suiteState } from '../../model/queries/checks.ts';
import { requiredChecks } from '../../model/queries/rules.ts';
import { blobPath, checkRunPath, commitPath } from '../../paths.ts';
import { objectType, type GraphqlContext } from '../context.ts';
import { connection, connectionTypes } from '../engine/connection.ts';
import { fieldError } from '../engine/errors.ts';
import type { FieldArguments, Resolved, TypeResolvers } from '../engine/resolvers.ts';
import { filteredPulls, record } from '../lists.ts';
import {
  accountRef,
  appRef,
  branchRef,
  checkSuiteRef,
  commitRef,
  instant,
  instantOrNull,
  issueRef,
  items,
  repositoryRef,
} from '../refs.ts';
import type { RollupSource } from './rollup.ts';
import { runsOf } from './suites.ts';

interface AnnotationSource {
  readonly run: CheckRun;
  readonly annotation: CheckAnnotation;
  readonly index: number;
}

interface Position {
  readonly line: number;
  readonly column: number | null;
}

export const checkTypes: readonly TypeResolvers<GraphqlContext>[] = [
  objectType<CheckSuite>('CheckSuite', {
    id: (suite) => suite.nodeId,
    databaseId: (suite) => suite.id,
    app: (suite) => appRef(suite.app),
    branch: (suite) => branchRef(suite.repository, suite.headBranch ?? ''),
    commit: (suite) => commitRef(suite.repository, suite.headSha),
    status: (suite) => suiteState(suite).status.toUpperCase(),
    conclusion: (suite) => suiteState(suite).conclusion?.toUpperCase() ?? null,
    createdAt: (suite) => instant(suite.createdAt),
    updatedAt: (suite) => instant(suite.updatedAt),
    repository: (suite) => repositoryRef(suite.repository),
    resourcePath: (suite) => suitePath(suite),
    url: (suite, _args, { baseUrl }) => baseUrl + suitePath(suite),
    checkRuns: (suite, args) =>
      connection('CheckRun', runsOf(suite, record(args['filterBy'])), args),
    matchingPullRequests: (suite, args) =>
      connection(
        'PullRequest',
        items(
          filteredPulls(suite.repository, args).filter(
            (issue) => issue.state === 'open' && issue.pull?.headSha === suite.headSha,
          ),
          issueRef,
        ),
        args,
      ),
  }),
  objectType<CheckRun>('CheckRun', {
    id: (run) => run.nodeId,
    databaseId: (run) => run.id,
    name: (run) => run.name,
    status: (run) => run.status.toUpperCase(),
    conclusion: (run) => run.conclusion?.toUpperCase() ?? null,
    startedAt: (run) => instantOrNull(run.startedAt),
    completedAt: (run) => instantOrNull(run.completedAt),
    externalId: (run) => run.externalId,
    detailsUrl: (run, _args, { baseUrl }) => run.detailsUrl ?? baseUrl + checkRunPath(run),
    title: (run) => run.title,
    summary: (run) => run.summary,
    text: (run) => run.text,
    checkSuite: (run) => checkSuiteRef(run.suite),
    repository: (run) => repositoryRef(run.repository),
    permalink: (run, _args, { baseUrl }) => baseUrl + checkRunPath(run),
    resourcePath: (run) => checkRunPath(run),
    url: (run, _args, { baseUrl }) => baseUrl + checkRunPath(run),
    annotations: (run, args) =>
      connection(
        'CheckAnnotation',
        run.annotations.map((annotation, index) => ({
          key: `${run.nodeId}:${index}`,
          node: { typename: 'CheckAnnotation', value: { run, annotation, index } },
        })),
        args,
      ),
    isRequired: (run, args, context) => isRequired(run, args, context),
  }),
  objectType<AnnotationSource>('CheckAnnotation', {
    databaseId: ({ run, index }) => run.id * 100 + index,
    path: ({ annotation }) => annotation.path,
    message: ({ annotation }) => annotation.message,
    title: ({ annotation }) => annotation.title,
    rawDetails: ({ annotation }) => annotation.rawDetails,
    annotationLevel: ({ annotation }) => annotation.level.toUpperCase(),
    blobUrl: ({ run, annotation }, _args, { baseUrl }) =>
      baseUrl + blobPath(run.repository, run.headSha, annotation.path),
    location: ({ annotation }) => ({ typename: 'CheckAnnotationSpan', value: annotation }),
  }),
  objectType<CheckAnnotation>('CheckAnnotationSpan', {
    start: ({ startLine, startColumn }) => position(startLine, startColumn),
    end: ({ endLine, endColumn }) => position(endLine, endColumn),
  }),
  objectType<Position>('CheckAnnotationPosition', {
    line: ({ line }) => line,
    column: ({ column }) => column,
  }),
  objectType<CommitStatus>('StatusContext', {
    id: (status) => status.nodeId,
    context: (status) => status.context,
    state: (status) => status.state.toUpperCase(),
    description: (status) => status.description,
    targetUrl: (status) => status.targetUrl,
    createdAt: (status) => instant(status.createdAt),
    creator: (status) => accountRef(status.creator),
    commit: (status) => commitRef(status.repository, status.sha),
  }),
  objectType<RollupSource>('StatusCheckRollup', {
    id: ({ repository, sha }) => `SCR_${repository.nodeId}:${sha}`,
    state: ({ state }) => state,
    commit: ({ repository, sha }) => commitRef(repository, sha),
    contexts: ({ contexts }, args) => connection('StatusCheckRollupContext', contexts, args),
  }),
  objectType<Deployment>('Deployment', {
    id: (deployment) => deployment.nodeId,
    databaseId: (deployment) => deployment.id,
    commit: (deployment) => commitRef(deployment.repository, deployment.sha),
    commitOid: (deployment) => deployment.sha,
    createdAt: (deployment) => instant(deployment.createdAt),
    updatedAt: (deployment) => instant(deployment.updatedAt),
    creator: (deployment) => accountRef(deployment.creator),
    description: (deployment) => deployment.description,
    environment: (deployment) => deployment.environment,
    task: (deployment) => deployment.task,
    ref: (deployment) => branchRef(deployment.repository, deployment.ref),
    repository: (deployment) => repositoryRef(deployment.repository),
    latestStatus: (deployment) => {
      const latest = deployment.statuses.at(-1);
      return latest === undefined ? null : { typename: 'DeploymentStatus', value: latest };
    },
  }),
  objectType<DeploymentStatus>('DeploymentStatus', {
    id: (status) => status.nodeId,
    state: (status) => status.state.toUpperCase(),
    description: (status) => status.description,
    createdAt: (status) => instant(status.createdAt),
    updatedAt: (status) => instant(status.createdAt),
    creator: (status) => accountRef(status.creator),
    deployment: (status) => ({ typename: 'Deployment', value: status.deployment }),
  }),
  ...['CheckSuite', 'CheckRun', 'CheckAnnotation', 'StatusCheckRollupContext'].flatMap((name) =>
    connectionTypes<GraphqlContext>(name),
  ),
];

function suitePath(suite: CheckSuite): string {
  return `${commitPath(suite.repository, suite.headSha)}/checks`;
}

function position(line: number, column: number | null) {
  return { typename: 'CheckAnnotationPosition', value: { line, column } satisfies Position };
}

function isRequired(run: CheckRun, args: FieldArguments, context: GraphqlContext): Resolved {
  const number = args['pullRequestNumber'];
  const issue = [...run.repository.issues.values()].find(
    (one) =>
      one.pull !== null &&
      (one.number === number || (number == null && one.nodeId === args['pullRequestId'])),
  );
  if (issue?.pull == null) {
    return fieldError(
      'UNPROCESSABLE',
      'Either pullRequestId or pullRequestNumber must be provided.',
    );
  }
  return requiredChecks(context.world, run.repository, issue.pull.baseRef).some(
    (required) =>
      required.context === run.name &&
      (required.integrationId === null || required.integrationId === run.suite.app.id),
  );
}
