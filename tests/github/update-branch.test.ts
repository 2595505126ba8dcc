import nock from 'nock';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { commitToBranch } from '../../sandbox/model/actions/contents.ts';
import type { Effect } from '../../src/core/effects.ts';
import { createPerformer } from '../../src/github/perform/performer.ts';
import { setStage, type Stage } from '../flow/support/stage.ts';
import { aGitHub, answeredByNock, API, grantTokens } from './support/app.ts';
import { alice, aPull, checkout, CHECKOUT, done, refOf, self } from './support/changes.ts';

const UPDATE = 'PUT /repos/{owner}/{repo}/pulls/{pull_number}/update-branch';
const BRANCH = 'norepeat/postmortem-7';

describe('bringing a branch up to date', () => {
  let stage: Stage;
  let notes: string[];
  beforeEach(async () => {
    stage = await setStage();
    notes = [];
  });
  afterEach(async () => {
    expect(stage.sandbox.control.complaints()).toEqual([]);
    await stage.close();
  });

  const perform = (effect: Effect) =>
    createPerformer({ github: stage.github, self, note: (what) => notes.push(what) }).perform(
      effect,
    );
  const onMain = (path: string, content: string): string => {
    const commit = { branch: 'main', message: 'Go on', additions: [{ path, content }] };
    return done(
      commitToBranch(stage.sandbox.world, alice, { repository: checkout(stage), ...commit }),
    ).sha;
  };

  test('merges main into it as one commit of the app, with nobody’s work lost', async () => {
    const pull = aPull(stage, { head: BRANCH });
    const expected = pull.pull!.headSha;
    const main = onMain('new.txt', 'new\n');
    const effect = { kind: 'update-branch', pull: refOf(pull), expected } as const;
    expect(await stage.during(() => perform(effect))).toEqual({ reads: [], writes: [UPDATE] });
    const { commits } = checkout(stage).objects;
    expect(commits.get(pull.pull!.headSha)).toMatchObject({
      parents: [expected, main],
      authorAccount: { login: 'norepeat[bot]' },
      verified: true,
    });
    expect(notes).toEqual([]);
    const head = pull.pull!.headSha;
    await perform(effect);
    expect(pull.pull!.headSha).toBe(head);
  });

  test.each([
    ['somebody pushed meanwhile', 'other.txt', '0'.repeat(40)],
    ['the two conflict', 'clash.txt', undefined],
  ])('is left alone and noted where %s', async (_, path, moved) => {
    const pull = aPull(stage, { head: BRANCH, files: { 'clash.txt': 'theirs\n' } });
    const head = pull.pull!.headSha;
    onMain(path, 'ours\n');
    await perform({ kind: 'update-branch', pull: refOf(pull), expected: moved ?? head });
    expect(pull.pull!.headSha).toBe(head);
    expect(notes).toEqual(['GitHub does not bring a branch up to date']);
  });
});

describe('any other refusal', () => {
  answeredByNock();
  afterEach(() => {
    nock.cleanAll();
  });
  const update = async (status: number): Promise<readonly string[]> => {
    grantTokens();
    const message = 'Repository rule violations found';
    nock(API).put('/repos/acme/checkout/pulls/3/update-branch').reply(status, { message });
    const notes: string[] = [];
    const { github } = aGitHub();
    const performer = createPerformer({ github, self, note: (what) => notes.push(what) });
    const pull = { repo: CHECKOUT, number: 3 };
    await performer.perform({ kind: 'update-branch', pull, expected: 'a'.repeat(40) });
    return notes;
  };

  test.each([403, 405, 409])('is noted and ends nothing else (%i)', async (status) => {
    expect(await update(status)).toEqual(['GitHub does not bring a branch up to date']);
  });

  test('is none where GitHub asks to wait (429)', async () => {
    await expect(update(429)).rejects.toMatchObject({ name: 'RetryLater' });
  });
});

describe('what GitHub says of workflows that main changed, for an app without that permission', () => {
  answeredByNock();
  afterEach(() => {
    nock.cleanAll();
  });

  test.each([403, 422])('is noted and ends nothing else (%i)', async (status) => {
    grantTokens();
    const message =
      'refusing to allow a GitHub App to create or update workflow `.github/workflows/ci.yml` without `workflows` permission';
    nock(API).put('/repos/acme/checkout/pulls/3/update-branch').reply(status, { message });
    const notes: unknown[] = [];
    const note = (_what: string, fields: unknown): void => void notes.push(fields);
    const { github } = aGitHub();
    await createPerformer({ github, self, note }).perform({
      kind: 'update-branch',
      pull: { repo: CHECKOUT, number: 3 },
      expected: 'a'.repeat(40),
    });
    expect(notes).toEqual([
      { pull: 'acme/checkout#3', why: expect.stringContaining('workflows') as unknown },
    ]);
  });
});
