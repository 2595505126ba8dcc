/** A reviewer's suggestion: a fence in a comment on lines, which a click puts in their place. */
import type { Actor } from '../actor.ts';
import { fileAt } from '../git/objects.ts';
import type { GitCommit } from '../records/git.ts';
import type { ReviewComment } from '../records/pull-request.ts';
import type { Result } from '../result.ts';
import { unprocessable } from '../result.ts';
import type { World } from '../world.ts';
import { commitToBranch } from './contents.ts';

/** The lines it would put in the place of those it is about; null when the comment suggests nothing. */
export function suggestedLines({ body }: Pick<ReviewComment, 'body'>): readonly string[] | null {
  const lines = body.split(/\r?\n/u);
  const start = lines.findIndex((line) => /^`{3,}suggestion\s*$/u.test(line));
  const fence = /^`+/u.exec(lines[start] ?? '')?.[0];
  if (fence === undefined) return null;
  const inside = lines.slice(start + 1);
  const end = inside.findIndex((line) => line.trimEnd() === fence);
  return end === -1 ? null : inside.slice(0, end);
}

/** The lines as the head has them; null when the comment is about an older commit. */
export function suggestedOver(comment: ReviewComment): readonly string[] | null {
  const { issue, path, line, startLine, side, commitSha } = comment;
  const { pull } = issue;
  if (line === null || side !== 'RIGHT' || pull?.headSha !== commitSha) return null;
  const objects = (pull.headRepository ?? issue.repository).objects;
  const file = fileAt(objects, commitSha, path);
  if (file === undefined) return null;
  return file.content
    .toString('utf8')
    .split('\n')
    .slice((startLine ?? line) - 1, line);
}

/** Commits it to the pull request's branch; GitHub refuses what is about an older commit. */
export function applySuggestion(
  world: World,
  actor: Actor,
  { comment }: { readonly comment: ReviewComment },
): Result<GitCommit> {
  const { issue, path, line, startLine, commitSha } = comment;
  const repository = issue.pull?.headRepository ?? null;
  const suggested = suggestedLines(comment);
  const over = suggestedOver(comment);
  if (suggested === null || over === null || line === null) {
    return unprocessable('The suggestion is outdated, or there is none.');
  }
  if (repository === null || issue.pull === null || issue.state !== 'open') {
    return unprocessable('Suggestions cannot be applied on pull requests that are closed.');
  }
  const text = fileAt(repository.objects, commitSha, path)?.content.toString('utf8') ?? '';
  const lines = text.split('\n');
  lines.splice((startLine ?? line) - 1, over.length, ...suggested);
  return commitToBranch(world, actor, {
    repository,
    branch: issue.pull.headRef,
    message: `Update ${path}`,
    additions: [{ path, content: lines.join('\n') }],
  });
}
