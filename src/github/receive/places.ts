import { z } from 'zod';
import type { Listener } from './hear.ts';
import { Repo } from './schemas.ts';

const Repositories = z.array(Repo).optional().catch(undefined);

const InstallationPayload = z.object({
  action: z.string(),
  installation: z
    .object({ account: z.object({ login: z.string() }) })
    .optional()
    .catch(undefined),
  repositories: Repositories,
});

/**
 * Where the app comes to, or is given more rights, everything is read. GitHub names the repositories of a
 * new installation; of one that changes it often names none.
 */
export const hearInstallation: Listener = (payload) => {
  const { data } = InstallationPayload.safeParse(payload);
  const arrives = ['created', 'new_permissions_accepted', 'unsuspend'];
  if (data === undefined || !arrives.includes(data.action)) return {};
  const { action, repositories = [], installation } = data;
  const sweeps = repositories.map((repo) => ({ kind: 'sweep', repo }) as const);
  const owner = installation?.account.login;
  // Of a new one nothing can have failed yet: what it names is enough.
  const isKnown = action === 'created' && sweeps.length > 0;
  if (owner === undefined || isKnown) return { keys: sweeps };
  return { keys: [{ kind: 'installation', owner }, ...sweeps] };
};

const SelectionPayload = z.object({
  repositories_added: Repositories,
  repositories_removed: Repositories,
});

/**
 * One that is added must be known by name, or what an incident obliges to later would not reach it. A
 * repository that is taken away may take a policy with it: that one is looked at, and stays in force.
 */
export const hearInstallationRepositories: Listener = (payload) => {
  const { data } = SelectionPayload.safeParse(payload);
  const added = data?.repositories_added ?? [];
  return {
    keys: [
      ...added.map(({ owner }) => ({ kind: 'names', owner }) as const),
      ...added.map((repo) => ({ kind: 'sweep', repo }) as const),
      ...(data?.repositories_removed ?? []).map((repo) => ({ kind: 'policy', repo }) as const),
    ],
  };
};

const RepositoryPayload = z.object({
  action: z.string(),
  repository: Repo,
  changes: z.object({ default_branch: z.unknown().optional() }).optional().catch(undefined),
});

/**
 * A repository that is new or under a new name or owner is read anew, and what names it is looked at; one
 * that is gone has its policy looked at. Another default branch may be another policy and another gate.
 */
export const hearRepository: Listener = (payload) => {
  const { data } = RepositoryPayload.safeParse(payload);
  if (data === undefined) return {};
  const { action, repository: repo, changes } = data;
  const names = { kind: 'names', owner: repo.owner } as const;
  switch (action) {
    case 'edited':
      return changes?.default_branch === undefined ? {} : { keys: [{ kind: 'sweep', repo }] };
    case 'created':
    case 'renamed':
    case 'transferred':
      return { keys: [names, { kind: 'sweep', repo }] };
    case 'unarchived':
    case 'publicized':
    case 'privatized':
      return { keys: [{ kind: 'sweep', repo }] };
    case 'deleted':
      return { keys: [names, { kind: 'policy', repo }] };
    case 'archived':
      return { keys: [{ kind: 'policy', repo }] };
    default:
      return {};
  }
};
