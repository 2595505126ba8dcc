import { describe, expect, test } from 'vitest';
import { minute, aComment } from '../../builders/facts.ts';
import { anObligation, aPull, HEAD } from '../../builders/gate.ts';
import { aGateWorld, type GateWorld } from '../support/gate-world.ts';

const COMMANDERS = 'acme/incident-commanders';

function aWorldSaying(body: string, by = 'erin'): GateWorld {
  const world = aGateWorld();
  world.state.obligations = [anObligation()];
  world.state.people = [
    { login: 'erin', exists: true, permission: 'read', teams: [COMMANDERS] },
    { login: 'alice', exists: true, permission: 'read', teams: [COMMANDERS] },
    { login: 'mallory', exists: true, permission: 'read', teams: [] },
  ];
  world.state.comments = [aComment(body, { id: 7, by })];
  return world;
}

const said = (world: GateWorld) =>
  [...world.ledgers].flatMap(([at, ledger]) =>
    ledger.map((entry) => ({ at, said: 'said' in entry ? entry.said.kind : null })),
  );
const kinds = (world: GateWorld) => world.effects.map(({ kind }) => kind);

describe('/fixes and /override', () => {
  test.each(['/fixes acme/incidents#12', `/override ${HEAD.slice(0, 8)} it is the fix`])(
    'accepted, %s is written down once, told to the incident and answered with 👍',
    async (body) => {
      const world = aWorldSaying(body);
      await world.commands();
      await world.commands();
      expect(said(world)).toHaveLength(1);
      expect(kinds(world)).toEqual(['react']);
      expect(world.state.comments[0]?.ownReactions).toEqual(['+1']);
      const keys = world.marked.map(({ key }) => key);
      expect(keys).toContain('incident:acme/incidents#12');
      expect(keys).toContain('gate:acme/checkout#34');
    },
  );

  const short = HEAD.slice(0, 8);
  test.each([
    ['an incident that nobody knows', '/fixes acme/incidents#99', 'erin'],
    ['somebody without any right', '/fixes acme/incidents#12', 'mallory'],
    ['nobody’s approver', `/override ${short} I want to`, 'mallory'],
    ['the author of the change', `/override ${short} I want to`, 'alice'],
    ['a commit that is not the head', '/override abcdef1 it is the fix', 'erin'],
    ['no reason', `/override ${short}`, 'erin'],
  ])('refused for %s, they change nothing and are answered once', async (_, body, by) => {
    const world = aWorldSaying(body, by);
    await world.commands();
    await world.commands();
    expect(said(world)).toEqual([]);
    expect(kinds(world)).toEqual(['react', 'keep-comment']);
    expect(world.state.comments[0]?.ownReactions).toEqual(['confused']);
  });

  test('refused where the commit is not held, or its branch not gated', async () => {
    const world = aWorldSaying(`/override ${short} it is the fix`);
    world.state.obligations = [];
    await world.commands();
    expect(kinds(world)).toEqual(['react', 'keep-comment']);
    const other = aWorldSaying(`/override ${short} it is the fix`);
    other.state.pulls = [aPull({ baseRef: 'topic' })];
    await other.commands();
    expect(kinds(other)).toEqual(['react', 'keep-comment']);
  });

  test('refused and then mended by their author, they are tried again', async () => {
    const world = aWorldSaying('/fixes acme/incidents#99');
    world.state.now = minute(10);
    await world.commands();
    const [comment, ...others] = world.state.comments;
    const mended = { ...comment!, body: '/fixes acme/incidents#12', editedAt: minute(20) };
    world.state.comments = [mended, ...others];
    await world.commands();
    expect(said(world)).toEqual([{ at: 'acme/incidents#12', said: 'fixes' }]);
    expect(world.state.comments).toHaveLength(1);
    expect(world.state.comments[0]?.ownReactions).toEqual(['+1']);
  });

  const bad = (by: string, at: readonly number[]) =>
    at.map((when, index) =>
      aComment(`/override ${short} let me`, { id: 20 + index, by, createdAt: minute(when) }),
    );
  const answers = (world: GateWorld) =>
    world.effects.filter(({ kind }) => kind === 'keep-comment').length;

  test.each([
    ['a stranger on a public pull request: three', 'public', 'mallory', [1, 2, 3, 4, 5]],
    ['a stranger who takes their time: all', 'public', 'mallory', [1, 5, 9, 13, 17]],
    ['where only members comment: all', 'private', 'mallory', [1, 2, 3, 4, 5]],
    ['somebody with the right: all', 'public', 'erin', [1, 2, 3, 4, 5]],
  ] as const)(
    'refused time after time, they are answered: %s',
    async (which, visibility, by, at) => {
      const world = aWorldSaying('', by);
      world.state.visibility = visibility;
      world.state.obligations = [];
      world.state.comments = bad(by, at);
      await world.commands();
      await world.commands();
      expect(answers(world)).toBe(which.endsWith('three') ? 3 : 5);
      const theirs = world.state.comments.filter(({ author }) => author.kind === 'person');
      expect(theirs.map(({ ownReactions }) => ownReactions)).toEqual(at.map(() => ['confused']));
    },
  );

  test('refused and deleted again, they count on', async () => {
    const world = aWorldSaying('');
    world.state.visibility = 'public';
    world.state.now = minute(3);
    world.state.comments = bad('mallory', [1, 2, 3]);
    await world.commands();
    const own = world.state.comments.filter(({ author }) => author.kind === 'self');
    expect(own).toHaveLength(3);
    const again = aComment(`/override ${short} let me`, { id: 40, by: 'mallory' });
    world.state.comments = [...own, { ...again, createdAt: minute(4) }];
    await world.commands();
    expect(answers(world)).toBe(3);
  });

  test('said again of the same incident, /fixes is accepted and not written down twice', async () => {
    const world = aWorldSaying('/fixes acme/incidents#12');
    const again = aComment('/fixes acme/incidents#12', { id: 8, by: 'alice' });
    world.state.comments = [...world.state.comments, again];
    await world.commands();
    await world.commands();
    expect(said(world)).toHaveLength(1);
    expect(kinds(world)).toEqual(['react', 'react']);
    expect(world.state.comments.map(({ ownReactions }) => ownReactions)).toEqual([['+1'], ['+1']]);
  });

  test('in words that somebody else put there ask for nothing', async () => {
    const world = aWorldSaying('/fixes acme/incidents#12', 'erin');
    const editor = { login: 'mallory', kind: 'person' } as const;
    world.state.comments = [{ ...world.state.comments[0]!, editor }];
    await world.commands();
    expect(world.effects).toEqual([]);
    expect(said(world)).toEqual([]);
  });
});

describe('CODEOWNERS', () => {
  const owners = (slug: string) => ({
    path: 'CODEOWNERS',
    rules: [{ line: 1, pattern: '*', teams: [{ org: 'acme', slug }] }],
  });

  test('changed on a branch that was looked at, have every pull request judged again', async () => {
    const world = aGateWorld();
    world.kept.set('main', owners('payments'));
    world.state.owners.set('main', owners('discovery'));
    await world.owners();
    expect(world.kept.get('main')).toEqual(owners('discovery'));
    expect(new Set(world.marked.map(({ key }) => key))).toEqual(new Set(['gates:acme/checkout']));
  });

  test('unchanged, or on a branch nobody looked at, have nothing judged again', async () => {
    const world = aGateWorld();
    await world.owners();
    expect(world.requests).toEqual([]);
    world.kept.set('main', owners('payments'));
    world.state.owners.set('main', owners('payments'));
    await world.owners();
    expect(world.marked).toEqual([]);
  });

  test('of one branch are read there only, and not at all where nobody has looked', async () => {
    const world = aGateWorld();
    world.kept.set('main', owners('payments'));
    world.kept.set('release/1', owners('payments'));
    await world.owners('feature/cards');
    expect(world.requests).toEqual([]);
    world.state.owners.set('release/1', owners('discovery'));
    await world.owners('release/1');
    expect(world.requests).toEqual(['owners']);
    expect(world.kept.get('release/1')).toEqual(owners('discovery'));
    expect(world.marked.map(({ key }) => key)).toContain('gates:acme/checkout');
  });
});

describe('/help on a pull request', () => {
  test('is answered with what can be said there, to anybody', async () => {
    const world = aWorldSaying('/help', 'mallory');
    await world.commands();
    await world.commands();
    expect(kinds(world)).toEqual(['keep-comment', 'react']);
    const [answer] = world.state.comments.filter(({ author }) => author.kind === 'self');
    expect(answer?.body).toContain('/override');
    expect(answer?.body).not.toContain('/severity');
    expect(said(world)).toEqual([]);
  });

  test('said time after time is answered once in ten minutes', async () => {
    const world = aWorldSaying('');
    world.state.comments = [1, 2, 3, 4].map((when) =>
      aComment('/help', { id: 20 + when, by: 'mallory', createdAt: minute(when) }),
    );
    await world.commands();
    await world.commands();
    expect(kinds(world)).toEqual(['keep-comment', 'react', 'react', 'react', 'react']);
  });

  test.each([
    ['deleted', null],
    ['made to say something else', 'never mind'],
  ])('said and %s time after time is answered once in ten minutes', async (_, instead) => {
    const world = aWorldSaying('');
    world.state.comments = [];
    for (const when of [1, 2, 3, 20]) {
      world.state.now = minute(when);
      const help = aComment('/help', { id: 20 + when, by: 'mallory', createdAt: minute(when) });
      world.state.comments = [...world.state.comments, help];
      await world.commands();
      world.state.comments = world.state.comments.flatMap((one) => {
        if (one.id !== help.id) return [one];
        return instead === null ? [] : [{ ...one, body: instead, editedAt: minute(when) }];
      });
    }
    expect(kinds(world).filter((kind) => kind === 'keep-comment')).toHaveLength(2);
  });

  test('is answered to somebody else, whatever others asked and had refused', async () => {
    const world = aWorldSaying('/help', 'mallory');
    world.state.now = minute(1);
    await world.commands();
    const refused = aComment('<!-- norepeat:answer 3 -->\nThere is no such incident.', {
      id: 8,
      by: { login: 'norepeat[bot]', kind: 'self' },
      createdAt: minute(2),
    });
    const help = aComment('/help', { id: 9, by: 'erin', createdAt: minute(3) });
    world.state.comments = [...world.state.comments, refused, help];
    await world.commands();
    expect(kinds(world)).toEqual(['keep-comment', 'react', 'keep-comment', 'react']);
  });

  test('beside a command is answered with it', async () => {
    const world = aWorldSaying('/fixes acme/incidents#12\n/help');
    await world.commands();
    await world.commands();
    expect(said(world)).toHaveLength(1);
    expect(kinds(world)).toEqual(['keep-comment', 'react']);
  });
});
