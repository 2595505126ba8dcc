import { z } from 'zod';
import type { Listener } from './hear.ts';
import { Repo } from './schemas.ts';

const Repositories = z.array(Repo).optional().catch(undefined);

const InstallationPayload = z.object({ action: z.string(), repositories: Repositories });

/** Where the app comes to (or is given more rights), everything is read. */
export const hearInstallation: Listener = (payload) => {
  const { data } = InstallationPayload.safeParse(payload);
  const arrives = ['created', 'new_permissions_accepted', 'unsuspend'];
  if (data === undefined || !arrives.includes(data.action)) return {};
  return { keys: (data.repositories ?? []).map((repo) => ({ kind: 'sweep', repo })) };
};

const SelectionPayload = z.object({
  repositories_added: Repositories,
  repositories_removed: Repositories,
});

/** A repository that is taken away may take a policy with it: that one is looked at, and stays in force. */
export const hearInstallationRepositories: Listener = (payload) => {
  const { data } = SelectionPayload.safeParse(payload);
  return {
    keys: [
      ...(data?.repositories_added ?? []).map((repo) => ({ kind: 'sweep', repo }) as const),
      ...(data?.repositories_removed ?? []).map((repo) => ({ kind: 'policy', repo }) as const),
    ],
  };
};

const RepositoryPayload = z.object({ action: z.string(), repository: Repo });

/** A repository under a new name or owner is read anew; one that is gone has its policy looked at. */
export const hearRepository: Listener = (payload) => {
  const { data } = RepositoryPayload.safeParse(payload);
  if (data === undefined) return {};
  const { action, repository: repo } = data;
  if (['renamed', 'transferred', 'unarchived', 'publicized', 'privatized'].includes(action)) {
    return { keys: [{ kind: 'sweep', repo }] };
  }
  return ['deleted', 'archived'].includes(action) ? { keys: [{ kind: 'policy', repo }] } : {};
};
