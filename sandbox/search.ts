import type { Issue } from './model/records/issue.ts';
import type { Repository } from './model/records/repository.ts';
import { fullName, type World } from './model/world.ts';

/** What a search may look at. */
export interface SearchScope {
  readonly world: World;
  readonly visible: (repository: Repository) => boolean;
  /** Only what is older than this many milliseconds is in the index. */
  readonly lag: number;
}

/**
 * Issues and pull requests by GitHub's search syntax: `repo:`, `org:`, `is:`, `state:`, `label:`,
 * `author:`, `assignee:`, `base:`, `head:`, `in:title`, `created:`/`updated:`, `sort:`, `-` before
 * any of them, and words. What is younger than the index's lag is not found yet.
 */
export function searchIssues(scope: SearchScope, query: string): readonly Issue[] {
  const terms = parseTerms(query);
  const indexedUntil = scope.world.clock.now() - scope.lag;
  const found = [...scope.world.state.repositories.values()]
    .filter((repository) => scope.visible(repository))
    .flatMap((repository) => [...repository.issues.values()])
    .filter((issue) => issue.createdAt <= indexedUntil)
    .filter((issue) => terms.every((term) => matches(issue, term) !== term.negated));
  return sorted(found, terms.find((term) => term.key === 'sort')?.value ?? 'created-desc');
}

interface Term {
  readonly key: string;
  readonly value: string;
  readonly negated: boolean;
}

function parseTerms(query: string): readonly Term[] {
  return [...query.matchAll(/(-?)(?:([a-z-]+):)?(?:"([^"]*)"|(\S+))/gu)].map((match) => ({
    negated: match[1] === '-',
    key: match[2] ?? 'text',
    value: match[3] ?? match[4] ?? '',
  }));
}

const filters: Readonly<Record<string, (issue: Issue, value: string) => boolean>> = {
  sort: () => true,
  in: () => true,
  archived: (issue, value) => issue.repository.archived === (value === 'true'),
  repo: (issue, value) => fullName(issue.repository).toLowerCase() === value,
  org: (issue, value) => issue.repository.owner.login.toLowerCase() === value,
  user: (issue, value) => issue.repository.owner.login.toLowerCase() === value,
  type: kind,
  is: kind,
  state: kind,
  draft: (issue, value) => String(issue.pull?.draft ?? false) === value,
  label: (issue, value) =>
    value
      .split(',')
      .some((name) =>
        issue.labels.some((label) => label.name.toLowerCase() === name.replaceAll('"', '')),
      ),
  no: (issue, value) => (value === 'label' ? issue.labels : issue.assignees).length === 0,
  author: (issue, value) =>
    issue.author.login.toLowerCase() === value.replace(/^app\/(.*)$/u, '$1[bot]'),
  assignee: (issue, value) => issue.assignees.some(({ login }) => login.toLowerCase() === value),
  base: (issue, value) => issue.pull?.baseRef === value,
  head: (issue, value) => issue.pull?.headRef === value,
  created: (issue, value) => within(issue.createdAt, value),
  updated: (issue, value) => within(issue.updatedAt, value),
  merged: (issue, value) => issue.pull?.mergedAt != null && within(issue.pull.mergedAt, value),
  closed: (issue, value) => issue.closedAt !== null && within(issue.closedAt, value),
  text: (issue, value) =>
    [issue.title, issue.body ?? '', ...issue.comments.map((comment) => comment.body)].some((text) =>
      text.toLowerCase().includes(value),
    ),
};

function matches(issue: Issue, term: Term): boolean {
  const filter = filters[term.key];
  return filter === undefined
    ? filters['text']?.(issue, `${term.key}:${term.value}`.toLowerCase()) === true
    : filter(issue, term.value.toLowerCase());
}

function kind(issue: Issue, value: string): boolean {
  switch (value) {
    case 'issue':
      return issue.pull === null;
    case 'pr':
    case 'pull-request':
      return issue.pull !== null;
    case 'merged':
      return issue.pull?.mergedAt != null;
    case 'unmerged':
      return issue.pull !== null && issue.pull.mergedAt === null;
    case 'draft':
      return issue.pull?.draft === true;
    case 'public':
    case 'private':
      return issue.repository.visibility === value;
    case 'locked':
      return issue.lock !== null;
    default:
      return issue.state === value;
  }
}

/** `>=2026-01-01`, `<2026-01-01T10:00:00Z`, `a..b`, or a day. */
function within(at: number, value: string): boolean {
  const range = /^(.+)\.\.(.+)$/u.exec(value);
  if (range !== null) return within(at, `>=${range[1]}`) && within(at, `<=${range[2]}`);
  const [, operator = '', date = ''] = /^(>=|<=|>|<)?(.*)$/u.exec(value) ?? [];
  const start = Date.parse(date.toUpperCase());
  const end = start + (/^\d{4}-\d{2}-\d{2}$/u.test(date) ? 86_400_000 - 1 : 999);
  switch (operator) {
    case '>=':
      return at >= start;
    case '>':
      return at > end;
    case '<=':
      return at <= end;
    case '<':
      return at < start;
    default:
      return at >= start && at <= end;
  }
}

function sorted(issues: readonly Issue[], order: string): readonly Issue[] {
  const [field, direction = 'desc'] = order.split('-');
  const key = (issue: Issue): number => {
    if (field === 'updated') return issue.updatedAt;
    return field === 'comments' ? issue.comments.length : issue.createdAt;
  };
  const ascending = issues.toSorted((a, b) => key(a) - key(b) || a.id - b.id);
  return direction === 'asc' ? ascending : ascending.reverse();
}
