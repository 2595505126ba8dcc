import type { Nodes } from 'mdast';
import { isPrompt } from '../../messages/postmortem/prompts.ts';
import { failure, type Finding } from '../finding.ts';
import {
  isPeoples,
  lineOf,
  saysSomething,
  type DocumentReading,
  type Section,
} from '../read-document.ts';
import type { Telling } from '../telling.ts';

/**
 * Nothing says how bad it was: no figure of the incident, and no word of a person in a section on the
 * impact. Where a question stands there still, that is what is left.
 */
export function absentImpact(document: DocumentReading, { incident }: Telling): readonly Finding[] {
  const { users, customers, cost } = incident.impact;
  if (users !== undefined || customers !== undefined || cost !== undefined) return [];
  const sections = document.sections.filter((section) => isImpact(section, document));
  const isSaid = sections.some(({ blocks }) => blocks.some((block) => answers(block, document)));
  if (isSaid || sections.some((section) => isLeft(section))) return [];
  return [failure(sections[0]?.line ?? 1, { is: 'no-impact' })];
}

function isImpact({ title, blocks }: Section, { found }: DocumentReading): boolean {
  if (/\b(?:impact|affected|damage|harm|blast radius)\b/i.test(title)) return true;
  const lines = blocks.map(lineOf);
  return found.regions.some(({ name, line }) => name === 'impact' && lines.includes(line));
}

/** An empty section, or one that asks: other rules say so. */
function isLeft({ blocks, hasParts }: Section): boolean {
  return (!hasParts && !blocks.some(saysSomething)) || blocks.some(hasQuestion);
}

function hasQuestion(node: Nodes): boolean {
  return isPrompt(node) || ('children' in node && node.children.some(hasQuestion));
}

/** Words of a person; in a table beside what its rows are called. */
function answers(node: Nodes, document: DocumentReading): boolean {
  if (isPrompt(node) || !isPeoples(document, node)) return false;
  if (node.type === 'table') {
    const cells = node.children.slice(1).flatMap(({ children }) => children.slice(1));
    return cells.some((cell) => answers(cell, document));
  }
  if (node.type === 'list' || node.type === 'listItem' || node.type === 'blockquote') {
    return node.children.some((child) => answers(child, document));
  }
  return saysSomething(node);
}
