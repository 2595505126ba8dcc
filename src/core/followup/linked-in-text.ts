/** Issues that a text names as its parts, and of which it says that it is one: read from its Markdown, as GitHub reads it. */
import type { Nodes, Paragraph, PhrasingContent } from 'mdast';
import { issueOf } from '../command/reading.ts';
import { issueKey, type IssueRef, type RepoRef } from '../ids.ts';
import { readStructure } from '../markdown/read.ts';

/** More than an incident can have items; whoever writes more gains nothing. */
const MOST_NAMED = 200;

/**
 * Issues that an incident's own text makes its items: tasks that begin with a reference (`- [ ] #45`,
 * `- [ ] acme/checkout#45`, an address, a link), ticked or not, and `Closes #45`. What stands in code, in
 * quotes or in comments names none. Each once, in the order of the text.
 *
 * @param home the repository of the issue: `#45` is an issue of it.
 */
export function taskListIssues(body: string, home: RepoRef): readonly IssueRef[] {
  return issuesIn(body, (paragraph, isTask) => [
    ...(isTask ? taskOf(paragraph, home) : []),
    ...afterKeyword(paragraph, CLOSING, home),
  ]);
}

/** Issues of which a text says that it is a part, or that it closes, fixes or resolves them. */
export function partOfIssues(body: string, home: RepoRef): readonly IssueRef[] {
  return issuesIn(body, (paragraph) => afterKeyword(paragraph, PART_OR_CLOSING, home));
}

const CLOSING = 'close[sd]?|fix(?:e[sd])?|resolve[sd]?';
const PART_OR_CLOSING = `${CLOSING}|part of`;

type Reading = (paragraph: Paragraph, isFirstOfItem: boolean) => readonly IssueRef[];

function issuesIn(body: string, read: Reading): readonly IssueRef[] {
  if (!HINT.test(body)) return [];
  const found = new Map<string, IssueRef>();
  // A stack of its own: lists can be nested deeper than calls can.
  const waiting: { readonly node: Nodes; readonly isFirst: boolean }[] = [
    { node: readStructure(body), isFirst: false },
  ];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { node, isFirst } = next;
    if (node.type === 'paragraph') {
      for (const issue of read(node, isFirst)) {
        if (found.size < MOST_NAMED) found.set(issueKey(issue), issue);
      }
    }
    if (node.type !== 'root' && node.type !== 'list' && node.type !== 'listItem') continue;
    const inside = node.children.map((child, index) => ({
      node: child,
      isFirst: node.type === 'listItem' && index === 0,
    }));
    waiting.push(...inside.reverse());
  }
  return [...found.values()];
}

/** Most texts name no issue at all: then the Markdown need not be parsed. */
const HINT = /#\d|\/issues\/\d/;

const BOX = /^\[[ \txX]\][ \t\n]+/;

/** What a task begins with: `[ ] #45 Retry the call`, `[x] [the retry](https://…/issues/45)`. */
function taskOf({ children }: Paragraph, home: RepoRef): readonly IssueRef[] {
  const line = inlineText(children);
  if (!BOX.test(line)) return [];
  const [first = ''] = line.replace(BOX, '').split(/[\s\0]/, 1);
  return refOf(first, home);
}

function afterKeyword(
  { children }: Paragraph,
  keywords: string,
  home: RepoRef,
): readonly IssueRef[] {
  const text = inlineText(children);
  const named = new RegExp(String.raw`(?<![\w/#-])(?:${keywords})[\s:*_]{1,10}${REF}`, 'gi');
  return [...text.matchAll(named)]
    .filter(({ index }) => !DENIED.test(text.slice(Math.max(0, index - 30), index)))
    .flatMap(([, ref = '']) => refOf(ref, home));
}

const REF = String.raw`(https?://[^\s\0<>]{1,300}|(?:[\w-]{1,100}/[\w.-]{1,100})?#\d{1,9}(?![\w/]))`;

/** `This is no longer part of #12.` */
const DENIED = /(?:\bnot|\bno longer|\bnever|n['’]t)(?:\s+\w{1,12}){0,2}\s*$/i;

function refOf(written: string, home: RepoRef): readonly IssueRef[] {
  const bare = written.replace(/[.,;:!?)\]*_]+$/, '');
  // A bare number is a number.
  const issue = /^\d+$/.test(bare) ? undefined : issueOf(bare, home);
  return issue === undefined ? [] : [issue];
}

/** One line of text, links by their address; what is code or HTML parts the words and says nothing. */
function inlineText(children: readonly PhrasingContent[]): string {
  return children
    .map((node) => {
      switch (node.type) {
        case 'text':
          return node.value;
        case 'link':
          return `${node.url} `;
        case 'break':
          return '\n';
        default:
          return '\0';
      }
    })
    .join('');
}
