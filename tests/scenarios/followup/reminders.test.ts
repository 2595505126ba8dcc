/** Reminders as people get them: first, repeated, put off, escalated, ended; none twice, whatever happens. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aGatedScene, type GatedScene } from '../support/gated-scene.ts';
import type { Login } from '../support/organisation.ts';
import type { Thread } from '../support/person.ts';
import { becomes, called, itemCalled, publishes, reminders, saidTwice } from './support.ts';

let scene: GatedScene;
beforeAll(async () => {
  scene = await aGatedScene({ required: [] });
});
afterAll(() => scene.close());

/** An approver ends it all, so that the next story is alone. */
async function isOver(incident: Thread): Promise<void> {
  await scene.says('erin', incident, '/false-alarm the story is over');
}

interface Story {
  /** What is said before, and by whom. */
  readonly before: readonly (readonly [Login, string])[];
  /** Minutes from there to the first reminder, and between two. */
  readonly due: number;
  readonly every: number;
  readonly says: string;
  /** Whom the first, the second and the third call. */
  readonly calls: readonly [readonly string[], readonly string[], readonly string[]];
  readonly ends: readonly [Login, string];
}

const TEAM = 'acme/payments';
const LED: readonly (readonly [Login, string])[] = [['bob', '/ack\n/commander @erin']];

describe('while people are at a SEV-1', () => {
  test.each<readonly [string, Story]>([
    [
      'acknowledge',
      {
        ...{ before: [['alice', '/commander @erin']], due: 5, every: 5 },
        says: 'nobody has taken this yet',
        calls: [
          ['alice', 'bob'],
          ['alice', 'bob', TEAM],
          ['alice', 'bob', TEAM, 'erin'],
        ],
        ends: ['bob', '/ack'],
      },
    ],
    [
      'roles',
      {
        ...{ before: LED, due: 10, every: 30 },
        says: 'Technical lead and Communications lead are open',
        calls: [['erin'], ['erin', TEAM], ['erin', TEAM]],
        ends: ['alice', '/tech-lead @bob\n/communications me'],
      },
    ],
    [
      'update',
      {
        ...{ before: [...LED, ['alice', '/communications me']], due: 30, every: 30 },
        says: '/update what is known',
        // The damage was to be stopped at the same moment: one comment, for erin and for alice.
        calls: [
          ['erin', 'alice'],
          ['erin', TEAM, 'alice'],
          ['erin', TEAM, 'alice'],
        ],
        ends: ['bob', '/mitigated rolled back\n/resolved it was the pool'],
      },
    ],
    [
      'reassess',
      {
        ...{ before: LED, due: 60, every: 60 },
        says: 'Is it still SEV-1?',
        calls: [['erin'], ['erin', TEAM], ['erin', TEAM]],
        ends: ['bob', '/mitigated rolled back'],
      },
    ],
    [
      'mitigate',
      {
        ...{ before: LED, due: 30, every: 30 },
        says: 'The damage was to be stopped by',
        calls: [['erin'], ['erin', TEAM], ['erin', TEAM]],
        ends: ['bob', '/mitigated rolled back'],
      },
    ],
  ])(
    '%s: first, again, higher up, put off, through a restart, and no more',
    { timeout: 120_000 },
    async (kind, { before, due, every, says, calls, ends: [endedBy, ending] }) => {
      const incident = await scene.anIncident({ severity: 'SEV-1' });
      for (const [who, text] of before) {
        expect((await scene.says(who, incident, text)).reaction).toBe('👍');
      }
      const told = (): readonly string[] => reminders(scene.world, incident, kind);
      await scene.passes(due - 1);
      expect(told()).toEqual([]);
      await scene.passes(1.1);
      expect(told()).toHaveLength(1);
      expect(told()[0]).toContain(says);
      await scene.passes(every / 2);
      expect(told()).toHaveLength(1);
      await scene.passes(every / 2 + 0.1);
      await scene.restart();
      await scene.passes(every + 0.1);
      expect(told().map(called)).toEqual(calls);

      expect((await scene.says('bob', incident, '/snooze 3h')).reaction).toBe('👍');
      await scene.passes(3 * 60 - 1);
      expect(told()).toHaveLength(3);
      await scene.passes(1.1);
      expect(told()).toHaveLength(4);
      await scene.restart({ loseStore: true });
      await scene.passes(0.1);
      expect(told()).toHaveLength(4);

      expect((await scene.says(endedBy, incident, ending)).reaction).toBe('👍');
      await scene.passes(26 * 60);
      expect(told()).toHaveLength(4);
      expect(saidTwice(scene.world)).toEqual([]);
      await isOver(incident);
    },
  );

  test('an update tells them, and the clock begins anew', async () => {
    const incident = await scene.anIncident({ severity: 'SEV-1' });
    await scene.says('bob', incident, '/ack\n/commander @erin');
    await scene.passes(20);
    await scene.says('bob', incident, '/update We put it back.');
    await scene.passes(29);
    expect(reminders(scene.world, incident, 'update')).toEqual([]);
    await scene.passes(2);
    expect(reminders(scene.world, incident, 'update')).toHaveLength(1);
    await isOver(incident);
  });
});

describe('what nobody has to be woken for', () => {
  test('a SEV-3 at night reminds in the morning, once', async () => {
    await becomes(scene, '2026-03-10T22:00Z');
    const incident = await scene.anIncident({ severity: 'SEV-3' });
    await becomes(scene, '2026-03-11T08:59Z');
    expect(reminders(scene.world, incident, 'acknowledge')).toEqual([]);
    await becomes(scene, '2026-03-11T09:01Z');
    expect(reminders(scene.world, incident, 'acknowledge')).toHaveLength(1);
    await isOver(incident);
  });
});

describe('an action item', () => {
  test(
    'reminds its owner before, on the day and after it; then the team; then the commander',
    { timeout: 120_000 },
    async () => {
      await becomes(scene, '2026-03-16T12:00Z');
      const incident = await scene.aViolation();
      const asked = '/action prevent Alert on pool size @bob due 2026-03-20';
      expect((await scene.says('alice', incident, asked)).reaction).toBe('👍');
      const item = itemCalled(scene.world, incident, 'Alert on pool size');
      const told = (): readonly string[] => reminders(scene.world, item, 'item');

      await becomes(scene, '2026-03-18T23:00Z');
      expect(told()).toEqual([]);
      await becomes(scene, '2026-03-19T09:01Z');
      expect(told().at(-1)).toContain('due on 2026-03-20');
      await becomes(scene, '2026-03-20T09:01Z');
      expect(told().at(-1)).toContain('due today, 2026-03-20');
      await becomes(scene, '2026-03-22T20:00Z');
      expect(told()).toHaveLength(2);
      await becomes(scene, '2026-03-23T09:01Z');
      expect(told().at(-1)).toContain('overdue: it was due on 2026-03-20');
      await scene.restart({ loseStore: true });
      await becomes(scene, '2026-03-25T09:02Z');
      await becomes(scene, '2026-03-27T09:03Z');
      expect(told().map(called)).toEqual([
        ['bob'],
        ['bob'],
        ['bob'],
        ['bob', TEAM],
        ['bob', TEAM, 'erin'],
      ]);

      // Put off where it stands, then another day, then somebody else's.
      expect((await scene.says('bob', item, '/snooze until 2026-03-31')).reaction).toBe('👍');
      await becomes(scene, '2026-03-31T18:00Z');
      expect(told()).toHaveLength(5);
      await becomes(scene, '2026-04-01T09:01Z');
      expect(told()).toHaveLength(6);
      expect((await scene.says('alice', item, '/owner @alice\n/due 2026-04-03')).reaction).toBe(
        '👍',
      );
      await becomes(scene, '2026-04-02T09:01Z');
      expect(told()).toHaveLength(7);
      expect(called(told().at(-1))).toEqual(['alice']);

      // The work is done: nothing more, ever.
      await scene.bob.closes(item);
      await becomes(scene, '2026-04-20T12:00Z');
      expect(told()).toHaveLength(7);
      expect(saidTwice(scene.world)).toEqual([]);
      await isOver(incident);
    },
  );
});

describe('a postmortem', () => {
  test('reminds the commander until it is published', { timeout: 120_000 }, async () => {
    await becomes(scene, '2026-04-27T12:00Z');
    const incident = await scene.aViolation();
    await scene.anItem(incident);
    expect((await scene.says('bob', incident, '/resolved the pool was small')).reaction).toBe('👍');
    const told = (): readonly string[] => reminders(scene.world, incident, 'postmortem');
    // Three days: it is due on Thursday at noon.
    await becomes(scene, '2026-04-28T09:01Z');
    await becomes(scene, '2026-04-30T09:01Z');
    await becomes(scene, '2026-04-30T12:05Z');
    expect(told().map(called)).toEqual([['erin'], ['erin'], ['erin']]);
    expect(told().at(-1)).toContain('overdue');
    expect((await scene.says('erin', incident, '/snooze 3d')).reaction).toBe('👍');
    await becomes(scene, '2026-05-03T12:00Z');
    expect(told()).toHaveLength(3);
    await becomes(scene, '2026-05-04T12:10Z');
    expect(told().map(called).at(-1)).toEqual(['erin', TEAM]);

    await publishes(scene, scene.bob, incident);
    await becomes(scene, '2026-05-15T12:00Z');
    expect(told()).toHaveLength(4);
    expect(saidTwice(scene.world)).toEqual([]);
    await isOver(incident);
  });
});

describe('a waiver', () => {
  test('reminds who asked for it before it ends, and not after', { timeout: 120_000 }, async () => {
    await becomes(scene, '2026-05-18T12:00Z');
    const incident = await scene.aViolation();
    await scene.anItem(incident);
    const told = (): readonly string[] => reminders(scene.world, incident, 'waiver');
    const asked = '/waive until 2026-05-22 the sale starts today';
    expect((await scene.says('alice', incident, asked)).reaction).toBe('👍');
    expect((await scene.says('erin', incident, '/approve-waiver')).reaction).toBe('👍');
    await becomes(scene, '2026-05-20T20:00Z');
    expect(told()).toEqual([]);
    await becomes(scene, '2026-05-21T09:01Z');
    await scene.restart();
    await becomes(scene, '2026-05-22T09:01Z');
    // In one comment with what is due every morning while the damage goes on.
    expect(told().map(called)).toEqual([
      ['erin', TEAM, 'alice'],
      ['erin', TEAM, 'alice'],
    ]);
    expect(told()[0]).toContain('ends with 2026-05-22');
    await becomes(scene, '2026-06-05T12:00Z');
    expect(told()).toHaveLength(2);
    await isOver(incident);
  });
});
