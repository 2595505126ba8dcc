/** The open postmortem, kept to what the incident says: its commits, and what it offers where people wrote. */
import type { Effect } from '../../effects.ts';
import { postmortemBranch } from '../../followup/postmortem-branch.ts';
import { COMMIT_HEADLINES, commitBody } from '../../messages/postmortem/pull-request.ts';
import type { FileFacts } from '../facts.ts';
import type { Followed } from '../follow.ts';
import type { PostmortemInput } from './plan.ts';
import { firstCommit } from './opening.ts';
import { indexPath } from '../index/postmortem-index.ts';
import { followedIndex } from './index-file.ts';

/** The commit that the branch lacks, whether or not it may be written now; null where it lacks nothing. */
export function nextCommit(input: PostmortemInput, followed: Followed | null): Effect | null {
  const { facts, telling } = input;
  const { branch, document } = facts;
  if (branch === null || facts.pull?.state !== 'open') return null;
  if (document === null || followed === null) return isReplaced(input) ? null : firstCommit(input);
  const changed: FileFacts[] =
    followed.text === document.text ? [] : [{ path: document.path, text: followed.text }];
  const files = [...changed, ...followedIndex(input, document.path)];
  if (files.length === 0) return null;
  const { ref } = telling.incident;
  return {
    kind: 'write-branch',
    repo: facts.repo,
    branch: postmortemBranch(ref.number),
    from: branch.oid,
    expected: branch.oid,
    files,
    headline: changed.length === 0 ? COMMIT_HEADLINES.index : COMMIT_HEADLINES.follow,
    body: commitBody({ ref }),
  };
}

/**
 * Where no file names the incident, but there is one among the postmortems that might be the document:
 * somebody took its front matter out, or writes it in their own way. A second one beside it would help
 * nobody. Notes elsewhere in the repository are no postmortem.
 */
export function isReplaced({ facts, telling }: PostmortemInput): boolean {
  const index = indexPath(telling.policy);
  const directory = index.slice(0, index.lastIndexOf('/') + 1);
  return (facts.pull?.files ?? []).some(
    (path) =>
      path.startsWith(directory) &&
      /\.md$/i.test(path) &&
      path.toLowerCase() !== index.toLowerCase(),
  );
}
