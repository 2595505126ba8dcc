import { Buffer } from 'node:buffer';
import type { RepoRef } from '../../core/ids.ts';
import type { FileFacts } from '../../core/postmortem/facts.ts';
import type { Session } from '../client/session.ts';
import { TextsAnswer, type TextAnswer } from './postmortem-answer.ts';
import { textsQuery } from './postmortem-queries.ts';

type Place = { readonly oid: string; readonly paths: readonly string[] };

/**
 * Files as a commit has them, in this order, in one request. Those that are not written as UTF-8 are left out:
 * whatever is read of them might be written back.
 */
export async function textsAt(
  session: Session,
  repo: RepoRef,
  place: Place,
): Promise<readonly FileFacts[]> {
  const files = await filesAt(session, repo, place);
  return files.flatMap(({ path, text }) => (text === null ? [] : [{ path, text }]));
}

/** The same, with those that are not written as UTF-8: their text is null. */
export async function filesAt(
  session: Session,
  repo: RepoRef,
  { oid, paths }: Place,
): Promise<readonly { readonly path: string; readonly text: string | null }[]> {
  if (paths.length === 0) return [];
  const variables = Object.fromEntries(paths.map((path, i) => [`f${String(i)}`, `${oid}:${path}`]));
  const { owner, name } = repo;
  const { repository } = await session.query(
    textsQuery(paths.length),
    { owner, name, ...variables },
    TextsAnswer,
  );
  const files: { readonly path: string; readonly text: string | null }[] = [];
  for (const [i, path] of paths.entries()) {
    const answer = repository?.[`f${String(i)}`] ?? null;
    if (answer === null) continue;
    const text = await wholeOf(answer, { session, repo, oid, path });
    files.push({ path, text: isUtf8(answer, text) ? text : null });
  }
  return files;
}

/**
 * Whether a text is what the file holds, if there is one: GitHub shows files of other encodings as text, too,
 * but then it is not as long as the file. Three bytes may be the mark at the beginning of a file.
 */
export function isUtf8(answer: TextAnswer, text: string | null): boolean {
  if (answer === null) return true;
  if (text === null) return false;
  const lost = answer.byteSize - Buffer.byteLength(text, 'utf8');
  return lost === 0 || lost === 3;
}

/** GraphQL cuts texts after half a megabyte; whoever writes such a text back would cut the file. */
export async function wholeOf(
  answer: TextAnswer,
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
