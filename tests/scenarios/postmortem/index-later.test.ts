/**
 * Two postmortems begin before main has an index: only the first can make it. Whichever is merged first, both
 * are in the index in the end by their own pull requests, and nobody meets a conflict.
 */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { contributor } from '../support/contributor.ts';
import { INCIDENTS } from '../support/organisation.ts';
import type { Thread } from '../support/person.ts';
import { aScene, type Scene } from '../support/scene.ts';
import {
  aResolvedIncident,
  anHourPasses,
  branchOf,
  checkOf,
  fileAt,
  mergesPostmortem,
  seesPostmortem,
} from './support.ts';

vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });

const INDEX = 'postmortems/README.md';

describe('two postmortems that begin before there is an index', () => {
  let scene: Scene;
  let first: Thread;
  let second: Thread;
  beforeEach(async () => {
    scene = await aScene();
    first = await aResolvedIncident(scene, { title: 'First of two' });
    second = await aResolvedIncident(scene, { title: 'Second of two' });
    await scene.settled();
    expect(named(branchOf(first))).toEqual(['First of two']);
    expect(named(branchOf(second))).toBeNull();
  });
  afterEach(() => scene.close());

  /** Whom the index names; null where there is none. */
  function named(at = 'main'): readonly string[] | null {
    const index = fileAt(scene.world, INCIDENTS, INDEX, at);
    const titles = ['First of two', 'Second of two', 'Third'];
    return index === null ? null : titles.filter((title) => index.includes(`[${title}]`));
  }

  test('are both in it: the second gets main, and then its lines', async () => {
    await mergesPostmortem(scene, first);
    await scene.passes(2);
    const { commits } = await seesPostmortem(scene, second);
    expect(commits).toHaveLength(1);
    await anHourPasses(scene);
    const updated = await seesPostmortem(scene, second);
    expect(updated.commits.at(-1)).toBe(`Merge branch 'main' into ${branchOf(second)}`);
    expect(named(branchOf(second))).toEqual(['First of two']);
    expect(checkOf(scene, updated)).toBeDefined();
    await anHourPasses(scene);
    expect((await seesPostmortem(scene, second)).commits).toHaveLength(3);
    expect(named(branchOf(second))).toEqual(['First of two', 'Second of two']);
    await mergesPostmortem(scene, second);
    expect(named()).toEqual(['First of two', 'Second of two']);
  });

  test('are both in it where the second is merged first: the one that makes the index names it', async () => {
    await mergesPostmortem(scene, second);
    expect(named()).toBeNull();
    await anHourPasses(scene);
    expect(named(branchOf(first))).toEqual(['First of two', 'Second of two']);
    await mergesPostmortem(scene, first);
    expect(named()).toEqual(['First of two', 'Second of two']);
  });

  test('keep an approval: then the next one brings the lines, and the check says so', async () => {
    await contributor(scene.carol, scene).approves((await seesPostmortem(scene, second)).pull);
    await scene.settled();
    expect(checkOf(scene, await seesPostmortem(scene, second))?.summary).toContain(INDEX);
    await mergesPostmortem(scene, first);
    await anHourPasses(scene);
    await anHourPasses(scene);
    expect((await seesPostmortem(scene, second)).commits).toHaveLength(1);
    await mergesPostmortem(scene, second);
    expect(named()).toEqual(['First of two']);
    const third = await aResolvedIncident(scene, { title: 'Third' });
    await mergesPostmortem(scene, third);
    expect(named()).toEqual(['First of two', 'Second of two', 'Third']);
  });

  test('are both in it where the first is given up: the second makes the index', async () => {
    const { pull } = await seesPostmortem(scene, first);
    await scene.bob.call('PATCH', `/repos/${INCIDENTS}/pulls/${String(pull.number)}`, {
      state: 'closed',
    });
    await scene.settled();
    await anHourPasses(scene);
    expect(named(branchOf(second))).toEqual(['Second of two']);
    await mergesPostmortem(scene, second);
    expect(named()).toEqual(['Second of two']);
  });
});
