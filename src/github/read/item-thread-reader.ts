import { z } from 'zod';
import type { AppIdentity } from '../../flow/ports/app-identity.ts';
import type { Found } from '../../flow/ports/found.ts';
import type { ItemThread, ItemThreadReader } from '../../flow/ports/item-thread.ts';
import { formatRepo, type IssueRef } from '../../core/ids.ts';
import type { GitHub } from '../client/github.ts';
import { ActorAnswer, CommentAnswer, SubIssue, Visibility } from './incident-answer.ts';
import { ITEM_THREAD } from './item-queries.ts';
import { present, repoOf, toComment, toEditor, toSubIssue, toVisibility } from './translate.ts';

const ItemThreadAnswer = z.object({
  repository: z
    .object({
      nameWithOwner: z.string(),
      visibility: Visibility,
      issue: SubIssue.extend({
        lastEditedAt: z.string().nullable(),
        editor: ActorAnswer,
        comments: z.object({ nodes: z.array(CommentAnswer.nullable()).nullable() }),
      }).nullable(),
    })
    .nullable(),
});

export function createItemThreadReader(
  github: Pick<GitHub, 'session'>,
  self: AppIdentity,
): ItemThreadReader {
  return {
    item: async (issue): Promise<Found<ItemThread>> => {
      const session = await github.session(issue.repo);
      if (session === null) return { kind: 'gone', why: 'the app is not installed there' };
      const { repo, number } = issue;
      const variables = { owner: repo.owner, name: repo.name, number };
      const answer = await session.query(ITEM_THREAD, variables, ItemThreadAnswer);
      const value = threadIn(answer, issue, self);
      return value === null
        ? { kind: 'gone', why: 'no issue, deleted, transferred or hidden' }
        : { kind: 'found', value };
    },
  };
}

function threadIn(
  { repository }: z.infer<typeof ItemThreadAnswer>,
  { number }: IssueRef,
  { slug }: AppIdentity,
): ItemThread | null {
  const issue = repository?.issue;
  const repo = repoOf(repository ?? undefined);
  if (repository == null || issue == null || repo === undefined) return null;
  // A number from which an issue was transferred leads to where it is now, which is another issue.
  const place = `/${formatRepo(repo)}/issues/${String(number)}`.toLowerCase();
  const view = { slug, visibility: repository.visibility };
  const item = toSubIssue(issue, view);
  if (item === undefined || !issue.url.toLowerCase().endsWith(place)) return null;
  return {
    item,
    body: issue.body,
    bodyEditor: toEditor(issue, view),
    visibility: toVisibility(repository.visibility),
    comments: present(issue.comments.nodes).map((comment) => toComment(comment, view)),
  };
}
