/** Making a world: wires the clock, the id sequence, the event bus and what GitHub does by itself. */
import { automate } from './automations/automate.ts';
import type { Clock } from './clock.ts';
import { realClock } from './clock.ts';
import type { DomainEvent } from './events.ts';
import type { Person } from './records/accounts.ts';
import { emptyState } from './state.ts';
import type { World } from './world.ts';

export interface WorldOptions {
  /** Default: real time that can be moved. */
  readonly clock?: Clock;
}

/** A new, empty GitHub. */
export function createWorld(options: WorldOptions = {}): World {
  const clock = options.clock ?? realClock();
  const bus = eventBus();
  let lastId = 1000;
  let sequence = 0;
  const base = (sender: Person) => ({ sequence: (sequence += 1), at: clock.now(), sender });

  const world: World = {
    clock,
    state: emptyState(),
    events: bus,
    nextId: () => (lastId += 1),
    emit: (repository, sender, happening) => {
      bus.publish({ ...base(sender), ...happening, scope: 'repository', repository });
    },
    emitInOrganization: (organization, sender, happening) => {
      bus.publish({ ...base(sender), ...happening, scope: 'organization', organization });
    },
    emitToApp: (sender, happening) => {
      bus.publish({ ...base(sender), ...happening, scope: 'installation' });
    },
  };
  automate(world);
  return world;
}

/** Every listener sees the events in the same order, also those that listeners cause. */
function eventBus() {
  const history: DomainEvent[] = [];
  const listeners = new Set<(event: DomainEvent) => void>();
  const waiting: DomainEvent[] = [];
  let busy = false;

  const drain = (): void => {
    for (let event = waiting.shift(); event !== undefined; event = waiting.shift()) {
      for (const listener of [...listeners]) listener(event);
    }
  };
  return {
    history,
    subscribe: (listener: (event: DomainEvent) => void) => {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    publish: (event: DomainEvent): void => {
      history.push(event);
      waiting.push(event);
      if (busy) return;
      busy = true;
      try {
        drain();
      } finally {
        busy = false;
      }
    },
  };
}
