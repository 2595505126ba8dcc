import type { RepoRef } from '../../core/ids.ts';
import type { PostmortemFacts } from '../../core/postmortem/facts.ts';
import { isNamedIn } from '../../core/postmortem/index/postmortem-index.ts';
import { isGone } from '../client/errors.ts';
import type { Session } from '../client/session.ts';
import type { TextAnswer } from './postmortem-answer.ts';
import { isUtf8, textsAt, wholeOf } from './postmortem-texts.ts';

interface Asked {
  readonly repo: RepoRef;
  /** The incident's number. */
  readonly number: number;
  readonly path: string;
  /** Heads. */
  readonly main: string;
  readonly branch: string | null;
  /** There is a pull request that may still get its lines. */
  readonly isOpen: boolean;
}

/**
 * The index on main and on the branch; null where one of them is not written as UTF-8. Where the branch has no
 * lines of its own, two more requests tell whether it has main's index.
 */
export async function readIndex(
  session: Session,
  asked: Asked,
  answers: { readonly onMain: TextAnswer; readonly onBranch: TextAnswer },
): Promise<PostmortemFacts['index']> {
  const { repo, path, main, branch, number, isOpen } = asked;
  const onMain = await wholeOf(answers.onMain, { session, repo, oid: main, path });
  const onBranch = await wholeOf(answers.onBranch, { session, repo, oid: branch, path });
  if (!isUtf8(answers.onMain, onMain) || !isUtf8(answers.onBranch, onBranch)) return null;
  const isNamed = onBranch !== null && isNamedIn(onBranch, number);
  if (!isOpen || branch === null || onMain === null || isNamed) {
    return { onMain, onBranch, atParting: onMain };
  }
  const oid = await partingOf(session, repo, `${main}...${branch}`);
  const [parting] = oid === null ? [] : await textsAt(session, repo, { oid, paths: [path] });
  return { onMain, onBranch, atParting: parting?.text ?? null };
}

/** Where two branches have the last commit in common; null where they have none, or one is gone meanwhile. */
async function partingOf(
  { octokit }: Session,
  { owner, name }: RepoRef,
  basehead: string,
): Promise<string | null> {
  try {
    const { data } = await octokit.request('GET /repos/{owner}/{repo}/compare/{basehead}', {
      ...{ owner, repo: name, basehead, per_page: 1 },
    });
    return data.merge_base_commit.sha;
  } catch (error) {
    if (isGone(error)) return null;
    throw error;
  }
}
