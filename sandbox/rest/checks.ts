import { created, fromResult, notFoundAnswer, okay, problem } from '../http/answers.ts';
import type { ActingCall, Answer, RepositoryCall } from '../http/context.ts';
import { page } from '../http/paging.ts';
import { rerequestCheckRun, rerequestCheckSuite } from '../model/actions/check-requests.ts';
import { createCheckRun, suiteFor, updateCheckRun } from '../model/actions/checks.ts';
import { latestRuns, runsOfSuite, runsOn } from '../model/queries/checks.ts';
import { resolveCommit } from '../model/queries/commits.ts';
import type { CheckRun, CheckSuite } from '../model/records/checks.ts';
import { checkFields } from './check-input.ts';
import { number, oneOf, pathNumber, pathText, text } from './input.ts';
import { acting, reading, type Route } from './route.ts';
import { annotationJson, checkRunJson, checkSuiteJson } from './serialise/checks.ts';

const read = 'checks:read';
const write = 'checks:write';

export const checkRoutes = {
  'checks/create': writing((call) => {
    const result = createCheckRun(call.world, call.actor, {
      ...checkFields(call.body),
      repository: call.repository,
      name: text(call.body, 'name') ?? '',
      headSha: text(call.body, 'head_sha') ?? '',
    });
    return fromResult(result, (run) => created(checkRunJson(call, run)));
  }),
  'checks/update': writing((call) =>
    withRun(call, (checkRun) => {
      const input = { ...checkFields(call.body), checkRun };
      return fromResult(updateCheckRun(call.world, call.actor, input), (run) =>
        okay(checkRunJson(call, run)),
      );
    }),
  ),
  'checks/get': reading(read, (call) => withRun(call, (run) => okay(checkRunJson(call, run)))),
  'checks/list-annotations': reading(read, (call) =>
    withRun(call, (run) =>
      page(call, run.annotations, (annotation) => annotationJson(call, run, annotation)),
    ),
  ),
  'checks/rerequest-run': acting(write, (call) =>
    withRun(call, (checkRun) =>
      fromResult(rerequestCheckRun(call.world, call.actor, { checkRun }), () => created({})),
    ),
  ),
  'checks/list-for-ref': reading(read, (call) => {
    const commit = resolveCommit(call.world, call.repository, pathText(call, 'ref'));
    if (commit === undefined) return noCommit(call);
    const all = call.parameters['filter'] === 'all';
    return listRuns(call, (all ? runsOn : latestRuns)(call.repository, commit.sha));
  }),
  'checks/list-for-suite': reading(read, (call) =>
    withSuite(call, (suite) => {
      const all = runsOfSuite(suite);
      const latest = new Map(all.map((run) => [run.name, run]));
      return listRuns(call, call.parameters['filter'] === 'all' ? all : [...latest.values()]);
    }),
  ),
  'checks/list-suites-for-ref': reading(read, (call) => {
    const commit = resolveCommit(call.world, call.repository, pathText(call, 'ref'));
    if (commit === undefined) return noCommit(call);
    const appId = number(call.parameters, 'app_id');
    const name = text(call.parameters, 'check_name');
    const suites = [...call.repository.checkSuites.values()].filter(
      (suite) =>
        suite.headSha === commit.sha &&
        (appId === undefined || suite.app.id === appId) &&
        (name === undefined || runsOfSuite(suite).some((run) => run.name === name)),
    );
    return page(
      call,
      suites,
      (suite) => checkSuiteJson(call, suite),
      (rendered, total) => ({ total_count: total, check_suites: rendered }),
    );
  }),
  'checks/get-suite': reading(read, (call) =>
    withSuite(call, (suite) => okay(checkSuiteJson(call, suite))),
  ),
  'checks/create-suite': writing(createSuite),
  'checks/rerequest-suite': acting(write, (call) =>
    withSuite(call, (checkSuite) =>
      fromResult(rerequestCheckSuite(call.world, call.actor, { checkSuite }), () => created({})),
    ),
  ),
};

/** Only Apps write checks. */
function writing(handle: (call: ActingCall) => Answer): Route {
  return acting(write, (call) =>
    call.identity.kind === 'installation'
      ? handle(call)
      : problem(403, 'You must authenticate via a GitHub App.'),
  );
}

function createSuite(call: ActingCall): Answer {
  if (call.identity.kind !== 'installation') return notFoundAnswer;
  const headSha = text(call.body, 'head_sha') ?? '';
  const { app } = call.identity;
  if (!call.repository.objects.commits.has(headSha)) {
    return problem(422, `No commit found for SHA: ${headSha}`);
  }
  const existed = [...call.repository.checkSuites.values()].some(
    (suite) => suite.app === app && suite.headSha === headSha,
  );
  const branch = [...call.repository.branches].find(([, sha]) => sha === headSha)?.[0] ?? null;
  const suite = suiteFor(call.world, call.repository, { app, headSha, headBranch: branch });
  return { status: existed ? 200 : 201, body: checkSuiteJson(call, suite) };
}

function listRuns(call: RepositoryCall, runs: readonly CheckRun[]): Answer {
  const name = text(call.parameters, 'check_name');
  const status = oneOf(call.parameters, 'status', ['queued', 'in_progress', 'completed']);
  const appId = number(call.parameters, 'app_id');
  const wanted = runs.filter(
    (run) =>
      (name === undefined || run.name === name) &&
      (status === undefined || run.status === status) &&
      (appId === undefined || run.suite.app.id === appId),
  );
  return page(
    call,
    wanted,
    (run) => checkRunJson(call, run),
    (rendered, total) => ({ total_count: total, check_runs: rendered }),
  );
}

function withRun(call: RepositoryCall, then: (run: CheckRun) => Answer): Answer {
  const run = call.repository.checkRuns.get(pathNumber(call, 'check_run_id'));
  return run === undefined ? notFoundAnswer : then(run);
}

function withSuite(call: RepositoryCall, then: (suite: CheckSuite) => Answer): Answer {
  const suite = call.repository.checkSuites.get(pathNumber(call, 'check_suite_id'));
  return suite === undefined ? notFoundAnswer : then(suite);
}

function noCommit(call: RepositoryCall): Answer {
  return problem(422, `No commit found for SHA: ${pathText(call, 'ref')}`);
}
