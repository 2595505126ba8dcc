/** Buttons on the app's checks and GitHub's own "Re-run". */
import { z } from 'zod';
import { incidentOfBranch } from '../../core/followup/postmortem-branch.ts';
import { AGAIN, WAIVER } from '../../core/gate/actions.ts';
import { GATE_CHECK } from '../../core/gate/check-name.ts';
import type { RepoRef } from '../../core/ids.ts';
import { POLICY_CHECK } from '../../core/messages/policy.ts';
import { POSTMORTEM_CHECK } from '../../core/postmortem/check-name.ts';
import type { CheckRequest } from '../../flow/ports/check-requests.ts';
import type { Heard } from '../../flow/ports/heard.ts';
import type { JobKey } from '../../flow/ports/job-key.ts';
import type { Listener } from './hear.ts';
import { postmortems } from './pulls.ts';
import { IssueNumber, Repo } from './schemas.ts';

const Pulls = z.array(z.object({ number: IssueNumber })).catch([]);

const CheckRunPayload = z.object({
  action: z.enum(['rerequested', 'requested_action']),
  repository: Repo,
  check_run: z.object({
    name: z.string(),
    head_sha: z.string(),
    pull_requests: Pulls,
    check_suite: z.object({ head_branch: z.string().nullish() }).optional().catch(undefined),
  }),
  requested_action: z.object({ identifier: z.string() }).optional().catch(undefined),
  sender: z.object({ login: z.string() }),
});

/** One check, again or by a button of its own. */
export const hearCheck: Listener = (payload) => {
  const { data } = CheckRunPayload.safeParse(payload);
  if (data === undefined) return {};
  const { action, repository: repo, check_run: run, sender } = data;
  const { head_sha: headSha, pull_requests: pulls } = run;
  if (run.name === POSTMORTEM_CHECK) {
    return action === 'rerequested'
      ? { keys: postmortemAgain(repo, run.check_suite?.head_branch) }
      : {};
  }
  const about = { repo, headSha, pulls: pulls.map(({ number }) => number), by: sender.login };
  if (run.name === POLICY_CHECK) {
    return action === 'rerequested' ? policyRunAgain(about) : {};
  }
  const button = action === 'rerequested' ? AGAIN : data.requested_action?.identifier;
  const asks = BUTTONS.get(button ?? '');
  if (run.name !== GATE_CHECK || asks === undefined) return {};
  return {
    keys: gateAgain(repo, run.check_suite?.head_branch),
    request: { ...about, asks },
  };
};

const BUTTONS: ReadonlyMap<string, CheckRequest['asks']> = new Map([
  [AGAIN, 'again'],
  [WAIVER, 'waiver'],
]);

const CheckSuitePayload = z.object({
  action: z.literal('rerequested'),
  repository: Repo,
  check_suite: z.object({
    head_sha: z.string(),
    head_branch: z.string().nullish(),
    pull_requests: Pulls,
  }),
  sender: z.object({ login: z.string() }),
});

/** "Re-run all": every check of the app on that commit. */
export const hearCheckSuite: Listener = (payload) => {
  const { data } = CheckSuitePayload.safeParse(payload);
  if (data === undefined) return {};
  const { repository: repo, check_suite: suite, sender } = data;
  const { head_sha: headSha, pull_requests: pulls } = suite;
  return {
    keys: [
      ...gateAgain(repo, suite.head_branch),
      ...policyAgain(repo, pulls),
      ...postmortemAgain(repo, suite.head_branch),
    ],
    request: {
      repo,
      headSha,
      pulls: pulls.map(({ number }) => number),
      asks: 'again',
      by: sender.login,
    },
  };
};

/** The branch of a group in a merge queue: `gh-readonly-queue/<branch>/pr-<number>-<base commit>`. */
const GROUP_BRANCH = /^gh-readonly-queue\/(.+)\/pr-\d+-[0-9a-f]+$/;

function gateAgain(repo: RepoRef, headBranch: string | null | undefined): readonly JobKey[] {
  const branch = GROUP_BRANCH.exec(headBranch ?? '')?.[1];
  return [
    { kind: 'check-requests', repo },
    ...(branch === undefined ? [] : [{ kind: 'group', repo, branch } as const]),
  ];
}

/** GitHub names the branch also where it lists no pull requests. */
function postmortemAgain(repo: RepoRef, headBranch: string | null | undefined): readonly JobKey[] {
  const number = incidentOfBranch(headBranch ?? '');
  return postmortems(number === undefined ? [] : [{ repo, number }]);
}

/** Whose pull requests GitHub does not name (those of forks) are looked up first. */
function policyRunAgain(about: Omit<CheckRequest, 'id' | 'asks'>): Partial<Heard> {
  const { repo } = about;
  const pulls = about.pulls.map((number) => ({ number }));
  if (pulls.length > 0) return { keys: policyAgain(repo, pulls) };
  return {
    keys: [...policyAgain(repo, []), { kind: 'check-requests', repo }],
    request: { ...about, asks: 'policy' },
  };
}

/** The policy is read again, and the proposals on that commit. */
function policyAgain(
  repo: RepoRef,
  pulls: readonly { readonly number: number }[],
): readonly JobKey[] {
  return [
    { kind: 'policy', repo },
    ...pulls.map(({ number }) => ({ kind: 'policy-proposal', pull: { repo, number } }) as const),
  ];
}
