/** What tests on the sandbox's stage begin and end with. */
import { afterEach, beforeEach, expect } from 'vitest';
import type { Repository } from '../../sandbox/model/records/repository.ts';
import { findRepository } from '../../sandbox/model/world.ts';
import { setStage, type Stage } from './stage.ts';

/** Sets a stage before each test of the file, and strikes it after: nothing there may have been complained of. */
export function onEachStage(enter: (stage: Stage) => void): void {
  let stage: Stage;
  beforeEach(async () => {
    stage = await setStage();
    enter(stage);
  });
  afterEach(async () => {
    expect(stage.sandbox.control.complaints()).toEqual([]);
    await stage.close();
  });
}

/** A repository of acme: `shop`, or `vault`, which is private. */
export function repositoryOn({ sandbox }: Stage, name: string): Repository {
  const repository = findRepository(sandbox.world, 'acme', name);
  if (repository === undefined) throw new Error(`acme has no ${name}`);
  return repository;
}
