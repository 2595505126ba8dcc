/** Buttons and re-runs always get a new run; what did not change is not written again by itself. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Pull } from '../support/contributor.ts';
import { SEARCH } from '../support/gated-organisation.ts';
import { aGatedScene, type GatedScene } from '../support/gated-scene.ts';
import { BOT, lookAt } from '../support/look.ts';
import type { Thread } from '../support/person.ts';

let scene: GatedScene;
let incident: Thread;
let held: Pull;
let free: Pull;
beforeAll(async () => {
  scene = await aGatedScene();
  incident = await scene.aViolation();
  held = await scene.aChange();
  free = await scene.carol.proposes(SEARCH, { files: { 'a.ts': '1\n' } });
});
afterAll(() => scene.close());

describe('the buttons of the page', () => {
  test('are there: check again, ask for a waiver', async () => {
    expect((await scene.verdictOf(held))?.buttons).toHaveLength(2);
  });

  test.each<readonly [string, () => Pull, 'failure' | 'success']>([
    ['of a held pull request', () => held, 'failure'],
    ['of a free one', () => free, 'success'],
  ])('re-runs %s write a new run each, though nothing changed', async (_, which, conclusion) => {
    const pull = which();
    const before = await scene.runsOf(pull);
    await scene.erin.reruns(before.at(-1)!);
    expect(await scene.runsOf(pull)).toHaveLength(before.length + 1);
    await scene.erin.reruns(before.at(-1)!, 'all');
    const after = await scene.runsOf(pull);
    expect(after).toHaveLength(before.length + 2);
    expect(after.at(-1)).toMatchObject({ conclusion });
  });

  test('"Check again" writes a new run', async () => {
    const before = await scene.runsOf(held);
    const [again = ''] = before.at(-1)?.buttons ?? [];
    await scene.alice.presses(before.at(-1)!, again);
    expect(await scene.runsOf(held)).toHaveLength(before.length + 1);
  });

  test('"Ask for a waiver" posts the command to complete, once, and grants nothing', async () => {
    const run = (await scene.verdictOf(held))!;
    const waiver = run.buttons.find((each) => /waiver/.test(each)) ?? '';
    await scene.alice.presses(run, waiver);
    await scene.settled();
    await scene.alice.presses(run, waiver);
    await scene.settled();
    const said = lookAt(scene.world, held).comments.filter(
      ({ author, body }) => author === BOT && body.includes('/waive payments'),
    );
    expect(said).toHaveLength(1);
    expect(said[0]?.body).toContain(`/issues/${String(incident.number)}`);
    expect(await scene.verdictOf(held)).toMatchObject({ conclusion: 'failure' });
  });

  test('a re-run that was asked for while the app was down is answered when it is up', async () => {
    const before = await scene.runsOf(held);
    scene.control.hold();
    await scene.alice.reruns(before.at(-1)!);
    await scene.stopApp();
    await scene.startApp();
    scene.control.send();
    scene.control.releaseAll();
    expect(await scene.runsOf(held)).toHaveLength(before.length + 1);
  });
});

describe('what changes nothing', () => {
  test.each<readonly [string, () => Promise<unknown>]>([
    ['another title', () => scene.alice.rewrites(held, { title: 'Add more gift cards' })],
    ['a label', () => scene.alice.labels(held, 'enhancement')],
    ['a comment', () => scene.bob.comments(held, 'Nice.')],
    ['a note on the incident', () => scene.bob.comments(incident, '/note still looking')],
    ['a sweep', () => scene.app().sweep()],
    ['an approval that vouches for nothing', () => scene.bob.approves(held)],
  ])('writes no run: %s', async (_, act) => {
    const before = (await scene.runsOf(held)).map(({ id }) => id);
    await act();
    expect((await scene.runsOf(held)).map(({ id }) => id)).toEqual(before);
  });

  test('but an item more is on the page', async () => {
    const before = await scene.runsOf(held);
    const item = await scene.anItem(incident);
    const after = await scene.runsOf(held);
    expect(after.length).toBeGreaterThan(before.length);
    expect(after.at(-1)?.page).toContain(`/issues/${String(item.number)}`);
  });
});

describe('a page more widely readable than the incident', () => {
  test('has the number and the way out, and neither title nor text', async () => {
    const secret = await scene.aViolation({ title: 'Card numbers in the log of vendor Zeta' });
    const page = (await scene.verdictOf(held))?.page ?? '';
    expect(page).toContain(`/issues/${String(secret.number)}`);
    expect(page).not.toContain('Zeta');
    await scene.isOver(secret);
  });
});
