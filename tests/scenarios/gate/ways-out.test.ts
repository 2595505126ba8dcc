/** `/accept`, `/fixes`, `/override`, and changes that are always let through. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Change, Pull } from '../support/contributor.ts';
import { MONOREPO } from '../support/gated-organisation.ts';
import { aGatedScene, FAILING, type GatedScene } from '../support/gated-scene.ts';
import { issueOf } from '../support/look.ts';
import { INCIDENTS, POLICY_FILE, POLICY_HOME, type Login } from '../support/organisation.ts';
import type { Thread } from '../support/person.ts';

let scene: GatedScene;
let incident: Thread;
let change: Pull;
beforeAll(async () => {
  scene = await aGatedScene({ also: [MONOREPO], dontRepeat: { unowned: 'block' } });
});
afterAll(() => scene.close());
beforeEach(async () => {
  incident = await scene.aViolation();
  change = await scene.aChange();
});
afterEach(() => scene.isOver(incident));

const headOf = (pull: Thread): string => issueOf(scene.world, pull).pull?.headSha ?? '';

async function isSaid(
  who: Login,
  at: Thread,
  text: string,
  reaction: '👍' | '😕',
): Promise<string> {
  const said = await scene.says(who, at, text);
  expect({ text, ...said }).toMatchObject({ reaction });
  return said.answer ?? '';
}

describe('/accept', () => {
  test('by an approver ends the obligation for good', async () => {
    await isSaid('erin', incident, '/accept the vendor cannot fix it; we watch it now', '👍');
    expect(await scene.alice.triesToMerge(change)).toBe('merged');
    await scene.bob.comments(incident, '/severity sev2 still bad');
    expect(await scene.alice.triesToMerge(await scene.aChange())).toBe('merged');
  });

  test('by a member is refused', async () => {
    const answer = await isSaid('bob', incident, '/accept enough', '😕');
    expect(answer).toContain('incident-commanders');
    expect(await scene.alice.triesToMerge(change)).toMatch(FAILING);
  });

  test('of one item ends that item', async () => {
    const item = await scene.anItem(incident);
    const second = await scene.anItem(incident, { title: 'Second' });
    await isSaid('frank', incident, `/accept #${String(item.number)} infeasible`, '👍');
    expect(await scene.verdictOf(change)).toMatchObject({ conclusion: 'failure' });
    await scene.alice.closes(second);
    expect(await scene.alice.triesToMerge(change)).toBe('merged');
  });
});

describe('/fixes', () => {
  const fixes = (): string => `/fixes ${INCIDENTS}#${String(incident.number)}`;

  test('links a fix where GitHub’s links do not reach, and needs another’s word all the same', async () => {
    const fix = await scene.alice.proposes(MONOREPO, {
      files: { 'services/checkout/pay.ts': 'export const pay = 2;\n' },
    });
    await isSaid('alice', fix, fixes(), '👍');
    expect(await scene.alice.triesToMerge(fix)).toMatch(FAILING);
    await scene.bob.approves(fix);
    expect(await scene.alice.triesToMerge(fix)).toBe('merged');
  });

  test('by somebody who may write neither here nor there is refused', async () => {
    await isSaid('mallory', change, fixes(), '😕');
    await scene.bob.approves(change);
    expect(await scene.alice.triesToMerge(change)).toMatch(FAILING);
  });

  test('of something that is no incident is refused', async () => {
    await isSaid('alice', change, `/fixes ${MONOREPO}#1`, '😕');
  });

  test('is tried again when its author edits it, and answered once', async () => {
    const said = await scene.says('alice', change, '/fixes');
    expect(said.reaction).toBe('😕');
    await scene.alice.edits(said.comment, fixes());
    expect(await scene.answered(said.comment)).toMatchObject({ reaction: '👍', answer: null });
    await scene.bob.approves(change);
    expect(await scene.alice.triesToMerge(change)).toBe('merged');
  });

  test('counts still when its comment is deleted', async () => {
    const said = await scene.says('alice', change, fixes());
    await scene.bob.deletes(said.comment);
    await scene.bob.approves(change);
    expect(await scene.alice.triesToMerge(change)).toBe('merged');
  });
});

describe('/override', () => {
  test('as the page prints it, said by an approver, lets that head through and no other', async () => {
    const page = (await scene.verdictOf(change))?.page ?? '';
    const line = new RegExp(`/override ${headOf(change).slice(0, 7)}[0-9a-f]*`).exec(page)?.[0];
    expect(line).toBeDefined();
    await isSaid('erin', change, `${line ?? ''} the shop is down otherwise`, '👍');
    expect(await scene.verdictOf(change)).toMatchObject({ conclusion: 'success' });
    await scene.alice.pushes(change, { 'src/more.ts': 'export const more = 1;\n' });
    expect(await scene.alice.triesToMerge(change)).toMatch(FAILING);
  });

  test('lets the head merge', async () => {
    await isSaid('frank', change, `/override ${headOf(change)} urgent`, '👍');
    expect(await scene.alice.triesToMerge(change)).toBe('merged');
  });

  test.each<readonly [string, Login]>([
    ['a member of the team', 'bob'],
    ['an onlooker', 'dave'],
    ['a stranger', 'mallory'],
    ['its author', 'alice'],
  ])('by %s is refused', async (_, who) => {
    const answer = await isSaid(who, change, `/override ${headOf(change)} please`, '😕');
    expect(answer).toContain('incident-commanders');
    expect(await scene.alice.triesToMerge(change)).toMatch(FAILING);
  });

  test('by an approver who is its author is refused', async () => {
    const own = await scene.erin.proposes('acme/checkout', { files: { 'e.ts': '1\n' } });
    await scene.settled();
    await isSaid('erin', own, `/override ${headOf(own)} please`, '😕');
    expect(await scene.erin.triesToMerge(own)).toMatch(FAILING);
  });

  test('of an earlier head is refused', async () => {
    const old = headOf(change);
    await scene.alice.pushes(change, { 'src/more.ts': 'export const more = 2;\n' });
    await scene.settled();
    await isSaid('erin', change, `/override ${old} urgent`, '😕');
    expect(await scene.alice.triesToMerge(change)).toMatch(FAILING);
  });

  test('covers what held the head then, not what starts later', async () => {
    await isSaid('erin', change, `/override ${headOf(change)} urgent`, '👍');
    const later = await scene.aViolation({ title: 'Again' });
    expect(await scene.alice.triesToMerge(change)).toMatch(FAILING);
    await scene.isOver(later);
    expect(await scene.alice.triesToMerge(change)).toBe('merged');
  });
});

describe('changes of no known owner, where the policy holds them, too', () => {
  test.each<readonly [string, string, Change['files'], 'merged' | typeof FAILING]>([
    ['only a postmortem', INCIDENTS, { 'postmortems/2026/a.md': '# A\n' }, 'merged'],
    ['a postmortem and more', INCIDENTS, { 'postmortems/2026/b.md': '#', 'a.md': '#' }, FAILING],
    ['a postmortem elsewhere', MONOREPO, { 'postmortems/2026/a.md': '# A\n' }, FAILING],
    ['the name of the policy file elsewhere', MONOREPO, { [POLICY_FILE]: 'x: 1\n' }, FAILING],
    ['anything else', MONOREPO, { 'docs/guide.md': '# New\n' }, FAILING],
  ])('%s in %s', async (_, repository, files, outcome) => {
    const pull = await scene.bob.proposes(repository, { files });
    const said = await scene.bob.triesToMerge(pull);
    expect(said).toEqual(typeof outcome === 'string' ? outcome : expect.stringMatching(outcome));
  });

  test('only the form', async () => {
    const files = { '.github/ISSUE_TEMPLATE/incident.yml': 'name: Incident\n' };
    const pull = await scene.bob.proposes(INCIDENTS, { files });
    expect(await scene.verdictOf(pull)).toMatchObject({ conclusion: 'success' });
  });

  test('only the policy, in its own repository', async () => {
    const files = { [POLICY_FILE]: 'incidents:\n  scale: sev\n' };
    const pull = await scene.erin.proposes(POLICY_HOME, { files });
    expect(await scene.verdictOf(pull)).toMatchObject({ conclusion: 'success' });
  });

  test('are free when nothing is open', async () => {
    await scene.isOver(incident);
    const pull = await scene.bob.proposes(MONOREPO, { files: { 'docs/guide.md': '# Newer\n' } });
    expect(await scene.bob.triesToMerge(pull)).toBe('merged');
  });
});
