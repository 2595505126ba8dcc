/** Don't-repeat items: what counts as done, and that a counted item stays counted. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Pull } from '../support/contributor.ts';
import { MONOREPO, SEARCH } from '../support/gated-organisation.ts';
import { aGatedScene, FAILING } from '../support/gated-scene.ts';
import type { Engineer, GatedScene } from '../support/gated-scene.ts';
import { BOT, issueOf, lookAt } from '../support/look.ts';
import type { Thread } from '../support/person.ts';

let scene: GatedScene;
let incident: Thread;
let item: Thread;
let change: Pull;
beforeAll(async () => {
  scene = await aGatedScene({ also: [MONOREPO] });
});
afterAll(() => scene.close());
beforeEach(async () => {
  incident = await scene.aViolation();
  item = await scene.anItem(incident);
  change = await scene.aChange();
});
afterEach(() => scene.isOver(incident));

describe('an item is done', () => {
  test('closed as completed by somebody other than its assignee', async () => {
    await scene.alice.closes(item);
    expect(await scene.alice.triesToMerge(change)).toBe('merged');
  });

  test('closed by the merge of a pull request', async () => {
    const fix = await scene.aFixOf(item);
    await scene.bob.approves(fix);
    expect(await scene.bob.triesToMerge(fix)).toBe('merged');
    expect(await scene.alice.triesToMerge(change)).toBe('merged');
  });

  test('and owed again when it is reopened', async () => {
    await scene.alice.closes(item);
    expect(await scene.verdictOf(change)).toMatchObject({ conclusion: 'success' });
    await scene.bob.reopens(item);
    expect(await scene.alice.triesToMerge(change)).toMatch(FAILING);
  });
});

describe('an item is not done', () => {
  test.each<readonly [string, () => Promise<unknown>]>([
    ['closed by its own assignee', () => scene.bob.closes(item)],
    ['closed as not planned', () => scene.alice.closes(item, 'not_planned')],
    ['closed as a duplicate', () => scene.alice.closes(item, 'duplicate')],
  ])('%s', async (_, act) => {
    await act();
    expect(await scene.alice.triesToMerge(change)).toMatch(FAILING);
    const page = (await scene.verdictOf(change))?.page ?? '';
    expect(page).toContain(`/issues/${String(item.number)}`);
  });

  test('closed by who asked for it while nobody was assigned, until somebody else closes it', async () => {
    await scene.alice.closes(item);
    expect((await scene.says('alice', incident, '/action prevent Cap the pool')).reaction).toBe(
      '👍',
    );
    const made = issueOf(scene.world, incident).subIssues.find(
      ({ title }) => title === 'Cap the pool',
    );
    if (made === undefined) throw new Error('The item was not opened.');
    const { owner, name } = made.repository;
    const asked = { repository: `${owner.login}/${name}`, number: made.number };
    await scene.alice.closes(asked);
    expect(await scene.alice.triesToMerge(change)).toMatch(FAILING);
    const { state, comments } = lookAt(scene.world, asked);
    expect(state).toBe('open');
    const explained = comments.filter(({ author }) => author === BOT);
    expect(explained).toHaveLength(1);
    expect(explained[0]?.body).toContain('alice closed it, and wanted it');
    await scene.bob.closes(asked);
    expect(await scene.alice.triesToMerge(change)).toBe('merged');
  });

  test('while another one is open', async () => {
    const second = await scene.anItem(incident, { title: 'Load test the pool' });
    await scene.alice.closes(item);
    expect(await scene.alice.triesToMerge(change)).toMatch(FAILING);
    await scene.alice.closes(second);
    expect(await scene.alice.triesToMerge(change)).toBe('merged');
  });
});

describe('a counted item stays counted', () => {
  interface Slip {
    readonly act: (who: Engineer) => Promise<unknown>;
    /** Whether what was done is undone. */
    readonly isBack: () => boolean;
  }
  const isBelow = (): boolean => issueOf(scene.world, item).parent?.number === incident.number;
  const slips: readonly (readonly [string, Slip])[] = [
    [
      'without its label',
      {
        act: (who) => who.unlabels(item, 'dont-repeat'),
        isBack: () => lookAt(scene.world, item).labels.includes('dont-repeat'),
      },
    ],
    [
      'taken off the incident',
      { act: (who) => who.removesSubIssue(incident, item), isBack: isBelow },
    ],
  ];

  describe.each(slips)('%s', (_, { act, isBack }) => {
    test('by a member: it is put back, and one sentence says who can', async () => {
      await act(scene.alice);
      expect(await scene.alice.triesToMerge(change)).toMatch(FAILING);
      expect(isBack()).toBe(true);
      const answers = lookAt(scene.world, incident).comments.filter(
        ({ author, body }) => author === BOT && body.includes('incident-commanders'),
      );
      expect(answers).toHaveLength(1);
    });

    test('by an approver: it is released', async () => {
      const done = await scene.anItem(incident, { title: 'Done soon' });
      await scene.alice.closes(done);
      expect(await scene.verdictOf(change)).toMatchObject({ conclusion: 'failure' });
      await act(scene.erin);
      expect(await scene.alice.triesToMerge(change)).toBe('merged');
    });
  });

  test('below another incident, where it is left, it is owed until an approver accepts it', async () => {
    const elsewhere = await scene.anIncident({ severity: 'SEV-5', title: 'Elsewhere' });
    await scene.alice.movesSubIssue(elsewhere, item);
    expect(await scene.alice.triesToMerge(change)).toMatch(FAILING);
    await scene.erin.comments(incident, `/accept #${String(item.number)} it moved`);
    const done = await scene.anItem(incident, { title: 'Another' });
    await scene.alice.closes(done);
    expect(await scene.alice.triesToMerge(change)).toBe('merged');
  });

  test('re-kinded, it is owed all the same', async () => {
    await scene.alice.unlabels(item, 'dont-repeat');
    await scene.alice.labels(item, 'kind:process');
    expect(await scene.alice.triesToMerge(change)).toMatch(FAILING);
  });

  test('deleted by an administrator who is no approver, it is owed until it is accepted', async () => {
    const { number } = item;
    await scene.bob.deletesIssue(item);
    expect(await scene.alice.triesToMerge(change)).toMatch(FAILING);
    expect((await scene.verdictOf(change))?.page).toMatch(new RegExp(`#\\W?${String(number)}\\b`));
    const refused = await scene.says('bob', incident, `/accept #${String(number)} gone`);
    expect(refused.reaction).toBe('😕');
    const said = await scene.says('erin', incident, `/accept #${String(number)} gone`);
    expect(said.reaction).toBe('👍');
  });

  test('moved to another repository of the owner, it is owed there', async () => {
    const moved = await scene.bob.transfers(item, MONOREPO);
    expect(await scene.alice.triesToMerge(change)).toMatch(FAILING);
    await scene.erin.closes(moved);
    expect(await scene.alice.triesToMerge(change)).toBe('merged');
  });
});

describe('whose an item is', () => {
  test('an item in a team’s repository holds that team and no other', async () => {
    const both = await scene.aViolation({ services: 'checkout, search' });
    await scene.isOver(incident);
    const theirs = await scene.anItem(both, { by: 'carol', repository: SEARCH, assignee: 'carol' });
    const search = await scene.carol.proposes(SEARCH, { files: { 'a.ts': '1\n' } });
    expect(await scene.verdictOf(search)).toMatchObject({ conclusion: 'failure' });
    expect(await scene.alice.triesToMerge(change)).toBe('merged');
    await scene.erin.closes(theirs);
    expect(await scene.carol.triesToMerge(search)).toBe('merged');
    await scene.isOver(both);
  });

  test('/action … for a team in the incident repository holds that team and no other', async () => {
    const both = await scene.aViolation({ services: 'checkout, search' });
    await scene.isOver(incident);
    const text = '/action prevent Cap the pool in code @bob for payments';
    expect((await scene.says('alice', both, text)).reaction).toBe('👍');
    const [made] = issueOf(scene.world, both).subIssues;
    expect(made).toMatchObject({ title: 'Cap the pool in code' });
    const search = await scene.carol.proposes(SEARCH, { files: { 'b.ts': '1\n' } });
    expect(await scene.verdictOf(search)).toMatchObject({ conclusion: 'success' });
    expect(await scene.alice.triesToMerge(change)).toMatch(FAILING);
    await scene.isOver(both);
  });

  test('without any item, every team of the incident owes one', async () => {
    const both = await scene.aViolation({ services: 'checkout, search' });
    await scene.isOver(incident);
    const search = await scene.carol.proposes(SEARCH, { files: { 'c.ts': '1\n' } });
    expect(await scene.verdictOf(search)).toMatchObject({ conclusion: 'failure' });
    expect(await scene.alice.triesToMerge(change)).toMatch(FAILING);
    await scene.isOver(both);
  });
});
