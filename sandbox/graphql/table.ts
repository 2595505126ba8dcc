import type { GraphqlContext } from './context.ts';
import { resolverTable, type ResolverTable } from './engine/resolvers.ts';
import { mutationTypes } from './mutations/mutation.ts';
import { actorTypes } from './types/actors.ts';
import { checkTypes } from './types/checks.ts';
import { gitTypes } from './types/git.ts';
import { commentTypes } from './types/issue-comment.ts';
import { issueTypes } from './types/issue.ts';
import { labelTypes } from './types/label.ts';
import { mergeQueueTypes } from './types/merge-queue.ts';
import { pullRequestTypes } from './types/pull-request.ts';
import { queryTypes } from './types/query.ts';
import { reactionTypes } from './types/reactions.ts';
import { repositoryTypes } from './types/repository.ts';
import { reviewTypes } from './types/review.ts';
import { timelineTypes } from './types/timeline.ts';

/** Every resolver the sandbox has. */
export function resolvers(): ResolverTable<GraphqlContext> {
  return resolverTable([
    ...queryTypes,
    ...mutationTypes,
    ...actorTypes,
    ...repositoryTypes,
    ...labelTypes,
    ...issueTypes,
    ...commentTypes,
    ...reactionTypes,
    ...timelineTypes,
    ...gitTypes,
    ...pullRequestTypes,
    ...reviewTypes,
    ...checkTypes,
    ...mergeQueueTypes,
  ]);
}
