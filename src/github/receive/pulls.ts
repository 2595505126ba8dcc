/** Pull requests, reviews of them, and groups of them in a merge queue. */
import { z } from 'zod';
import { incidentOfBranch } from '../../core/followup/postmortem-branch.ts';
import { FIX_LABEL, isLabel } from '../../core/followup/item-labels.ts';
import { sameRepo, type IssueRef, type RepoRef } from '../../core/ids.ts';
import { instantFromIso } from '../../core/time.ts';
import type { JobKey } from '../../flow/ports/job-key.ts';
import type { PullGlimpse } from '../../flow/ports/pull-glimpse.ts';
import type { Listener } from './hear.ts';
import { incidents, mentions } from './issues.ts';
import { IssueNumber, Repo } from './schemas.ts';

const Repository = z.object({ default_branch: z.string().optional() }).and(Repo);

const Pull = z.object({
  number: IssueNumber,
  state: z.string().optional(),
  head: z
    .object({ sha: z.string(), ref: z.string().optional(), repo: Repo.nullish().catch(null) })
    .optional()
    .catch(undefined),
  base: z.object({ ref: z.string() }).optional().catch(undefined),
  updated_at: z.iso.datetime({ offset: true }).optional().catch(undefined),
  title: z.string().optional(),
  body: z.string().nullish(),
});

const PullPayload = z.object({
  action: z.string(),
  repository: Repository,
  pull_request: Pull,
  label: z.object({ name: z.string() }).optional().catch(undefined),
});

/** What changes neither what is merged nor what vouches for it. */
const IDLE: ReadonlySet<string> = new Set([
  ...['assigned', 'unassigned', 'milestoned', 'demilestoned', 'locked', 'unlocked'],
  ...['review_requested', 'review_request_removed'],
]);

/**
 * A pull request may need a verdict, may change the policy, its text may name incidents, and it may be the
 * postmortem of one. Of labels only the one of fixes matters, and not where the app itself took it off.
 */
export const hearPullRequest: Listener = (payload, own) => {
  const { data } = PullPayload.safeParse(payload);
  if (data === undefined) return {};
  const { action, repository, pull_request: pull, label } = data;
  const repo = { owner: repository.owner, name: repository.name };
  const ref = { repo, number: pull.number };
  const proposes = ['opened', 'reopened', 'synchronize', 'edited'].includes(action);
  const tells = ['opened', 'edited', 'reopened', 'closed'].includes(action);
  const labels = ['labeled', 'unlabeled'].includes(action);
  const isIdle = labels ? own || !isLabel(label?.name ?? '', FIX_LABEL) : IDLE.has(action);
  const told = postmortemOf(pull, repo);
  // Once it is there it wants reviewers and its check: that much of the app's own doing is news.
  const follows = own ? ['opened', 'reopened'].includes(action) : !IDLE.has(action);
  return {
    keys: [
      ...(isIdle ? [] : [{ kind: 'gate', pull: ref } as const]),
      ...(proposes ? [{ kind: 'policy-proposal', pull: ref } as const] : []),
      ...(tells ? incidents([...mentions(pull, repo), ...told]) : []),
      ...(follows ? postmortems(told) : []),
    ],
    glimpses: glimpse(data),
  };
};

/** Whose postmortem it is: the branch says so, if it is the repository's own. */
function postmortemOf({ head }: z.infer<typeof Pull>, repo: RepoRef): readonly IssueRef[] {
  const number = incidentOfBranch(head?.ref ?? '');
  const isOwn = head?.repo != null && sameRepo(head.repo, repo);
  return number === undefined || !isOwn ? [] : [{ repo, number }];
}

const ReviewPayload = z.object({
  action: z.string(),
  repository: Repository,
  pull_request: Pull,
  review: z.object({ state: z.string().optional() }),
});

/** An opinion was given or taken away; a remark without one changes nothing. */
export const hearReview: Listener = (payload, own) => {
  const { data } = ReviewPayload.safeParse(payload);
  if (data === undefined || data.review.state?.toLowerCase() === 'commented') return {};
  const { owner, name } = data.repository;
  const repo = { owner, name };
  const pull = { repo, number: data.pull_request.number };
  const told = own ? [] : postmortemOf(data.pull_request, repo);
  return { keys: [{ kind: 'gate', pull }, ...postmortems(told)], glimpses: glimpse(data) };
};

export function postmortems(incidents: readonly IssueRef[]): readonly JobKey[] {
  return incidents.map((issue) => ({ kind: 'postmortem', issue }));
}

/** None of a payload that leaves something out. */
function glimpse({
  action,
  repository,
  pull_request: pull,
}: Pick<
  z.infer<typeof PullPayload>,
  'action' | 'repository' | 'pull_request'
>): readonly PullGlimpse[] {
  const { default_branch: defaultBranch, owner, name } = repository;
  const { number, state, head, base, updated_at: updatedAt } = pull;
  if (defaultBranch === undefined || state === undefined || updatedAt === undefined) return [];
  if (head === undefined || base === undefined) return [];
  const at = instantFromIso(updatedAt);
  return [
    {
      pull: { repo: { owner, name }, number },
      open: state === 'open',
      headSha: head.sha,
      baseRef: base.ref,
      defaultBranch,
      updatedAt: at,
      ...(action === 'synchronize' ? { pushed: { headSha: head.sha, at } } : {}),
    },
  ];
}

const GroupPayload = z.object({
  action: z.enum(['checks_requested', 'destroyed']),
  repository: Repository,
  merge_group: z.object({
    head_sha: z.string(),
    base_ref: z.string().startsWith('refs/heads/'),
  }),
  sender: z.object({ login: z.string() }).optional().catch(undefined),
});

/**
 * A group waits for its checks, and is expected until it has them or is thrown away: of that one there is
 * nothing to answer.
 */
export const hearMergeGroup: Listener = (payload) => {
  const { data } = GroupPayload.safeParse(payload);
  if (data === undefined) return {};
  const { owner, name, default_branch: main } = data.repository;
  const repo = { owner, name };
  const { head_sha: headSha, base_ref: baseRef } = data.merge_group;
  const branch = baseRef.slice('refs/heads/'.length);
  const answer = { kind: 'check-requests', repo } as const;
  const request = { repo, headSha, pulls: [], by: data.sender?.login ?? '' };
  if (data.action === 'destroyed') {
    return { keys: [answer], request: { ...request, asks: 'group-over' } };
  }
  const queue = { branch, defaultBranch: main ?? branch };
  return {
    keys: [{ kind: 'group', repo, branch }, answer],
    request: { ...request, asks: 'group', queue },
  };
};
