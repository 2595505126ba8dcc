import type { Break, PhrasingContent, Root, Text } from 'mdast';
import { visit } from 'unist-util-visit';

/** A remark plugin: a line break in a comment is a line break on the page, as in GitHub's comments. */
export function hardBreaks(): (tree: Root) => void {
  return (tree) => {
    visit(tree, 'text', (node, index, parent) => {
      if (parent === undefined || index === undefined || !node.value.includes('\n')) return;
      const pieces = brokenUp(node);
      (parent.children as PhrasingContent[]).splice(index, 1, ...pieces);
      return index + pieces.length;
    });
  };
}

function brokenUp(node: Text): (Text | Break)[] {
  return node.value
    .split(/\r?\n/u)
    .flatMap((line, index): (Text | Break)[] => [
      ...(index === 0 ? [] : [{ type: 'break' } as const]),
      ...(line === '' ? [] : [{ type: 'text', value: line } as const]),
    ]);
}
