import { describe, expect, test } from 'vitest';
import { commitToBranch } from '../../sandbox/model/actions/contents.ts';
import { forkRepository } from '../../sandbox/model/actions/forks.ts';
import { enqueue } from '../../sandbox/model/actions/merge-queue.ts';
import { openPull } from '../../sandbox/model/actions/pull-requests.ts';
import { renameRepository } from '../../sandbox/model/actions/repositories.ts';
import { renameTeam } from '../../sandbox/model/actions/teams.ts';
import type { Issue } from '../../sandbox/model/records/issue.ts';
import { findTeam, findUser } from '../../sandbox/model/world.ts';
import { createCodeOwnersReader } from '../../src/github/read/codeowners-reader.ts';
import { createNamesReader } from '../../src/github/read/names-reader.ts';
import { createQueueReader } from '../../src/github/read/queue-reader.ts';
import { onEachStage } from '../flow/support/each-stage.ts';
import type { Stage } from '../flow/support/stage.ts';
import { MERGE_QUEUE } from '../sandbox/merge-queue-rule.ts';
import { require, requiredCheck } from '../sandbox/model/changes.ts';
import {
  alice,
  aPull,
  aRun,
  checkout,
  CHECKOUT,
  done,
  push,
  read,
  self,
} from './support/changes.ts';

let stage: Stage;
onEachStage((set) => (stage = set));

describe('the merge queue', () => {
  const groups = async (branch = 'main') => {
    const found = await createQueueReader(stage.github, self).groups(CHECKOUT, branch);
    if (found.kind === 'gone') throw new Error(found.why);
    return found.value;
  };
  const numbers = async () =>
    (await groups()).map(({ facts }) => facts.pulls.map(({ ref }) => ref.number));

  async function queued(...heads: readonly string[]): Promise<readonly Issue[]> {
    const { world } = stage.sandbox;
    const checks = [requiredCheck('norepeat/gate', self.id), requiredCheck('ci')];
    require(world, checkout(stage), ...checks, MERGE_QUEUE);
    const pulls = heads.map((head) => aPull(stage, { head }));
    const runs = ['norepeat/gate', 'ci'].flatMap((name) =>
      pulls.map(({ pull }) => aRun(pull!.headSha, { name, conclusion: 'success' })),
    );
    await stage.performer.perform({ kind: 'report-verdicts', repo: CHECKOUT, runs });
    for (const issue of pulls) done(enqueue(world, alice, { issue }));
    return pulls;
  }

  test('each group holds what stands between its base and its head, in one request', async () => {
    const [a, b] = await queued('a', 'b');
    const wire = await stage.during(async () => {
      expect(await numbers()).toEqual([[a!.number], [b!.number]]);
    });
    expect(wire).toEqual({ reads: ['query MergeQueue'], writes: [] });
    const [first, second] = await groups();
    expect(first).toMatchObject({ facts: { as: 'group' }, run: null, defaultBranch: 'main' });
    expect(first!.facts.headSha).not.toBe(second!.facts.headSha);
    expect(first!.facts.pulls[0]).toMatchObject({
      headSha: a!.pull!.headSha,
      inMergeQueue: true,
      state: 'open',
    });
  });

  test('a group shows the run on its own head', async () => {
    await queued('a');
    const run = aRun((await groups())[0]!.facts.headSha, { conclusion: 'success' });
    await stage.performer.perform({ kind: 'report-verdicts', repo: CHECKOUT, runs: [run] });
    expect((await groups()).map(({ run: own }) => own)).toEqual([
      { externalId: run.externalId, completed: true },
    ]);
  });

  test('a branch without a queue has no groups', async () => {
    expect(await groups('release')).toEqual([]);
  });
});

describe('CODEOWNERS', () => {
  const ownersOf = async (branch: string) => {
    const found = await createCodeOwnersReader(stage.github).read(CHECKOUT, branch);
    if (found.kind === 'gone') throw new Error(found.why);
    return found.value;
  };
  const write = (branch: string, files: Readonly<Record<string, string>>) => {
    const additions = Object.entries(files).map(([path, content]) => ({ path, content }));
    const commit = { branch, from: 'main', message: 'Owners', additions };
    done(commitToBranch(stage.sandbox.world, alice, { repository: checkout(stage), ...commit }));
  };

  test('GitHub’s order of places, on the branch that is asked for, in one request', async () => {
    write('main', { 'docs/CODEOWNERS': '* @acme/discovery\n' });
    write('release/1', { CODEOWNERS: '* @acme/payments\n', 'docs/CODEOWNERS': '* @bob\n' });
    const wire = await stage.during(async () => {
      expect(await ownersOf('main')).toMatchObject({
        path: 'docs/CODEOWNERS',
        rules: [{ line: 1, pattern: '*', teams: [{ org: 'acme', slug: 'discovery' }] }],
      });
    });
    expect(wire.reads).toEqual(['query CodeOwners']);
    expect(await ownersOf('release/1')).toMatchObject({
      path: 'CODEOWNERS',
      rules: [{ teams: [{ slug: 'payments' }] }],
    });
  });

  test('nothing where there is no such file, and none of a folder of that name', async () => {
    expect(await ownersOf('main')).toBeNull();
    expect(await ownersOf('no-such-branch')).toBeNull();
    write('main', { 'CODEOWNERS/README.md': 'x', 'docs/CODEOWNERS': '* @acme/payments' });
    expect((await ownersOf('main'))?.path).toBe('docs/CODEOWNERS');
  });

  test('a file that GitHub does not load has no rules, and hides the next place', async () => {
    const large = `* @acme/payments\n${'#'.repeat(3 * 1024 * 1024)}`;
    write('main', { '.github/CODEOWNERS': large, CODEOWNERS: '* @acme/discovery' });
    expect(await ownersOf('main')).toEqual({ path: '.github/CODEOWNERS', rules: [] });
  });
});

describe('names', () => {
  const names = async (owner: string) => createNamesReader(stage.github).names(owner);

  test('teams and repositories keep their ids when they are renamed', async () => {
    const before = await names('acme');
    const { world } = stage.sandbox;
    const team = findTeam(world, 'acme', 'payments')!;
    done(renameTeam(world, alice, { team, name: 'Money' }));
    done(renameRepository(world, alice, { repository: checkout(stage), name: 'till' }));
    const after = await names('acme');
    if (before.kind === 'gone' || after.kind === 'gone') throw new Error('gone');
    const idOf = (found: typeof before, slug: string) =>
      found.value.teams.find((each) => each.team.slug === slug)?.id;
    expect(idOf(before, 'payments')).toBeDefined();
    expect(idOf(after, 'money')).toBe(idOf(before, 'payments'));
    expect(after.value.teams.map(({ team: each }) => `${each.org}/${each.slug}`).sort()).toEqual([
      'acme/discovery',
      'acme/money',
    ]);
    const repoId = (found: typeof before, name: string) =>
      found.value.repositories.find(({ repo }) => repo.name === name)?.id;
    expect(repoId(after, 'till')).toBe(repoId(before, 'checkout'));
    expect(repoId(after, 'checkout')).toBeUndefined();
  });

  test('an account without the app is gone', async () => {
    expect((await names('umbrella')).kind).toBe('gone');
  });
});

describe('forks', () => {
  test('a pull request of a fork is read like any other, and who shares its head', async () => {
    const { world } = stage.sandbox;
    const carol = { kind: 'user', login: 'carol' } as const;
    const owner = findUser(world, 'carol')!;
    const fork = done(forkRepository(world, carol, { repository: checkout(stage), owner }));
    await stage.sandbox.control.idle();
    const additions = [{ path: 'fork.txt', content: 'x' }];
    const commit = { repository: fork, branch: 'mine', from: 'main', message: 'x', additions };
    done(commitToBranch(world, carol, commit));
    push(stage, { head: 'release' });
    const open = (base: string) =>
      done(
        openPull(world, carol, {
          ...{ repository: checkout(stage), headRepository: fork, title: base, base, head: 'mine' },
          body: null,
        }),
      );
    const first = open('main');
    const second = open('release');
    const { facts } = await read(stage, first);
    expect(facts.pulls.map(({ ref }) => ref.number)).toEqual([first.number, second.number]);
    expect(facts.pulls[0]).toMatchObject({ author: { login: 'carol' } });
    // GitHub makes a suite for commits that are pushed here; one of a fork gets it with its first run.
    expect(facts.pulls[0]!.headPushedAt).toBeNull();
    const runs = [aRun(facts.headSha)];
    await stage.performer.perform({ kind: 'report-verdicts', repo: CHECKOUT, runs });
    const { facts: later, run } = await read(stage, first);
    expect(later.pulls[0]!.headPushedAt).not.toBeNull();
    expect(run).toEqual({ externalId: runs[0]!.externalId, completed: true });
  });
});
