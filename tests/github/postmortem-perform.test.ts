import { describe, expect, test } from 'vitest';
import { commitToBranch } from '../../sandbox/model/actions/contents.ts';
import { grantTeam } from '../../sandbox/model/actions/teams.ts';
import { findTeam } from '../../sandbox/model/world.ts';
import type { Effect, WriteBranch } from '../../src/core/effects.ts';
import type { Reviewer } from '../../src/core/postmortem/facts.ts';
import { Unavailable } from '../../src/github/client/errors.ts';
import { createPerformer } from '../../src/github/perform/performer.ts';
import { onEachStage } from '../flow/support/each-stage.ts';
import type { Stage } from '../flow/support/stage.ts';
import { alice, checkout, CHECKOUT, done, refOf, self, there } from './support/changes.ts';

const BRANCH = 'norepeat/postmortem-7';
const PATH = 'postmortems/2026/2026-11-21-7-checkout-is-down.md';

let stage: Stage;
let notes: string[];

onEachStage((set) => {
  stage = set;
  notes = [];
});

const perform = (effect: Effect) =>
  createPerformer({ github: stage.github, self, note: (what) => notes.push(what) }).perform(effect);

const main = (): string => checkout(stage).branches.get('main')!;
const head = (): string | undefined => checkout(stage).branches.get(BRANCH);

const write = (over: Partial<WriteBranch> = {}): WriteBranch => ({
  kind: 'write-branch',
  repo: CHECKOUT,
  branch: BRANCH,
  from: main(),
  expected: null,
  files: [{ path: PATH, text: '# Ausfall der Kasse – „alles“ 🚒\n' }],
  headline: 'Write the postmortem',
  body: '',
  ...over,
});

const open = (over: object = {}): Effect => ({
  kind: 'open-pull',
  repo: CHECKOUT,
  branch: BRANCH,
  base: 'main',
  title: 'Postmortem: Checkout is down (#7)',
  body: 'Postmortem of #7.',
  labels: ['postmortem:open'],
  ...over,
});

/** Somebody else's commit on the branch. */
const push = (branch: string, files: Readonly<Record<string, string>>): string => {
  const additions = Object.entries(files).map(([path, content]) => ({ path, content }));
  const commit = { branch, from: 'main', message: 'Write', additions };
  return done(
    commitToBranch(stage.sandbox.world, alice, { repository: checkout(stage), ...commit }),
  ).sha;
};

const textOf = async (path: string, ref = BRANCH): Promise<string> => {
  const { data } = await stage.as('bob').repos.getContent({ ...there, path, ref });
  if (!('content' in data)) throw new Error('no file');
  return Buffer.from(data.content, 'base64').toString('utf8');
};

const commits = async (sha = BRANCH) =>
  (await stage.as('bob').repos.listCommits({ ...there, sha })).data;

const pulls = async (state: 'open' | 'all' = 'open') =>
  (await stage.as('bob').pulls.list({ ...there, state })).data;

/** Dies after so many requests that change something, and is started again. */
async function dyingAfter(requests: number, effect: Effect): Promise<void> {
  const lost = { effect: { kind: 'reset' }, skip: requests } as const;
  stage.sandbox.control.inject({ method: 'POST', ...lost });
  await perform(effect).catch((error: unknown) => {
    if (!(error instanceof Unavailable)) throw error;
  });
  stage.sandbox.control.clearFaults();
  await perform(effect);
}

describe('a commit on the branch of a postmortem', () => {
  test('makes the branch where it is missing, is signed by GitHub, and keeps every character', async () => {
    const wire = await stage.during(() => perform(write({ body: 'Of incident 7.' })));
    expect(wire).toEqual({
      reads: [],
      writes: ['POST /repos/{owner}/{repo}/git/refs', 'mutation CommitOnBranch'],
    });
    const [commit] = await commits();
    expect(commit).toMatchObject({
      author: { login: 'norepeat[bot]' },
      commit: {
        message: 'Write the postmortem\n\nOf incident 7.',
        verification: { verified: true },
      },
      parents: [{ sha: main() }],
    });
    expect(await textOf(PATH)).toBe('# Ausfall der Kasse – „alles“ 🚒\n');
    expect(await textOf('README.md')).toBe('# Checkout\n');
  });

  test('goes upon the head that was read', async () => {
    await perform(write());
    const before = head()!;
    const files = [{ path: PATH, text: 'Later\n' }];
    const wire = await stage.during(() => perform(write({ expected: before, files })));
    expect(wire).toEqual({ reads: [], writes: ['mutation CommitOnBranch'] });
    expect((await commits())[0]?.parents.map(({ sha }) => sha)).toEqual([before]);
    expect(notes).toEqual([]);
  });

  test('is not written where somebody pushed meanwhile, and that is no error', async () => {
    await perform(write());
    const before = head()!;
    const theirs = push(BRANCH, { [PATH]: 'A person’s words\n' });
    await perform(write({ expected: before, files: [{ path: PATH, text: 'Later\n' }] }));
    expect(head()).toBe(theirs);
    expect(await textOf(PATH)).toBe('A person’s words\n');
    expect(notes).toEqual(['a commit found its branch moved on']);
  });

  test('is not written on a branch that people made while none was expected', async () => {
    const theirs = push(BRANCH, { 'mine.md': 'Mine\n' });
    await perform(write());
    expect(head()).toBe(theirs);
  });

  test('does not bring back a branch that was deleted meanwhile', async () => {
    await perform(write());
    const before = head()!;
    await stage.as('alice').git.deleteRef({ ...there, ref: `heads/${BRANCH}` });
    await perform(write({ expected: before }));
    expect(head()).toBeUndefined();
    expect(notes).toEqual(['a commit found its branch moved on']);
  });

  test('goes on from a branch that a crash left without one', async () => {
    await dyingAfter(1, write());
    expect(await textOf(PATH)).toContain('Ausfall');
    expect(await commits()).toHaveLength((await commits('main')).length + 1);
  });

  test.each(['/git/refs', '/graphql'])(
    'is written once when an answer is lost: %s',
    async (path) => {
      stage.sandbox.control.inject({
        ...{ method: 'POST', path, times: 1, effect: { kind: 'lost-answer' } },
        ...(path === '/graphql' ? { body: 'createCommitOnBranch' } : {}),
      });
      await perform(write());
      expect(await commits()).toHaveLength((await commits('main')).length + 1);
    },
  );

  test('that begins at a commit which is not there is a fault', async () => {
    await expect(perform(write({ from: 'f'.repeat(40) }))).rejects.toThrow(/does not exist/);
  });
});

describe('the pull request', () => {
  test('is opened once with its labels, by whatever crash', async () => {
    await perform(write());
    for (const requests of [0, 1, 2]) await dyingAfter(requests, open());
    await perform(open());
    const [pull, ...others] = await pulls('all');
    expect(others).toEqual([]);
    expect(pull).toMatchObject({
      title: 'Postmortem: Checkout is down (#7)',
      body: 'Postmortem of #7.',
      user: { login: 'norepeat[bot]' },
      head: { ref: BRANCH },
      base: { ref: 'main' },
    });
    expect(pull?.labels.map(({ name }) => name)).toEqual(['postmortem:open']);
  });

  test('whose answer was lost is not opened twice', async () => {
    await perform(write());
    const fault = { method: 'POST', path: '/pulls', times: 1 } as const;
    stage.sandbox.control.inject({ ...fault, effect: { kind: 'lost-answer' } });
    await perform(open());
    expect(await pulls('all')).toHaveLength(1);
  });

  test('that a person opened from the branch, whatever its base, is taken as it is', async () => {
    push('next', { 'next.txt': 'x' });
    await perform(write());
    await stage.as('alice').pulls.create({ ...there, head: BRANCH, base: 'next', title: 'Mine' });
    await perform(open());
    expect((await pulls('all')).map(({ title }) => title)).toEqual(['Mine']);
    expect((await pulls())[0]?.labels.map(({ name }) => name)).toEqual(['postmortem:open']);
  });

  test.each(['a branch without a commit of its own', 'no branch'])(
    'is not opened from %s',
    async (which) => {
      if (which !== 'no branch') {
        await stage
          .as('alice')
          .git.createRef({ ...there, ref: `refs/heads/${BRANCH}`, sha: main() });
      }
      await perform(open());
      expect(await pulls('all')).toEqual([]);
      expect(notes).toEqual(['GitHub opens no pull request from a branch']);
    },
  );

  test('into a base that is not there is a fault', async () => {
    await perform(write());
    await expect(perform(open({ base: 'nowhere' }))).rejects.toThrow(/base/i);
  });
});

describe('a pull request that was closed', () => {
  const closed = async (): Promise<{ readonly number: number; readonly sha: string }> => {
    await perform(write());
    await perform(open());
    const [pull] = await pulls();
    const { number } = pull!;
    await stage.as('alice').pulls.update({ ...there, pull_number: number, state: 'closed' });
    return { number, sha: head()! };
  };
  const reopen = (number: number, restore: string | null): Effect => ({
    ...{ kind: 'reopen-pull', pull: refOf({ number }), branch: BRANCH, restore },
  });
  const state = async (number: number) =>
    (await stage.as('bob').pulls.get({ ...there, pull_number: number })).data.state;

  test('is opened again, and opening an open one changes nothing', async () => {
    const { number } = await closed();
    await perform(reopen(number, null));
    await perform(reopen(number, null));
    expect(await state(number)).toBe('open');
  });

  test('is closed by the app, once, and nothing is merged', async () => {
    const { number } = await closed();
    await perform(reopen(number, null));
    const close: Effect = { kind: 'close-pull', pull: refOf({ number }) };
    await perform(close);
    await perform(close);
    const { data } = await stage.as('bob').pulls.get({ ...there, pull_number: number });
    expect(data).toMatchObject({ state: 'closed', merged: false });
  });

  test('is opened again with the branch as it was, by whatever crash', async () => {
    const { number, sha } = await closed();
    await stage.as('alice').git.deleteRef({ ...there, ref: `heads/${BRANCH}` });
    await dyingAfter(0, reopen(number, sha));
    expect(head()).toBe(sha);
    expect(await state(number)).toBe('open');
    await perform(reopen(number, sha));
    expect(head()).toBe(sha);
  });

  test('stays closed beside another from the same branch, and that is no error', async () => {
    const { number } = await closed();
    await stage.as('alice').pulls.create({ ...there, head: BRANCH, base: 'main', title: 'Mine' });
    await perform(reopen(number, null));
    expect(await state(number)).toBe('closed');
    expect(notes).toEqual(['GitHub does not reopen a pull request']);
  });
});

describe('asking for reviews', () => {
  const person = (login: string): Reviewer => ({ kind: 'person', login });
  const team = (slug: string, org = 'acme'): Reviewer => ({ kind: 'team', org, slug });

  const asked = async (reviewers: readonly Reviewer[]) => {
    await perform(write());
    await perform(open());
    const { number } = (await pulls())[0]!;
    const wire = await stage.during(() =>
      perform({ kind: 'request-reviews', pull: refOf({ number }), reviewers }),
    );
    const { data } = await stage
      .as('bob')
      .pulls.listRequestedReviewers({ ...there, pull_number: number });
    const who = [...data.users.map(({ login }) => login), ...data.teams.map(({ slug }) => slug)];
    return { who: who.sort(), wire };
  };

  test('asks people and teams in one request', async () => {
    const { world } = stage.sandbox;
    const payments = findTeam(world, 'acme', 'payments')!;
    done(grantTeam(world, alice, { team: payments, repository: checkout(stage), role: 'write' }));
    const { who, wire } = await asked([person('bob'), team('payments')]);
    expect(who).toEqual(['bob', 'payments']);
    expect(wire.writes).toHaveLength(1);
    expect(notes).toEqual([]);
  });

  test('asks the others where one of them has no access', async () => {
    const { who } = await asked([person('mallory'), person('bob'), team('discovery')]);
    expect(who).toEqual(['bob']);
    expect(notes).toEqual([
      'GitHub does not ask for this review',
      'GitHub does not ask for this review',
    ]);
  });

  test('never takes a team of another organisation for one of the same name', async () => {
    const { who, wire } = await asked([team('payments', 'umbrella')]);
    expect(who).toEqual([]);
    expect(wire.writes).toEqual([]);
    expect(notes).toEqual(['GitHub does not ask for this review']);
  });
});
