/** The changed files of a pull request: a hundred come with it, the others by pages. */
import type { ChangedFiles, PullFacts } from '../../core/gate/facts.ts';
import type { IssueRef } from '../../core/ids.ts';
import { isGone } from '../client/errors.ts';
import type { Session } from '../client/session.ts';
import { PullFilesAnswer, type PullAnswer } from './pull-answer.ts';
import { PULL_FILES } from './pull-queries.ts';
import { present } from './translate.ts';

/** GitHub lists no more of a pull request (docs.github.com/rest/pulls/pulls). */
const MOST_LISTED = 3000;
const PAGE = 100;

/**
 * From where the first page ended, one request a page. All of it by REST where a file has an old name, and
 * where the list has changed since: pages of two states are no list.
 */
export async function wholeFiles(session: Session, pull: PullFacts): Promise<ChangedFiles> {
  return (await restOf(session, pull)) ?? filesOf(session, pull.ref);
}

/** Whole only when everything is listed and no file has an old name, which GraphQL does not tell. */
export function toFiles({ files, changedFiles }: FilesAnswer): ChangedFiles {
  const listed = present(files?.nodes);
  const total = Math.max(changedFiles, files?.totalCount ?? 0);
  const oldNames = hasOldNames(files);
  return {
    paths: listed.map(({ path }) => path),
    complete: files !== null && listed.length === total && !oldNames,
    next: oldNames ? null : nextOf(files),
    total,
  };
}

type FilesAnswer = Pick<PullAnswer, 'files' | 'changedFiles'>;

/** Null where GraphQL does not tell all that has to be known. */
async function restOf(
  session: Session,
  { ref, headSha, files: first }: PullFacts,
): Promise<ChangedFiles | null> {
  if (first.next === null) return null;
  const { owner, name } = ref.repo;
  const paths = [...first.paths];
  for (let after: string | null = first.next; after !== null && paths.length < MOST_LISTED;) {
    const variables = { owner, name, number: ref.number, after };
    const { repository } = await session.query(PULL_FILES, variables, PullFilesAnswer);
    const found = repository?.pullRequest;
    if (found == null || found.files === null || found.headRefOid !== headSha) return null;
    const { paths: more, next, total } = toFiles(found);
    if (hasOldNames(found.files) || total !== first.total || more.length === 0) return null;
    paths.push(...more);
    after = next;
  }
  const listed = new Set(paths);
  return { ...first, paths: [...listed], complete: listed.size === first.total, next: null };
}

function hasOldNames(files: PullAnswer['files']): boolean {
  return present(files?.nodes).some(({ changeType }) => ['RENAMED', 'COPIED'].includes(changeType));
}

function nextOf(files: PullAnswer['files']): string | null {
  return files?.pageInfo.hasNextPage === true ? files.pageInfo.endCursor : null;
}

/** By REST, which tells old names. What is gone has no files that could be known: that list is never whole. */
async function filesOf(session: Session, pull: IssueRef): Promise<ChangedFiles> {
  const at = { owner: pull.repo.owner, repo: pull.repo.name, pull_number: pull.number };
  const paths = new Set<string>();
  let listed = 0;
  try {
    for (let page = 1; listed < MOST_LISTED; page += 1) {
      const { data } = await session.octokit.request(
        'GET /repos/{owner}/{repo}/pulls/{pull_number}/files',
        { ...at, per_page: PAGE, page },
      );
      listed += data.length;
      for (const { filename, previous_filename: before } of data) {
        paths.add(filename);
        if (before !== undefined) paths.add(before);
      }
      if (data.length < PAGE)
        return { paths: [...paths], complete: true, next: null, total: listed };
    }
    const { data } = await session.octokit.request(
      'GET /repos/{owner}/{repo}/pulls/{pull_number}',
      at,
    );
    return {
      paths: [...paths],
      complete: data.changed_files === listed,
      next: null,
      total: data.changed_files,
    };
  } catch (error) {
    if (!isGone(error)) throw error;
    return { paths: [...paths], complete: false, next: null, total: listed };
  }
}
