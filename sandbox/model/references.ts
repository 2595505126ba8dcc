/**
 * Mentions, issue references and closing keywords in Markdown, as GitHub reads them: not in code, not in
 * HTML comments. Keywords: close, closes, closed, fix, fixes, fixed, resolve, resolves, resolved, with an
 * optional colon, in any case, right before the reference.
 */
import type { Nodes } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';
import type { User } from './records/accounts.ts';
import type { Issue } from './records/issue.ts';
import type { Repository } from './records/repository.ts';
import { findRepository, findUser } from './world.ts';
import type { World } from './world.ts';

export interface IssueReference {
  readonly issue: Issue;
  /** Whether a closing keyword stands before it. */
  readonly closing: boolean;
}

/** The issues and pull requests a text names, each once; `repository` is where `#1` points to. */
export function referencedIssues(
  world: World,
  repository: Repository,
  markdown: string | null,
): IssueReference[] {
  // Most texts name no issue at all: those are not worth parsing.
  if (markdown === null || !/#\d|GH-\d|\/(?:issues|pull)\/\d/i.test(markdown)) return [];
  return issuesIn(world, repository, proseOf(markdown));
}

/** The same for plain text such as commit messages, where Markdown means nothing. */
export function referencedIssuesInText(
  world: World,
  repository: Repository,
  text: string,
): IssueReference[] {
  return issuesIn(world, repository, text);
}

/** The people a text mentions with `@login`, each once. */
export function mentionedUsers(world: World, markdown: string | null): User[] {
  const found = new Set<User>();
  if (markdown?.includes('@') !== true) return [];
  for (const match of proseOf(markdown).matchAll(mentionPattern)) {
    const user = findUser(world, match[1] ?? '');
    if (user !== undefined) found.add(user);
  }
  return [...found];
}

const mentionPattern = /(?<![\w/`.@-])@([a-z\d](?:[a-z\d-]{0,38}))(?![\w/-])/gi;

const referencePattern =
  /(?:\b(close[sd]?|fix(?:es|ed)?|resolve[sd]?):?[ \t]+)?(?:https?:\/\/[^\s/]+\/([\w.-]+)\/([\w.-]+)\/(?:issues|pull)\/(\d+)\b|(?<![\w/])(?:([\w-]+)\/([\w.-]+))?(?:#|GH-)(\d+)\b)/gi;

function issuesIn(world: World, home: Repository, text: string): IssueReference[] {
  const found = new Map<Issue, boolean>();
  for (const match of text.matchAll(referencePattern)) {
    const owner = match[2] ?? match[5];
    const name = match[3] ?? match[6];
    const repository =
      owner === undefined || name === undefined ? home : findRepository(world, owner, name);
    const issue = repository?.issues.get(Number(match[4] ?? match[7]));
    if (issue === undefined) continue;
    found.set(issue, (found.get(issue) ?? false) || match[1] !== undefined);
  }
  return [...found].map(([issue, closing]) => ({ issue, closing }));
}

/** Of the text read last: one is looked through for people, and for issues right afterwards. */
let latest = { markdown: '', prose: '' };

/** The text people read, with a line break in place of everything that cannot hold a reference. */
function proseOf(markdown: string): string {
  if (latest.markdown !== markdown) latest = { markdown, prose: proseIn(markdown) };
  return latest.prose;
}

function proseIn(markdown: string): string {
  const tree = fromMarkdown(markdown, {
    extensions: [gfm()],
    mdastExtensions: [gfmFromMarkdown()],
  });
  return prose(tree);
}

function prose(node: Nodes): string {
  switch (node.type) {
    case 'text':
      return node.value;
    case 'link': {
      const label = node.children.map(prose).join('');
      return label === node.url ? node.url : `\n${label}\n`;
    }
    case 'break':
      return '\n';
    default:
      if (!('children' in node)) return '\n';
      return node.children.map(prose).join('') + (isInline(node) ? '' : '\n');
  }
}

function isInline(node: Nodes): boolean {
  return node.type === 'emphasis' || node.type === 'strong' || node.type === 'delete';
}
