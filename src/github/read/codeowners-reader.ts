import { z } from 'zod';
import { parseCodeOwners } from '../../core/gate/codeowners.ts';
import { CODEOWNERS_PATHS } from '../../core/gate/codeowners-path.ts';
import type { RepoRef } from '../../core/ids.ts';
import type { CodeOwnersReader } from '../../flow/ports/code-owners.ts';
import type { GitHub } from '../client/github.ts';
import type { Session } from '../client/session.ts';

/** The places in GitHub's order, at the head of one branch. */
export const CODEOWNERS = `query CodeOwners(
  $owner: String!, $name: String!, ${CODEOWNERS_PATHS.map((_, i) => `$file${i}: String!`).join(', ')}
) {
  repository(owner: $owner, name: $name) {
    ${CODEOWNERS_PATHS.map((_, i) => `file${i}: object(expression: $file${i}) { ...CodeOwnersFile }`).join('\n    ')}
  }
}
fragment CodeOwnersFile on Blob { oid byteSize isTruncated text }`;

const Blob = z.object({
  oid: z.string(),
  byteSize: z.int(),
  isTruncated: z.boolean(),
  text: z.string().nullable(),
});
type Blob = z.infer<typeof Blob>;
/** A folder of that name answers with an empty object. */
const CodeOwnersAnswer = z.object({
  repository: z.record(z.string(), z.union([Blob, z.object({})]).nullable()).nullable(),
});

/** What is larger is no CODEOWNERS file to GitHub. */
const TOO_LARGE = 3 * 1024 * 1024;

/** One request; one more for a file so long that GraphQL cuts it. */
export function createCodeOwnersReader(github: Pick<GitHub, 'session'>): CodeOwnersReader {
  return {
    read: async (repo, branch) => {
      const session = await github.session(repo);
      if (session === null) return { kind: 'gone', why: 'the app is not installed there' };
      const files = CODEOWNERS_PATHS.map((path, i) => [`file${i}`, `${branch}:${path}`] as const);
      const variables = { owner: repo.owner, name: repo.name, ...Object.fromEntries(files) };
      const { repository } = await session.query(CODEOWNERS, variables, CodeOwnersAnswer);
      if (repository === null) return { kind: 'gone', why: 'the repository is gone or hidden' };
      for (const [i, path] of CODEOWNERS_PATHS.entries()) {
        const { data: blob } = Blob.safeParse(repository[`file${i}`]);
        if (blob === undefined) continue;
        const rules = parseCodeOwners(await textOf(session, repo, blob));
        return { kind: 'found', value: { path, rules } };
      }
      return { kind: 'found', value: null };
    },
  };
}

/** Nothing of what is binary or too large. */
async function textOf(session: Session, repo: RepoRef, blob: Blob): Promise<string> {
  if (blob.byteSize >= TOO_LARGE || blob.text === null) return '';
  if (!blob.isTruncated) return blob.text;
  const { data } = await session.octokit.request('GET /repos/{owner}/{repo}/git/blobs/{file_sha}', {
    owner: repo.owner,
    repo: repo.name,
    file_sha: blob.oid,
  });
  return Buffer.from(data.content, 'base64').toString('utf8');
}
