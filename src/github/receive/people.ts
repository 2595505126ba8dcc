/** Teams and people of an account: who owns, who may vouch, and under which names. */
import { z } from 'zod';
import type { Listener } from './hear.ts';
import { Repo } from './schemas.ts';

const OfOrganization = z.object({
  action: z.string().optional(),
  organization: z.object({ login: z.string() }),
});

/** A team was made, renamed or deleted, given or denied a repository, or joined or left by somebody. */
export const hearTeam: Listener = (payload) => {
  const { data } = OfOrganization.safeParse(payload);
  return data === undefined ? {} : { keys: [{ kind: 'names', owner: data.organization.login }] };
};

/** Members come and go; an organisation under a new name is read anew. */
export const hearOrganization: Listener = (payload) => {
  const { data } = OfOrganization.safeParse(payload);
  const owner = data?.organization.login;
  if (data === undefined || owner === undefined) return {};
  switch (data.action) {
    case 'member_added':
    case 'member_removed':
      return { keys: [{ kind: 'names', owner }] };
    case 'renamed':
      return {
        keys: [
          { kind: 'names', owner },
          { kind: 'installation', owner },
        ],
      };
    default:
      return {};
  }
};

const OfRepository = z.object({ repository: Repo });

/** Somebody's right in one repository changed. */
export const hearMember: Listener = (payload) => {
  const { data } = OfRepository.safeParse(payload);
  return data === undefined ? {} : { keys: [{ kind: 'names', owner: data.repository.owner }] };
};
