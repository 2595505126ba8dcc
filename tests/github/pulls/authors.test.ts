import { describe, expect, test } from 'vitest';
import type { Actor } from '../../../sandbox/model/actor.ts';
import { commitToBranch, type FilesCommit } from '../../../sandbox/model/actions/contents.ts';
import { openPull } from '../../../sandbox/model/actions/pull-requests.ts';
import { onEachStage } from '../../flow/support/each-stage.ts';
import type { Stage } from '../../flow/support/stage.ts';
import { aRobot } from '../../scenarios/support/robot.ts';
import { alice, checkout, done, onlyPull, there } from '../support/changes.ts';

let stage: Stage;
onEachStage((set) => (stage = set));

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
    expect((await onlyPull(stage, pull())).commitAuthors).toEqual({
      authors,
      complete: true,
      signed: true,
    });
  });

  test('one that was pushed in an app’s name is of somebody unknown', async () => {
    commit(robot(), { signed: false });
    const authors = [null];
    expect((await onlyPull(stage, pull())).commitAuthors).toEqual({
      authors,
      complete: true,
      signed: false,
    });
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
    expect((await onlyPull(stage, pull())).commitAuthors).toEqual({
      authors,
      complete: true,
      signed: false,
    });
  });

  test('a person’s name stays, and that nothing stands for it', async () => {
    commit(alice, { signed: false });
    const authors = [{ login: 'alice', kind: 'person' }];
    expect((await onlyPull(stage, pull())).commitAuthors).toEqual({
      authors,
      complete: true,
      signed: false,
    });
  });
});
