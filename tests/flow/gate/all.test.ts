import { describe, expect, test } from 'vitest';
import { plus, MINUTE } from '../../../src/core/time.ts';
import { anObligation, aPull, issue, NOW } from '../../builders/gate.ts';
import { aGateWorld, type GateWorld } from '../support/gate-world.ts';

const headOf = (n: number): string => n.toString(16).padStart(40, '0');
const pull = (n: number, over: Parameters<typeof aPull>[0] = {}) =>
  aPull({ ref: issue(`acme/checkout#${String(n)}`), headSha: headOf(n), ...over });
const many = (count: number) => Array.from({ length: count }, (_, i) => pull(i + 1));

function aWorldWith(pulls: GateWorld['state']['pulls']): GateWorld {
  const world = aGateWorld();
  world.state.obligations = [anObligation()];
  world.state.pulls = pulls;
  world.kept.set('main', null);
  return world;
}

describe('every open pull request of a repository', () => {
  test('is judged with a read for a hundred and a write for twenty', async () => {
    const world = aWorldWith(many(150));
    await world.gates();
    const count = (what: string) => world.requests.filter((one) => one === what).length;
    expect(count('page')).toBe(2);
    expect(count('report-verdicts')).toBe(8);
    expect(world.runs).toHaveLength(150);
    expect(world.conclusions().every((one) => one === 'failure')).toBe(true);
  });

  test('is not written where the same is said already', async () => {
    const world = aWorldWith(many(3));
    await world.gates();
    await world.gates();
    expect(world.runs).toHaveLength(3);
    world.state.pulls = [...world.state.pulls, pull(9)];
    await world.gates();
    expect(world.runs.slice(3).map(({ headSha }) => headSha)).toEqual([headOf(9)]);
  });

  test('in a queue or about to merge itself comes first, then what changed last', async () => {
    const world = aWorldWith([
      pull(1, { updatedAt: plus(NOW, MINUTE) }),
      pull(2, { updatedAt: plus(NOW, 2 * MINUTE) }),
      pull(3, { autoMerge: true }),
      pull(4, { inMergeQueue: true, updatedAt: plus(NOW, MINUTE) }),
    ]);
    await world.gates();
    expect(world.runs.map(({ headSha }) => headSha)).toEqual([4, 3, 2, 1].map(headOf));
    expect(world.marked).toContainEqual({ key: 'group:acme/checkout:main', notBefore: null });
  });

  test('that cannot be judged fails none of the others, and has a job of its own', async () => {
    const torn = { paths: ['docs/readme.md'], complete: false, next: 'MTAw', total: 400 };
    const world = aWorldWith([pull(1), pull(2, { files: torn }), pull(3)]);
    const files = { ...world.deps.pulls };
    world.deps.pulls.files = (one) =>
      one.ref.number === 2 ? Promise.reject(new Error('502')) : files.files(one);
    world.state.policy = {
      ...world.state.policy!,
      services: world.state.policy!.services.map((one) => ({
        ...one,
        repositories: [],
        paths: [{ repository: 'acme/checkout', glob: 'src/**' }],
      })),
    };
    await world.gates();
    expect(world.runs.map(({ headSha }) => headSha).sort()).toEqual([headOf(1), headOf(3)]);
    expect(world.marked).toContainEqual({ key: 'gate:acme/checkout#2', notBefore: null });
  });

  test('told to wait, costs the reads and what is left', async () => {
    const world = aWorldWith(many(60));
    const write = world.deps.performer.perform;
    let writes = 0;
    world.deps.performer.perform = (effect) => {
      writes += 1;
      const limit = Object.assign(new Error('later'), { retryAt: 5 });
      return writes === 3 ? Promise.reject(limit) : write(effect);
    };
    await expect(world.gates()).rejects.toThrow('later');
    expect(world.runs).toHaveLength(40);
    await world.gates();
    expect(writes).toBe(4);
    expect(world.runs).toHaveLength(60);
    expect(new Set(world.runs.map(({ headSha }) => headSha)).size).toBe(60);
  });
});

describe('a merge group', () => {
  test('is held when one of its pull requests is, and is said so once', async () => {
    const world = aWorldWith([]);
    const facts = {
      ...{ repo: issue('acme/checkout#1').repo, visibility: 'private' as const },
      ...{ headSha: headOf(99), as: 'group' as const, pulls: [pull(1, { inMergeQueue: true })] },
    };
    world.state.groups = [{ facts, defaultBranch: 'main', run: null }];
    await world.group();
    await world.group();
    expect(world.runs).toMatchObject([{ headSha: headOf(99), conclusion: 'failure' }]);
    world.state.obligations = [];
    await world.group();
    expect(world.conclusions()).toEqual(['failure', 'success']);
  });

  test('that cannot be decided says so on its commit', async () => {
    const world = aWorldWith([]);
    world.state.complete = false;
    world.state.now = plus(NOW, MINUTE);
    const facts = {
      ...{ repo: issue('acme/checkout#1').repo, visibility: 'private' as const },
      ...{ headSha: headOf(99), as: 'group' as const, pulls: [pull(1)] },
    };
    world.state.groups = [{ facts, defaultBranch: 'main', run: null }];
    await world.group();
    await world.group();
    expect(world.conclusions()).toEqual(['failure']);
    expect(world.marked.map(({ key }) => key)).toContain('group:acme/checkout:main');
  });
});
