import { z } from 'zod';
import type { IssueTracker } from '../../flow/ports/issue-whereabouts.ts';
import type { GitHub } from '../client/github.ts';
import { repoOf } from './translate.ts';

export const WHEREABOUTS = `query IssueWhereabouts($owner: String!, $name: String!, $number: Int!) {
  repository(owner: $owner, name: $name) {
    nameWithOwner
    issue(number: $number) { id number url repository { nameWithOwner } }
  }
}`;

const WhereaboutsAnswer = z.object({
  repository: z
    .object({
      nameWithOwner: z.string(),
      issue: z
        .object({
          id: z.string(),
          number: z.number(),
          url: z.string(),
          repository: z.object({ nameWithOwner: z.string() }),
        })
        .nullable(),
    })
    .nullable(),
});

/** In one request. GitHub leads from the number of a transferred issue to where it is now. */
export function createIssueTracker(github: Pick<GitHub, 'session'>): IssueTracker {
  return {
    whereabouts: async ({ repo, number }) => {
      const session = await github.session(repo);
      if (session === null) return { kind: 'unseen' };
      const variables = { owner: repo.owner, name: repo.name, number };
      const { repository } = await session.query(WHEREABOUTS, variables, WhereaboutsAnswer);
      if (repository === null) return { kind: 'unseen' };
      const found = repository.issue;
      const there = found === null ? undefined : repoOf(found.repository);
      if (found === null || there === undefined) return { kind: 'deleted' };
      const place = `/${repository.nameWithOwner}/issues/${String(number)}`.toLowerCase();
      return found.url.toLowerCase().endsWith(place)
        ? { kind: 'here' }
        : { kind: 'moved', to: { repo: there, number: found.number }, nodeId: found.id };
    },
  };
}
