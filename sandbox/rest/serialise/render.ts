/**
 * `serialise/` turns records of the model into the JSON that GitHub's REST API and webhooks show. The same
 * functions serve both, so that an app sees one thing from both sides.
 */
import type { Site } from '../../http/context.ts';
import type { World } from '../../model/world.ts';

/** What every serialiser may use. */
export type Render = { readonly world: World; readonly site: () => Site };

export type Json = Readonly<Record<string, unknown>>;

/** An instant as GitHub writes it: ISO 8601 in whole seconds. */
export function iso(epochMilliseconds: number): string {
  return new Date(Math.floor(epochMilliseconds / 1000) * 1000).toISOString().replace('.000Z', 'Z');
}

export function isoOrNull(epochMilliseconds: number | null): string | null {
  return epochMilliseconds === null ? null : iso(epochMilliseconds);
}
