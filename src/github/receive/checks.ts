import { z } from 'zod';
import type { Listener } from './hear.ts';
import { IssueNumber, Repo } from './schemas.ts';

const CheckRunPayload = z.object({
  action: z.literal('rerequested'),
  repository: z.object({ default_branch: z.string().optional() }).and(Repo),
  check_run: z.object({
    name: z.literal('norepeat/policy'),
    pull_requests: z.array(z.object({ number: IssueNumber })).catch([]),
  }),
});

/** "Re-run" of the policy's check: the policy is read again, and the proposals on that commit. */
export const hearCheck: Listener = (payload) => {
  const { data } = CheckRunPayload.safeParse(payload);
  if (data === undefined) return {};
  const { owner, name } = data.repository;
  const repo = { owner, name };
  return {
    keys: [
      { kind: 'policy', repo },
      ...data.check_run.pull_requests.map(
        ({ number }) => ({ kind: 'policy-proposal', pull: { repo, number } }) as const,
      ),
    ],
  };
};
