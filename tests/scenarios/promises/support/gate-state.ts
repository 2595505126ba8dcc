/** What the gate left on GitHub, as a value to compare: the verdict on every head, and all of `githubState`. */
import type { CheckRun } from '../../../../sandbox/model/records/checks.ts';
import { fullName, type World } from '../../../../sandbox/model/world.ts';
import { GATE } from '../../support/gated-organisation.ts';
import { githubState, type GitHubState } from './github-state.ts';

export interface GateState extends GitHubState {
  /** By pull request: open ones only, as only those are kept right. */
  readonly verdicts: Readonly<
    Record<string, { readonly conclusion: string; readonly page: string }>
  >;
}

export function gateState(world: World): GateState {
  const repositories = [...world.state.repositories.values()];
  const open = repositories.flatMap(({ issues }) =>
    [...issues.values()].filter(({ pull, state }) => pull !== null && state === 'open'),
  );
  return {
    ...githubState(world),
    verdicts: Object.fromEntries(
      open.map(({ repository, number, pull }) => {
        const runs = [...repository.checkRuns.values()].filter(
          (run) => run.name === GATE && run.headSha === pull?.headSha,
        );
        return [`${fullName(repository)}#${String(number)}`, verdictOf(runs.at(-1))];
      }),
    ),
  };
}

function verdictOf(run: CheckRun | undefined): { conclusion: string; page: string } {
  if (run === undefined) return { conclusion: 'none', page: '' };
  return {
    conclusion: run.conclusion ?? run.status,
    page: `${run.title ?? ''}\n${run.summary ?? ''}`.replaceAll(/http:\/\/127\.0\.0\.1:\d+/g, ''),
  };
}
