import type { ChangedFiles } from '../../core/gate/facts.ts';
import type { IssueRef } from '../../core/ids.ts';
import { isGone } from '../client/errors.ts';
import type { Session } from '../client/session.ts';

/** GitHub lists no more of a pull request (docs.github.com/rest/pulls/pulls). */
const MOST_LISTED = 3000;
const PAGE = 100;

/** By REST, which tells old names. What is gone has no files that could be known: that list is never whole. */
export async function filesOf(session: Session, pull: IssueRef): Promise<ChangedFiles> {
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
      if (data.length < PAGE) return { paths: [...paths], complete: true, total: listed };
    }
    const { data } = await session.octokit.request(
      'GET /repos/{owner}/{repo}/pulls/{pull_number}',
      at,
    );
    return {
      paths: [...paths],
      complete: data.changed_files === listed,
      total: data.changed_files,
    };
  } catch (error) {
    if (!isGone(error)) throw error;
    return { paths: [...paths], complete: false, total: listed };
  }
}
