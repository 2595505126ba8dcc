/**
 * What GitHub does by itself once something happened. Verbs only make their own change and emit; these
 * listeners do the rest (they run before anybody who subscribes later), so verbs never call in circles.
 */
import type { DomainEvent } from '../events.ts';
import type { World } from '../world.ts';

/** Subscribes GitHub's own reactions. Called once per world, by `createWorld`. */
export function automate(world: World): void {
  world.events.subscribe((event) => {
    react(world, event);
  });
}

function react(_world: World, _event: DomainEvent): void {
  return;
}
