import { REGION_KINDS, type RegionKind } from './kinds.ts';
import type { Region } from './regions.ts';
import type { Edit } from '../splice.ts';

/** Writes into a region's marker what the app wrote behind it; `contentHash` of what the incident said. */
export function hashEdit({ start }: Region, hash: string): Edit {
  const gap = start.hash === null ? ' ' : '';
  return { from: start.hashFrom, to: start.hashTo, text: `${gap}${hash}` };
}

export function kindOf(name: string): RegionKind | undefined {
  return REGION_KINDS.find((kind) => kind === name);
}
