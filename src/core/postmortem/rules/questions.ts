import type { ListItem, Nodes, Paragraph, Parents, RootContent, TableCell } from 'mdast';
import { plainText } from '../../markdown/plain.ts';
import { openPrompts } from '../../messages/postmortem/prompts.ts';
import { rowLines } from '../table/action-table.ts';
import { failure, type Finding } from '../finding.ts';
import {
  isPeoples,
  lineOf,
  offsetOf,
  saysSomething,
  type DocumentReading,
  type Section,
} from '../read-document.ts';

/**
 * Questions that nobody answered: in emphasis, wherever they stand, also in what the app wrote where
 * the incident says nothing; and each why of the root cause that stands alone.
 */
export function openQuestions(document: DocumentReading): readonly Finding[] {
  const rows = rowLines(document);
  const asked = openPrompts(document.tree).filter((node) => !rows.has(lineOf(node)));
  const whys = bareWhys(document).filter(
    (node) => node.type === 'listItem' || !asked.includes(node),
  );
  return [...asked, ...whys].map((node) => {
    const question = wordsOf(node, document);
    if (node.type === 'listItem' || WHY.test(question))
      return failure(lineOf(node), { is: 'why', question });
    const section = sectionOf(node, document)?.title ?? '';
    return failure(lineOf(node), { is: 'question', section, question });
  });
}

/** The section in which it stands; undefined above the first heading. */
export function sectionOf(node: Nodes, { sections }: DocumentReading): Section | undefined {
  return sections.findLast(({ line }) => line <= lineOf(node));
}

const WHY = /^(?:\d+[.)]\s*)?why\b/i;

/**
 * `1. Why did it fail?` without an answer behind or below it, and numbers at which nothing stands. Where
 * nothing stands at any of them, the section is empty, which is said of it already.
 */
function bareWhys(document: DocumentReading): readonly (Paragraph | ListItem)[] {
  return document.sections
    .filter(({ title }) => /\bwhys?\b|\broot cause\b/i.test(title))
    .filter(({ hasParts, blocks }) => hasParts || blocks.some(saysSomething))
    .flatMap(({ blocks }) => blocks)
    .filter((block) => isPeoples(document, block))
    .flatMap((block) => bareIn({ type: 'root', children: [block] }, document));
}

function bareIn(parent: Parents, document: DocumentReading): readonly (Paragraph | ListItem)[] {
  const children: readonly Nodes[] = parent.children;
  const isNumbered = parent.type === 'list' && parent.ordered === true;
  return children.flatMap((node, index): readonly (Paragraph | ListItem)[] => {
    if (node.type === 'listItem' && isNumbered && !saysSomething(node)) return [node];
    if (node.type === 'paragraph') {
      const words = wordsOf(node, document);
      const isAlone = WHY.test(words) && words.endsWith('?') && children[index + 1] === undefined;
      return isAlone && parent.type === 'listItem' ? [node] : [];
    }
    return 'children' in node ? bareIn(node, document) : [];
  });
}

/** Of a number at which nothing stands, the number. */
function wordsOf(
  node: Paragraph | TableCell | ListItem,
  { source }: Pick<DocumentReading, 'source'>,
): string {
  if (node.type === 'listItem') return /^\d+[.)]/.exec(source.slice(offsetOf(node)))?.[0] ?? '';
  const [first] = node.children;
  const last: RootContent | undefined = node.children.at(-1);
  if (first === undefined || last === undefined) return '';
  const from = node.type === 'paragraph' ? offsetOf(node) : offsetOf(node) + 1;
  const to = node.position?.end.offset ?? from;
  return plainText(source.slice(from, to).replace(/\|\s*$/, ''))
    .replace(/\s+/g, ' ')
    .trim();
}
