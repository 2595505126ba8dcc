/** Two postmortems at the same time, merged one after the other: nobody meets a conflict, in either order. */
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { INCIDENTS } from '../support/organisation.ts';
import type { Thread } from '../support/person.ts';
import { aScene, type Scene } from '../support/scene.ts';
import {
  aResolvedIncident,
  fileAt,
  instead,
  mergesPostmortem,
  seesPostmortem,
  writes,
} from './support.ts';

vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });

const INDEX = 'postmortems/README.md';

describe.each([
  ['in the order of their opening', (all: readonly Thread[]) => all],
  ['the other way round', (all: readonly Thread[]) => all.toReversed()],
] as const)('two postmortems, merged %s', (_, inOrder) => {
  let scene: Scene;
  beforeAll(async () => {
    scene = await aScene();
  });
  afterAll(() => scene.close());

  test('are both on main and, once the next one is, all in the index', async () => {
    // One is published already, with words of people around the lists.
    const early = await publish(scene, 'Early one');
    const words = '\nAsk in the channel of the commanders where anything is unclear.\n';
    const before = fileAt(scene.world, INCIDENTS, INDEX) ?? '';
    await scene.erin.commits(INCIDENTS, { path: INDEX, text: `${before}${words}` });
    await scene.settled();

    const first = await aResolvedIncident(scene, { title: 'First of two' });
    const second = await aResolvedIncident(scene, { title: 'Second of two' });
    for (const [each, what] of [
      [first, 'The first.'],
      [second, 'The second.'],
    ] as const) {
      await writes(scene, scene.bob, each, instead(/_What worked, and[^_]*_/, what));
    }
    for (const each of inOrder([first, second])) {
      await mergesPostmortem(scene, each);
    }
    expect((await seesPostmortem(scene, first)).text).toContain('The first.');
    expect((await seesPostmortem(scene, second)).text).toContain('The second.');

    const last = await publish(scene, 'Last one');
    const index = fileAt(scene.world, INCIDENTS, INDEX) ?? '';
    expect(index).toContain(words.trim());
    for (const each of [early, first, second, last]) {
      const { path } = await seesPostmortem(scene, each);
      const href = `(${path.replace('postmortems/', '')})`;
      // Once by year, once by service; nobody said the causes.
      expect(index.split(href)).toHaveLength(3);
    }
  });
});

async function publish(scene: Scene, title: string): Promise<Thread> {
  const incident = await aResolvedIncident(scene, { title });
  await scene.bob.merges((await seesPostmortem(scene, incident)).pull);
  await scene.settled();
  return incident;
}
