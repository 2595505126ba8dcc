import { describe, expect, test } from 'vitest';
import { formatKey } from '../../src/flow/ports/job-key.ts';
import { aComment, aSubIssue, INCIDENT_REF, minute, person } from '../builders/facts.ts';
import { Crash } from './support/crashes.ts';
import { anItemWorld, ITEM, type ItemWorld } from './support/item-world.ts';

async function aWorldSaying(body: string, by = 'carol'): Promise<ItemWorld> {
  const world = anItemWorld();
  await world.know();
  world.state.comments = [aComment(body, { id: 7, by, createdAt: minute(5) })];
  return world;
}

describe('what is said on an action item', () => {
  test.each([
    ['/owner @dave', 'somebody of the owning team', 'carol', { kind: 'owner', login: 'dave' }],
    ['/confirm', 'somebody of the owning team', 'carol', { kind: 'confirm' }],
    ['/confirm', 'somebody who writes where it lies', 'dave', { kind: 'confirm' }],
    ['/snooze 2h', 'its assignee', 'bob', { kind: 'snooze', until: minute(125) }],
    ['/not-doing it is gone', 'its assignee', 'bob', { kind: 'not-doing', reason: 'it is gone' }],
  ])(
    '%s by %s is written down, told to the incident and answered with 👍',
    async (body, _, by, said) => {
      const world = await aWorldSaying(body, by);
      await world.run();
      await world.run();
      expect(world.said()).toEqual([{ by, ...said }]);
      expect(world.reactions()).toEqual([['+1']]);
      expect(world.kinds()).toEqual(['react']);
      expect([...world.memory.due.keys()]).toEqual(['incident:acme/incidents#12']);
    },
  );

  test('/due lasts to the end of that day', async () => {
    const world = await aWorldSaying('/due 2026-12-01');
    await world.run();
    expect(world.said()).toMatchObject([{ kind: 'due', until: Date.UTC(2026, 11, 2) }]);
  });

  test.each(['private', 'public'] as const)(
    'by a stranger changes nothing in a %s repository',
    async (visibility) => {
      const world = await aWorldSaying('/confirm', 'mallory');
      world.state.visibility = visibility;
      await world.run();
      await world.run();
      expect(world.said()).toEqual([]);
      expect(world.reactions()).toEqual([['confused']]);
      expect(world.answers()).toHaveLength(1);
      expect([...world.memory.due.keys()]).toEqual([]);
    },
  );

  test.each([
    ['/confirm', 'bob', /own work/],
    ['/owner @nobody', 'carol', /no user nobody/],
    ['/due 2026-11-01', 'carol', /is past/],
    ['/snooze 90d', 'carol', /too far away/],
    ['/due soon', 'carol', /not a day/],
    ['/severity sev2', 'carol', /on the incident/],
  ])('%s by %s is refused with one sentence', async (body, by, words) => {
    const world = await aWorldSaying(body, by);
    await world.run();
    await world.run();
    expect(world.said()).toEqual([]);
    expect(world.reactions()).toEqual([['confused']]);
    expect(world.answers()).toEqual([expect.stringMatching(words)]);
  });

  test.each([
    ['/severity sev2', /Sets the severity\./, /`\/severity sev2`\.$/m],
    ['/resolved', /will not come back at once/, /`\/resolved`\.$/m],
    ['/action Cap the pool', /Opens an issue/, /`\/action Cap the pool`\.$/m],
    ['/ack', /are on it/, /`\/ack`\.$/m],
  ])(
    '%s is led to the incident, with what it does there and what can be said here',
    async (body, effect, line) => {
      const world = await aWorldSaying(body);
      await world.run();
      await world.run();
      const [answer, ...others] = world.answers();
      expect(others).toEqual([]);
      expect(answer).toMatch(/\[on the incident\]\(https:\/\/[^/]+\/acme\/incidents\/issues\/12\)/);
      expect(answer).toMatch(effect);
      expect(answer).toMatch(line);
      expect(answer).toContain('`/owner`, `/due`, `/confirm`, `/not-doing`');
      expect(world.reactions()).toEqual([['confused']]);
    },
  );

  test.each([
    '/resolved/by/hand',
    '> /severity sev2',
    '`/action`',
    '```\n/resolved\n```',
    '/note well',
  ])('%s only looks like a command', async (body) => {
    const world = await aWorldSaying(body);
    await world.run();
    expect(world.effects).toEqual([]);
  });

  test('what is said of a restricted incident elsewhere is not led to it', async () => {
    const world = await aWorldSaying('/resolved\n/severity sev2');
    const secret = { repo: { owner: 'acme', name: 'security' }, number: 3 };
    world.state.policy = { ...world.state.policy, privateRepository: secret.repo };
    world.state.item = aSubIssue({ parent: secret, assignees: ['carol'] });
    await world.know(secret);
    await world.run();
    expect(world.answers()).toHaveLength(1);
    expect(world.answers()[0]).toMatch(/on the incident, not on an action item/);
    expect(world.answers()[0]).not.toMatch(/security|issues\/3\b|#3\b/);
  });

  test('/confirm of one’s own work that is done already is answered with who confirmed it', async () => {
    const world = await aWorldSaying('/confirm');
    await world.run();
    world.state.comments = [aComment('/confirm', { id: 8, by: 'bob', createdAt: minute(6) })];
    await world.run();
    expect(world.said()).toEqual([{ by: 'carol', kind: 'confirm' }]);
    expect(world.answers()).toEqual([
      expect.stringContaining('it is done already: carol confirmed it.'),
    ]);
  });

  test('/not-doing of a don’t-repeat item is refused with the line that an approver can say', async () => {
    const world = await aWorldSaying('/not-doing too much work');
    world.state.item = aSubIssue({ assignees: ['bob'], labels: ['dont-repeat'] });
    await world.run();
    expect(world.said()).toEqual([]);
    expect(world.answers()[0]).toContain('/accept acme/checkout#34 reason');
    expect(world.answers()[0]).toContain('incident-commanders');
  });

  test('of a restricted incident, a refusal elsewhere does not name it', async () => {
    const world = await aWorldSaying('/not-doing too much work');
    const secret = { repo: { owner: 'acme', name: 'security' }, number: 3 };
    world.state.policy = { ...world.state.policy, privateRepository: secret.repo };
    world.state.item = aSubIssue({ parent: secret, labels: ['dont-repeat'], assignees: ['carol'] });
    await world.know(secret);
    await world.run();
    expect(world.answers()).toHaveLength(1);
    expect(world.answers()[0]).not.toMatch(/security|#3\b/);
  });

  test('is accepted whole or not at all', async () => {
    const world = await aWorldSaying('/owner @dave\n/snooze 90d');
    await world.run();
    expect(world.said()).toEqual([]);
    expect(world.answers()[0]).toMatch(/too far away/);
  });

  test('refused and then mended by its author, is tried again', async () => {
    const world = await aWorldSaying('/due 2026-11-01');
    await world.run();
    const [comment, ...others] = world.state.comments;
    world.state.comments = [
      { ...comment!, body: '/due 2026-12-01', editedAt: minute(20) },
      ...others,
    ];
    await world.run();
    expect(world.said()).toMatchObject([{ kind: 'due' }]);
    expect(world.reactions()).toEqual([['+1']]);
    expect(world.answers()).toEqual([]);
  });

  test('refused without words to somebody who floods a public thread, is weighed once for each edit', async () => {
    const world = anItemWorld();
    await world.know();
    world.state.visibility = 'public';
    world.state.comments = Array.from({ length: 20 }, (_, i) =>
      aComment('/confirm', { id: 100 + i, by: 'mallory', createdAt: minute(5) }),
    );
    await world.run();
    world.state.comments = world.state.comments.map((one) =>
      one.author.kind === 'self' ? one : { ...one, editedAt: minute(6) },
    );
    await world.run();
    world.requests.length = 0;
    await world.run();
    expect(world.requests).toEqual(['item']);
  });

  test('accepted and then changed, is not read again', async () => {
    const world = await aWorldSaying('/owner @dave');
    await world.run();
    const [comment] = world.state.comments;
    world.state.comments = [{ ...comment!, body: '/owner @carol', editedAt: minute(20) }];
    await world.run();
    expect(world.said()).toMatchObject([{ login: 'dave' }]);
  });

  test('in words that somebody else put there asks for nothing', async () => {
    const world = await aWorldSaying('/confirm');
    world.state.comments = world.state.comments.map((one) => ({ ...one, editor: person('bob') }));
    await world.run();
    expect(world.effects).toEqual([]);
    expect(world.said()).toEqual([]);
  });

  test('/help is answered with what can be said there, once', async () => {
    const world = await aWorldSaying('/help', 'mallory');
    await world.run();
    await world.run();
    expect(world.answers()).toEqual([expect.stringContaining('/not-doing')]);
    expect(world.reactions()).toEqual([['+1']]);
    expect(world.said()).toEqual([]);
  });

  test('/help said time after time is answered once in ten minutes, and again later', async () => {
    const world = await aWorldSaying('');
    world.state.comments = [1, 2, 3, 4, 5, 20].map((when) =>
      aComment('/help', { id: 20 + when, by: 'mallory', createdAt: minute(when) }),
    );
    await world.run();
    await world.run();
    const answered = world.answers().map((body) => Number(/answer (\d+)/.exec(body)?.[1]));
    expect(answered).toEqual([21, 40]);
    expect(world.reactions()).toEqual(Array.from({ length: 6 }, () => ['+1']));
  });

  test('/help said and deleted time after time is answered once in ten minutes', async () => {
    const world = await aWorldSaying('');
    world.state.comments = [];
    for (const when of [1, 2, 3]) {
      const help = aComment('/help', { id: 20 + when, by: 'mallory', createdAt: minute(when) });
      world.state.now = minute(when);
      world.state.comments = [...world.state.comments, help];
      await world.run();
      world.state.comments = world.state.comments.filter((one) => one.id !== help.id);
    }
    expect(world.answers()).toHaveLength(1);
  });

  test('by a stranger, time after time on a public item, is answered three times', async () => {
    const world = await aWorldSaying('');
    world.state.visibility = 'public';
    world.state.comments = [1, 2, 3, 4, 5].map((when) =>
      aComment('/confirm', { id: 20 + when, by: 'mallory', createdAt: minute(when) }),
    );
    await world.run();
    await world.run();
    expect(world.answers()).toHaveLength(3);
    expect(world.reactions()).toEqual([1, 2, 3, 4, 5].map(() => ['confused']));
  });
});

describe('whatever crashes in between', () => {
  test.each(['/confirm', '/owner @dave\n/due 2026-12-01', '/confirm\n/help'])(
    'an accepted comment is never run again: %s',
    async (body) => {
      for (let step = 0; ; step += 1) {
        const world = await aWorldSaying(body);
        world.crashes.at(step);
        await world.run().catch((error: unknown) => {
          if (!(error instanceof Crash)) throw error;
        });
        const { happened } = world.crashes;
        world.crashes.at(null);
        const before = world.said();
        // Whoever had read it then would find the item in another state.
        if (before.length > 0) world.state.item = aSubIssue({ assignees: ['carol'] });
        await world.run();
        const told = [...world.memory.due.keys(), ...world.memory.later.keys()];
        expect(told).toContain('incident:acme/incidents#12');
        expect(world.reactions()).toEqual([['+1']]);
        expect(world.said()).toHaveLength(body.includes('/due') ? 2 : 1);
        expect(world.answers()).toHaveLength(body.includes('/help') ? 1 : 0);
        const after = world.ledger();
        await world.run();
        expect(world.ledger()).toEqual(after);
        if (!happened) break;
      }
    },
  );
});

describe('what it costs', () => {
  test('an issue that no incident knows is read once, and nothing is written', async () => {
    const world = await aWorldSaying('/confirm\n/help');
    world.state.item = aSubIssue({ parent: null });
    await world.run();
    expect(world.requests).toEqual(['item']);
    expect(world.effects).toEqual([]);
    expect(world.memory.due.size + world.memory.later.size).toBe(0);
  });

  test('an issue that is itself an incident is not read', async () => {
    const world = await aWorldSaying('/snooze 2h');
    await world.know(ITEM);
    await world.run();
    expect(world.requests).toEqual([]);
  });

  test('an item on which everything is answered is read once', async () => {
    const world = await aWorldSaying('/confirm');
    await world.run();
    world.requests.length = 0;
    await world.run();
    expect(world.requests).toEqual(['item']);
  });

  test('an incident that nobody has read is read first', async () => {
    const world = await aWorldSaying('/confirm');
    world.memory.records.clear();
    await world.run();
    expect(world.effects).toEqual([]);
    expect([...world.memory.due.keys()]).toEqual([
      formatKey({ kind: 'incident', issue: INCIDENT_REF }),
    ]);
    expect([...world.memory.later.keys()]).toEqual([formatKey({ kind: 'item', issue: ITEM })]);
  });
});

describe('an issue whose text calls itself part of an incident', () => {
  const aPart = async (by = 'alice') => {
    const world = await aWorldSaying('', 'alice');
    world.state.comments = [];
    world.state.item = aSubIssue({ parent: null });
    world.state.body = 'Part of acme/incidents#12';
    world.state.bodyEditor = person(by);
    world.state.people.set('alice in acme/incidents', { permission: 'write' });
    // It is not below the incident yet.
    const record = await world.memory.recordStore.load(INCIDENT_REF);
    await world.memory.recordStore.save(INCIDENT_REF, {
      ...record!.record,
      facts: { ...record!.record.facts, subIssues: [] },
    });
    return world;
  };
  const adopted = (world: ItemWorld) =>
    world.ledger().filter(({ verdict }) => verdict === 'adopted');

  test.each([
    ['with the right on the incident', 'alice'],
    ['who writes where the issue lies', 'dave'],
  ])('by somebody %s, is adopted once', async (_, by) => {
    const world = await aPart(by);
    await world.run();
    await world.run();
    expect(adopted(world)).toMatchObject([{ item: ITEM, nodeId: 'I_34', via: 'part-of', by }]);
    expect([...world.memory.due.keys()]).toEqual(['incident:acme/incidents#12']);
  });

  test('is adopted also when nobody had read the incident yet', async () => {
    const world = await aPart();
    const record = await world.memory.recordStore.load(INCIDENT_REF);
    world.memory.records.clear();
    await world.run();
    expect(adopted(world)).toEqual([]);
    expect([...world.memory.due.keys()]).toEqual(['incident:acme/incidents#12']);
    expect([...world.memory.later.keys()]).toEqual([formatKey({ kind: 'item', issue: ITEM })]);
    await world.memory.recordStore.save(INCIDENT_REF, record!.record);
    await world.run();
    expect(adopted(world)).toMatchObject([{ item: ITEM, via: 'part-of', by: 'alice' }]);
  });

  test('is not adopted on a stranger’s word, and the stranger’s right is looked up once', async () => {
    const world = await aPart('mallory');
    await world.run();
    await world.run();
    expect(adopted(world)).toEqual([]);
    expect(world.requests).toEqual(['item', 'people', 'people', 'item']);
  });

  test('costs a few questions, however many incidents a stranger names', async () => {
    const world = await aPart('mallory');
    const others = Array.from({ length: 30 }, (_, i) => ({ ...INCIDENT_REF, number: 100 + i }));
    world.state.item = null;
    for (const ref of others) await world.know(ref);
    world.state.item = aSubIssue({ parent: null });
    world.state.body = others
      .map(({ number }) => `Part of acme/incidents#${String(number)}`)
      .join('\n\n');
    await world.run();
    await world.run();
    expect(world.requests.filter((one) => one === 'people').length).toBeLessThanOrEqual(6);
    expect(others.flatMap((ref) => world.ledger(ref)).map(({ verdict }) => verdict)).not.toContain(
      'adopted',
    );
  });

  test.each([
    ['it has another parent', { parent: { ...INCIDENT_REF, number: 99 } }],
    ['it is an incident', { labels: ['incident'] }],
  ])('is left alone where %s', async (_, over) => {
    const world = await aPart();
    world.state.item = aSubIssue({ parent: null, ...over });
    await world.run();
    expect(adopted(world)).toEqual([]);
  });

  test('is left alone where the incident is another owner’s, or none', async () => {
    const world = await aPart();
    world.state.body = 'Part of umbrella/incidents#12, part of acme/incidents#13';
    await world.run();
    expect(adopted(world)).toEqual([]);
  });

  test('is not linked again once somebody took it off', async () => {
    const world = await aPart();
    await world.run();
    world.state.now = minute(60);
    const before = world.ledger();
    await world.run();
    expect(world.ledger()).toEqual(before);
  });
});
