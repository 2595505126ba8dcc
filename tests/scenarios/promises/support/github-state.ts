/**
 * What there is on GitHub, as a value to compare: everything of every issue that a person or the app can
 * see later. Left out is only what must differ between two runs: ids of what the app made, in which order
 * the app's comments came, and the signature of the ledger, which covers such an id.
 */
import type { Issue, IssueComment } from '../../../../sandbox/model/records/issue.ts';
import type { Repository } from '../../../../sandbox/model/records/repository.ts';
import type { World } from '../../../../sandbox/model/world.ts';
import { BOT } from '../../support/look.ts';

export interface GitHubState {
  readonly labels: Readonly<Record<string, readonly string[]>>;
  readonly issues: readonly IssueState[];
}

export interface IssueState {
  readonly repository: string;
  readonly title: string;
  readonly author: string;
  readonly body: string;
  readonly state: string;
  readonly reason: string | null;
  readonly labels: readonly string[];
  readonly assignees: readonly string[];
  /** In order. */
  readonly said: readonly CommentState[];
  /** By the app, sorted by their text. */
  readonly answers: readonly CommentState[];
}

interface CommentState {
  readonly author: string;
  readonly body: string;
  readonly reactions: readonly string[];
  readonly hidden: boolean;
}

export function githubState(world: World): GitHubState {
  const repositories = [...world.state.repositories.values()].sort((a, b) =>
    fullName(a) < fullName(b) ? -1 : 1,
  );
  const anonymous = namesInsteadOfNumbers(repositories);
  return {
    labels: Object.fromEntries(
      repositories.map((repository) => [
        fullName(repository),
        [...repository.labels.values()]
          .map(({ name, color, description }) => `${name} ${color} ${description ?? ''}`)
          .sort(),
      ]),
    ),
    issues: repositories
      .flatMap(({ issues }) => [...issues.values()])
      .map((issue) => issueState(issue, anonymous))
      .sort((a, b) => (issueKey(a) < issueKey(b) ? -1 : 1)),
  };
}

function issueState(issue: Issue, anonymous: (text: string) => string): IssueState {
  const comments = issue.comments.map((comment) => commentState(comment, anonymous));
  return {
    repository: fullName(issue.repository),
    title: issue.title,
    author: issue.author.login,
    body: anonymous(issue.body ?? ''),
    state: issue.state,
    reason: issue.stateReason,
    labels: issue.labels.map(({ name }) => name).sort(),
    assignees: issue.assignees.map(({ login }) => login).sort(),
    said: comments.filter(({ author }) => author !== BOT),
    answers: comments
      .filter(({ author }) => author === BOT)
      .sort((a, b) => (a.body < b.body ? -1 : 1)),
  };
}

function commentState(comment: IssueComment, anonymous: (text: string) => string): CommentState {
  return {
    author: comment.author.login,
    body: anonymous(withoutSignature(comment.body)),
    reactions: comment.reactions.map(({ user, content }) => `${user.login} ${content}`).sort(),
    hidden: comment.minimized !== null,
  };
}

/**
 * The entries stay: what was accepted and refused, by whom and when, and what was told, is the meaning of
 * the ledger. Only that the app called is left to its call, which comes after the summary and is noted when
 * it is read; when it did depends on when it heard, and so does the severity then.
 */
function withoutSignature(body: string): string {
  return body
    .replaceAll(/(<!-- norepeat:signed 1 )[\w-]{43} /g, '$1')
    .replaceAll(/,\{"verdict":"called"[^}]*\}/g, '')
    .replaceAll(/"nodeId":"[^"]*"/g, '"nodeId":""')
    .replace(/(^<!-- norepeat:call [^>]*-->\n.*?)\*\*SEV-\d\*\*/, '$1');
}

/** Issues that the app opened are called by their title, deliveries and comments of the app by nothing. */
export function namesInsteadOfNumbers(
  repositories: readonly Repository[],
): (text: string) => string {
  const said = repositories
    .flatMap(({ issues }) => [...issues.values()])
    .flatMap(({ comments }) => comments.filter(({ author }) => author.login !== BOT))
    .map(({ id }) => id)
    .sort((a, b) => a - b);
  const nth = (_: string, before: string, id: string): string =>
    `${before}${String(said.indexOf(Number(id)) + 1)}`;
  const opened = repositories.flatMap(({ issues }) =>
    [...issues.values()].filter(({ author }) => author.login === BOT),
  );
  return (text) =>
    opened
      .reduce(
        (told, { repository, number, title }) =>
          told
            .replaceAll(`${fullName(repository)}#${String(number)}`, `«${title}»`)
            .replaceAll(asJson(repository, number), `«${title}»`)
            .replaceAll(
              new RegExp(`${fullName(repository)}/(?:issues|pull)/${String(number)}(?!\\d)`, 'g'),
              () => `«${title}»`,
            ),
        text,
      )
      .replaceAll(/http:\/\/127\.0\.0\.1:\d+/g, 'http://github')
      .replaceAll(/#issuecomment-\d+/g, '#issuecomment')
      .replaceAll(/(norepeat:(?:answer|reply) |"comment":)(\d+)/g, nth)
      .replaceAll(/(norepeat:(?:alarm|delivery)) [0-9a-f-]{36}/g, '$1');
}

function asJson({ owner, name }: Repository, number: number): string {
  return JSON.stringify({ repo: { owner: owner.login, name }, number });
}

function issueKey({ repository, title }: IssueState): string {
  return `${repository} ${title}`;
}

function fullName({ owner, name }: Repository): string {
  return `${owner.login}/${name}`;
}
