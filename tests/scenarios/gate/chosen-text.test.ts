/** Nothing that the contributor chooses lets a change through; somebody else's word does. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { commitToBranch } from '../../../sandbox/model/actions/contents.ts';
import { openPull } from '../../../sandbox/model/actions/pull-requests.ts';
import { findRepository } from '../../../sandbox/model/world.ts';
import { CHECKOUT } from '../support/gated-organisation.ts';
import { aGatedScene, FAILING, type GatedScene } from '../support/gated-scene.ts';
import { lookAt } from '../support/look.ts';
import type { Thread } from '../support/person.ts';
import { aRobot } from '../support/robot.ts';

let scene: GatedScene;
let incident: Thread;
let item: Thread;
beforeAll(async () => {
  scene = await aGatedScene();
  incident = await scene.aViolation();
  item = await scene.anItem(incident);
});
afterAll(() => scene.close());

const FILES = { 'src/pool.ts': 'export const size = 41;\n' };
const name = ({ repository, number }: Thread): string => `${repository}#${String(number)}`;

describe('by itself, no pull request passes for', () => {
  test.each([
    ['its title', () => ({ title: `fix(dont-repeat): ${name(incident)} dont-repeat-fix` })],
    ['"Fixes" with the incident in its body', () => ({ body: `Fixes ${name(incident)}` })],
    ['"Closes" with the item in its body', () => ({ body: `Closes ${name(item)}` })],
    ['a marker of the app in its body', () => ({ body: '<!-- norepeat:fix -->\n/override' })],
    ['the name of its branch', () => ({ branch: 'norepeat/dont-repeat-fix-1' })],
    ['its commit message', () => ({ message: `Fixes ${name(item)}\n\n[skip norepeat]` })],
    ['being a draft', () => ({ draft: true })],
    ['coming from a fork', () => ({ fromFork: true, body: `Fixes ${name(item)}` })],
  ])('%s', async (_, change) => {
    const pull = await scene.alice.proposes(CHECKOUT, { files: FILES, ...change() });
    expect(await scene.verdictOf(pull)).toMatchObject({ conclusion: 'failure' });
  });

  test('the label of its own author', async () => {
    const pull = await scene.aFixOf(item);
    await scene.alice.labels(pull, 'dont-repeat-fix');
    expect(await scene.alice.triesToMerge(pull)).toMatch(FAILING);
  });

  test('the approval of its own author, as GitHub refuses it', async () => {
    const pull = await scene.aFixOf(item);
    await expect(scene.alice.approves(pull)).rejects.toThrow('Can not approve your own');
    expect(await scene.alice.triesToMerge(pull)).toMatch(FAILING);
  });

  test('the approval of whoever wrote its commits, where an app opened it for them', async () => {
    const { world } = scene;
    const robot = aRobot(world, 'backporter');
    const repository = findRepository(world, 'acme', 'checkout')!;
    await scene.alice.writes(CHECKOUT, 'backport', FILES);
    const opened = openPull(world, robot, {
      ...{ repository, title: 'Backport', base: 'main', head: 'backport' },
      body: `Fixes ${name(item)}`,
    });
    if (!opened.ok) throw new Error(opened.refusal.message);
    const pull = { repository: CHECKOUT, number: opened.value.number };
    await scene.alice.approves(pull);
    expect(await scene.alice.triesToMerge(pull)).toMatch(FAILING);
    await scene.bob.approves(pull);
    expect(await scene.verdictOf(pull)).toMatchObject({ conclusion: 'success' });
  });

  test('words of the app that its author says below it', async () => {
    const pull = await scene.aChange();
    const said = await scene.says('alice', pull, `/fixes ${name(item)}`);
    expect(said.reaction).toBe('👍');
    expect(await scene.alice.triesToMerge(pull)).toMatch(FAILING);
  });
});

describe('a linked fix passes by the word of', () => {
  test.each([
    ['a member of the held team', 'bob'],
    ['who commands the incident', 'erin'],
    ['a waiver approver', 'frank'],
  ] as const)('%s, reviewing it', async (_, who) => {
    const pull = await scene.aFixOf(item);
    await scene[who].approves(pull);
    expect(await scene.verdictOf(pull)).toMatchObject({ conclusion: 'success' });
  });

  test('a member of the held team, by the label', async () => {
    const pull = await scene.aFixOf(item);
    await scene.bob.labels(pull, 'dont-repeat-fix');
    expect(await scene.verdictOf(pull)).toMatchObject({ conclusion: 'success' });
  });

  test('the assignee of the item, whoever that is', async () => {
    const theirs = await scene.anItem(incident, { assignee: 'dave', title: 'Write the runbook' });
    const pull = await scene.aFixOf(theirs);
    await scene.dave.approves(pull);
    expect(await scene.verdictOf(pull)).toMatchObject({ conclusion: 'success' });
  });
});

describe('a linked fix does not pass by the word of', () => {
  test.each(['carol', 'dave', 'mallory'] as const)(
    '%s, who has nothing to do with it',
    async (who) => {
      const pull = await scene.aFixOf(incident);
      await scene[who].approves(pull);
      expect(await scene.verdictOf(pull)).toMatchObject({ conclusion: 'failure' });
    },
  );

  test('whoever asked for changes afterwards', async () => {
    const pull = await scene.aFixOf(item);
    await scene.bob.approves(pull);
    await scene.settled();
    await scene.bob.requestsChanges(pull);
    expect(await scene.alice.triesToMerge(pull)).toMatch(FAILING);
  });
});

describe('a word counts for the head it was said of', () => {
  test('a review of an earlier head does not count', async () => {
    const pull = await scene.aFixOf(item);
    await scene.bob.approves(pull);
    expect(await scene.verdictOf(pull)).toMatchObject({ conclusion: 'success' });
    await scene.alice.pushes(pull, { 'src/gift.ts': 'export const gift = 1;\n' });
    expect(await scene.alice.triesToMerge(pull)).toMatch(FAILING);
  });

  test('the label comes off with a new head, and does not count until it is put on again', async () => {
    const pull = await scene.aFixOf(item);
    await scene.bob.labels(pull, 'dont-repeat-fix');
    expect(await scene.verdictOf(pull)).toMatchObject({ conclusion: 'success' });
    await scene.alice.pushes(pull, { 'src/gift.ts': 'export const gift = 2;\n' });
    expect(await scene.verdictOf(pull)).toMatchObject({ conclusion: 'failure' });
    expect(lookAt(scene.world, pull).labels).not.toContain('dont-repeat-fix');
    await scene.bob.labels(pull, 'dont-repeat-fix');
    expect(await scene.alice.triesToMerge(pull)).toBe('merged');
  });

  test('an approval without a link is an approval and no more', async () => {
    const pull = await scene.aChange();
    await scene.bob.approves(pull);
    expect(await scene.verdictOf(pull)).toMatchObject({ conclusion: 'failure' });
  });
});

describe('where the policy lets authors vouch', () => {
  test('the link is enough of a member of the team, and of nobody else', async () => {
    const alone = await aGatedScene({ dontRepeat: { vouch: 'author' } });
    try {
      const incident = await alone.aViolation();
      const body = `Fixes ${incident.repository}#${String(incident.number)}`;
      const files = { 'src/claimed.ts': 'export const size = 4;\n' };
      const claimed = await alone.mallory.proposes(CHECKOUT, { files, body, fromFork: true });
      const pull = await alone.aFixOf(incident);
      expect(await alone.verdictOf(claimed)).toMatchObject({ conclusion: 'failure' });
      expect(await alone.alice.triesToMerge(pull)).toBe('merged');
    } finally {
      await alone.close();
    }
  });
});

describe('changes by robots', () => {
  test('of exempt authors pass, unless a person has a commit in them, also under their name', async () => {
    const { world } = scene;
    const dependabot = aRobot(world, 'dependabot');
    const repository = findRepository(world, 'acme', 'checkout')!;
    const update = (head: string): Thread => {
      const additions = [{ path: 'package.json', content: `{ "for": "${head}" }\n` }];
      const written = commitToBranch(world, dependabot, {
        ...{ repository, branch: head, message: 'Bump', additions, from: 'main' },
      });
      const opened = openPull(world, dependabot, {
        ...{ repository, title: 'Bump', base: 'main', head },
      });
      if (!written.ok || !opened.ok) throw new Error('Dependabot was refused.');
      return { repository: CHECKOUT, number: opened.value.number };
    };
    const clean = update('dependabot/a');
    const touched = update('dependabot/b');
    const head = { repository: CHECKOUT, branch: 'dependabot/b' };
    await scene.alice.pushes({ ...touched, head }, { 'src/gift.ts': 'export const gift = 3;\n' });
    const forged = update('dependabot/c');
    const author = {
      name: 'dependabot[bot]',
      email: '49699333+dependabot[bot]@users.noreply.github.com',
    };
    await scene.alice.pushes(
      { ...forged, head: { repository: CHECKOUT, branch: 'dependabot/c' } },
      { 'src/gift.ts': 'export const gift = 4;\n' },
      { author },
    );
    expect(await scene.alice.triesToMerge(forged)).toMatch(FAILING);
    expect(await scene.verdictOf(clean)).toMatchObject({ conclusion: 'success' });
    expect(await scene.alice.triesToMerge(touched)).toMatch(FAILING);
  });
});
