/** Issues: opening, changing, closing, labels, assignees, sub-issues, locks and pins. */
import { GraphQLError } from 'graphql';
import { addAssignees, removeAssignees, setAssignees } from '../../model/actions/assignees.ts';
import { lockIssue, pinIssue, unlockIssue, unpinIssue } from '../../model/actions/issue-care.ts';
import {
  addLabels,
  clearLabels,
  removeLabel,
  setLabels,
} from '../../model/actions/issue-labels.ts';
import { closeIssue, reopenIssue } from '../../model/actions/issue-state.ts';
import { editIssue, openIssue } from '../../model/actions/issues.ts';
import { createLabel, deleteLabel, editLabel } from '../../model/actions/labels.ts';
import { addSubIssue, removeSubIssue } from '../../model/actions/sub-issues.ts';
import type { User } from '../../model/records/accounts.ts';
import type { Issue, LockReason } from '../../model/records/issue.ts';
import type { Label } from '../../model/records/repository.ts';
import type { GraphqlContext } from '../context.ts';
import { fieldError } from '../engine/errors.ts';
import { strings } from '../lists.ts';
import { nodeOf } from '../nodes.ts';
import { accountRef, issueRef, labelRef } from '../refs.ts';
import {
  all,
  mayWrite,
  mutation,
  outcome,
  refusalError,
  text,
  writableOf,
  writableThread,
  type Input,
  type Mutation,
  type Payload,
} from './declare.ts';

export const issueMutations: readonly Mutation[] = [
  mutation('createIssue', ['issue'], createIssue),
  mutation('updateIssue', ['actor', 'issue'], updateIssue),
  mutation('closeIssue', ['issue'], (input, context) => {
    const issue = writableOf(context, input['issueId'], 'Issue');
    if (issue instanceof GraphQLError) return issue;
    const original = optionalIssue(context, input['duplicateIssueId']);
    if (original instanceof GraphQLError) return original;
    const reason = closeReasons[String(input['stateReason'])] ?? 'completed';
    const result = closeIssue(context.world, context.actor, {
      issue,
      ...(original === undefined ? { reason } : { duplicateOf: original }),
    });
    return outcome(result, showIssue);
  }),
  mutation('reopenIssue', ['issue'], (input, context) => {
    const issue = writableOf(context, input['issueId'], 'Issue');
    if (issue instanceof GraphQLError) return issue;
    return outcome(reopenIssue(context.world, context.actor, { issue }), showIssue);
  }),
  mutation('addLabelsToLabelable', ['labelable'], (input, context) => {
    const issue = writableThread(context, input['labelableId']);
    if (issue instanceof GraphQLError) return issue;
    const labels = all(strings(input['labelIds']), (id) => labelNode(context, id));
    if (labels instanceof GraphQLError) return labels;
    const names = labels.map((label) => label.name);
    return outcome(addLabels(context.world, context.actor, { issue, names }), () => ({
      labelable: issueRef(issue),
    }));
  }),
  mutation('removeLabelsFromLabelable', ['labelable'], (input, context) => {
    const issue = writableThread(context, input['labelableId']);
    if (issue instanceof GraphQLError) return issue;
    const labels = all(strings(input['labelIds']), (id) => labelNode(context, id));
    if (labels instanceof GraphQLError) return labels;
    for (const { name } of labels.filter((label) => issue.labels.includes(label))) {
      const result = removeLabel(context.world, context.actor, { issue, name });
      if (!result.ok) return refusalError(result.refusal);
    }
    return { labelable: issueRef(issue) };
  }),
  mutation('clearLabelsFromLabelable', ['labelable'], (input, context) => {
    const issue = writableThread(context, input['labelableId']);
    if (issue instanceof GraphQLError) return issue;
    return outcome(clearLabels(context.world, context.actor, { issue }), () => ({
      labelable: issueRef(issue),
    }));
  }),
  mutation('addAssigneesToAssignable', ['assignable'], (input, context) =>
    changeAssignees(input, context, addAssignees),
  ),
  mutation('removeAssigneesFromAssignable', ['assignable'], (input, context) =>
    changeAssignees(input, context, removeAssignees),
  ),
  mutation('addSubIssue', ['issue', 'subIssue'], (input, context) => {
    const parent = writableOf(context, input['issueId'], 'Issue');
    if (parent instanceof GraphQLError) return parent;
    const subIssue = subIssueOf(context, input);
    if (subIssue instanceof GraphQLError) return subIssue;
    const replaceParent = input['replaceParent'] === true;
    const result = addSubIssue(context.world, context.actor, { parent, subIssue, replaceParent });
    return outcome(result, () => ({ issue: issueRef(parent), subIssue: issueRef(subIssue) }));
  }),
  mutation('removeSubIssue', ['issue', 'subIssue'], (input, context) => {
    const parent = writableOf(context, input['issueId'], 'Issue');
    if (parent instanceof GraphQLError) return parent;
    const subIssue = subIssueOf(context, input);
    if (subIssue instanceof GraphQLError) return subIssue;
    const result = removeSubIssue(context.world, context.actor, { parent, subIssue });
    return outcome(result, () => ({ issue: issueRef(parent), subIssue: issueRef(subIssue) }));
  }),
  mutation('lockLockable', ['actor', 'lockedRecord'], (input, context) => {
    const issue = writableThread(context, input['lockableId']);
    if (issue instanceof GraphQLError) return issue;
    const reason = lockReasons[String(input['lockReason'])] ?? null;
    return outcome(lockIssue(context.world, context.actor, { issue, reason }), () => ({
      actor: accountRef(context.viewer),
      lockedRecord: issueRef(issue),
    }));
  }),
  mutation('unlockLockable', ['actor', 'unlockedRecord'], (input, context) => {
    const issue = writableThread(context, input['lockableId']);
    if (issue instanceof GraphQLError) return issue;
    return outcome(unlockIssue(context.world, context.actor, { issue }), () => ({
      actor: accountRef(context.viewer),
      unlockedRecord: issueRef(issue),
    }));
  }),
  mutation('pinIssue', ['issue'], (input, context) => {
    const issue = writableOf(context, input['issueId'], 'Issue');
    if (issue instanceof GraphQLError) return issue;
    return outcome(pinIssue(context.world, context.actor, { issue }), showIssue);
  }),
  mutation('unpinIssue', ['issue', 'id'], (input, context) => {
    const issue = writableOf(context, input['issueId'], 'Issue');
    if (issue instanceof GraphQLError) return issue;
    const result = unpinIssue(context.world, context.actor, { issue });
    return outcome(result, () => ({ issue: issueRef(issue), id: issue.nodeId }));
  }),
  mutation('createLabel', ['label'], (input, context) => {
    const node = nodeOf(context, input['repositoryId'], ['Repository']);
    if (node instanceof GraphQLError) return node;
    const refused = mayWrite(context, node.record, 'issues', 'pull_requests');
    if (refused !== undefined) return refused;
    const result = createLabel(context.world, context.actor, {
      repository: node.record,
      name: String(input['name']),
      color: String(input['color']),
      description: text(input['description']) ?? null,
    });
    return outcome(result, (label) => ({ label: labelRef(label) }));
  }),
  mutation('updateLabel', ['label'], (input, context) => {
    const label = writableLabel(context, input['id']);
    if (label instanceof GraphQLError) return label;
    const [name, color, description] = [
      text(input['name']),
      text(input['color']),
      text(input['description']),
    ];
    const result = editLabel(context.world, context.actor, {
      label,
      ...(name === undefined ? {} : { name }),
      ...(color === undefined ? {} : { color }),
      ...(description === undefined ? {} : { description }),
    });
    return outcome(result, (edited) => ({ label: labelRef(edited) }));
  }),
  mutation('deleteLabel', [], (input, context) => {
    const label = writableLabel(context, input['id']);
    if (label instanceof GraphQLError) return label;
    return outcome(deleteLabel(context.world, context.actor, { label }), () => ({}));
  }),
];

const closeReasons: Readonly<Record<string, 'completed' | 'not_planned' | 'duplicate'>> = {
  COMPLETED: 'completed',
  NOT_PLANNED: 'not_planned',
  DUPLICATE: 'duplicate',
};

const lockReasons: Readonly<Record<string, LockReason>> = {
  OFF_TOPIC: 'off-topic',
  TOO_HEATED: 'too heated',
  RESOLVED: 'resolved',
  SPAM: 'spam',
};

function createIssue(input: Input, context: GraphqlContext): Payload | GraphQLError {
  const node = nodeOf(context, input['repositoryId'], ['Repository']);
  if (node instanceof GraphQLError) return node;
  const refused = mayWrite(context, node.record, 'issues');
  if (refused !== undefined) return refused;
  const labels = all(strings(input['labelIds']), (id) => labelNode(context, id));
  if (labels instanceof GraphQLError) return labels;
  const assignees = all(strings(input['assigneeIds']), (id) => userNode(context, id));
  if (assignees instanceof GraphQLError) return assignees;
  const parent = optionalIssue(context, input['parentIssueId']);
  if (parent instanceof GraphQLError) return parent;
  const result = openIssue(context.world, context.actor, {
    repository: node.record,
    title: String(input['title']),
    body: text(input['body']) ?? null,
    labels: labels.map((label) => label.name),
    assignees,
  });
  if (!result.ok) return refusalError(result.refusal);
  if (parent !== undefined) {
    const attached = addSubIssue(context.world, context.actor, { parent, subIssue: result.value });
    if (!attached.ok) return refusalError(attached.refusal);
  }
  return showIssue(result.value);
}

function updateIssue(input: Input, context: GraphqlContext): Payload | GraphQLError {
  const issue = writableOf(context, input['id'], 'Issue');
  if (issue instanceof GraphQLError) return issue;
  const { world, actor } = context;
  const [title, body] = [text(input['title']), text(input['body'])];
  if (title !== undefined || body !== undefined) {
    const result = editIssue(world, actor, {
      issue,
      ...(title === undefined ? {} : { title }),
      ...(body === undefined ? {} : { body }),
    });
    if (!result.ok) return refusalError(result.refusal);
  }
  if (input['labelIds'] != null) {
    const labels = all(strings(input['labelIds']), (id) => labelNode(context, id));
    if (labels instanceof GraphQLError) return labels;
    const result = setLabels(world, actor, { issue, names: labels.map((label) => label.name) });
    if (!result.ok) return refusalError(result.refusal);
  }
  if (input['assigneeIds'] != null) {
    const users = all(strings(input['assigneeIds']), (id) => userNode(context, id));
    if (users instanceof GraphQLError) return users;
    const result = setAssignees(world, actor, { issue, users });
    if (!result.ok) return refusalError(result.refusal);
  }
  if (input['state'] != null) {
    const change = input['state'] === 'CLOSED' ? closeIssue : reopenIssue;
    const result = change(world, actor, { issue });
    if (!result.ok) return refusalError(result.refusal);
  }
  return { actor: accountRef(context.viewer), issue: issueRef(issue) };
}

function changeAssignees(
  input: Input,
  context: GraphqlContext,
  change: typeof addAssignees,
): Payload | GraphQLError {
  const issue = writableThread(context, input['assignableId']);
  if (issue instanceof GraphQLError) return issue;
  const users = all(strings(input['assigneeIds']), (id) => userNode(context, id));
  if (users instanceof GraphQLError) return users;
  return outcome(change(context.world, context.actor, { issue, users }), () => ({
    assignable: issueRef(issue),
  }));
}

function showIssue(issue: Issue): Payload {
  return { issue: issueRef(issue) };
}

function optionalIssue(context: GraphqlContext, id: unknown): Issue | undefined | GraphQLError {
  if (id == null) return undefined;
  const node = nodeOf(context, id, ['Issue']);
  return node instanceof GraphQLError ? node : node.record;
}

function subIssueOf(context: GraphqlContext, input: Input): Issue | GraphQLError {
  const url = text(input['subIssueUrl']);
  if (url === undefined) {
    return (
      optionalIssue(context, input['subIssueId']) ??
      fieldError('UNPROCESSABLE', 'One of subIssueId and subIssueUrl is required')
    );
  }
  const named = [...context.world.state.nodes.values()].find(
    (node) =>
      node.type === 'Issue' &&
      url.endsWith(
        `/${node.record.repository.owner.login}/${node.record.repository.name}/issues/${node.record.number}`,
      ),
  );
  return named?.type === 'Issue'
    ? (optionalIssue(context, named.record.nodeId) ?? noIssueAt(url))
    : noIssueAt(url);
}

function noIssueAt(url: string): GraphQLError {
  return fieldError('NOT_FOUND', `Could not resolve to an Issue with the URL of ${url}.`);
}

function labelNode(context: GraphqlContext, id: string): Label | GraphQLError {
  const node = nodeOf(context, id, ['Label']);
  return node instanceof GraphQLError ? node : node.record;
}

function writableLabel(context: GraphqlContext, id: unknown): Label | GraphQLError {
  const label = labelNode(context, String(id));
  if (label instanceof GraphQLError) return label;
  return mayWrite(context, label.repository, 'issues', 'pull_requests') ?? label;
}

function userNode(context: GraphqlContext, id: string): User | GraphQLError {
  const node = nodeOf(context, id, ['User']);
  return node instanceof GraphQLError ? node : node.record;
}
