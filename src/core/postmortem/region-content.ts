import type { RootContent } from 'mdast';
import { markdownOf } from '../markdown/build.ts';
import type { RegionKind } from './region-kinds.ts';
import type { Telling } from './telling.ts';

/**
 * What the incident says in a region, as Markdown without blank lines around it; null where it says
 * nothing. `current` is what stands there: only the action table, which people and the app write
 * together, is made from it.
 */
export function contentOf(
  kind: RegionKind,
  telling: Telling,
  _current: string | null,
): string | null {
  const blocks = RENDERERS[kind]?.(telling) ?? null;
  return blocks === null || blocks.length === 0 ? null : markdownOf(blocks);
}

type Renderer = (telling: Telling) => readonly RootContent[] | null;

const RENDERERS: Partial<Record<RegionKind, Renderer>> = {};
