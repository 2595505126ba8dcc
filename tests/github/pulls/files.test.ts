import { describe, expect, test } from 'vitest';
import type { PullFacts } from '../../../src/core/gate/facts.ts';
import { onEachStage } from '../../flow/support/each-stage.ts';
import type { Stage } from '../../flow/support/stage.ts';
import { aPull, onlyPull, push, readerOf } from '../support/changes.ts';

let stage: Stage;
onEachStage((set) => (stage = set));

describe('changed files', () => {
  const many = (count: number) =>
    Object.fromEntries(
      Array.from({ length: count }, (_, i) => [`d${String(i % 40)}/f${String(i)}`, String(i)]),
    );

  const reading = async (pull: PullFacts) => {
    let files: PullFacts['files'] | undefined;
    const wire = await stage.during(async () => {
      files = await readerOf(stage).files(pull);
    });
    return { files: files!, reads: wire.reads };
  };
  const isREST = (request: string) => request.startsWith('GET ');

  test('a list that ends is not whole, and goes on where it ended for a request a hundred', async () => {
    const shown = await onlyPull(stage, aPull(stage, { head: 'a', files: many(250) }));
    expect(shown.files).toMatchObject({ complete: false, total: 250 });
    expect(shown.files.paths).toHaveLength(100);
    const { files, reads } = await reading(shown);
    expect(reads).toEqual(['query PullFiles', 'query PullFiles']);
    expect(files).toMatchObject({ complete: true, next: null, total: 250 });
    expect(new Set(files.paths)).toEqual(new Set(Object.keys(many(250))));
  });

  test('of a renamed file both names count, by REST', async () => {
    const change = { 'new/name.md': '# Checkout\n' };
    const shown = await onlyPull(
      stage,
      aPull(stage, { head: 'a', files: change, deletions: ['README.md'] }),
    );
    expect(shown.files).toMatchObject({ complete: false, next: null });
    const { files, reads } = await reading(shown);
    expect([...files.paths].sort()).toEqual(['README.md', 'new/name.md']);
    expect(files.complete).toBe(true);
    expect(reads.every(isREST)).toBe(true);
  });

  test('a renamed file on a later page counts with both names too', async () => {
    const change = { ...many(150), 'z/name.md': '# Checkout\n' };
    const shown = await onlyPull(
      stage,
      aPull(stage, { head: 'a', files: change, deletions: ['README.md'] }),
    );
    expect(shown.files.next).not.toBeNull();
    const { files } = await reading(shown);
    expect(new Set(files.paths)).toEqual(new Set([...Object.keys(change), 'README.md']));
    expect(files.complete).toBe(true);
  });

  test('of a head that moved meanwhile no half is joined to the half of another', async () => {
    const shown = await onlyPull(stage, aPull(stage, { head: 'a', files: many(150) }));
    push(stage, { head: 'a', files: { 'a/first': 'x' } });
    const { files, reads } = await reading(shown);
    expect(new Set(files.paths)).toEqual(new Set([...Object.keys(many(150)), 'a/first']));
    expect(files).toMatchObject({ complete: true, total: 151 });
    expect(reads.some(isREST)).toBe(true);
  });

  test('more than GitHub lists is never whole', async () => {
    const shown = await onlyPull(stage, aPull(stage, { head: 'a', files: many(3001) }));
    const { paths, complete, total } = await readerOf(stage).files(shown);
    expect([paths.length, complete, total]).toEqual([3000, false, 3001]);
    const byREST = await readerOf(stage).files({ ...shown, files: { ...shown.files, next: null } });
    expect([byREST.paths.length, byREST.complete, byREST.total]).toEqual([3000, false, 3001]);
  });
});
