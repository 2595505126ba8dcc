/** What tests on the stage of the shell begin and end with. */
import { afterEach, beforeEach, expect } from 'vitest';
import type { Policy } from '../../../src/core/policy/policy.ts';
import { setStage, type Stage } from './stage.ts';

/** Sets a stage before each test of the file, and strikes it after: the sandbox may have complained of nothing. */
export function onEachStage(enter: (stage: Stage) => unknown, policy?: Policy): void {
  let stage: Stage;
  beforeEach(async () => {
    stage = await setStage(policy);
    await enter(stage);
  });
  afterEach(async () => {
    stage.sandbox.control.clearFaults();
    expect(stage.sandbox.control.complaints()).toEqual([]);
    await stage.close();
  });
}
