import { describe, expect, test } from 'vitest';
import { DAY, plus, MINUTE } from '../../../src/core/time.ts';
import {
  anObligation,
  approval,
  aPull,
  aWaiver,
  changed,
  HEAD,
  issue,
  NOW,
  owes,
  PAYMENTS,
} from '../../builders/gate.ts';
import { aGateWorld } from '../support/gate-world.ts';

const member = (login: string, teams: readonly string[]) =>
  ({ login, exists: true, permission: 'read', teams }) as const;
const withReview = aPull({
  closes: [issue('acme/incidents#12')],
  reviews: [approval('peter')],
});

describe('where nothing in reach is owed', () => {
  test('one write and nothing else, from what the delivery said', async () => {
    const world = aGateWorld();
    world.kept.set('main', null);
    world.glimpse(aPull());
    await world.gate();
    expect(world.requests).toEqual(['report-verdicts']);
    expect(world.conclusions()).toEqual(['success']);
    await world.gate();
    expect(world.requests).toHaveLength(1);
  });

  test('CODEOWNERS nobody has looked at are read once', async () => {
    const world = aGateWorld();
    world.glimpse(aPull());
    await world.gate();
    await world.gate();
    expect(world.requests).toEqual(['owners', 'report-verdicts']);
  });

  test('a delivery that another contradicts is not believed', async () => {
    const world = aGateWorld();
    world.kept.set('main', null);
    world.glimpse(aPull(), { headSha: null });
    await world.gate();
    expect(world.requests).toEqual(['pull', 'report-verdicts']);
  });
});

describe('where something is owed', () => {
  test('one read and one write, and no second write of the same verdict', async () => {
    const world = aGateWorld();
    world.kept.set('main', null);
    world.state.obligations = [anObligation()];
    world.glimpse(aPull());
    await world.gate();
    expect(world.requests).toEqual(['pull', 'report-verdicts']);
    expect(world.conclusions()).toEqual(['failure']);
    await world.gate();
    expect(world.requests).toEqual(['pull', 'report-verdicts', 'pull']);
  });

  test('one people query more when somebody vouches', async () => {
    const world = aGateWorld();
    world.kept.set('main', null);
    world.state.obligations = [anObligation()];
    world.state.pulls = [withReview];
    world.state.people = [member('peter', ['acme/payments'])];
    await world.gate();
    expect(world.requests).toEqual(['pull', 'people', 'report-verdicts']);
    expect(world.conclusions()).toEqual(['success']);
  });

  test('the whole list of files is read only where it can change the verdict', async () => {
    const world = aGateWorld();
    world.kept.set('main', null);
    world.state.obligations = [anObligation()];
    const files = { ...changed('postmortems/a.md'), complete: false, total: 150 };
    world.state.pulls = [aPull({ files })];
    await world.gate();
    // A service owns the whole repository, and postmortems lie elsewhere: no file can let it through.
    expect(world.requests).toEqual(['pull', 'report-verdicts']);
  });

  test('it is looked at again when the next thing changes by itself', async () => {
    const world = aGateWorld();
    const until = plus(NOW, DAY);
    world.state.obligations = [
      anObligation({ teams: [owes(PAYMENTS, { waiver: aWaiver({ until }) })] }),
    ];
    world.glimpse(aPull(), { headSha: null });
    await world.gate();
    expect(world.conclusions()).toEqual(['success']);
    await world.gates();
    expect(world.marked).toContainEqual({ key: 'gates:acme/checkout', notBefore: until });
  });

  test('a stale fix label comes off', async () => {
    const world = aGateWorld();
    world.state.obligations = [anObligation()];
    const pushed = aPull().headPushedAt;
    const fixLabel = {
      by: { login: 'peter', kind: 'person' },
      at: plus(pushed ?? NOW, -MINUTE),
    } as const;
    world.state.pulls = [aPull({ fixLabel })];
    await world.gate();
    expect(world.effects).toContainEqual({
      kind: 'label-issue',
      issue: aPull().ref,
      add: [],
      remove: ['dont-repeat-fix'],
    });
  });

  test('a label from before the head became the head counts for nothing, however old the commit is', async () => {
    const world = aGateWorld();
    world.state.obligations = [anObligation()];
    const came = aPull().headPushedAt ?? NOW;
    const by = { login: 'peter', kind: 'person' } as const;
    const closes = [issue('acme/incidents#12')];
    const pull = aPull({ closes, fixLabel: { by, at: plus(came, MINUTE) } });
    world.state.people = [member('peter', ['acme/payments'])];
    world.state.pulls = [pull];
    // Brought to another branch before the label, and to this one after it, without force.
    world.glimpse(pull, { pushed: { headSha: HEAD, at: plus(came, 2 * MINUTE) } });
    await world.gate();
    expect(world.conclusions()).toEqual(['failure']);
    expect(world.effects).toContainEqual(expect.objectContaining({ remove: ['dont-repeat-fix'] }));
    world.glimpse(pull, { pushed: { headSha: 'another', at: plus(came, 2 * MINUTE) } });
    await world.gate();
    expect(world.conclusions()).toEqual(['failure', 'success']);
  });

  test('one in the merge queue has its group judged again', async () => {
    const world = aGateWorld();
    world.state.obligations = [anObligation()];
    world.state.pulls = [aPull({ inMergeQueue: true })];
    await world.gate();
    expect(world.marked).toContainEqual({ key: 'group:acme/checkout:main', notBefore: null });
  });
});

describe('nothing is written', () => {
  test('for a closed pull request, a branch that is not gated, or without any policy', async () => {
    const world = aGateWorld();
    world.state.obligations = [anObligation()];
    world.glimpse(aPull(), { open: false });
    await world.gate();
    world.glimpse(aPull(), { baseRef: 'topic' });
    await world.gate();
    expect(world.requests).toEqual([]);
    world.glimpses.clear();
    world.state.pulls = [aPull({ baseRef: 'topic' })];
    await world.gate();
    world.state.pulls = [aPull({ state: 'closed' })];
    await world.gate();
    expect(world.requests).toEqual(['pull', 'pull']);
    world.state.policy = null;
    await world.gate();
    expect(world.runs).toEqual([]);
  });
});

describe('what cannot be decided', () => {
  test.each(['pull', 'people'] as const)(
    'because %s cannot be read is said on the commit, and tried again',
    async (fault) => {
      const world = aGateWorld();
      world.state.obligations = [anObligation()];
      world.state.pulls = [withReview];
      world.state.people = [member('peter', ['acme/payments'])];
      world.glimpse(withReview);
      world.state.faults.set(fault, new Error('502'));
      await expect(world.gate()).rejects.toThrow('502');
      expect(world.runs).toMatchObject([{ conclusion: 'failure', headSha: HEAD }]);
      await world.gate();
      expect(world.conclusions()).toEqual(['failure', 'success']);
    },
  );

  test('is said once, however often it is tried', async () => {
    const world = aGateWorld();
    world.state.obligations = [anObligation()];
    world.glimpse(aPull());
    for (let tries = 0; tries < 3; tries += 1) {
      world.state.faults.set('pull', new Error('502'));
      await expect(world.gate()).rejects.toThrow('502');
    }
    expect(world.conclusions()).toEqual(['failure']);
  });

  test('a limit is no failure: nothing is said', async () => {
    const world = aGateWorld();
    world.state.obligations = [anObligation()];
    world.glimpse(aPull());
    const limit = Object.assign(new Error('later'), { retryAt: 5 });
    world.state.faults.set('pull', new Error('read failed', { cause: limit }));
    await expect(world.gate()).rejects.toThrow('read failed');
    expect(world.runs).toEqual([]);
  });

  test('neither a verdict nor that there is none: both errors are told', async () => {
    const world = aGateWorld();
    world.state.obligations = [anObligation()];
    world.glimpse(aPull());
    world.state.faults.set('pull', new Error('502'));
    world.state.faults.set('write', new Error('403'));
    await expect(world.gate()).rejects.toMatchObject({
      errors: [{ message: '502' }, { message: '403' }],
    });
  });
});

describe('while an incident may lie unread', () => {
  test('the first minute is waited for, then it is said, and never is anybody called free', async () => {
    const world = aGateWorld();
    world.kept.set('main', null);
    world.state.complete = false;
    world.state.listed = false;
    world.glimpse(aPull());
    await world.gate();
    expect(world.requests).toEqual([]);
    expect(world.marked.map(({ key }) => key)).toEqual([
      'sweep:acme/incidents',
      'gate:acme/checkout#34',
    ]);
    world.state.now = plus(NOW, MINUTE);
    await world.gate();
    await world.gate();
    expect(world.conclusions()).toEqual(['failure']);
    world.state.complete = true;
    await world.gate();
    expect(world.conclusions()).toEqual(['failure', 'success']);
  });
});

describe('two at the same time', () => {
  test('what is owed changes while it is judged: it is judged again', async () => {
    const world = aGateWorld();
    world.glimpse(aPull(), { headSha: null });
    world.state.meanwhile = () => {
      world.state.obligations = [anObligation()];
    };
    await world.gate();
    expect(world.conclusions()).toEqual(['success']);
    expect(world.marked).toContainEqual({ key: 'gate:acme/checkout#34', notBefore: null });
    await world.gate();
    expect(world.conclusions()).toEqual(['success', 'failure']);
  });
});
