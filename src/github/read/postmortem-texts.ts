import type { RepoRef } from '../../core/ids.ts';
import type { FileFacts } from '../../core/postmortem/facts.ts';
import type { Session } from '../client/session.ts';
import { TextsAnswer, type TextAnswer } from './postmortem-answer.ts';
import { textsQuery } from './postmortem-queries.ts';

/** Files as a commit has them, in this order, in one request; those that are no text are left out. */
export async function textsAt(
  session: Session,
  repo: RepoRef,
  { oid, paths }: { readonly oid: string; readonly paths: readonly string[] },
): Promise<readonly FileFacts[]> {
  if (paths.length === 0) return [];
  const variables = Object.fromEntries(paths.map((path, i) => [`f${String(i)}`, `${oid}:${path}`]));
  const { owner, name } = repo;
  const { repository } = await session.query(
    textsQuery(paths.length),
    { owner, name, ...variables },
    TextsAnswer,
  );
  const files: FileFacts[] = [];
  for (const [i, path] of paths.entries()) {
    const text = await wholeOf(repository?.[`f${String(i)}`], { session, repo, oid, path });
    if (text !== null) files.push({ path, text });
  }
  return files;
}

/** GraphQL cuts texts after half a megabyte; whoever writes such a text back would cut the file. */
export async function wholeOf(
  answer: TextAnswer | undefined,
  place: {
    readonly session: Session;
    readonly repo: RepoRef;
    readonly oid: string | null;
    readonly path: string;
  },
): Promise<string | null> {
  if (answer?.text == null) return null;
  const { session, repo, oid, path } = place;
  return answer.isTruncated && oid !== null ? wholeText(session, repo, { oid, path }) : answer.text;
}

async function wholeText(
  { octokit }: Session,
  repo: RepoRef,
  { oid, path }: { readonly oid: string; readonly path: string },
): Promise<string> {
  const { data } = await octokit.request('GET /repos/{owner}/{repo}/contents/{path}', {
    ...{ owner: repo.owner, repo: repo.name, path, ref: oid },
    mediaType: { format: 'raw' },
  });
  // Octokit's types do not know of the raw form.
  const text: unknown = data;
  if (typeof text !== 'string') throw new Error('GitHub did not give a file as text');
  return text;
}
