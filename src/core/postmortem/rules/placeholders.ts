import type { Nodes, Text } from 'mdast';
import { isPrompt } from '../../messages/postmortem/prompts.ts';
import { rowLines } from '../table/action-table.ts';
import { failure, type Finding } from '../finding.ts';
import { isPeoples, lineOf, type DocumentReading } from '../read-document.ts';
import { sectionOf } from './questions.ts';

/** What stands for something that is still to be written: `TODO`, `{{title}}`, `[describe the impact]`. */
export function placeholdersLeft(document: DocumentReading): readonly Finding[] {
  const texts = textsBelow(document.tree).filter((node) => isPeoples(document, node));
  const rows = rowLines(document);
  return texts.flatMap((node) => {
    if (rows.has(lineOf(node))) return [];
    return Array.from(node.value.matchAll(PLACEHOLDER), ({ 0: found, index }) => {
      const line = lineOf(node) + node.value.slice(0, index).split('\n').length - 1;
      const section = sectionOf(node, document)?.title ?? '';
      return failure(line, { is: 'placeholder', section, found });
    });
  });
}

const PLACEHOLDER =
  /\b(?:TODO|TBD|TBC|FIXME|XXX)\b|\{\{\s*[A-Za-z][\w-]{0,60}\s*\}\}|\[(?:add|describe|enter|explain|fill|insert|list|name|replace|your)\b[^\]\n]{0,200}\](?!\()|\blorem ipsum\b/g;

/** Open questions are said as such: `questions.ts`. */
function textsBelow(node: Nodes): readonly Text[] {
  if (isPrompt(node)) return [];
  if (node.type === 'text') return [node];
  return 'children' in node ? node.children.flatMap(textsBelow) : [];
}
