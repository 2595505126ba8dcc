import type { IssueRef } from '../../core/ids.ts';
import { addSubIssue } from './add-sub-issue.ts';
import { assign } from './assign.ts';
import { createIssueOnce } from './create-issue.ts';
import type { EffectOf, Hands } from './performer.ts';

/**
 * An action item: the issue that carries the marker, its assignees, and its place below the incident, in
 * this order, so that after a crash the next time finds what is missing.
 */
export async function createItem(hands: Hands, effect: EffectOf<'create-item'>): Promise<IssueRef> {
  const { parent, assignees } = effect;
  const item = await createIssueOnce(hands, effect);
  await assign(hands, { kind: 'assign', issue: item.ref, add: assignees });
  await addSubIssue(hands, {
    kind: 'add-sub-issue',
    issue: parent.issue,
    parentNodeId: parent.nodeId,
    childNodeId: item.nodeId,
  });
  return item.ref;
}
