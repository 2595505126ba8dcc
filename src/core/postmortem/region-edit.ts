import { contentHash } from './content-hash.ts';
import { REGION_KINDS, type RegionKind } from './region-kinds.ts';
import type { Region } from './regions.ts';
import type { Edit } from './splice.ts';

/** Writes into a region's marker what the app wrote behind it. */
export function hashEdit({ start }: Region, content: string): Edit {
  const gap = start.hash === null ? ' ' : '';
  return { from: start.hashFrom, to: start.hashTo, text: `${gap}${contentHash(content)}` };
}

export function kindOf(name: string): RegionKind | undefined {
  return REGION_KINDS.find((kind) => kind === name);
}
