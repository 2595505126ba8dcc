import { z } from 'zod';
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
  repository: z.object({ default_branch: z.string().optional() }).and(Repo),
  commits: z.array(z.object({ added: Paths, modified: Paths, removed: Paths })).optional(),
});

/** A push to the default branch that touches the policy file, or may have. */
export const hearPush: Listener = (payload) => {
  const { data } = PushPayload.safeParse(payload);
  if (data === undefined || data.ref !== `refs/heads/${data.repository.default_branch ?? ''}`) {
    return {};
  }
  const commits = data.commits ?? [];
  const touched = commits.some(({ added, modified, removed }) =>
    [added, modified, removed].some((paths) => paths?.includes(POLICY_PATH) === true),
  );
  const unsure = data.forced === true || data.created === true || commits.length >= LISTED_COMMITS;
  const { owner, name } = data.repository;
  return touched || unsure ? { keys: [{ kind: 'policy', repo: { owner, name } }] } : {};
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
