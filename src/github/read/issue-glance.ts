import { z } from 'zod';
import type { IssueGlance } from '../../flow/ports/issue-whereabouts.ts';
import type { GitHub } from '../client/github.ts';
import { ISSUE_STATE } from './incident-queries.ts';

const StateAnswer = z.object({
  repository: z
    .object({
      nameWithOwner: z.string(),
      issue: z.object({ state: z.enum(['OPEN', 'CLOSED']), url: z.string() }).nullable(),
    })
    .nullable(),
});

/** In one request. What is deleted, transferred away or hidden is not open. */
export function createIssueGlance(github: Pick<GitHub, 'session'>): IssueGlance {
  return {
    isOpen: async ({ repo, number }) => {
      const session = await github.session(repo);
      if (session === null) return false;
      const variables = { owner: repo.owner, name: repo.name, number };
      const { repository } = await session.query(ISSUE_STATE, variables, StateAnswer);
      const found = repository?.issue;
      // A number from which an issue was transferred leads to where it is now.
      const place = `/${repository?.nameWithOwner ?? ''}/issues/${String(number)}`.toLowerCase();
      return found?.state === 'OPEN' && found.url.toLowerCase().endsWith(place);
    },
  };
}
