/** The gate as people meet it: a required check, what it says, merges that go through or do not. */
import { APP_ID } from './cast.ts';
import type { Pull } from './change-file.ts';
import type { Login } from './cast.ts';
import type { Stage } from './stage.ts';
import { until } from './until.ts';

export const GATE = 'norepeat/gate';

export interface CheckRun {
  readonly html_url: string;
  readonly conclusion: string | null;
  readonly output: { readonly title: string };
}

/** An administrator requires the check on the default branch, of this app and no other. */
export async function requireGate({ people }: Stage, repository: string): Promise<void> {
  await people.erin.call('POST', `/repos/${repository}/rulesets`, {
    name: 'Do not repeat incidents',
    enforcement: 'active',
    conditions: { ref_name: { include: ['~DEFAULT_BRANCH'], exclude: [] } },
    rules: [
      {
        type: 'required_status_checks',
        parameters: {
          strict_required_status_checks_policy: false,
          required_status_checks: [{ context: GATE, integration_id: APP_ID }],
        },
      },
    ],
  });
}

/** Waits until the gate's latest run on the present head concludes so; `saying`: a part of its title. */
export function gate(
  stage: Stage,
  pull: Pull,
  ...[conclusion, saying]: readonly ['success' | 'failure', string?]
): Promise<CheckRun> {
  return checkRun(stage, pull, GATE, conclusion, saying);
}

/** The same of any check. */
export async function checkRun(
  { people }: Stage,
  pull: Pull,
  ...[name, conclusion, saying = '']: readonly [string, 'success' | 'failure', string?]
): Promise<CheckRun> {
  const repo = `/repos/${pull.repository}`;
  const { head } = await people.erin.call<{ head: { sha: string } }>(
    'GET',
    `${repo}/pulls/${String(pull.number)}`,
  );
  return until(`${name} to be ${conclusion} ${saying} on ${pull.html_url}`, async () => {
    const { check_runs: runs } = await people.erin.call<{ check_runs: readonly CheckRun[] }>(
      'GET',
      `${repo}/commits/${head.sha}/check-runs?check_name=${encodeURIComponent(name)}`,
    );
    return runs.find((run) => run.conclusion === conclusion && run.output.title.includes(saying));
  });
}

/** Merges once the gate lets it through. */
export async function merges(stage: Stage, who: Login, pull: Pull): Promise<void> {
  await gate(stage, pull, 'success');
  await stage.people[who].call('PUT', mergePath(pull), {});
}

/** Tries to merge and is refused; the answer is GitHub's own reason, in one line. */
export async function isRefused(stage: Stage, who: Login, pull: Pull): Promise<string> {
  const { status, message } = await stage.people[who].attempt('PUT', mergePath(pull), {});
  if (status !== 405)
    throw new Error(`${who} was to be refused but got ${String(status)}: ${message}`);
  return message.replaceAll(/\s*\n+\s*/gu, ': ');
}

function mergePath({ repository, number }: Pull): string {
  return `/repos/${repository}/pulls/${String(number)}/merge`;
}
