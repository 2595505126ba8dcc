import { created, fromResult, noContent, notFoundAnswer, okay } from '../http/answers.ts';
import type { Answer, RepositoryCall } from '../http/context.ts';
import { page } from '../http/paging.ts';
import { addLabels, clearLabels, removeLabel, setLabels } from '../model/actions/issue-labels.ts';
import { createLabel, deleteLabel, editLabel, findLabel } from '../model/actions/labels.ts';
import type { Issue } from '../model/records/issue.ts';
import type { Label } from '../model/records/repository.ts';
import { pathText, text } from './input.ts';
import { labelNames } from './issue-input.ts';
import { withIssue } from './lookup.ts';
import { acting, reading } from './route.ts';
import { labelJson } from './serialise/issues.ts';

const read = 'issues:read|pull_requests:read';
const write = 'issues:write|pull_requests:write';

export const labelRoutes = {
  'issues/list-labels-for-repo': reading(read, (call) =>
    page(call, [...call.repository.labels.values()], (label) => labelJson(call, label)),
  ),
  'issues/get-label': reading(read, (call) =>
    withLabel(call, (label) => okay(labelJson(call, label))),
  ),
  'issues/create-label': acting(write, (call) => {
    const result = createLabel(call.world, call.actor, {
      repository: call.repository,
      name: text(call.body, 'name') ?? '',
      ...present('color', text(call.body, 'color')),
      ...present('description', text(call.body, 'description')),
    });
    return fromResult(result, (label) => created(labelJson(call, label)));
  }),
  'issues/update-label': acting(write, (call) =>
    withLabel(call, (label) => {
      const result = editLabel(call.world, call.actor, {
        label,
        ...present('name', text(call.body, 'new_name')),
        ...present('color', text(call.body, 'color')),
        ...present('description', text(call.body, 'description')),
      });
      return fromResult(result, (edited) => okay(labelJson(call, edited)));
    }),
  ),
  'issues/delete-label': acting(write, (call) =>
    withLabel(call, (label) =>
      fromResult(deleteLabel(call.world, call.actor, { label }), () => noContent),
    ),
  ),
  'issues/list-labels-on-issue': reading(read, (call) =>
    withIssue(call, 'read', (issue) => page(call, issue.labels, (each) => labelJson(call, each))),
  ),
  'issues/add-labels': acting(write, (call) =>
    withIssue(call, 'write', (issue) => {
      const input = { issue, names: labelNames(call.body), createMissing: true };
      return labelled(call, issue, addLabels(call.world, call.actor, input));
    }),
  ),
  'issues/set-labels': acting(write, (call) =>
    withIssue(call, 'write', (issue) => {
      const input = { issue, names: labelNames(call.body) };
      return labelled(call, issue, setLabels(call.world, call.actor, input));
    }),
  ),
  'issues/remove-label': acting(write, (call) =>
    withIssue(call, 'write', (issue) => {
      const input = { issue, name: pathText(call, 'name') };
      return labelled(call, issue, removeLabel(call.world, call.actor, input));
    }),
  ),
  'issues/remove-all-labels': acting(write, (call) =>
    withIssue(call, 'write', (issue) =>
      fromResult(clearLabels(call.world, call.actor, { issue }), () => noContent),
    ),
  ),
};

function labelled(
  call: RepositoryCall,
  issue: Issue,
  result: Parameters<typeof fromResult>[0],
): Answer {
  return fromResult(result, () => okay(issue.labels.map((each) => labelJson(call, each))));
}

function withLabel(call: RepositoryCall, then: (label: Label) => Answer): Answer {
  const label = findLabel(call.repository, pathText(call, 'name'));
  return label === undefined ? notFoundAnswer : then(label);
}

function present<Key extends string>(
  key: Key,
  value: string | undefined,
): Partial<Record<Key, string>> {
  const out: Partial<Record<Key, string>> = {};
  if (value !== undefined) out[key] = value;
  return out;
}
