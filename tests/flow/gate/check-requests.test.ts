import { describe, expect, test } from 'vitest';
import { MINUTE, plus, SECOND } from '../../../src/core/time.ts';
import type { CheckRequest } from '../../../src/flow/ports/check-requests.ts';
import {
  aCommit,
  anObligation,
  aPull,
  CHECKOUT,
  HEAD,
  issue,
  NOW,
  OLD_HEAD,
} from '../../builders/gate.ts';
import { aGateWorld } from '../support/gate-world.ts';

function aRequest(overrides: Partial<CheckRequest> = {}): CheckRequest {
  return {
    ...{ id: 'guid-1', repo: CHECKOUT, headSha: HEAD, pulls: [34], asks: 'again', by: 'alice' },
    ...overrides,
  };
}

describe('a re-run that was asked for', () => {
  test('gets a new run also when the verdict is the one that is there', async () => {
    const world = aGateWorld();
    world.state.obligations = [anObligation()];
    for (const id of ['guid-1', 'guid-2']) {
      world.state.requests = [aRequest({ id })];
      await world.answers();
    }
    expect(world.conclusions()).toEqual(['failure', 'failure']);
    expect([...world.settled]).toEqual([
      ['guid-1', 'done'],
      ['guid-2', 'done'],
    ]);
  });

  test.each([
    ['names none, as from a fork', []],
    ['names one of another repository, or one that has moved on', [99]],
  ])('is answered for the commit also where the payload %s', async (_, pulls) => {
    const world = aGateWorld();
    world.state.obligations = [anObligation()];
    world.state.requests = [aRequest({ pulls })];
    await world.answers();
    expect(world.runs).toMatchObject([{ headSha: HEAD, conclusion: 'failure' }]);
    expect(world.settled.get('guid-1')).toBe('done');
  });

  test('of a commit that is no head any more is settled, and says why', async () => {
    const world = aGateWorld();
    world.state.requests = [aRequest({ headSha: OLD_HEAD })];
    await world.answers();
    expect(world.runs).toEqual([]);
    expect(world.settled.get('guid-1')).toHaveProperty('refused');
  });

  test('one that fails is tried again, says so on its commit, and holds up no other', async () => {
    const world = aGateWorld();
    world.state.requests = [aRequest(), aRequest({ id: 'guid-2' })];
    world.state.faults.set('pull', new Error('502'));
    await expect(world.answers()).rejects.toThrow();
    expect(world.conclusions()).toEqual(['failure', 'success']);
    expect([...world.settled.keys()]).toEqual(['guid-2']);
    await world.answers();
    expect([...world.settled.keys()]).toEqual(['guid-2', 'guid-1']);
  });

  test('while incidents are unread is answered with a failure, never with a pass', async () => {
    const world = aGateWorld();
    world.state.complete = false;
    world.state.requests = [aRequest()];
    await world.answers();
    expect(world.conclusions()).toEqual(['failure']);
  });
});

describe('the button for a waiver', () => {
  const asking = aRequest({ asks: 'waiver' });
  const comments = (world: ReturnType<typeof aGateWorld>) =>
    world.effects.flatMap((effect) => (effect.kind === 'keep-comment' ? [effect] : []));

  test('is answered on every pull request of the commit, and with no run', async () => {
    const world = aGateWorld();
    world.state.obligations = [anObligation()];
    world.state.pulls = [aPull(), aPull({ ref: issue('acme/checkout#35') })];
    world.state.requests = [asking];
    await world.answers();
    expect(comments(world).map(({ issue: on }) => on.number)).toEqual([34, 35]);
    expect(world.runs).toEqual([]);
  });

  test('waits until the incidents are read: before, it would say that nothing holds it', async () => {
    const world = aGateWorld();
    world.state.complete = false;
    world.state.requests = [asking];
    await world.answers();
    world.state.now = plus(NOW, MINUTE);
    await world.answers();
    expect(comments(world)).toEqual([]);
    expect(world.settled.size).toBe(0);
    expect(world.marked.map(({ key }) => key)).toContain('check-requests:acme/checkout');

    world.state.complete = true;
    world.state.obligations = [anObligation()];
    await world.answers();
    expect(comments(world)[0]?.body).toContain('/waive payments');
    expect(world.settled.get('guid-1')).toBe('done');
  });
});

describe('a group that asked for its checks', () => {
  const GROUP = '9'.repeat(40);
  const asking = aRequest({
    ...{ headSha: GROUP, pulls: [], asks: 'group' },
    queue: { branch: 'main', defaultBranch: 'main' },
  });
  const shown = () => {
    const facts = aCommit({ headSha: GROUP, as: 'group', pulls: [aPull({ inMergeQueue: true })] });
    return [{ facts, defaultBranch: 'main', run: null }];
  };
  function expecting() {
    const world = aGateWorld();
    world.state.requests = [asking];
    const after = async (ms: number) => {
      world.state.now = plus(world.state.now, ms);
      await world.answers();
    };
    return { world, after };
  }

  test('and is answered by the job of its branch is settled without a request', async () => {
    const { world, after } = expecting();
    world.state.groups = shown();
    await world.answers();
    const soon = plus(NOW, 5 * SECOND);
    expect(world.marked).toEqual([{ key: 'check-requests:acme/checkout', notBefore: soon }]);
    await world.group();
    const { length } = world.requests;
    await after(5 * SECOND);
    expect(world.settled.get('guid-1')).toBe('done');
    expect(world.requests).toHaveLength(length);
    expect(world.conclusions()).toEqual(['success']);
  });

  test('is looked for again while GitHub does not show it, and judged when it does', async () => {
    const { world, after } = expecting();
    await world.group();
    await world.answers();
    await after(5 * SECOND);
    const keys = () => world.marked.map(({ key }) => key);
    expect(keys().filter((key) => key.startsWith('group'))).toEqual(['group:acme/checkout:main']);
    expect(world.settled.size).toBe(0);
    world.state.groups = shown();
    await world.group();
    await after(5 * SECOND);
    expect(world.settled.get('guid-1')).toBe('done');
    expect(world.conclusions()).toEqual(['success']);
  });

  test('and is never shown is told so after three minutes, not passed and not left waiting', async () => {
    const { world, after } = expecting();
    await world.answers();
    await after(3 * MINUTE - SECOND);
    expect(world.runs).toEqual([]);
    await after(SECOND);
    expect(world.runs).toMatchObject([{ headSha: GROUP, conclusion: 'failure' }]);
    expect(world.settled.get('guid-1')).toBe('done');
  });

  test('and is thrown away is expected no more, in whatever order that is told', async () => {
    const over = aRequest({ id: 'guid-2', headSha: GROUP, pulls: [], asks: 'group-over' });
    for (const requests of [
      [asking, over],
      [over, asking],
    ]) {
      const world = aGateWorld();
      world.state.requests = requests;
      await world.answers();
      expect(world.settled.size).toBe(2);
      expect([world.marked, world.runs, world.requests]).toEqual([[], [], []]);
    }
  });

  test('on a branch that is not gated is not waited for', async () => {
    const { world } = expecting();
    world.state.requests = [{ ...asking, queue: { branch: 'next', defaultBranch: 'main' } }];
    await world.answers();
    expect(world.settled.get('guid-1')).toHaveProperty('refused');
    expect(world.marked).toEqual([]);
  });

  test('whose run is there, though the store forgot it, gets no other word', async () => {
    const { world, after } = expecting();
    world.state.groups = shown();
    await world.group();
    world.verdicts.clear();
    await world.answers();
    await world.group();
    await after(3 * MINUTE);
    expect(world.conclusions()).toEqual(['success']);
    expect(world.settled.get('guid-1')).toBe('done');
  });
});
