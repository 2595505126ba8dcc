import { z } from 'zod';
import { incidentOfBranch } from '../../core/followup/postmortem-branch.ts';
import { CODEOWNERS_PATHS } from '../../core/gate/codeowners-path.ts';
import { POLICY_PATH } from '../../core/policy/path.ts';
import type { Listener } from './hear.ts';
import { postmortems } from './pulls.ts';
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
 * A push to the default branch that touches the policy file or what may be a template of postmortems, and
 * one to any branch that touches CODEOWNERS; or that may have: a force push lists not what it takes away, and
 * a branch that is made, perhaps again, or deleted lists nothing. People do that with their own branches all
 * day: the key names the branch, and costs nothing where nobody has read its CODEOWNERS. To the branch of a
 * postmortem every push counts that is not the app's own.
 */
export const hearPush: Listener = (payload, own) => {
  const { data } = PushPayload.safeParse(payload);
  if (data?.ref.startsWith('refs/heads/') !== true) return {};
  const { owner, name, default_branch: main } = data.repository;
  const repo = { owner, name };
  const branch = data.ref.slice('refs/heads/'.length);
  const isDeleted = data.deleted === true;
  const touches = touching(data);
  const onMain = branch === main && !isDeleted;
  const incident = own ? undefined : incidentOfBranch(branch);
  const told = incident === undefined ? [] : [{ repo, number: incident }];
  return {
    keys: [
      ...(onMain && touches(isOfPolicy) ? [{ kind: 'policy', repo } as const] : []),
      ...(touches(isCodeowners) ? [{ kind: 'owners', repo, branch } as const] : []),
      ...postmortems(told),
    ],
  };
};

/** Whether a push touches a file, or may have. */
function touching({
  commits = [],
  deleted,
  forced,
  created,
}: z.infer<typeof PushPayload>): (isOne: (path: string) => boolean) => boolean {
  const isLong = commits.length >= LISTED_COMMITS;
  if (isLong || deleted === true || forced === true || created === true) return () => true;
  const paths = commits.flatMap(({ added = [], modified = [], removed = [] }) => [
    ...[...added, ...modified, ...removed],
  ]);
  return (isOne) => paths.some(isOne);
}

/** Templates of postmortems are Markdown below `.github/`; which of it is one the policy says. */
function isOfPolicy(path: string): boolean {
  return path === POLICY_PATH || (path.startsWith('.github/') && path.endsWith('.md'));
}

function isCodeowners(path: string): boolean {
  return CODEOWNERS_PATHS.some((known) => known === path);
}

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
