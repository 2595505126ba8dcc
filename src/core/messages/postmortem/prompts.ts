/**
 * What a postmortem says by itself, one file a region, and what it asks of people. Facts and questions stand
 * apart: a region tells what the incident knows, and follows it; the questions stand in the template
 * beside it, so that an answer makes no region a touched one. This file says how a question looks.
 */
import type { Emphasis, Nodes, Paragraph, Parents, RootContent, TableCell } from 'mdast';
import type { RegionKind } from '../../postmortem/regions/kinds.ts';
import { code, paragraph, phrasing, type Words } from '../../markdown/build.ts';

/** A question to people: a whole paragraph in emphasis, `_Why was it not noticed earlier?_`. */
export function prompt(...words: readonly Words[]): Paragraph {
  return paragraph({ type: 'emphasis', children: phrasing(...words) });
}

/** A whole paragraph or a whole cell of a table in emphasis, and nothing else: a question nobody answered in its place. */
export function isPrompt(node: Nodes): boolean {
  if (node.type !== 'paragraph' && node.type !== 'tableCell') return false;
  const said = node.children.filter((child) => child.type !== 'text' || child.value.trim() !== '');
  const [only] = said;
  return said.length === 1 && only?.type === 'emphasis' && hasWords(only);
}

/**
 * Questions that nobody answered, in the order of the text: neither in their place, nor below them while
 * the question was left standing.
 */
export function openPrompts(parent: Parents): readonly (Paragraph | TableCell)[] {
  return parent.children.flatMap((node, index, siblings): readonly (Paragraph | TableCell)[] => {
    if ((node.type === 'paragraph' || node.type === 'tableCell') && isPrompt(node)) {
      const isAnswered = node.type === 'paragraph' && isAnswer(siblings[index + 1]);
      return isAnswered ? [] : [node];
    }
    return 'children' in node ? openPrompts(node) : [];
  });
}

function isAnswer(next: Nodes | undefined): boolean {
  return next !== undefined && ANSWERS.has(next.type) && !isPrompt(next);
}

/** What people answer with; a heading, a rule or a marker begins something else. */
const ANSWERS: ReadonlySet<Nodes['type']> = new Set<Nodes['type']>([
  'paragraph',
  'list',
  'table',
  'code',
  'blockquote',
]);

function hasWords(node: Emphasis): boolean {
  return node.children.some((child) => child.type !== 'text' || child.value.trim() !== '');
}

/**
 * What stands in a region of which the incident says nothing, where the template has no words of its own
 * between the markers.
 */
export const QUESTIONS: Readonly<Record<RegionKind, readonly RootContent[]>> = {
  summary: [prompt('What happened, to whom, for how long, and how did it end?')],
  severity: [prompt('How bad was it, and by which criteria?')],
  impact: [
    prompt(
      'Whom did it harm, and how: users, customers, revenue? The figures come with ',
      code('/impact users=15%'),
      ' in the incident.',
    ),
  ],
  phases: [paragraph('Too few times are known for a chart.')],
  timeline: [prompt('What happened when, from the first sign to the end?')],
  detection: [
    prompt(
      'When and how was it noticed? ',
      code('/detected 14:05'),
      ' in the incident sets the time.',
    ),
    prompt('How could it have been noticed sooner?'),
  ],
  containment: [
    prompt('What stopped the damage, and when? ', code('/mitigated at 14:44 what helped')),
  ],
  'root-cause': [
    prompt('What broke, and why? Ask why until the answer is something that can be changed.'),
  ],
  resolution: [
    prompt(
      'What was done so that it does not come back at once? ',
      code('/resolved at 15:10 what was done'),
    ),
  ],
  'related-incidents': [paragraph('No related incident is known.')],
  lessons: [prompt('What went well?'), prompt('What went badly?'), prompt('Where were we lucky?')],
  'action-items': [
    prompt('What will be done so that it does not happen again, by whom, and by when?'),
  ],
  participants: [prompt('Who took part, and in which role?')],
};
