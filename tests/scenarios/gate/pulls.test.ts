/** Pull requests as they come: drafts, forks, other bases, force pushes, shared heads, old ones. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { deleteRepository } from '../../../sandbox/model/actions/repositories.ts';
import { findRepository } from '../../../sandbox/model/world.ts';
import { CHECKOUT, GATE, MONOREPO } from '../support/gated-organisation.ts';
import { aGatedScene, FAILING, type GatedScene } from '../support/gated-scene.ts';
import { issueOf } from '../support/look.ts';
import type { Thread } from '../support/person.ts';

let scene: GatedScene;
beforeEach(async () => {
  scene = await aGatedScene({ also: [MONOREPO], dontRepeat: { branches: '[main, "release/*"]' } });
});
afterEach(() => scene.close());

const FILES = { 'src/new.ts': 'export const isNew = true;\n' };
const conclusionsOn = (sha: string): readonly (string | null)[] =>
  scene
    .checkRuns(CHECKOUT, sha)
    .filter(({ name }) => name === GATE)
    .map(({ conclusion }) => conclusion);

describe('drafts', () => {
  test('are judged, so that nothing is expected for ever', async () => {
    await scene.aViolation();
    const draft = await scene.alice.proposes(CHECKOUT, { files: FILES, draft: true });
    expect(await scene.verdictOf(draft)).toMatchObject({ conclusion: 'failure' });
    await scene.alice.marksReady(draft);
    expect(await scene.alice.triesToMerge(draft)).toMatch(FAILING);
  });
});

describe('forks', () => {
  test('are judged as the repository they want to change', async () => {
    const incident = await scene.aViolation();
    const pull = await scene.mallory.proposes(CHECKOUT, { files: FILES, fromFork: true });
    expect(await scene.alice.triesToMerge(pull)).toMatch(FAILING);
    await scene.isOver(incident);
    expect(await scene.alice.triesToMerge(pull)).toBe('merged');
  });

  test('that are gone leave a pull request that is still judged', async () => {
    const incident = await scene.aViolation();
    const pull = await scene.mallory.proposes(CHECKOUT, { files: FILES, fromFork: true });
    expect(await scene.verdictOf(pull)).toMatchObject({ conclusion: 'failure' });
    const fork = findRepository(scene.world, 'mallory', 'checkout')!;
    const mallory = { kind: 'user', login: 'mallory' } as const;
    const gone = { repository: fork, keepPullsOpen: true };
    expect(deleteRepository(scene.world, mallory, gone).ok).toBe(true);
    await scene.isOver(incident);
    expect(await scene.verdictOf(pull)).toMatchObject({ conclusion: 'success' });
    await scene.aViolation();
    expect(await scene.alice.triesToMerge(pull)).toMatch(FAILING);
  });

  test('by a held team’s member, vouched for by a colleague, may fix', async () => {
    const incident = await scene.aViolation();
    const fix = await scene.alice.proposes(CHECKOUT, {
      ...{ files: FILES, fromFork: true },
      body: `Fixes ${incident.repository}#${String(incident.number)}`,
    });
    await scene.bob.approves(fix);
    expect(await scene.alice.triesToMerge(fix)).toBe('merged');
  });
});

describe('bases', () => {
  test('that are not gated need nothing and get nothing', async () => {
    await scene.alice.writes(CHECKOUT, 'next', { 'next.md': 'x\n' });
    await scene.aViolation();
    const pull = await scene.alice.proposes(CHECKOUT, { files: FILES, base: 'next' });
    expect(await scene.alice.triesToMerge(pull)).toBe('merged');
  });

  test('changed to a gated one, the pull request is judged and held', async () => {
    await scene.alice.writes(CHECKOUT, 'next', { 'next.md': 'x\n' });
    await scene.aViolation();
    const pull = await scene.alice.proposes(CHECKOUT, { files: FILES, base: 'next' });
    await scene.settled();
    await scene.alice.retargets(pull, 'main');
    expect(await scene.alice.triesToMerge(pull)).toMatch(FAILING);
  });

  test('by glob are gated as the default branch', async () => {
    await scene.alice.writes(CHECKOUT, 'release/1', { 'r.md': '1\n' });
    await scene.aViolation();
    const pull = await scene.alice.proposes(CHECKOUT, { files: FILES, base: 'release/1' });
    expect(await scene.verdictOf(pull)).toMatchObject({ conclusion: 'failure' });
  });

  test('changed away from a gated one, the pull request may merge there', async () => {
    await scene.alice.writes(CHECKOUT, 'next', { 'next.md': 'x\n' });
    await scene.aViolation();
    const pull = await scene.aChange();
    expect(await scene.verdictOf(pull)).toMatchObject({ conclusion: 'failure' });
    await scene.alice.retargets(pull, 'next');
    expect(await scene.alice.triesToMerge(pull)).toBe('merged');
  });
});

describe('heads that move', () => {
  test('forced while nobody listens, and heard of backwards, end with the last one judged', async () => {
    const { control } = scene;
    const incident = await scene.aViolation();
    const fix = await scene.aFixOf(incident);
    await scene.bob.approves(fix);
    expect(await scene.verdictOf(fix)).toMatchObject({ conclusion: 'success' });
    control.hold();
    const heads = [
      await scene.alice.pushes(fix, { 'a.ts': '1\n' }, { force: true }),
      await scene.alice.pushes(fix, { 'b.ts': '1\n' }, { force: true }),
    ];
    const ids = control.held().map(({ id }) => id);
    control.send();
    control.release([...ids].reverse());
    await scene.settled();
    expect(issueOf(scene.world, fix).pull?.headSha).toBe(heads[1]);
    expect(await scene.alice.triesToMerge(fix)).toMatch(FAILING);
    expect(conclusionsOn(heads[1]!)).toEqual(['failure']);
  });

  test('in the middle of being judged, no verdict of the old head opens the new one', async () => {
    const { control } = scene;
    const incident = await scene.aViolation();
    const fix = await scene.aFixOf(incident);
    await scene.settled();
    control.inject({ path: '/graphql', effect: { kind: 'slow', milliseconds: 60 } });
    await scene.bob.approves(fix);
    await control.idle();
    const head = await scene.alice.pushes(fix, { 'c.ts': '1\n' });
    control.clearFaults();
    expect(await scene.alice.triesToMerge(fix)).toMatch(FAILING);
    expect(conclusionsOn(head)).not.toContain('success');
  });

  test('back to a vouched one are free again', async () => {
    const incident = await scene.aViolation();
    const fix = await scene.aFixOf(incident);
    await scene.bob.approves(fix);
    expect(await scene.verdictOf(fix)).toMatchObject({ conclusion: 'success' });
    const good = issueOf(scene.world, fix).pull?.headSha ?? '';
    await scene.alice.pushes(fix, { 'd.ts': '1\n' });
    expect(await scene.verdictOf(fix)).toMatchObject({ conclusion: 'failure' });
    const ref = `/repos/${CHECKOUT}/git/refs/heads/${fix.head.branch}`;
    await scene.alice.call('PATCH', ref, { sha: good, force: true });
    expect(await scene.alice.triesToMerge(fix)).toBe('merged');
  });
});

describe('two pull requests on one head', () => {
  test('cannot block a fix, nor smuggle a change in', async () => {
    await scene.alice.writes(CHECKOUT, 'release/1', { 'r.md': '1\n' });
    const incident = await scene.aViolation();
    const fix = await scene.aFixOf(incident);
    await scene.bob.approves(fix);
    const second = await scene.mallory.proposesAgain(fix, 'release/1').catch(() => null);
    const again = second ?? (await scene.alice.proposesAgain(fix, 'release/1'));
    expect(await scene.verdictOf(again)).toMatchObject({ conclusion: 'success' });
    expect(await scene.alice.triesToMerge(fix)).toBe('merged');
  });

  test('unite their owners: who is free alone is held with the other', async () => {
    const files = { 'services/search/find.ts': 'export const find = 2;\n' };
    await scene.alice.writes(MONOREPO, 'release/2', {
      'services/search/find.ts': 'export const find = 2;\n',
      'services/checkout/pay.ts': 'export const pay = 0;\n',
    });
    const free = await scene.carol.proposes(MONOREPO, { files });
    await scene.aViolation();
    expect(await scene.verdictOf(free)).toMatchObject({ conclusion: 'success' });
    await scene.alice.writes(MONOREPO, 'release/3', files);
    const both = await scene.alice.proposesAgain(free, 'release/2');
    const verdict = await scene.verdictOf(both);
    expect(verdict).toEqual(await scene.verdictOf(free));
  });
});

describe('pull requests the app was never told about', () => {
  async function unheard(act: () => Promise<Thread>): Promise<Thread> {
    const { control } = scene;
    await scene.settled();
    control.hold();
    const pull = await act();
    control.drop(control.held().map(({ id }) => id));
    control.send();
    return pull;
  }

  test('wait for nobody for ever: the sweep judges them', async () => {
    await scene.aViolation();
    const held = await unheard(() => scene.aChange());
    const free = await unheard(() => scene.carol.proposes('acme/search', { files: FILES }));
    expect(await scene.alice.triesToMerge(held)).toMatch(/is expected/);
    await scene.app().sweep();
    expect(await scene.alice.triesToMerge(held)).toMatch(FAILING);
    expect(await scene.carol.triesToMerge(free)).toBe('merged');
  });

  test('are judged when a violation opens, as those it knows', async () => {
    const unknown = await unheard(() => scene.aChange());
    await scene.aViolation();
    expect(await scene.alice.triesToMerge(unknown)).toMatch(FAILING);
  });

  test('closed and reopened are judged as of now', async () => {
    const pull = await scene.aChange();
    expect(await scene.verdictOf(pull)).toMatchObject({ conclusion: 'success' });
    await scene.alice.withdraws(pull);
    await scene.aViolation();
    await scene.alice.revives(pull);
    expect(await scene.alice.triesToMerge(pull)).toMatch(FAILING);
  });
});
