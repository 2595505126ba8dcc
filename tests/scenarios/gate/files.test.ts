/** To whom a change belongs: paths, CODEOWNERS, renamed files, lists that GitHub does not give whole. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Change } from '../support/contributor.ts';
import { MONOREPO } from '../support/gated-organisation.ts';
import { aGatedScene, FAILING, type GatedScene } from '../support/gated-scene.ts';

let scene: GatedScene;
beforeAll(async () => {
  scene = await aGatedScene({ also: [MONOREPO] });
  await scene.aViolation();
});
afterAll(() => scene.close());

const CARD = 'export const card = 1;\n';

describe('in a repository of many teams, while payments is held', () => {
  test.each<readonly [string, Change['files']]>([
    ['a file below a path of its service', { 'services/checkout/deep/down/a.ts': '1\n' }],
    ['a file that CODEOWNERS gives it', { 'libs/payments/card.ts': 'export const card = 2;\n' }],
    ['its file among others', { 'docs/a.md': '1\n', 'services/checkout/b.ts': '1\n' }],
    ['its file deleted', { 'services/checkout/pay.ts': null }],
    ['its file moved to where it owns nothing', { 'libs/payments/card.ts': null, 'docs/c': CARD }],
    ['a file moved to it', { 'docs/guide.md': null, 'services/checkout/guide.md': '# Guide\n' }],
  ])('%s is held', async (_, files) => {
    const pull = await scene.alice.proposes(MONOREPO, { files });
    expect(await scene.alice.triesToMerge(pull)).toMatch(FAILING);
  });

  test.each<readonly [string, Change['files']]>([
    ['a file of another service', { 'services/search/c.ts': '1\n' }],
    ['a file that CODEOWNERS gives another team', { 'libs/search/c.ts': '1\n' }],
    ['a file whose owners a later line clears', { 'libs/search/generated/c.ts': '1\n' }],
    ['a file of a person', { 'people/alice.md': 'hello\n' }],
    ['a file of nobody', { 'docs/guide.md': '# Guide, rewritten\n' }],
    ['a file that is called alike', { 'other/services/checkout/c.ts': '1\n' }],
    ['a path in another case', { 'Services/Checkout/c.ts': '1\n' }],
  ])('%s merges', async (_, files) => {
    const pull = await scene.alice.proposes(MONOREPO, { files });
    expect(await scene.alice.triesToMerge(pull)).toBe('merged');
  });

  test('its file at the end of a list of several pages is found', async () => {
    const many = Object.fromEntries(
      Array.from({ length: 250 }, (_, n) => [`docs/many/${String(n)}.md`, '1\n']),
    );
    const free = await scene.alice.proposes(MONOREPO, { files: many });
    const held = await scene.alice.proposes(MONOREPO, {
      files: { ...many, 'services/checkout/z.ts': '1\n' },
    });
    expect(await scene.verdictOf(held)).toMatchObject({ conclusion: 'failure' });
    expect(await scene.alice.triesToMerge(free)).toBe('merged');
  });

  test('more files than GitHub lists are never taken for all there are', async () => {
    const files = Object.fromEntries(
      Array.from({ length: 3001 }, (_, n) => [`docs/huge/${String(n)}.md`, '1\n']),
    );
    const pull = await scene.alice.proposes(MONOREPO, { files });
    const verdict = await scene.verdictOf(pull);
    expect(verdict).toMatchObject({ conclusion: 'failure' });
    expect(verdict?.page).toMatch(/3,?000/);
  });

  test('a change of CODEOWNERS on main changes to whom open pull requests belong', async () => {
    const pull = await scene.carol.proposes(MONOREPO, { files: { 'tools/a.sh': 'true\n' } });
    expect(await scene.verdictOf(pull)).toMatchObject({ conclusion: 'success' });
    const path = '.github/CODEOWNERS';
    const inItsOwnHead = await scene.carol.proposes(MONOREPO, {
      files: { [path]: '/tools/ @acme/payments\n/libs/payments/ @acme/payments\n' },
    });
    expect(await scene.verdictOf(pull)).toMatchObject({ conclusion: 'success' });
    expect(await scene.carol.triesToMerge(inItsOwnHead)).toBe('merged');
    expect(await scene.carol.triesToMerge(pull)).toMatch(FAILING);
  });

  test('a pull request does not own itself away: CODEOWNERS of the base counts', async () => {
    const pull = await scene.alice.proposes(MONOREPO, {
      files: { '.github/CODEOWNERS': '* @acme/discovery\n', 'libs/payments/x.ts': '1\n' },
    });
    expect(await scene.alice.triesToMerge(pull)).toMatch(FAILING);
  });
});
