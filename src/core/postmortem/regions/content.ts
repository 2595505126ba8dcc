import { markdownOf } from '../../markdown/build.ts';
import { QUESTIONS } from '../../messages/postmortem/prompts.ts';
import { RENDERERS } from '../../messages/postmortem/renderers.ts';
import { actionTable } from '../table/action-table.ts';
import type { RegionKind } from './kinds.ts';
import type { Telling } from '../telling.ts';

/**
 * What the incident says in a region, as Markdown without blank lines around it; null where it says
 * nothing. `current` is what stands there: only the action table, which people and the app write
 * together, is made from it.
 */
export function contentOf(
  kind: RegionKind,
  telling: Telling,
  current: string | null,
): string | null {
  if (kind === 'action-items') return actionTable(current, telling);
  const blocks = RENDERERS[kind](telling);
  return blocks === null || blocks.length === 0 ? null : markdownOf(blocks);
}

/** What stands in a region while the incident says nothing there, and the template has no words for it. */
export function questionsOf(kind: RegionKind): string {
  return markdownOf(QUESTIONS[kind]);
}
