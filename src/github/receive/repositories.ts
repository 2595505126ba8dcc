import { z } from 'zod';
import { CODEOWNERS_PATHS } from '../../core/gate/codeowners-path.ts';
import { POLICY_PATH } from '../../core/policy/path.ts';
import type { Listener } from './hear.ts';
import { Repo } from './schemas.ts';

const OfRepository = z.object({ repository: Repo });

/** A label was made, renamed, recoloured or deleted; a rename sends no event per issue. */
export const hearLabel: Listener = (payload, own) => {
  const { data } = OfRepository.safeParse(payload);
  return data === undefined || own ? {} : { keys: [{ kind: 'labels', repo: data.repository }] };
};

/** GitHub lists so many commits of a push; beyond them anything may have been touched. */
const LISTED_COMMITS = 20;

const Paths = z.array(z.string()).optional().catch(undefined);
const PushPayload = z.object({
  ref: z.string(),
  forced: z.boolean().optional(),
  created: z.boolean().optional(),
  deleted: z.boolean().optional(),
  repository: z.object({ default_branch: z.string().optional() }).and(Repo),
  commits: z.array(z.object({ added: Paths, modified: Paths, removed: Paths })).optional(),
});

/**
 * A push to the default branch that touches the policy file, and one to any branch that touches CODEOWNERS;
 * or that may have: a force push lists not what it takes away, and a branch that is made, perhaps again, or
 * deleted lists nothing. People do that with their own branches all day: the key names the branch, and costs
 * nothing where nobody has read its CODEOWNERS.
 */
export const hearPush: Listener = (payload) => {
  const { data } = PushPayload.safeParse(payload);
  if (data?.ref.startsWith('refs/heads/') !== true) return {};
  const { owner, name, default_branch: main } = data.repository;
  const repo = { owner, name };
  const commits = data.commits ?? [];
  const touches = (paths: readonly string[]): boolean =>
    commits.some(({ added, modified, removed }) =>
      [added, modified, removed].some((list) => list?.some((path) => paths.includes(path))),
    );
  const branch = data.ref.slice('refs/heads/'.length);
  const isDeleted = data.deleted === true;
  const isLong = commits.length >= LISTED_COMMITS;
  const unsure = isLong || isDeleted || data.forced === true || data.created === true;
  const onMain = branch === main && !isDeleted;
  return {
    keys: [
      ...(onMain && (unsure || touches([POLICY_PATH])) ? [{ kind: 'policy', repo } as const] : []),
      ...(unsure || touches(CODEOWNERS_PATHS) ? [{ kind: 'owners', repo, branch } as const] : []),
    ],
  };
};

const DispatchPayload = z.object({
  action: z.string(),
  repository: Repo,
  client_payload: z.unknown().optional(),
  sender: z.object({ login: z.string() }).optional(),
});

/** A declaration by a monitor: intent, since GitHub keeps nothing of it. */
export const hearDispatch: Listener = (payload) => {
  const { data } = DispatchPayload.safeParse(payload);
  if (data?.action !== 'incident') return {};
  const { repository: repo, client_payload: clientPayload, sender } = data;
  return {
    keys: [{ kind: 'dispatch', repo }],
    intent: {
      repo,
      payload: {
        event_type: data.action,
        client_payload: clientPayload ?? null,
        sender: sender?.login ?? null,
      },
    },
  };
};
