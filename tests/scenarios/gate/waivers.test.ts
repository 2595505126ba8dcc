/** Waivers: asked for by one person, granted by another who may, until an exact moment. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Pull } from '../support/contributor.ts';
import { aGatedScene, FAILING, type GatedScene } from '../support/gated-scene.ts';
import type { Thread } from '../support/person.ts';
import type { Login } from '../support/organisation.ts';

const DAY = 86_400_000;
let scene: GatedScene;
let incident: Thread;
let change: Pull;
beforeAll(async () => {
  scene = await aGatedScene();
});
afterAll(() => scene.close());
beforeEach(async () => {
  incident = await scene.aViolation();
  change = await scene.aChange();
});
afterEach(() => scene.isOver(incident));

/** So many days from today, as a date. */
function day(ahead: number): string {
  return new Date(scene.world.clock.now() + ahead * DAY).toISOString().slice(0, 10);
}

async function isSaid(who: Login, text: string, reaction: '👍' | '😕'): Promise<string> {
  const said = await scene.says(who, incident, text);
  expect({ text, ...said }).toMatchObject({ reaction });
  return said.answer ?? '';
}

const ask = (until: string): string => `/waive payments until ${until} the sale starts today`;

describe('a waiver', () => {
  test('asked for by anybody with the right and approved by an approver covers the team', async () => {
    await isSaid('alice', ask(day(3)), '👍');
    expect(await scene.verdictOf(change)).toMatchObject({ conclusion: 'failure' });
    await isSaid('erin', '/approve-waiver payments', '👍');
    const bobs = await scene.bob.proposes('acme/checkout', { files: { 'b.ts': '1\n' } });
    expect(await scene.bob.triesToMerge(bobs)).toBe('merged');
    expect(await scene.alice.triesToMerge(change)).toBe('merged');
  });

  test.each<readonly [string, Login]>([
    ['who asked for it, being none', 'alice'],
    ['a colleague', 'bob'],
  ])('is not approved by %s', async (_, who) => {
    await isSaid('alice', ask(day(3)), '👍');
    const answer = await isSaid(who, '/approve-waiver payments', '😕');
    expect(answer).toContain('incident-commanders');
    expect(await scene.alice.triesToMerge(change)).toMatch(FAILING);
  });

  test('is not approved by an onlooker', async () => {
    await isSaid('alice', ask(day(3)), '👍');
    await isSaid('dave', '/approve-waiver payments', '😕');
    expect(await scene.alice.triesToMerge(change)).toMatch(FAILING);
  });

  test('is not approved by the approver who asked for it, but by another one', async () => {
    await isSaid('erin', ask(day(3)), '👍');
    await isSaid('erin', '/approve-waiver payments', '😕');
    expect(await scene.verdictOf(change)).toMatchObject({ conclusion: 'failure' });
    await isSaid('frank', '/approve-waiver payments', '👍');
    expect(await scene.alice.triesToMerge(change)).toBe('merged');
  });

  test('is refused beyond the longest, with the latest date that would do', async () => {
    const answer = await isSaid('alice', ask(day(45)), '😕');
    await isSaid('alice', ask(/until (\d{4}-\d{2}-\d{2}) why/.exec(answer)?.[1] ?? ''), '👍');
  });

  test('is renewed by asking again while it lasts', async () => {
    await isSaid('alice', ask(day(1)), '👍');
    await isSaid('frank', '/approve-waiver payments', '👍');
    await isSaid('alice', ask(day(5)), '👍');
    await scene.passes(60 * 12);
    expect(await scene.verdictOf(change)).toMatchObject({ conclusion: 'success' });
    await isSaid('frank', '/approve-waiver payments', '👍');
    await scene.passes(60 * 24 * 3);
    expect(await scene.verdictOf(change)).toMatchObject({ conclusion: 'success' });
    await scene.passes(60 * 24 * 4);
    expect(await scene.alice.triesToMerge(change)).toMatch(FAILING);
  });

  test('asked for again and not approved ends when the first one ends', async () => {
    await isSaid('alice', ask(day(1)), '👍');
    await isSaid('frank', '/approve-waiver payments', '👍');
    await isSaid('alice', ask(day(5)), '👍');
    await scene.passes(60 * 24 * 2);
    expect(await scene.alice.triesToMerge(change)).toMatch(FAILING);
  });

  test('is revoked at once', async () => {
    await isSaid('alice', ask(day(3)), '👍');
    await isSaid('frank', '/approve-waiver payments', '👍');
    expect(await scene.verdictOf(change)).toMatchObject({ conclusion: 'success' });
    await isSaid('erin', '/revoke-waiver payments', '👍');
    expect(await scene.alice.triesToMerge(change)).toMatch(FAILING);
  });

  test('survives the deletion and the rewriting of what was said', async () => {
    const asked = await scene.says('alice', incident, ask(day(3)));
    const granted = await scene.says('frank', incident, '/approve-waiver payments');
    await scene.bob.edits(asked.comment, ask(day(25)));
    await scene.bob.deletes(granted.comment);
    expect(await scene.verdictOf(change)).toMatchObject({ conclusion: 'success' });
    await scene.passes(60 * 24 * 6);
    expect(await scene.alice.triesToMerge(change)).toMatch(FAILING);
  });

  test('names no team where the incident has only one', async () => {
    await isSaid('alice', `/waive until ${day(3)} the sale starts today`, '👍');
    await isSaid('frank', '/approve-waiver', '👍');
    expect(await scene.alice.triesToMerge(change)).toBe('merged');
  });

  test('covers the team it names, where the incident has two', async () => {
    await scene.says('bob', incident, '/service search');
    const theirs = await scene.carol.proposes('acme/search', { files: { 'x.ts': '1\n' } });
    await isSaid('alice', `/waive until ${day(3)} the sale starts today`, '😕');
    await isSaid('alice', ask(day(3)), '👍');
    await isSaid('frank', '/approve-waiver payments', '👍');
    expect(await scene.alice.triesToMerge(change)).toBe('merged');
    expect(await scene.carol.triesToMerge(theirs)).toMatch(FAILING);
  });
});

describe('to the second', () => {
  // Alone: waits that are skipped for other scenarios would put the app's clock ahead of GitHub's.
  test('a waiver lasts to the end of its day, and the merge is held from that very moment', async () => {
    const alone = await aGatedScene();
    try {
      const at = await alone.aViolation();
      const held = await alone.aChange();
      await alone.says('alice', at, ask('2026-03-04'));
      await alone.says('frank', at, '/approve-waiver payments');
      const until = (moment: string): number =>
        (Date.parse(moment) - alone.world.clock.now()) / 60_000;
      await alone.passes(until('2026-03-04T23:59:59Z'));
      expect(await alone.verdictOf(held)).toMatchObject({ conclusion: 'success' });
      await alone.passes(until('2026-03-05T00:00:00Z'));
      expect(await alone.verdictOf(held)).toMatchObject({ conclusion: 'failure' });
      expect(await alone.alice.triesToMerge(held)).toMatch(FAILING);
    } finally {
      await alone.close();
    }
  });
});

describe('where the policy lists one person', () => {
  test('an owner of the organisation is no approver', async () => {
    const waivers = '{ approvers: [frank], longest: 30d }';
    const strict = await aGatedScene({ dontRepeat: { waivers } });
    try {
      const at = await strict.aViolation();
      const held = await strict.aChange();
      await strict.says('alice', at, ask('2026-03-06'));
      expect((await strict.says('erin', at, '/approve-waiver')).reaction).toBe('😕');
      expect(await strict.alice.triesToMerge(held)).toMatch(FAILING);
      expect((await strict.says('frank', at, '/approve-waiver')).reaction).toBe('👍');
      expect(await strict.alice.triesToMerge(held)).toBe('merged');
    } finally {
      await strict.close();
    }
  });

  test('where it lists nobody, the answer says how to list them', async () => {
    const strict = await aGatedScene({ dontRepeat: { waivers: '{ longest: 30d }' } });
    try {
      const at = await strict.aViolation();
      await strict.says('alice', at, ask('2026-03-06'));
      const said = await strict.says('erin', at, '/approve-waiver');
      expect(said).toMatchObject({ reaction: '😕' });
      expect(said.answer).toContain('approvers');
    } finally {
      await strict.close();
    }
  });
});
