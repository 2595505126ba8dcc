/** What anybody can see on an issue or pull request, read from the sandbox's world. */
import type { Issue, IssueComment } from '../../../sandbox/model/records/issue.ts';
import { findRepository, type World } from '../../../sandbox/model/world.ts';
import { APP_SLUG } from './organisation.ts';
import type { Comment, Thread } from './person.ts';

export interface Look {
  readonly title: string;
  readonly body: string;
  readonly state: 'open' | 'closed';
  readonly reason: string | null;
  /** Sorted. */
  readonly labels: readonly string[];
  /** What follows `severity:`; throws unless there is exactly one. */
  readonly severity: string;
  readonly status: string;
  /** Sorted. */
  readonly services: readonly string[];
  readonly assignees: readonly string[];
  readonly comments: readonly SeenComment[];
  /** What the summary says, without what nobody sees; throws unless there is exactly one. */
  readonly summary: string;
  readonly summaryComment: SeenComment;
  /** The comments with which responders were called. */
  readonly calls: readonly SeenComment[];
  /** Comments by others than the app. */
  readonly said: readonly SeenComment[];
}

export interface SeenComment extends Comment {
  readonly author: string;
  readonly body: string;
  /** `login content`, for example `norepeat[bot] +1`. */
  readonly reactions: readonly string[];
  readonly edits: number;
}

export const BOT = `${APP_SLUG}[bot]`;
const SUMMARY = '<!-- norepeat:summary -->';

export function lookAt(world: World, thread: Thread): Look {
  const issue = issueOf(world, thread);
  const labels = issue.labels.map(({ name }) => name).sort();
  const comments = issue.comments.map((comment) => seen(comment, thread));
  const own = comments.filter(({ author }) => author === BOT);
  const theOne = (prefix: string): string =>
    one(
      labels.flatMap((name) => (name.startsWith(prefix) ? [name.slice(prefix.length)] : [])),
      prefix,
    );
  const summaryComment = (): SeenComment =>
    one(
      own.filter(({ body }) => body.startsWith(SUMMARY)),
      'summary',
    );
  return {
    title: issue.title,
    body: issue.body ?? '',
    state: issue.state,
    reason: issue.stateReason,
    labels,
    get severity() {
      return theOne('severity:');
    },
    get status() {
      return theOne('status:');
    },
    services: labels.flatMap((name) => (name.startsWith('service:') ? [name.slice(8)] : [])),
    assignees: issue.assignees.map(({ login }) => login).sort(),
    comments,
    get summary() {
      return visible(summaryComment().body);
    },
    get summaryComment() {
      return summaryComment();
    },
    calls: own.filter(({ body }) => /^<!-- norepeat:call /.test(body)),
    said: comments.filter(({ author }) => author !== BOT),
  };
}

export function issueOf(world: World, { repository, number }: Thread): Issue {
  const [owner = '', name = ''] = repository.split('/');
  const found = findRepository(world, owner, name);
  const issue = found?.issues.get(number);
  if (issue === undefined) throw new Error(`There is no ${repository}#${String(number)}.`);
  return issue;
}

/** Without HTML comments. */
export function visible(markdown: string): string {
  return markdown.replaceAll(/<!--[\s\S]*?-->/g, '').trim();
}

function seen(comment: IssueComment, thread: Thread): SeenComment {
  return {
    id: comment.id,
    thread,
    author: comment.author.login,
    body: comment.body,
    reactions: comment.reactions.map(({ user, content }) => `${user.login} ${content}`).sort(),
    edits: comment.edits.length,
  };
}

function one<T>(all: readonly T[], what: string): T {
  const [only] = all;
  if (only === undefined || all.length > 1) {
    throw new Error(`There should be one ${what}, but there are ${JSON.stringify(all)}.`);
  }
  return only;
}
