import { z } from 'zod';
import type { TemplateReader } from '../../flow/ports/templates.ts';
import type { GitHub } from '../client/github.ts';
import { HEAD_QUERY } from './policy-queries.ts';
import { filesAt } from './postmortem-texts.ts';

const HeadAnswer = z.object({
  repository: z
    .object({
      defaultBranchRef: z.object({ target: z.object({ oid: z.string() }).nullable() }).nullable(),
    })
    .nullable(),
});

export function createTemplateReader(github: Pick<GitHub, 'session'>): TemplateReader {
  return {
    templates: async (repo, paths, at) => {
      const session = await github.session(repo);
      if (session === null) return { kind: 'gone', why: 'the app is not installed there' };
      const { owner, name } = repo;
      const head = async (): Promise<string | undefined> => {
        const { repository } = await session.query(HEAD_QUERY, { owner, name }, HeadAnswer);
        return repository?.defaultBranchRef?.target?.oid;
      };
      const commit = at ?? (await head());
      if (commit === undefined) return { kind: 'gone', why: 'there is no commit yet' };
      const files = await filesAt(session, repo, { oid: commit, paths });
      return { kind: 'found', value: { commit, files } };
    },
  };
}
