/** GitHub has a bad day: nobody passes by an error, everybody is told, and it heals by itself. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Fault } from '../../../sandbox/http/faults.ts';
import { CHECKOUT } from '../support/gated-organisation.ts';
import { aGatedScene, FAILING, type GatedScene } from '../support/gated-scene.ts';
import type { Thread } from '../support/person.ts';
import { issueOf } from '../support/look.ts';

let scene: GatedScene;
let incident: Thread;
beforeEach(async () => {
  scene = await aGatedScene();
  incident = await scene.aViolation();
});
afterEach(async () => {
  scene.control.clearFaults();
  await scene.close();
});

/** Only the reads of a pull request ask for this. */
const READS = { path: '/graphql', body: 'closingIssuesReferences' } as const;
const WRITES = { path: '/graphql', body: 'createCheckRun' } as const;

const TROUBLE: readonly (readonly [string, Fault['effect']])[] = [
  ['500', { kind: 'status', status: 500 }],
  ['502', { kind: 'status', status: 502 }],
  ['503 with retry-after', { kind: 'status', status: 503, retryAfterSeconds: 2 }],
  ['429 with retry-after', { kind: 'status', status: 429, retryAfterSeconds: 60 }],
  ['a secondary limit', { kind: 'secondary-limit', retryAfterSeconds: 60 }],
  ['a secondary limit that does not say how long', { kind: 'secondary-limit' }],
  ['a reset connection', { kind: 'reset' }],
  ['a lost answer', { kind: 'lost-answer' }],
];

describe.each(TROUBLE)('%s', (_, effect) => {
  test('on reading: what is held stays held, what is vouched for gets through', async () => {
    const restore = scene.control.inject({ ...READS, times: 6, effect });
    const held = await scene.aChange();
    const fix = await scene.aFixOf(incident);
    await scene.bob.approves(fix);
    expect(await scene.alice.triesToMerge(held)).toMatch(FAILING);
    expect(await scene.alice.triesToMerge(fix)).toBe('merged');
    restore();
  });

  test('on writing: one verdict is written, once', async () => {
    await scene.settled();
    const restore = scene.control.inject({ ...WRITES, times: 3, effect });
    const held = await scene.aChange();
    expect(await scene.alice.triesToMerge(held)).toMatch(FAILING);
    const real = (await scene.runsOf(held)).filter(({ page }) => page.includes('acme/payments'));
    expect(real).toHaveLength(1);
    restore();
  });
});

describe('while it lasts', () => {
  test('the check is a completed failure that says so, not a missing one', async () => {
    const restore = scene.control.inject({ ...READS, effect: { kind: 'status', status: 500 } });
    const pull = await scene.aFixOf(incident);
    await scene.bob.approves(pull);
    const said = await eventually(() => latest(pull));
    expect(said).toMatchObject({ status: 'completed', conclusion: 'failure' });
    expect(`${said.title ?? ''} ${said.summary ?? ''}`).toMatch(/could not decide/i);
    restore();
    expect(await scene.alice.triesToMerge(pull)).toBe('merged');
  });

  test('a green verdict of before does not stay when the reason to doubt it cannot be read', async () => {
    await scene.isOver(incident);
    const pull = await scene.aChange();
    expect(await scene.verdictOf(pull)).toMatchObject({ conclusion: 'success' });
    const restore = scene.control.inject({ ...READS, times: 4, effect: { kind: 'reset' } });
    await scene.aViolation();
    expect(await scene.alice.triesToMerge(pull)).toMatch(FAILING);
    restore();
  });

  test('a token that expired is renewed, and nobody notices', async () => {
    scene.control.expireTokens();
    expect(await scene.alice.triesToMerge(await scene.aChange())).toMatch(FAILING);
  });

  test('GitHub is gone while the app starts: what is held was never let go', async () => {
    const held = await scene.aChange();
    await scene.settled();
    await scene.stopApp();
    const unheard = await scene.aChange();
    scene.control.inject({
      ...{ method: 'POST', path: '/graphql', times: 6 },
      effect: { kind: 'status', status: 503 },
    });
    await scene.startApp();
    expect(await scene.alice.triesToMerge(unheard)).toMatch(FAILING);
    expect(await scene.alice.triesToMerge(held)).toMatch(FAILING);
  });
});

function latest(pull: Thread) {
  const sha = issueOf(scene.world, pull).pull?.headSha ?? '';
  return scene.checkRuns(CHECKOUT, sha).at(-1);
}

async function eventually<T>(look: () => T | undefined): Promise<T> {
  for (let tries = 0; tries < 500; tries += 1) {
    const found = look();
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error('It did not come.');
}
