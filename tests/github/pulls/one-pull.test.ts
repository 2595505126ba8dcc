import { describe, expect, test } from 'vitest';
import { createPullThreadReader } from '../../../src/github/read/pull-thread-reader.ts';
import { onEachStage } from '../../flow/support/each-stage.ts';
import type { Stage } from '../../flow/support/stage.ts';
import {
  aPull,
  CHECKOUT,
  onlyPull,
  push,
  read,
  readerOf,
  refOf,
  self,
  there,
} from '../support/changes.ts';

let stage: Stage;
onEachStage((set) => (stage = set));

describe('one pull request', () => {
  test('costs one request with everything that is judged', async () => {
    const { data: issue } = await stage.as('alice').issues.create({
      ...{ owner: 'acme', repo: 'incidents', title: 'Down' },
    });
    const body = `Fixes acme/incidents#${String(issue.number)}`;
    const pull = aPull(stage, { head: 'fix', body, files: { 'src/a.ts': 'a', 'src/b.ts': 'b' } });
    await stage
      .as('bob')
      .pulls.createReview({ ...there, pull_number: pull.number, event: 'APPROVE' });
    let facts: Awaited<ReturnType<typeof read>> | undefined;
    const wire = await stage.during(async () => {
      facts = await read(stage, pull);
    });
    expect(wire).toEqual({ reads: ['query Pull'], writes: [] });
    const headSha = pull.pull!.headSha;
    expect(facts).toMatchObject({
      defaultBranch: 'main',
      run: null,
      facts: { repo: CHECKOUT, visibility: 'public', headSha, as: 'pulls' },
    });
    expect(facts?.facts.pulls).toHaveLength(1);
    const [own] = facts!.facts.pulls;
    expect(own).toMatchObject({
      ref: refOf(pull),
      author: { login: 'alice', kind: 'person' },
      state: 'open',
      isDraft: false,
      baseRef: 'main',
      headSha,
      inMergeQueue: false,
      autoMerge: false,
      files: { paths: ['src/a.ts', 'src/b.ts'], complete: true, total: 2 },
      closes: [{ repo: { owner: 'acme', name: 'incidents' }, number: issue.number }],
      reviews: [{ by: { login: 'bob' }, opinion: 'approved', commit: headSha }],
      fixLabel: null,
      commitAuthors: {
        authors: [{ login: 'alice', kind: 'person' }],
        complete: true,
        signed: true,
      },
    });
    expect(own!.headPushedAt).not.toBeNull();
  });

  test('one that is closed, merged, elsewhere or nowhere is gone', async () => {
    const pull = aPull(stage, { head: 'a' });
    const shown = await onlyPull(stage, pull);
    await stage.as('alice').pulls.update({ ...there, pull_number: pull.number, state: 'closed' });
    expect((await readerOf(stage).pull(refOf(pull))).kind).toBe('gone');
    expect((await readerOf(stage).pull(refOf({ number: 99 }))).kind).toBe('gone');
    const nowhere = { repo: { owner: 'umbrella', name: 'hive' }, number: 1 };
    expect((await readerOf(stage).pull(nowhere)).kind).toBe('gone');
    const unseen = { paths: [], complete: false, next: null, total: 0 };
    expect(await readerOf(stage).files({ ...shown, ref: nowhere })).toEqual(unseen);
  });

  test('a dismissed review is no opinion, and a later one replaces an earlier one', async () => {
    const pull = aPull(stage, { head: 'a' });
    const at = { ...there, pull_number: pull.number };
    const review = await stage.as('bob').pulls.createReview({ ...at, event: 'APPROVE' });
    await stage.as('carol').pulls.createReview({ ...at, event: 'REQUEST_CHANGES', body: 'no' });
    await stage.as('carol').pulls.createReview({ ...at, event: 'APPROVE' });
    await stage
      .as('alice')
      .pulls.dismissReview({ ...at, review_id: review.data.id, message: 'stale' });
    const { reviews } = await onlyPull(stage, pull);
    expect(reviews.map(({ by, opinion }) => [by.login, opinion])).toEqual([['carol', 'approved']]);
  });

  test('a review stays with the commit it was about', async () => {
    const pull = aPull(stage, { head: 'a' });
    const before = pull.pull!.headSha;
    await stage
      .as('bob')
      .pulls.createReview({ ...there, pull_number: pull.number, event: 'APPROVE' });
    push(stage, { head: 'a', files: { more: 'x' } });
    const { headSha, reviews } = await onlyPull(stage, pull);
    expect(headSha).not.toBe(before);
    expect(reviews[0]?.commit).toBe(before);
  });

  test('the label of fixes names who set it last, and is null once it is off', async () => {
    const pull = aPull(stage, { head: 'a' });
    const at = { ...there, issue_number: pull.number };
    const name = 'dont-repeat-fix';
    await stage.as('alice').issues.addLabels({ ...at, labels: [name, 'bug'] });
    await stage.as('alice').issues.removeLabel({ ...at, name });
    expect((await onlyPull(stage, pull)).fixLabel).toBeNull();
    await stage.as('alice').issues.addLabels({ ...at, labels: [name] });
    await stage.as('alice').issues.removeLabel({ ...at, name: 'bug' });
    expect((await onlyPull(stage, pull)).fixLabel).toMatchObject({ by: { login: 'alice' } });
  });

  test('a label whose setting is out of sight was set by nobody known, before everything', async () => {
    const pull = aPull(stage, { head: 'a' });
    const at = { ...there, issue_number: pull.number };
    await stage.as('alice').issues.addLabels({ ...at, labels: ['dont-repeat-fix'] });
    for (let i = 0; i < 25; i += 1) {
      await stage.as('alice').issues.addLabels({ ...at, labels: ['bug'] });
      await stage.as('alice').issues.removeLabel({ ...at, name: 'bug' });
    }
    expect((await onlyPull(stage, pull)).fixLabel).toEqual({
      by: { login: 'ghost', kind: 'person' },
      at: 0,
    });
  });

  test('a head that was force-pushed came then, however old the commit is', async () => {
    const old = push(stage, { head: 'elsewhere' });
    const pull = aPull(stage, { head: 'a' });
    stage.sandbox.control.moveClock(3_600_000);
    const first = (await onlyPull(stage, pull)).headPushedAt;
    await stage.as('alice').git.updateRef({ ...there, ref: 'heads/a', sha: old, force: true });
    const { headSha, headPushedAt } = await onlyPull(stage, pull);
    expect(headSha).toBe(old);
    expect(headPushedAt! - first!).toBeGreaterThanOrEqual(3_600_000 - 1000);
  });
});

test('a thread is the pull request with its comments, in one request', async () => {
  const pull = aPull(stage, { head: 'a' });
  await stage
    .as('bob')
    .issues.createComment({ ...there, issue_number: pull.number, body: '/fixes acme/incidents#1' });
  let thread;
  const wire = await stage.during(async () => {
    thread = await createPullThreadReader(stage.github, self).thread(refOf(pull));
  });
  expect(wire.reads).toEqual(['query PullThread']);
  expect(thread).toMatchObject({
    kind: 'found',
    value: {
      facts: { facts: { headSha: pull.pull!.headSha } },
      comments: [{ author: { login: 'bob' }, body: '/fixes acme/incidents#1' }],
    },
  });
});
