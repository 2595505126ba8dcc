/** What may become of deliveries on their way: late, out of turn, twice, never. */
import fc from 'fast-check';
import type { Scene } from '../../support/scene.ts';

type Listening = Pick<Scene, 'control' | 'settled' | 'app'>;

/** Read from the front, once a delivery. */
export interface Fate {
  /** Deliveries go out in the order of these. */
  readonly turn: number;
  readonly copies: 1 | 2;
  /** Lost where the luck of the run is worse than this. */
  readonly luck: number;
  /** Whether the app has time to work before the next one. */
  readonly pause: boolean;
}

export const aFate: fc.Arbitrary<Fate> = fc.record({
  turn: fc.nat(1000),
  copies: fc.constantFrom(1 as const, 1 as const, 2 as const),
  luck: fc.nat(3),
  pause: fc.boolean(),
});

/** Of four deliveries so many are lost: none, one, or all. */
export const aLoss = fc.constantFrom(0, 1, 4);

/** Sends what is held, each when the one before has done its work. */
export async function inOrder({ control, settled }: Listening): Promise<void> {
  for (const { id } of control.held()) {
    control.release([id]);
    await settled();
  }
}

interface Sent {
  readonly id: number;
  readonly pause: boolean;
  readonly event: string;
  readonly index: number;
}

/**
 * The same with each `repository_dispatch` in the turn in which it was sent: GitHub keeps nothing by which
 * anybody could tell later which of two alarms was the first.
 */
function inTurn(sent: readonly Sent[]): readonly Sent[] {
  const isAlarm = ({ event }: Sent): boolean => event === 'repository_dispatch';
  const alarms = sent.filter(isAlarm).toSorted((a, b) => a.index - b.index);
  let next = 0;
  return sent.map((one) => (isAlarm(one) ? (alarms[next++] ?? one) : one));
}

/** Sends what is held as fate wants it, and sweeps where something was lost. */
export function asFated(fates: readonly Fate[], loss: number): (scene: Listening) => Promise<void> {
  return async (scene) => {
    const { control } = scene;
    const held = control.held().map((delivery, index) => {
      const fate = fates[index % fates.length];
      if (fate === undefined) throw new Error('There is no fate.');
      // GitHub keeps nothing of a repository_dispatch to read again: only its redelivery brings it back.
      const isLost = fate.luck < loss && delivery.event !== 'repository_dispatch';
      const { id, event } = delivery;
      return { ...fate, id, event, index, copies: isLost ? 0 : fate.copies };
    });
    const lost = held.filter(({ copies }) => copies === 0);
    control.drop(lost.map(({ id }) => id));
    const sent = held
      .flatMap((fate, index) =>
        Array.from({ length: fate.copies }, (_, copy) => ({
          ...fate,
          turn: (fate.turn + copy * 397 + index) % 1000,
        })),
      )
      .sort((a, b) => a.turn - b.turn);
    for (const { id, pause } of inTurn(sent)) {
      control.release([id]);
      await control.idle();
      if (pause) await scene.settled();
    }
    await scene.settled();
    if (lost.length > 0) await scene.app().sweep();
    await scene.settled();
  };
}
