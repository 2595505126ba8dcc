import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { commitToBranch } from '../../sandbox/model/actions/contents.ts';
import { forkRepository } from '../../sandbox/model/actions/forks.ts';
import { openPull } from '../../sandbox/model/actions/pull-requests.ts';
import { grantTeam } from '../../sandbox/model/actions/teams.ts';
import { findTeam, findUser } from '../../sandbox/model/world.ts';
import type { Suggest } from '../../src/core/effects.ts';
import type { PostmortemFacts } from '../../src/core/postmortem/facts.ts';
import { createPerformer } from '../../src/github/perform/performer.ts';
import { createPostmortemReader } from '../../src/github/read/postmortem-reader.ts';
import { setStage, type Stage } from '../flow/support/stage.ts';
import { alice, checkout, CHECKOUT, done, refOf, self, there } from './support/changes.ts';

const BRANCH = 'norepeat/postmortem-7';
const PATH = 'postmortems/2026/2026-11-21-7-down.md';
const INDEX = 'postmortems/README.md';
const TEMPLATE = '.github/postmortem.md';
const DOCUMENT = '---\nincident: acme/checkout#7\n---\n# Down\n';
const asked = { directory: 'postmortems', folder: 'postmortems/2026', templatePath: TEMPLATE };

let stage: Stage;

beforeEach(async () => {
  stage = await setStage();
});
afterEach(async () => {
  expect(stage.sandbox.control.complaints()).toEqual([]);
  await stage.close();
});

const reader = () => createPostmortemReader(stage.github, self);
const performer = () => createPerformer({ github: stage.github, self, note: () => undefined });
const main = (): string => checkout(stage).branches.get('main')!;
const head = (): string => checkout(stage).branches.get(BRANCH)!;

async function read(number = 7): Promise<PostmortemFacts> {
  const found = await reader().read({ repo: CHECKOUT, number }, asked);
  if (found.kind === 'gone') throw new Error(found.why);
  return found.value;
}

const push = (
  files: Readonly<Record<string, string>>,
  branch = BRANCH,
  deletions: string[] = [],
) => {
  const additions = Object.entries(files).map(([path, content]) => ({ path, content }));
  const commit = { branch, from: 'main', message: 'Write', additions, deletions };
  return done(
    commitToBranch(stage.sandbox.world, alice, { repository: checkout(stage), ...commit }),
  ).sha;
};

/** As the app writes it. */
const write = (text = DOCUMENT, expected: string | null = null) =>
  performer().perform({
    ...{ kind: 'write-branch', repo: CHECKOUT, branch: BRANCH, from: main(), expected },
    files: [
      { path: PATH, text },
      { path: INDEX, text: '# Postmortems\n' },
    ],
    ...{ headline: 'Write', body: '' },
  });

async function opened(): Promise<number> {
  await write();
  await performer().perform({
    ...{ kind: 'open-pull', repo: CHECKOUT, branch: BRANCH, base: 'main', title: 'Postmortem' },
    ...{ body: 'Postmortem of #7.', labels: ['postmortem:open'] },
  });
  const { data } = await stage.as('bob').pulls.list({ ...there, state: 'open' });
  return data[0]!.number;
}

/** And closed by one of the repository's own people. */
async function openedFromForks(titles: readonly string[]): Promise<void> {
  const { world } = stage.sandbox;
  const mallory = { kind: 'user', login: 'mallory' } as const;
  const fork = done(
    forkRepository(world, mallory, {
      repository: checkout(stage),
      owner: findUser(world, 'mallory')!,
    }),
  );
  for (const title of titles) {
    const commit = { repository: fork, branch: BRANCH, from: 'main', message: title };
    const additions = [{ path: PATH, content: title }];
    done(commitToBranch(world, mallory, { ...commit, additions }));
    const pull = { repository: checkout(stage), title, base: 'main', head: BRANCH };
    const issue = done(openPull(world, mallory, { ...pull, headRepository: fork }));
    await stage.as('alice').pulls.update({ ...there, pull_number: issue.number, state: 'closed' });
  }
}

describe('where nothing was written yet', () => {
  test('there is the default branch with template and index, in one request', async () => {
    push({ [TEMPLATE]: '# Ours\n', [INDEX]: '# All\n' }, 'main');
    let facts: PostmortemFacts | undefined;
    const wire = await stage.during(async () => {
      facts = await read();
    });
    expect(wire).toEqual({ reads: ['query Postmortem'], writes: [] });
    expect(facts).toEqual({
      repo: CHECKOUT,
      main: { name: 'main', oid: main() },
      ...{ branch: null, pull: null, document: null, doubles: [], taken: [], others: [] },
      template: { path: TEMPLATE, text: '# Ours\n' },
      index: { onMain: '# All\n', onBranch: null, atParting: '# All\n' },
    });
  });

  test('a repository that is elsewhere, gone or without a commit is a value', async () => {
    const nowhere = { owner: 'umbrella', name: 'hive' };
    expect((await reader().read({ repo: nowhere, number: 1 }, asked)).kind).toBe('gone');
    const gone = { owner: 'acme', name: 'gone' };
    expect((await reader().read({ repo: gone, number: 1 }, asked)).kind).toBe('gone');
  });

  test('a branch without a pull request shows the document that is on it', async () => {
    await write();
    const { branch, pull, document, index } = await read();
    expect(branch?.oid).toBe(head());
    expect(branch?.ownCommitAt).not.toBeNull();
    expect(pull).toBeNull();
    expect(document).toEqual({ path: PATH, text: DOCUMENT });
    expect(index).toEqual({ onMain: null, onBranch: '# Postmortems\n', atParting: null });
  });
});

describe('a postmortem that is open', () => {
  test('is read in two requests, with its document', async () => {
    const number = await opened();
    let facts: PostmortemFacts | undefined;
    const wire = await stage.during(async () => {
      facts = await read();
    });
    expect(wire.reads).toEqual(['query Postmortem', 'query PostmortemTexts']);
    expect(facts).toMatchObject({
      branch: { oid: head() },
      document: { path: PATH, text: DOCUMENT },
      doubles: [],
      pull: {
        ref: refOf({ number }),
        author: { login: 'norepeat', kind: 'self' },
        state: 'open',
        headOid: head(),
        closedAt: null,
        merged: null,
        labels: ['postmortem:open'],
        files: [PATH, INDEX],
        ...{ reviews: [], asked: [], askedByApp: [], offered: [], reported: null },
        conflicting: false,
      },
    });
    expect(facts!.branch!.ownCommitAt).not.toBeNull();
  });

  test('finds its document wherever a person moved it, and says which are copies', async () => {
    await opened();
    push({ 'docs/later.md': DOCUMENT, 'docs/notes.md': '# Notes\n' }, BRANCH, [PATH]);
    expect(await read()).toMatchObject({ document: { path: 'docs/later.md' }, doubles: [] });
    push({ 'docs/copy.md': DOCUMENT });
    const { document, doubles } = await read();
    expect([document?.path, ...doubles].sort()).toEqual(['docs/copy.md', 'docs/later.md']);
  });

  test('finds its document without front matter by its name, and never that of another', async () => {
    await opened();
    push({ [PATH]: '# Mine\n', 'postmortems/x.md': '---\nincident: acme/checkout#70\n---\n' });
    expect(await read()).toMatchObject({ document: { path: PATH, text: '# Mine\n' }, doubles: [] });
  });

  test('finds its document where main had a file of that name, and says which names are taken', async () => {
    push({ [PATH]: '# By hand\n' }, 'main');
    await opened();
    expect(await read()).toMatchObject({
      document: { path: PATH, text: DOCUMENT },
      taken: [PATH],
    });
  });

  test('a person’s commit is none of the app’s, whatever name it carries', async () => {
    await opened();
    const before = (await read()).branch!.ownCommitAt;
    stage.sandbox.control.moveClock(3_600_000);
    const { world } = stage.sandbox;
    const commit = { branch: BRANCH, message: 'x', signed: false, repository: checkout(stage) };
    const additions = [{ path: 'x.md', content: 'x' }];
    done(commitToBranch(world, alice, { ...commit, additions }));
    expect((await read()).branch!.ownCommitAt).toBe(before);
  });

  test('says whether anybody else wrote in it, and what the app said there', async () => {
    const number = await opened();
    const body = '<!-- norepeat:unwanted -->\nNobody owes it.';
    const marker = '<!-- norepeat:unwanted -->';
    const says = { kind: 'keep-comment', issue: refOf({ number }), marker } as const;
    await performer().perform({ ...says, existing: null, body });
    expect((await read()).pull).toMatchObject({ touched: false, ownComments: [{ body }] });
    const { id } = (await read()).pull!.ownComments[0]!;
    const at = { ...there, comment_id: id };
    expect((await stage.as('alice').issues.getComment(at)).data.body).toBe(body);
    push({ 'x.md': 'x' });
    expect((await read()).pull).toMatchObject({ touched: true, closedBy: null });
    await performer().perform({ kind: 'close-pull', pull: refOf({ number }) });
    expect((await read()).pull).toMatchObject({ state: 'closed', closedBy: { kind: 'self' } });
  });

  test.each(['alice', 'the app'])(
    'says whether it was opened again by a person: %s',
    async (who) => {
      const number = await opened();
      await performer().perform({ kind: 'close-pull', pull: refOf({ number }) });
      const at = { pull: refOf({ number }), branch: BRANCH, restore: null };
      if (who === 'the app') await performer().perform({ kind: 'reopen-pull', ...at });
      else await stage.as(who).pulls.update({ ...there, pull_number: number, state: 'open' });
      expect((await read()).pull).toMatchObject({ state: 'open', touched: who !== 'the app' });
    },
  );

  test.each(['a remark', 'a review'])('says that somebody wrote in it: %s', async (what) => {
    const number = await opened();
    const bob = stage.as('bob');
    if (what === 'a remark') {
      await bob.issues.createComment({ ...there, issue_number: number, body: 'Why?' });
    } else {
      const review = { ...there, pull_number: number, body: 'Why?' };
      await bob.pulls.createReview({ ...review, event: 'COMMENT' });
    }
    expect((await read()).pull?.touched).toBe(true);
  });

  test('shows opinions, and that one approved which was dismissed since', async () => {
    const number = await opened();
    const at = { ...there, pull_number: number };
    const { data } = await stage.as('bob').pulls.createReview({ ...at, event: 'APPROVE' });
    await stage.as('carol').pulls.createReview({ ...at, event: 'REQUEST_CHANGES', body: 'no' });
    await stage.as('alice').pulls.dismissReview({ ...at, review_id: data.id, message: 'stale' });
    const { reviews } = (await read()).pull!;
    expect(reviews.map(({ by, state, approved }) => [by.login, state, approved])).toEqual(
      expect.arrayContaining([
        ['bob', 'dismissed', true],
        ['carol', 'changes-requested', false],
      ]),
    );
    expect(reviews).toHaveLength(2);
  });

  test('shows an approval however much was remarked since', async () => {
    const at = { ...there, pull_number: await opened() };
    await stage.as('bob').pulls.createReview({ ...at, event: 'APPROVE' });
    for (let remark = 0; remark < 100; remark += 1) {
      await stage.as('carol').pulls.createReview({ ...at, event: 'COMMENT', body: 'Typo.' });
    }
    const { reviews } = (await read()).pull!;
    expect(reviews.filter(({ approved }) => approved).map(({ by }) => by.login)).toEqual(['bob']);
  });

  test('shows who is asked, and whom the app ever asked', async () => {
    const number = await opened();
    const { world } = stage.sandbox;
    const team = findTeam(world, 'acme', 'payments')!;
    done(grantTeam(world, alice, { team, repository: checkout(stage), role: 'write' }));
    const payments = { kind: 'team', org: 'acme', slug: 'payments' } as const;
    await performer().perform({
      ...{ kind: 'request-reviews', pull: refOf({ number }) },
      reviewers: [{ kind: 'person', login: 'bob' }, payments],
    });
    const at = { ...there, pull_number: number };
    await stage.as('alice').pulls.removeRequestedReviewers({ ...at, reviewers: ['bob'] });
    await stage.as('alice').pulls.requestReviewers({ ...at, reviewers: ['carol'] });
    const { asked: now, askedByApp } = (await read()).pull!;
    expect(now).toEqual([{ kind: 'person', login: 'carol' }, payments]);
    expect(askedByApp).toEqual([{ kind: 'person', login: 'bob' }, payments]);
  });

  test('shows the app’s own offers, by marker and moment', async () => {
    const number = await opened();
    const offer: Omit<Suggest, 'marker'> = {
      ...{ pull: refOf({ number }), headOid: head(), path: PATH, startLine: 4, endLine: 4 },
      ...{ kind: 'suggest', replacement: '# Up', words: 'Now:' },
    };
    await performer().perform({ ...offer, marker: '<!-- norepeat:offer title 1 -->' });
    const below = { ...offer, path: 'README.md', startLine: 1, endLine: 1 };
    await performer().perform({ ...below, marker: '<!-- norepeat:offer title 2 -->' });
    const body = '<!-- norepeat:offer title 3 -->\nMine';
    await stage.as('bob').issues.createComment({ ...there, issue_number: number, body });
    const { offered, offeredAt } = (await read()).pull!;
    expect(offered).toEqual(['<!-- norepeat:offer title 1 -->', '<!-- norepeat:offer title 2 -->']);
    expect(offeredAt).toHaveLength(2);
  });

  test('shows what its check says, and nothing once somebody asked for another run', async () => {
    await opened();
    await performer().perform({
      ...{ kind: 'report-check', repo: CHECKOUT, headSha: head(), name: 'norepeat/postmortem' },
      ...{ externalId: 'v1', conclusion: 'failure', title: 'x', summary: 'x', text: null },
      annotations: [],
    });
    const { data } = await stage.as('bob').checks.listForRef({ ...there, ref: head() });
    expect((await read()).pull!.reported).toBe('v1');
    await stage.as('alice').checks.rerequestRun({ ...there, check_run_id: data.check_runs[0]!.id });
    expect((await read()).pull!.reported).toBeNull();
  });
});

describe('a postmortem that is over', () => {
  test('is still shown once its branch is gone, with the document at its head', async () => {
    const number = await opened();
    const last = head();
    await stage.as('alice').git.deleteRef({ ...there, ref: `heads/${BRANCH}` });
    expect(await read()).toMatchObject({
      branch: null,
      document: { path: PATH, text: DOCUMENT },
      pull: { ref: refOf({ number }), state: 'closed', headOid: last },
    });
  });

  test('is merged by whom and when', async () => {
    const number = await opened();
    await stage.as('alice').pulls.merge({ ...there, pull_number: number });
    const { pull, document, index } = await read();
    expect(pull).toMatchObject({ state: 'merged', merged: { by: { login: 'alice' } } });
    expect(document).toEqual({ path: PATH, text: DOCUMENT });
    expect(index?.onMain).toBe('# Postmortems\n');
  });

  test('is not hidden by pull requests that others open from forks', async () => {
    const number = await opened();
    await openedFromForks(['1', '2', '3', '4', '5', '6', '7', '8']);
    let facts: PostmortemFacts | undefined;
    const wire = await stage.during(async () => {
      facts = await read();
    });
    expect(facts?.pull).toMatchObject({ ref: { number }, state: 'open', files: [PATH, INDEX] });
    expect(wire.reads).toHaveLength(4);
    expect((await read(8)).pull).toBeNull();
  });

  test('is not hidden by forks and one that was merged without a document', async () => {
    push({ 'notes.txt': 'x' });
    const open = { title: 'Notes', body: '', labels: [] } as const;
    const at = { repo: CHECKOUT, branch: BRANCH, base: 'main' } as const;
    await performer().perform({ kind: 'open-pull', ...at, ...open });
    const { data } = await stage.as('alice').pulls.list({ ...there, state: 'open' });
    const empty = data[0]!.number;
    await stage.as('alice').pulls.merge({ ...there, pull_number: empty });
    await openedFromForks(['1', '2', '3']);
    expect((await read()).pull).toMatchObject({ ref: { number: empty }, state: 'closed' });
    await stage.as('alice').git.deleteRef({ ...there, ref: `heads/${BRANCH}` });
    const number = await opened();
    await openedFromForks(['4', '5', '6']);
    const { pull, document } = await read();
    expect(pull).toMatchObject({ ref: { number }, state: 'open' });
    expect(document).toEqual({ path: PATH, text: DOCUMENT });
  });

  test('is one of the others to the next incident, with whoever read it', async () => {
    const number = await opened();
    const at = { ...there, pull_number: number };
    await stage.as('bob').pulls.createReview({ ...at, event: 'APPROVE' });
    await stage.as('alice').pulls.requestReviewers({ ...at, reviewers: ['carol'] });
    expect((await read()).others).toEqual([]);
    expect((await read(8)).others).toMatchObject([
      { incident: 7, state: 'open', reviewers: ['carol', 'bob'] },
    ]);
  });
});

describe('candidates', () => {
  test('are those named and members of teams, with what GitHub lets them', async () => {
    const teams = [
      { org: 'acme', slug: 'payments' },
      { org: 'acme', slug: 'nobody' },
    ];
    let found: unknown;
    const wire = await stage.during(async () => {
      found = await reader().candidates(CHECKOUT, {
        ...{ logins: ['mallory', 'Bob'], teams },
        writers: false,
      });
    });
    expect(wire.reads).toEqual(['query Candidates']);
    expect(found).toEqual([
      { login: 'mallory', kind: 'person', mayRead: true, reviewable: false },
      { login: 'bob', kind: 'person', mayRead: true, reviewable: true },
    ]);
  });

  test('of a private repository are those only who are let in', async () => {
    checkout(stage).visibility = 'private';
    const [mallory] = await reader().candidates(CHECKOUT, {
      ...{ logins: ['mallory'], teams: [] },
      writers: false,
    });
    expect(mallory).toMatchObject({ mayRead: false, reviewable: false });
  });

  test('are those named and all who may push where everybody is wanted', async () => {
    const asked = { logins: ['mallory'], teams: [], writers: true };
    const found = await reader().candidates(CHECKOUT, asked);
    expect(found.map(({ login }) => login)).toEqual(['mallory', 'alice']);
  });
});
