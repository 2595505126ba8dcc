import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Actor } from '../../sandbox/model/actor.ts';
import { commitToBranch, type FilesCommit } from '../../sandbox/model/actions/contents.ts';
import { openPull } from '../../sandbox/model/actions/pull-requests.ts';
import type { PullFacts } from '../../src/core/gate/facts.ts';
import { createPullReader } from '../../src/github/read/pull-reader.ts';
import { createPullThreadReader } from '../../src/github/read/pull-thread-reader.ts';
import { setStage, type Stage } from '../flow/support/stage.ts';
import { aRobot } from '../scenarios/support/robot.ts';
import {
  alice,
  aPull,
  aRun,
  checkout,
  CHECKOUT,
  done,
  push,
  read,
  refOf,
  self,
  there,
} from './support/changes.ts';

let stage: Stage;

beforeEach(async () => {
  stage = await setStage();
});
afterEach(async () => {
  expect(stage.sandbox.control.complaints()).toEqual([]);
  await stage.close();
});

const reader = () => createPullReader(stage.github, self);
const only = async (pull: { readonly number: number }) => (await read(stage, pull)).facts.pulls[0]!;

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
    const shown = await only(pull);
    await stage.as('alice').pulls.update({ ...there, pull_number: pull.number, state: 'closed' });
    expect((await reader().pull(refOf(pull))).kind).toBe('gone');
    expect((await reader().pull(refOf({ number: 99 }))).kind).toBe('gone');
    const nowhere = { repo: { owner: 'umbrella', name: 'hive' }, number: 1 };
    expect((await reader().pull(nowhere)).kind).toBe('gone');
    const unseen = { paths: [], complete: false, next: null, total: 0 };
    expect(await reader().files({ ...shown, ref: nowhere })).toEqual(unseen);
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
    const { reviews } = await only(pull);
    expect(reviews.map(({ by, opinion }) => [by.login, opinion])).toEqual([['carol', 'approved']]);
  });

  test('a review stays with the commit it was about', async () => {
    const pull = aPull(stage, { head: 'a' });
    const before = pull.pull!.headSha;
    await stage
      .as('bob')
      .pulls.createReview({ ...there, pull_number: pull.number, event: 'APPROVE' });
    push(stage, { head: 'a', files: { more: 'x' } });
    const { headSha, reviews } = await only(pull);
    expect(headSha).not.toBe(before);
    expect(reviews[0]?.commit).toBe(before);
  });

  test('the label of fixes names who set it last, and is null once it is off', async () => {
    const pull = aPull(stage, { head: 'a' });
    const at = { ...there, issue_number: pull.number };
    const name = 'dont-repeat-fix';
    await stage.as('alice').issues.addLabels({ ...at, labels: [name, 'bug'] });
    await stage.as('alice').issues.removeLabel({ ...at, name });
    expect((await only(pull)).fixLabel).toBeNull();
    await stage.as('alice').issues.addLabels({ ...at, labels: [name] });
    await stage.as('alice').issues.removeLabel({ ...at, name: 'bug' });
    expect((await only(pull)).fixLabel).toMatchObject({ by: { login: 'alice' } });
  });

  test('a label whose setting is out of sight was set by nobody known, before everything', async () => {
    const pull = aPull(stage, { head: 'a' });
    const at = { ...there, issue_number: pull.number };
    await stage.as('alice').issues.addLabels({ ...at, labels: ['dont-repeat-fix'] });
    for (let i = 0; i < 25; i += 1) {
      await stage.as('alice').issues.addLabels({ ...at, labels: ['bug'] });
      await stage.as('alice').issues.removeLabel({ ...at, name: 'bug' });
    }
    expect((await only(pull)).fixLabel).toEqual({
      by: { login: 'ghost', kind: 'person' },
      at: 0,
    });
  });

  test('a head that was force-pushed came then, however old the commit is', async () => {
    const old = push(stage, { head: 'elsewhere' });
    const pull = aPull(stage, { head: 'a' });
    stage.sandbox.control.moveClock(3_600_000);
    const first = (await only(pull)).headPushedAt;
    await stage.as('alice').git.updateRef({ ...there, ref: 'heads/a', sha: old, force: true });
    const { headSha, headPushedAt } = await only(pull);
    expect(headSha).toBe(old);
    expect(headPushedAt! - first!).toBeGreaterThanOrEqual(3_600_000 - 1000);
  });
});

describe('who wrote the commits', () => {
  const robot = () => aRobot(stage.sandbox.world, 'dependabot');
  const bump = { branch: 'bump', from: 'main', message: 'Bump' };
  const commit = (by: Actor, more: Partial<FilesCommit> = {}) =>
    done(
      commitToBranch(stage.sandbox.world, by, {
        ...{ repository: checkout(stage), ...bump, ...more },
        additions: [{ path: `${by.kind}.txt`, content: 'x' }],
      }),
    );
  const pull = () =>
    done(
      openPull(stage.sandbox.world, alice, {
        ...{ repository: checkout(stage), title: 'Bump', body: null, base: 'main', head: 'bump' },
      }),
    );
  const dependabot = { login: 'dependabot', kind: 'bot' };

  test('an app’s commit that GitHub signed is the app’s', async () => {
    commit(robot());
    const authors = [dependabot];
    expect((await only(pull())).commitAuthors).toEqual({ authors, complete: true, signed: true });
  });

  test('one that was pushed in an app’s name is of somebody unknown', async () => {
    commit(robot(), { signed: false });
    const authors = [null];
    expect((await only(pull())).commitAuthors).toEqual({ authors, complete: true, signed: false });
  });

  test('one that a person made in an app’s name is, beside the app’s own', async () => {
    commit(robot());
    const tip = checkout(stage).branches.get('bump')!;
    const parent = checkout(stage).objects.commits.get(tip)!;
    const name = 'dependabot[bot]';
    const { data: forged } = await stage.as('alice').git.createCommit({
      ...{ ...there, message: 'Bump more', tree: parent.tree, parents: [tip] },
      author: { name, email: `1+${name}@users.noreply.github.com` },
    });
    await stage.as('alice').git.updateRef({ ...there, ref: 'heads/bump', sha: forged.sha });
    const { data: shown } = await stage.as('alice').repos.getCommit({ ...there, ref: forged.sha });
    expect(shown.author).toMatchObject({ login: name });
    const authors = [dependabot, null];
    expect((await only(pull())).commitAuthors).toEqual({ authors, complete: true, signed: false });
  });

  test('a person’s name stays, and that nothing stands for it', async () => {
    commit(alice, { signed: false });
    const authors = [{ login: 'alice', kind: 'person' }];
    expect((await only(pull())).commitAuthors).toEqual({ authors, complete: true, signed: false });
  });
});

describe('changed files', () => {
  const many = (count: number) =>
    Object.fromEntries(
      Array.from({ length: count }, (_, i) => [`d${String(i % 40)}/f${String(i)}`, String(i)]),
    );

  const reading = async (pull: PullFacts) => {
    let files: PullFacts['files'] | undefined;
    const wire = await stage.during(async () => {
      files = await reader().files(pull);
    });
    return { files: files!, reads: wire.reads };
  };
  const isREST = (request: string) => request.startsWith('GET ');

  test('a list that ends is not whole, and goes on where it ended for a request a hundred', async () => {
    const shown = await only(aPull(stage, { head: 'a', files: many(250) }));
    expect(shown.files).toMatchObject({ complete: false, total: 250 });
    expect(shown.files.paths).toHaveLength(100);
    const { files, reads } = await reading(shown);
    expect(reads).toEqual(['query PullFiles', 'query PullFiles']);
    expect(files).toMatchObject({ complete: true, next: null, total: 250 });
    expect(new Set(files.paths)).toEqual(new Set(Object.keys(many(250))));
  });

  test('of a renamed file both names count, by REST', async () => {
    const change = { 'new/name.md': '# Checkout\n' };
    const shown = await only(aPull(stage, { head: 'a', files: change, deletions: ['README.md'] }));
    expect(shown.files).toMatchObject({ complete: false, next: null });
    const { files, reads } = await reading(shown);
    expect([...files.paths].sort()).toEqual(['README.md', 'new/name.md']);
    expect(files.complete).toBe(true);
    expect(reads.every(isREST)).toBe(true);
  });

  test('a renamed file on a later page counts with both names too', async () => {
    const change = { ...many(150), 'z/name.md': '# Checkout\n' };
    const shown = await only(aPull(stage, { head: 'a', files: change, deletions: ['README.md'] }));
    expect(shown.files.next).not.toBeNull();
    const { files } = await reading(shown);
    expect(new Set(files.paths)).toEqual(new Set([...Object.keys(change), 'README.md']));
    expect(files.complete).toBe(true);
  });

  test('of a head that moved meanwhile no half is joined to the half of another', async () => {
    const shown = await only(aPull(stage, { head: 'a', files: many(150) }));
    push(stage, { head: 'a', files: { 'a/first': 'x' } });
    const { files, reads } = await reading(shown);
    expect(new Set(files.paths)).toEqual(new Set([...Object.keys(many(150)), 'a/first']));
    expect(files).toMatchObject({ complete: true, total: 151 });
    expect(reads.some(isREST)).toBe(true);
  });

  test('more than GitHub lists is never whole', async () => {
    const shown = await only(aPull(stage, { head: 'a', files: many(3001) }));
    const { paths, complete, total } = await reader().files(shown);
    expect([paths.length, complete, total]).toEqual([3000, false, 3001]);
    const byREST = await reader().files({ ...shown, files: { ...shown.files, next: null } });
    expect([byREST.paths.length, byREST.complete, byREST.total]).toEqual([3000, false, 3001]);
  });
});

describe('a shared head', () => {
  test('every open pull request on it is read, in one request more', async () => {
    const first = aPull(stage, { head: 'a' });
    push(stage, { head: 'release', files: { r: 'r' } });
    const { world } = stage.sandbox;
    const input = { repository: checkout(stage), title: 'again', base: 'release', head: 'a' };
    const second = done(openPull(world, alice, input));
    let facts: Awaited<ReturnType<typeof read>> | undefined;
    const wire = await stage.during(async () => {
      facts = await read(stage, first);
    });
    expect(wire.reads).toEqual(['query Pull', 'query Pulls']);
    expect(facts?.facts.pulls.map(({ ref, baseRef }) => [ref.number, baseRef])).toEqual([
      [first.number, 'main'],
      [second.number, 'release'],
    ]);
    const numbers = (await reader().withHead(CHECKOUT, first.pull!.headSha)).map(
      ({ number }) => number,
    );
    expect(numbers.sort()).toEqual([first.number, second.number]);
  });

  test('a pull request that holds the commit below its head does not share it', async () => {
    const first = aPull(stage, { head: 'a' });
    const { data: ref } = await stage.as('alice').git.getRef({ ...there, ref: 'heads/a' });
    await stage.as('alice').git.createRef({ ...there, ref: 'refs/heads/b', sha: ref.object.sha });
    aPull(stage, { head: 'b', files: { more: 'x' } });
    expect((await read(stage, first)).facts.pulls).toHaveLength(1);
    expect(await reader().withHead(CHECKOUT, first.pull!.headSha)).toEqual([refOf(first)]);
  });

  test('nobody’s head is no pull request’s', async () => {
    expect(await reader().withHead(CHECKOUT, 'f'.repeat(40))).toEqual([]);
  });
});

describe('a page', () => {
  test('a hundred with their own runs cost one request, newest update first', async () => {
    const pulls = Array.from({ length: 101 }, (_, i) => aPull(stage, { head: `h${String(i)}` }));
    const run = aRun(pulls[100]!.pull!.headSha, { externalId: 'abc' });
    await stage.performer.perform({ kind: 'report-verdicts', repo: CHECKOUT, runs: [run] });
    stage.sandbox.control.moveClock(60_000);
    await stage
      .as('bob')
      .issues.createComment({ ...there, issue_number: pulls[100]!.number, body: 'hm' });
    const pages: string[][] = [];
    const wire = await stage.during(async () => {
      for (let after: string | null = null; ;) {
        const found = await reader().page(CHECKOUT, after);
        if (found.kind === 'gone') throw new Error(found.why);
        pages.push(
          found.value.pulls.map(
            ({ facts, run: own }) => `${String(facts.ref.number)}:${own?.externalId ?? ''}`,
          ),
        );
        after = found.value.next;
        if (after === null) break;
      }
    });
    expect(wire.reads).toEqual(['query PullPage', 'query PullPage']);
    expect(pages.map((page) => page.length)).toEqual([100, 1]);
    expect(pages[0]![0]).toBe(`${String(pulls[100]!.number)}:abc`);
    expect(new Set(pages.flat()).size).toBe(101);
  }, 60_000);

  test('one of many with more commits than are shown is read like one alone', async () => {
    const pull = aPull(stage, { head: 'long' });
    aPull(stage, { head: 'short' });
    for (let i = 0; i < 30; i += 1)
      push(stage, { head: 'long', files: { [`f${String(i)}`]: 'x' } });
    const alone = await only(pull);
    expect(alone.commitAuthors.complete).toBe(true);
    let page: Awaited<ReturnType<ReturnType<typeof reader>['page']>> | undefined;
    const wire = await stage.during(async () => {
      page = await reader().page(CHECKOUT, null);
    });
    expect(wire.reads).toEqual(['query PullPage', 'query PullCommits']);
    const found = page?.kind === 'found' ? page.value.pulls.map(({ facts }) => facts) : [];
    expect(found.find(({ ref }) => ref.number === pull.number)).toEqual(alone);
  });

  test('one that GitHub finds too costly is asked for in halves', async () => {
    for (let i = 0; i < 3; i += 1) aPull(stage, { head: `h${String(i)}` });
    stage.sandbox.control.inject({
      body: '"count":100',
      effect: { kind: 'status', status: 502 },
    });
    const found = await reader().page(CHECKOUT, null);
    expect(found.kind === 'found' && found.value.pulls.length).toBe(3);
    stage.sandbox.control.clearFaults();
  });

  test('a repository out of sight is gone', async () => {
    expect((await reader().page({ owner: 'umbrella', name: 'hive' }, null)).kind).toBe('gone');
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
