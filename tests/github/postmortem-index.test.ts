import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { commitToBranch } from '../../sandbox/model/actions/contents.ts';
import { openPull } from '../../sandbox/model/actions/pull-requests.ts';
import { updatePullBranch } from '../../sandbox/model/actions/update-branch.ts';
import type { Issue } from '../../sandbox/model/records/issue.ts';
import { indexOnOpening } from '../../src/core/postmortem/index/postmortem-index.ts';
import type { PostmortemFacts } from '../../src/core/postmortem/facts.ts';
import { createPostmortemReader } from '../../src/github/read/postmortem-reader.ts';
import { createTemplateReader } from '../../src/github/read/template-reader.ts';
import { setStage, type Stage } from '../flow/support/stage.ts';
import { alice, checkout, CHECKOUT, done, self } from './support/changes.ts';

const BRANCH = 'norepeat/postmortem-7';
const INDEX = 'postmortems/README.md';

let stage: Stage;

beforeEach(async () => {
  stage = await setStage();
});
afterEach(async () => {
  expect(stage.sandbox.control.complaints()).toEqual([]);
  await stage.close();
});

async function read(): Promise<PostmortemFacts> {
  const found = await createPostmortemReader(stage.github, self).read(
    { repo: CHECKOUT, number: 7 },
    {
      directory: 'postmortems',
      folder: 'postmortems/2026',
      templatePath: '.github/postmortem.md',
    },
  );
  if (found.kind === 'gone') throw new Error(found.why);
  return found.value;
}

function push(branch: string, path: string, content: string | Buffer): void {
  const commit = { branch, from: 'main', message: 'Write', additions: [{ path, content }] };
  done(commitToBranch(stage.sandbox.world, alice, { repository: checkout(stage), ...commit }));
}

/** With a document, and no index of its own. */
function opened(): Issue {
  push(BRANCH, 'postmortems/2026/2026-11-21-7-down.md', '---\nincident: acme/checkout#7\n---\n');
  const input = { repository: checkout(stage), title: 'Postmortem', base: 'main', head: BRANCH };
  return done(openPull(stage.sandbox.world, alice, { ...input, body: '' }));
}

describe('whether the branch of an open postmortem has main’s index', () => {
  test('is looked up where it has no lines there, and only there', async () => {
    const pull = opened();
    const nothing = await stage.during(async () => {
      expect((await read()).index).toEqual({ onMain: null, onBranch: null, atParting: null });
    });
    push('main', INDEX, '# Postmortems\n');
    const wire = await stage.during(async () => {
      const index = { onMain: '# Postmortems\n', onBranch: null, atParting: null };
      expect((await read()).index).toEqual(index);
    });
    expect(wire.reads).toEqual([
      ...nothing.reads,
      'GET /repos/{owner}/{repo}/compare/{basehead}',
      'query PostmortemTexts',
    ]);
    done(updatePullBranch(stage.sandbox.world, alice, { issue: pull }));
    const text = '# Postmortems\n';
    expect((await read()).index).toEqual({ onMain: text, onBranch: text, atParting: text });
    push('main', INDEX, '# Our postmortems\n');
    expect((await read()).index).toMatchObject({ onMain: '# Our postmortems\n', atParting: text });
    const mine = { number: 7, day: '2026-11-21', title: 'Down', href: 'x', severity: null };
    const opening = { mine: { ...mine, services: [], causes: [] }, published: [], othersOpen: [] };
    push(BRANCH, INDEX, indexOnOpening(null, opening) ?? '');
    const named = await stage.during(async () => {
      expect((await read()).index).toMatchObject({ onMain: '# Our postmortems\n' });
    });
    expect(named.reads).toEqual(nothing.reads);
  });
});

test('a document that is not written as UTF-8 is not read: what is read of it might be written back', async () => {
  opened();
  const path = 'postmortems/2026/2026-11-21-7-down.md';
  expect((await read()).document?.path).toBe(path);
  push(BRANCH, path, Buffer.from('---\nincident: acme/checkout#7\n---\nKüche\n', 'latin1'));
  expect((await read()).document).toBeNull();
});

test('a template that is not written as UTF-8 is known to be there', async () => {
  const path = '.github/postmortem.md';
  push('main', path, Buffer.from('# Ausfälle der Küche\n', 'latin1'));
  const reader = createTemplateReader(stage.github);
  const paths = [path, '.github/missing.md'];
  const files = [{ path, text: null }];
  expect(await reader.templates(CHECKOUT, paths, null)).toMatchObject({ value: { files } });
});

describe('an index that is not written as UTF-8', () => {
  test.each([
    ['UTF-16', Buffer.from('\uFEFF# Postmortems\n', 'utf16le')],
    ['Latin-1', Buffer.from('# Ausfälle der Küche\n', 'latin1')],
  ])('is not read, on main or on the branch (%s)', async (_, bytes) => {
    opened();
    push(BRANCH, INDEX, bytes);
    expect((await read()).index).toBeNull();
    push(BRANCH, INDEX, '# Ausfälle\n');
    expect((await read()).index).toMatchObject({ onBranch: '# Ausfälle\n' });
    push('main', INDEX, bytes);
    expect((await read()).index).toBeNull();
  });
});
