import { expect, test } from 'vitest';
import { DAY, plus } from '../../../src/core/time.ts';
import { anObligation, aPull, issue, NOW, owes } from '../../builders/gate.ts';
import { aGateWorld, type GateWorld } from '../support/gate-world.ts';

const later = plus(NOW, DAY);
const STRANGERS = { org: 'acme', slug: 'strangers' };

function inGrace(): GateWorld {
  const world = aGateWorld();
  world.state.obligations = [anObligation({ holdsFrom: later, teams: [owes(STRANGERS)] })];
  return world;
}
const looks = (world: GateWorld) => world.marked.filter(({ key }) => key.startsWith('gates:'));
const ownedByStrangers = {
  file: 'CODEOWNERS',
  rules: [{ line: 1, pattern: '*', teams: [STRANGERS] }],
};

test('a repository is not looked at for what can hold nothing there', async () => {
  const world = inGrace();
  world.kept.set('main', null);
  await world.gates();
  await world.gate();
  expect(looks(world)).toEqual([]);
});

test('but where nobody has looked at CODEOWNERS yet', async () => {
  const world = inGrace();
  world.state.pulls = [];
  await world.gates();
  expect(looks(world)).toEqual([{ key: 'gates:acme/checkout', notBefore: later }]);
});

test('but where CODEOWNERS name the team', async () => {
  const world = inGrace();
  world.kept.set('main', ownedByStrangers as never);
  await world.gates();
  expect(looks(world)).toEqual([{ key: 'gates:acme/checkout', notBefore: later }]);
});

test('but where the policy blocks what nobody owns', async () => {
  const world = inGrace();
  world.kept.set('main', null);
  const policy = world.state.policy!;
  const dontRepeat = { ...policy.dontRepeat, unowned: 'block' } as const;
  world.state.policy = { ...policy, services: [], dontRepeat };
  await world.gates();
  expect(looks(world)).toEqual([{ key: 'gates:acme/checkout', notBefore: later }]);
});

test.each(['a glance', 'a read'])(
  'passed at %s, a pull request whose branch brings new owners is looked at again in time',
  async (how) => {
    const world = inGrace();
    world.kept.set('main', null);
    const policy = world.state.policy!;
    const dontRepeat = { ...policy.dontRepeat, branches: ['main', 'release'] };
    world.state.policy = { ...policy, dontRepeat };
    world.state.owners.set('release', ownedByStrangers as never);
    const pull = aPull({ ref: issue('acme/checkout#34'), baseRef: 'release' });
    world.state.pulls = [pull];
    if (how === 'a glance') world.glimpse(pull);
    await world.gate();
    expect(world.conclusions()).toEqual(['success']);
    expect(looks(world)).toEqual([{ key: 'gates:acme/checkout', notBefore: later }]);
  },
);
