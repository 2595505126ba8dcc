import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { withPriority } from '../../src/github/budget/priority.ts';
import { INCIDENTS, setStage, type Stage } from './support/stage.ts';

let stage: Stage;
beforeEach(async () => {
  stage = await setStage();
  await stage.settle();
});
afterEach(async () => {
  await stage.close();
});

const CHECKOUT = { owner: 'acme', name: 'checkout' };
const there = { owner: CHECKOUT.owner, repo: CHECKOUT.name };
const home = { owner: INCIDENTS.owner, repo: INCIDENTS.name };

const incidents = async () => {
  const { data } = await stage.as('alice').issues.listForRepo({ ...home, state: 'all' });
  return data.map(({ number, title, body }) => ({ number, title, body: body ?? '' }));
};

describe('/incident declare', () => {
  const thread = async (): Promise<number> => {
    const { data } = await stage
      .as('bob')
      .issues.create({ ...there, title: 'Cards fail', body: 'Hm.' });
    await stage.settle();
    return data.number;
  };
  const say = async (by: string, number: number, body: string): Promise<number> => {
    const { data } = await stage
      .as(by)
      .issues.createComment({ ...there, issue_number: number, body });
    await stage.settle();
    return data.id;
  };

  test('opens one incident, links both ways and says so with 👍', async () => {
    const number = await thread();
    const comment = await say('bob', number, '/incident declare Cards are refused');
    const [opened, ...others] = await incidents();
    expect(others).toEqual([]);
    expect(opened?.title).toBe('Cards are refused');
    const from = await stage.issue(number, CHECKOUT);
    expect(from.comments.find(({ id }) => id === comment)?.likes).toBe(1);
    expect(from.comments.at(-1)?.body).toContain(`acme/incidents#${opened!.number}`);
    const incident = await stage.issue(opened!.number);
    expect(incident.body).toContain(`acme/checkout#${number}`);
    expect(incident.labels).toContain('status:declared');
    expect(stage.sandbox.control.complaints()).toEqual([]);
  });

  test('in an incident opens no second one, also when the index was thrown away', async () => {
    const { data } = await stage
      .as('alice')
      .issues.create({ ...home, title: 'Down', labels: ['incident'] });
    await stage.settle();
    await stage
      .as('alice')
      .issues.createComment({ ...home, issue_number: data.number, body: '/incident declare' });
    await stage.settle();
    stage.memory.lose();
    await stage.run({ kind: 'thread', issue: { repo: INCIDENTS, number: data.number } });
    await stage.settle();
    expect(await incidents()).toHaveLength(1);
  });

  test('takes the thread’s title when it names none', async () => {
    await say('bob', await thread(), '/incident declare');
    expect((await incidents())[0]?.title).toBe('Cards fail');
  });

  test('names the service that owns the repository as affected', async () => {
    await say('bob', await thread(), '/incident declare');
    const incident = await stage.issue((await incidents())[0]!.number);
    expect(incident.labels).toContain('service:checkout');
  });

  test('opens one incident however often it runs, also when everything was forgotten', async () => {
    const number = await thread();
    await say('bob', number, '/incident declare');
    const issue = { repo: CHECKOUT, number };
    await stage.run({ kind: 'thread', issue });
    stage.memory.lose();
    await stage.run({ kind: 'thread', issue });
    await stage.settle();
    expect(await incidents()).toHaveLength(1);
  });

  test.each(['reset', 'lost-answer'] as const)(
    'opens one incident although the POST met a %s',
    async (kind) => {
      const number = await thread();
      stage.sandbox.control.inject({
        method: 'POST',
        path: '/repos/acme/incidents/issues',
        times: 1,
        effect: { kind },
      });
      await say('bob', number, '/incident declare');
      expect(await incidents()).toHaveLength(1);
    },
  );

  test('by a stranger opens nothing and is answered once', async () => {
    const number = await thread();
    const comment = await say('mallory', number, '/incident declare all is lost');
    await stage.run({ kind: 'thread', issue: { repo: CHECKOUT, number } });
    await stage.settle();
    expect(await incidents()).toEqual([]);
    const { comments } = await stage.issue(number, CHECKOUT);
    expect(comments.find(({ id }) => id === comment)?.confused).toBe(1);
    expect(comments.filter(({ by }) => by === 'norepeat[bot]')).toHaveLength(1);
  });

  test('by a stranger, time after time where everybody may comment, is answered three times', async () => {
    const number = await thread();
    const issue = { ...there, issue_number: number };
    for (let times = 0; times < 5; times += 1) {
      await stage.as('mallory').issues.createComment({ ...issue, body: '/incident declare all' });
    }
    await stage.settle();
    const answers = async () =>
      (await stage.issue(number, CHECKOUT)).comments.filter(({ by }) => by === 'norepeat[bot]');
    expect(await answers()).toHaveLength(3);
    const { comments } = await stage.issue(number, CHECKOUT);
    expect(comments.reduce((sum, { confused }) => sum + confused, 0)).toBe(5);
    await stage.run({ kind: 'thread', issue: { repo: CHECKOUT, number } });
    expect(await answers()).toHaveLength(3);
    expect(await incidents()).toEqual([]);
  });

  test('put into a stranger’s comment by somebody else opens nothing', async () => {
    const number = await thread();
    const comment = await say('bob', number, 'it is slow today');
    await stage
      .as('alice')
      .issues.updateComment({ ...there, comment_id: comment, body: '/incident declare' });
    await stage.settle();
    expect(await incidents()).toEqual([]);
  });

  test.each(['`/incident declare`', '> /incident declare', '```\n/incident declare\n```'])(
    'in code or quotes is none (%j)',
    async (body) => {
      await say('bob', await thread(), body);
      expect(await incidents()).toEqual([]);
    },
  );
});

describe('repository_dispatch', () => {
  const alarm = async (payload: Record<string, unknown>): Promise<void> => {
    await stage.as('alice').repos.createDispatchEvent({
      ...home,
      event_type: 'incident',
      client_payload: payload,
    });
    await stage.settle();
  };

  test('opens an incident with what it says', async () => {
    await alarm({
      title: 'Disk full',
      description: 'db-1 has 0 bytes left\n@acme/everybody --> help',
      services: ['checkout'],
      users: 12,
      severity: 'SEV-2',
    });
    const [opened] = await incidents();
    expect(opened?.title).toBe('Disk full');
    expect(opened?.body).not.toMatch(/@acme\/everybody/);
    const incident = await stage.issue(opened!.number);
    expect(incident.labels).toEqual(
      expect.arrayContaining(['incident', 'service:checkout', 'severity:sev2', 'status:declared']),
    );
    expect([...stage.memory.intents.values()].map(({ outcome }) => outcome)).toEqual(['done']);
    expect(stage.sandbox.control.complaints()).toEqual([]);
  });

  test('with the key of an open incident comments there, and opens a new one when that is over', async () => {
    await alarm({ title: 'Disk full', dedup_key: 'disk' });
    await alarm({ title: 'Disk still full', dedup_key: 'disk' });
    const [opened, ...others] = await incidents();
    expect(others).toEqual([]);
    const said = (await stage.issue(opened!.number)).comments.filter(({ body }) =>
      body.includes('Disk still full'),
    );
    expect(said).toHaveLength(1);
    await stage.as('alice').issues.createComment({
      ...home,
      issue_number: opened!.number,
      body: '/false-alarm the sensor was broken',
    });
    await stage.settle();
    expect((await stage.issue(opened!.number)).state).toBe('closed');
    await alarm({ title: 'Disk full again', dedup_key: 'disk' });
    expect(await incidents()).toHaveLength(2);
  });

  test('two alarms with one key that wait together open one incident', async () => {
    stage.sandbox.control.hold();
    for (const title of ['one', 'two']) {
      await stage.as('alice').repos.createDispatchEvent({
        ...home,
        event_type: 'incident',
        client_payload: { title, dedup_key: 'same' },
      });
    }
    stage.sandbox.control.releaseAll();
    stage.sandbox.control.send();
    await stage.settle();
    expect(await incidents()).toHaveLength(1);
  });

  test.each([
    { users: 'many', services: 7, severity: ['x'], started_at: {}, cost: -1, dedup_key: '' },
    { description: 'x'.repeat(50_000), services: 'checkout, search' },
  ])('with fields that cannot be read still opens an incident (%#)', async (odd) => {
    await alarm({ title: 'Odd', ...odd });
    expect((await incidents()).map(({ title }) => title)).toEqual(['Odd']);
  });

  test.each([{}, { title: '' }, { title: null }])(
    'without a title is refused for good: %j',
    async (payload) => {
      await alarm(payload);
      expect(await incidents()).toEqual([]);
      const [intent] = stage.memory.intents.values();
      expect(intent?.outcome).toEqual({ refused: 'client_payload.title is missing' });
    },
  );

  test.each(['reset', 'lost-answer'] as const)(
    'opens one incident although the POST met a %s and the delivery comes again meanwhile',
    async (kind) => {
      const path = '/repos/acme/incidents/issues';
      stage.sandbox.control.inject({ method: 'POST', path, times: 2, effect: { kind } });
      await stage.as('alice').repos.createDispatchEvent({
        ...home,
        event_type: 'incident',
        client_payload: { title: 'Disk full', dedup_key: 'disk' },
      });
      await stage.sandbox.control.idle();
      const told = stage.sandbox.control
        .deliveries()
        .filter(({ event }) => event === 'repository_dispatch');
      for (const { id } of told) stage.sandbox.control.redeliver(id);
      await stage.settle();
      expect(await incidents()).toHaveLength(1);
    },
  );

  test('a holder that lost the key while it waited opens nothing beside whoever has it now', async () => {
    await stage.as('alice').repos.createDispatchEvent({
      ...home,
      event_type: 'incident',
      client_payload: { title: 'Disk full' },
    });
    await stage.sandbox.control.idle();
    const key = { kind: 'dispatch', repo: INCIDENTS } as const;
    // It looked, found nothing, and then its process slept for longer than its lease.
    const late = withPriority(
      'incident',
      () => stage.run(key),
      () => 0,
    );
    await expect(late).rejects.toThrow(/declarations wait/);
    expect(await incidents()).toEqual([]);
    await stage.run(key);
    await stage.settle();
    expect(await incidents()).toHaveLength(1);
  });

  test('a delivery that is repeated opens nothing more', async () => {
    await alarm({ title: 'Disk full' });
    for (const intent of stage.memory.intents.values()) intent.outcome = null;
    await stage.run({ kind: 'dispatch', repo: INCIDENTS });
    await stage.settle();
    expect(await incidents()).toHaveLength(1);
  });
});

describe('a sweep', () => {
  test('finds what lost deliveries would have told', async () => {
    const { control } = stage.sandbox;
    control.hold();
    const { data: made } = await stage
      .as('alice')
      .issues.create({ ...home, title: 'Down', body: 'x' });
    await stage
      .as('alice')
      .issues.addLabels({ ...home, issue_number: made.number, labels: ['incident'] });
    await stage
      .as('alice')
      .issues.createComment({ ...home, issue_number: made.number, body: '/ack' });
    const { data: thread } = await stage
      .as('bob')
      .issues.create({ ...there, title: 'Slow', body: 'x' });
    await stage
      .as('bob')
      .issues.createComment({ ...there, issue_number: thread.number, body: '/incident declare' });
    control.drop(control.held().map(({ id }) => id));
    control.send();
    await stage.run({ kind: 'sweep', repo: INCIDENTS });
    await stage.run({ kind: 'sweep', repo: CHECKOUT });
    await stage.settle();
    expect((await stage.issue(made.number)).labels).toContain('status:acknowledged');
    expect((await incidents()).map(({ title }) => title)).toEqual(['Slow', 'Down']);
    expect(control.complaints()).toEqual([]);
  });
});
