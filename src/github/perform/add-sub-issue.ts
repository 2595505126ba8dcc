import { formatIssue } from '../../core/ids.ts';
import { QueryFailed } from '../client/errors.ts';
import type { EffectOf, Hands } from './performer.ts';

export const ADD_SUB_ISSUE = `mutation AddSubIssue($parent: ID!, $child: ID!) {
  addSubIssue(input: { issueId: $parent, subIssueId: $child }) { clientMutationId }
}`;

/**
 * Sets a state, and so may be sent again. GitHub refuses what is there already, what has another parent,
 * the hundred and first below one issue, and issues of another owner: it is noted, and the next read
 * shows where the issue is.
 */
export async function addSubIssue(
  { session, note }: Hands,
  { issue, parentNodeId, childNodeId }: EffectOf<'add-sub-issue'>,
): Promise<void> {
  const variables = { parent: parentNodeId, child: childNodeId };
  const refused = await refusals(() => session.mutate(ADD_SUB_ISSUE, variables));
  if (refused.length > 0) {
    note('GitHub did not link an issue below another', { parent: formatIssue(issue), refused });
  }
}

/** How GitHub classes these refusals is not documented: their words tell them from a fault of ours. */
async function refusals(link: () => Promise<readonly string[]>): Promise<readonly string[]> {
  try {
    return await link();
  } catch (error) {
    if (!(error instanceof QueryFailed) || !/sub.?issue|parent/i.test(error.message)) throw error;
    return [error.message];
  }
}
