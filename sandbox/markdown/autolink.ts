import type { Element, ElementContent, Root, Text } from 'hast';
import { SKIP, visit } from 'unist-util-visit';

/** Where mentions and references lead; undefined leaves the text as it is. */
export interface LinkTargets {
  /** `owner` without `team` is an account. */
  readonly mention: (owner: string, team: string | undefined) => string | undefined;
  /** `repository` is `owner/name`, or undefined for the repository of the text itself. */
  readonly reference: (
    repository: string | undefined,
    number: number,
  ) => { readonly url: string; readonly title: string } | undefined;
  /** GitHub's own URLs are shown short: `…/acme/incidents/issues/12` reads `acme/incidents#12`. */
  readonly shorten: (url: string) => string | undefined;
}

/** A rehype plugin that links `@user`, `@org/team`, `#12` and `owner/name#12`. */
export function autolink(targets: LinkTargets): (tree: Root) => void {
  return (tree) => {
    visit(tree, (node, index, parent) => {
      if (node.type === 'element' && verbatim.has(node.tagName)) {
        shortenUrl(node, targets);
        return SKIP;
      }
      if (node.type !== 'text' || parent === undefined || index === undefined) return undefined;
      const pieces = linked(node.value, targets);
      if (pieces.length === 1 && pieces[0]?.type === 'text') return undefined;
      parent.children.splice(index, 1, ...pieces);
      return index + pieces.length;
    });
  };
}

/** Text inside these is never a mention, as on GitHub. */
const verbatim: ReadonlySet<string> = new Set(['a', 'code', 'pre', 'kbd', 'samp']);

const pattern =
  /(?<![\w/`@.-])(?:@(?<owner>[a-z\d](?:[a-z\d]|-(?=[a-z\d])){0,38})(?:\/(?<team>[a-z\d][\w-]*))?|(?<repository>[\w.-]+\/[\w.-]+)?#(?<number>\d{1,9}))(?![\w@])/giu;

function linked(text: string, targets: LinkTargets): ElementContent[] {
  const pieces: ElementContent[] = [];
  let done = 0;
  for (const match of text.matchAll(pattern)) {
    const link = linkFor(match, targets);
    if (link === undefined) continue;
    if (match.index > done) pieces.push({ type: 'text', value: text.slice(done, match.index) });
    pieces.push(link);
    done = match.index + match[0].length;
  }
  if (done < text.length || pieces.length === 0) {
    pieces.push({ type: 'text', value: text.slice(done) } satisfies Text);
  }
  return pieces;
}

function linkFor(match: RegExpExecArray, targets: LinkTargets): Element | undefined {
  const { owner, team, repository, number } = match.groups ?? {};
  if (owner !== undefined) {
    const url = targets.mention(owner, team);
    return url === undefined
      ? undefined
      : anchor(match[0], { href: url, className: [team ? 'team-mention' : 'user-mention'] });
  }
  const target = targets.reference(repository, Number(number));
  return target === undefined
    ? undefined
    : anchor(match[0], { href: target.url, title: target.title, className: ['issue-link'] });
}

function anchor(text: string, properties: Element['properties']): Element {
  return { type: 'element', tagName: 'a', properties, children: [{ type: 'text', value: text }] };
}

function shortenUrl(node: Element, targets: LinkTargets): void {
  const href = node.properties['href'];
  const [only] = node.children;
  if (node.tagName !== 'a' || typeof href !== 'string' || only?.type !== 'text') return;
  if (node.children.length > 1 || only.value !== href) return;
  const short = targets.shorten(href);
  if (short !== undefined) only.value = short;
}
