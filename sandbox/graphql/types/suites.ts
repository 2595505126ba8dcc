import type { CheckRun, CheckSuite } from '../../model/records/checks.ts';
import type { Repository } from '../../model/records/repository.ts';
import { runsOfSuite } from '../../model/queries/checks.ts';
import type { Item } from '../engine/connection.ts';
import { strings } from '../lists.ts';
import { checkRunRef, checkSuiteRef, items } from '../refs.ts';

type Filter = Readonly<Record<string, unknown>>;

/** The check suites of a commit, by App and by the name of a run they hold. */
export function suitesOf(repository: Repository, sha: string, filter: Filter): readonly Item[] {
  const suites = [...repository.checkSuites.values()].filter(
    (suite) =>
      suite.headSha === sha &&
      (filter['appId'] == null || suite.app.id === filter['appId']) &&
      (filter['checkName'] == null ||
        runsOfSuite(suite).some((run) => run.name === filter['checkName'])),
  );
  return items(suites, checkSuiteRef);
}

/** The runs of a suite; the latest of each name unless all are asked for. */
export function runsOf(suite: CheckSuite, filter: Filter): readonly Item[] {
  const statuses = strings(filter['statuses']);
  const conclusions = strings(filter['conclusions']);
  const runs = runsOfSuite(suite)
    .filter((run, _index, all) => filter['checkType'] === 'ALL' || isLatest(run, all))
    .filter((run) => filter['checkName'] == null || run.name === filter['checkName'])
    .filter((run) => filter['status'] == null || run.status.toUpperCase() === filter['status'])
    .filter((run) => statuses.length === 0 || statuses.includes(run.status.toUpperCase()))
    .filter(
      (run) =>
        conclusions.length === 0 || conclusions.includes(run.conclusion?.toUpperCase() ?? ''),
    );
  return items(runs, checkRunRef);
}

function isLatest(run: CheckRun, all: readonly CheckRun[]): boolean {
  return !all.some((other) => other.name === run.name && other.id > run.id);
}
