/** Lists of issues and pull requests as GraphQL filters and orders them. */
import type { Issue, IssueComment } from '../model/records/issue.ts';
import type { Label, Repository } from '../model/records/repository.ts';
import type { FieldArguments } from './engine/resolvers.ts';

export function filteredIssues(
  repository: Repository,
  args: FieldArguments,
  label?: string,
): readonly Issue[] {
  const filter = record(args['filterBy']);
  return ordered(
    labelled(repository, [...strings(args['labels']), ...strings(filter['labels'])], label)
      .filter(
        (issue) => issue.pull === null && stateMatches(issue, args['states'] ?? filter['states']),
      )
      .filter((issue) => since(issue, filter['since']) && assignedTo(issue, filter['assignee']))
      .filter((issue) => filter['createdBy'] == null || issue.author.login === filter['createdBy']),
    args['orderBy'],
  );
}

export function filteredPulls(
  repository: Repository,
  args: FieldArguments,
  label?: string,
): readonly Issue[] {
  return ordered(
    labelled(repository, strings(args['labels']), label)
      .filter((issue) => issue.pull !== null && stateMatches(issue, args['states']))
      .filter((issue) => args['baseRefName'] == null || issue.pull?.baseRef === args['baseRefName'])
      .filter(
        (issue) => args['headRefName'] == null || issue.pull?.headRef === args['headRefName'],
      ),
    args['orderBy'],
  );
}

/** Comments in the order asked for: by creation unless `orderBy: {field: UPDATED_AT}`. */
export function orderedComments(
  comments: readonly IssueComment[],
  orderBy: unknown,
): readonly IssueComment[] {
  const order = record(orderBy);
  const sorted =
    order['field'] === 'UPDATED_AT'
      ? comments.toSorted((a, b) => a.updatedAt - b.updatedAt || a.id - b.id)
      : [...comments];
  return order['direction'] === 'DESC' ? sorted.reverse() : sorted;
}

export function orderedLabels(labels: readonly Label[], orderBy: unknown): readonly Label[] {
  const order = record(orderBy);
  const sorted = labels.toSorted((a, b) =>
    order['field'] === 'NAME'
      ? a.name.localeCompare(b.name)
      : a.createdAt - b.createdAt || a.id - b.id,
  );
  return order['direction'] === 'DESC' ? sorted.reverse() : sorted;
}

/** OPEN, CLOSED or MERGED. */
export function graphqlState(issue: Issue): 'OPEN' | 'CLOSED' | 'MERGED' {
  if (issue.pull?.mergedAt != null) return 'MERGED';
  return issue.state === 'open' ? 'OPEN' : 'CLOSED';
}

export function ordered(issues: readonly Issue[], orderBy: unknown): readonly Issue[] {
  const order = record(orderBy);
  const key = {
    CREATED_AT: (issue: Issue) => issue.createdAt,
    UPDATED_AT: (issue: Issue) => issue.updatedAt,
    COMMENTS: (issue: Issue) => issue.comments.length,
  }[typeof order['field'] === 'string' ? order['field'] : 'CREATED_AT'];
  const sorted = issues.toSorted(
    (a, b) => (key?.(a) ?? 0) - (key?.(b) ?? 0) || a.number - b.number,
  );
  return order['direction'] === 'DESC' ? sorted.reverse() : sorted;
}

function labelled(
  repository: Repository,
  any: readonly string[],
  label: string | undefined,
): readonly Issue[] {
  const names = new Set(any.map((name) => name.toLowerCase()));
  return [...repository.issues.values()].filter(
    (issue) =>
      (names.size === 0 || issue.labels.some((one) => names.has(one.name.toLowerCase()))) &&
      (label === undefined || issue.labels.some((one) => one.name === label)),
  );
}

function stateMatches(issue: Issue, states: unknown): boolean {
  return !Array.isArray(states) || states.includes(graphqlState(issue));
}

function since(issue: Issue, instant: unknown): boolean {
  return typeof instant !== 'string' || issue.updatedAt >= Date.parse(instant);
}

function assignedTo(issue: Issue, login: unknown): boolean {
  if (login == null || login === '*') return login == null || issue.assignees.length > 0;
  return issue.assignees.some((assignee) => assignee.login === login);
}

/** An input object of the query; an absent one has no fields. */
export function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

/** A list of strings of the query; an absent one is empty. */
export function strings(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
}
