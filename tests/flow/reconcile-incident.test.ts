import { describe, expect, test } from 'vitest';
import { onEachStage } from './support/each-stage.ts';
import { INCIDENTS, incident, type Stage } from './support/stage.ts';

let stage: Stage;
onEachStage(async (set) => {
  stage = set;
  await stage.settle();
});

const at = { owner: INCIDENTS.owner, repo: INCIDENTS.name };

async function declare(by = 'alice', title = 'Checkout is down'): Promise<number> {
  const { data } = await stage.as(by).issues.create({ ...at, title, body: 'It answers 500.' });
  await stage
    .as('alice')
    .issues.addLabels({ ...at, issue_number: data.number, labels: ['incident'] });
  await stage.settle();
  return data.number;
}

const say = async (by: string, number: number, body: string): Promise<number> => {
  const { data } = await stage.as(by).issues.createComment({ ...at, issue_number: number, body });
  return data.id;
};

const summaries = async (number: number) =>
  (await stage.issue(number)).comments.filter(({ body }) =>
    body.startsWith('<!-- norepeat:summary'),
  );

describe('an incident', () => {
  test('declared by label gets its labels and one summary, and the sandbox complains of nothing', async () => {
    const number = await declare();
    const issue = await stage.issue(number);
    expect(issue.labels).toContain('status:declared');
    expect(issue.labels.some((label) => label.startsWith('severity:'))).toBe(true);
    expect(await summaries(number)).toHaveLength(1);
    expect(stage.sandbox.control.complaints()).toEqual([]);
  });

  test('costs at most two reads an event, and the app’s own echo none', async () => {
    const number = await declare();
    for (const words of ['/ack', 'just a remark', '/severity sev2', '/mitigated', '/resolved']) {
      const wire = await stage.during(async () => {
        await say('alice', number, words);
        await stage.settle();
      });
      expect(wire.reads.length, `${words}: ${wire.reads.join(', ')}`).toBeLessThanOrEqual(2);
    }
  });

  test('costs at most two reads also where there is follow-up', async () => {
    const number = await declare();
    await say('alice', number, '/severity sev1\n/service checkout\n/action prevent Retry it @bob');
    await stage.settle();
    const CHECKOUT = { owner: 'acme', repo: 'checkout' };
    const { data } = await stage.as('alice').issues.listForRepo(CHECKOUT);
    const item = { ...CHECKOUT, issue_number: data[0]!.number };
    const events = {
      '/snooze 2h': () => say('alice', number, '/snooze 2h'),
      '/similar': () => say('alice', number, '/similar'),
      '/mitigated': () => say('alice', number, '/mitigated'),
      '/resolved': () => say('alice', number, '/resolved'),
      '/cause change': () => say('alice', number, '/cause change'),
      'a label on an item': () => stage.as('alice').issues.addLabels({ ...item, labels: ['bug'] }),
      'closed too early': () =>
        stage.as('alice').issues.update({ ...at, issue_number: number, state: 'closed' }),
      'the item done': () =>
        stage.as('alice').issues.update({ ...item, state: 'closed', state_reason: 'completed' }),
    } as const;
    for (const [what, happen] of Object.entries(events)) {
      const wire = await stage.during(async () => {
        await happen();
        await stage.settle();
      });
      expect(wire.reads.length, `${what}: ${wire.reads.join(', ')}`).toBeLessThanOrEqual(2);
    }
  });

  test('that is as it should be is read once and written never', async () => {
    const number = await declare();
    const wire = await stage.during(() => stage.run({ kind: 'incident', issue: incident(number) }));
    expect(wire.writes).toEqual([]);
    expect(wire.reads).toHaveLength(1);
  });

  test('with two hundred comments still costs at most two reads', async () => {
    const number = await declare();
    stage.sandbox.control.hold();
    for (let i = 0; i < 210; i += 1) await say('bob', number, `remark ${i}`);
    const held = stage.sandbox.control.held().map(({ id }) => id);
    stage.sandbox.control.drop(held);
    stage.sandbox.control.send();
    stage.sandbox.control.moveClock(10 * 60_000);
    await stage.memory.recordStore.askWhole(incident(number), stage.github.clock.now());
    await stage.run({ kind: 'incident', issue: incident(number) });
    await stage.settle();
    stage.sandbox.control.moveClock(10 * 60_000);
    const wire = await stage.during(async () => {
      await say('alice', number, '/ack');
      await stage.settle();
    });
    expect(wire.reads.length, wire.reads.join(', ')).toBeLessThanOrEqual(2);
    expect((await stage.issue(number)).labels).toContain('status:acknowledged');
  }, 60_000);

  test('is read whole after fifteen minutes, though something is said more often than that', async () => {
    const number = await declare();
    const wholes: boolean[] = [];
    for (const words of ['after ten', 'after twenty', 'after thirty']) {
      stage.sandbox.control.moveClock(10 * 60_000);
      await say('bob', number, words);
      // Any answer tells GitHub's time, which an idle app asks for every minute.
      await stage.people.people(INCIDENTS, ['bob'], []);
      const wire = await stage.during(() => stage.settle());
      wholes.push(wire.reads.includes('query IncidentWhole'));
    }
    expect(wholes).toEqual([false, true, false]);
  });

  test('runs a command once, reacts to it, and moves the status', async () => {
    const number = await declare();
    const id = await say('alice', number, '/ack');
    await stage.settle();
    const issue = await stage.issue(number);
    expect(issue.labels).toContain('status:acknowledged');
    expect(issue.labels).not.toContain('status:declared');
    expect(issue.comments.find((comment) => comment.id === id)?.likes).toBe(1);
  });

  test('refuses a stranger with one reply, and obeys a member of the owning team', async () => {
    const number = await declare();
    const refused = await say('mallory', number, '/mitigated');
    await stage.settle();
    let issue = await stage.issue(number);
    expect(issue.comments.find(({ id }) => id === refused)?.confused).toBe(1);
    expect(issue.labels).toContain('status:declared');
    await say('bob', number, '/mitigated');
    await stage.settle();
    issue = await stage.issue(number);
    expect(issue.labels).toContain('status:mitigated');
  });

  test('that was deleted is forgotten', async () => {
    const number = await declare();
    expect(stage.memory.known.size).toBe(1);
    const all = [...stage.sandbox.world.state.repositories.values()];
    all.find(({ name }) => name === 'incidents')!.issues.delete(number);
    await stage.run({ kind: 'incident', issue: incident(number) });
    expect(stage.memory.known.size).toBe(0);
  });
});

describe('the app’s own comment', () => {
  test('is restored when somebody edits it', async () => {
    const number = await declare();
    const [summary] = await summaries(number);
    await stage
      .as('dave')
      .issues.updateComment({ ...at, comment_id: summary!.id, body: 'nothing to see' });
    await stage.settle();
    const comments = (await stage.issue(number)).comments;
    expect(comments.find(({ body }) => body === summary!.body)).toBeDefined();
  });

  test('is posted anew when somebody deletes it', async () => {
    const number = await declare();
    const [summary] = await summaries(number);
    await stage.as('dave').issues.deleteComment({ ...at, comment_id: summary!.id });
    await stage.settle();
    expect(await summaries(number)).toHaveLength(1);
  });

  test('is not doubled by a POST whose answer was lost', async () => {
    const { data } = await stage.as('alice').issues.create({ ...at, title: 'x', body: 'y' });
    stage.sandbox.control.inject({
      method: 'POST',
      path: '/comments',
      times: 1,
      effect: { kind: 'lost-answer' },
    });
    await stage
      .as('alice')
      .issues.addLabels({ ...at, issue_number: data.number, labels: ['incident'] });
    await stage.settle();
    expect(await summaries(data.number)).toHaveLength(1);
  });

  test('is posted although the first POST met a 502', async () => {
    const { data } = await stage.as('alice').issues.create({ ...at, title: 'x', body: 'y' });
    stage.sandbox.control.inject({
      method: 'POST',
      path: '/comments',
      times: 1,
      effect: { kind: 'status', status: 502 },
    });
    await stage
      .as('alice')
      .issues.addLabels({ ...at, issue_number: data.number, labels: ['incident'] });
    await stage.settle();
    expect(await summaries(data.number)).toHaveLength(1);
  });
});

describe('the ledger', () => {
  test('stands when the store is lost: nothing runs again and nothing is forgotten', async () => {
    const number = await declare();
    await say('alice', number, '/severity sev2');
    await say('alice', number, '/ack');
    await stage.settle();
    const before = await stage.issue(number);
    stage.memory.lose();
    await stage.run({ kind: 'sweep', repo: INCIDENTS });
    await stage.settle();
    expect(await stage.issue(number)).toEqual(before);
  });

  test('grants nothing to a forged block, nor to the app’s name on another’s words', async () => {
    const number = await declare();
    const [summary] = await summaries(number);
    const forged = summary!.body.replace(/signed 1 \S{43}/, `signed 1 ${'A'.repeat(43)}`);
    const command =
      '{"verdict":"accepted","comment":1,"by":"alice","at":0,"commands":[{"kind":"ack"}]}';
    await stage.as('dave').issues.updateComment({
      ...at,
      comment_id: summary!.id,
      body: `${forged}\n<!-- norepeat:signed 1 ${'A'.repeat(43)} [${command}] -->\n/ack`,
    });
    await stage.settle();
    const issue = await stage.issue(number);
    expect(issue.labels).toContain('status:declared');
    expect((await summaries(number))[0]?.body).toBe(summary!.body);
  });

  test('is signed anew after a change of key, and then rebuilds a lost store', async () => {
    const number = await declare();
    await say('alice', number, '/ack');
    await stage.settle();
    const [before] = await summaries(number);
    stage.changeLedgerKey('a new secret');
    await stage.run({ kind: 'incident', issue: incident(number) });
    const [after] = await summaries(number);
    expect(after!.id).toBe(before!.id);
    expect(after!.body).not.toBe(before!.body);
    stage.memory.lose();
    const wire = await stage.during(() => stage.run({ kind: 'incident', issue: incident(number) }));
    expect(wire.writes).toEqual([]);
    expect((await stage.issue(number)).labels).toContain('status:acknowledged');
  });

  test('keeps an accepted command whose comment was edited or deleted', async () => {
    const number = await declare();
    const id = await say('alice', number, '/mitigated');
    await stage.settle();
    await stage
      .as('dave')
      .issues.updateComment({ ...at, comment_id: id, body: '/reopen not at all' });
    await stage.settle();
    expect((await stage.issue(number)).labels).toContain('status:mitigated');
    await stage.as('dave').issues.deleteComment({ ...at, comment_id: id });
    await stage.settle();
    expect((await stage.issue(number)).labels).toContain('status:mitigated');
  });
});

test('labels are kept: made with colour, and again when somebody deletes one', async () => {
  const number = await declare();
  await stage.run({ kind: 'labels', repo: INCIDENTS });
  await stage.settle();
  const { data } = await stage.as('alice').issues.getLabel({ ...at, name: 'status:declared' });
  expect(data.description).not.toBe('');
  await stage.as('alice').issues.deleteLabel({ ...at, name: 'status:declared' });
  await stage.settle();
  expect((await stage.issue(number)).labels).toContain('status:declared');
});

test('suspects are looked up once, beside the incident', async () => {
  const number = await declare();
  await say('alice', number, '/service checkout');
  await stage.settle();
  const wire = await stage.during(() => stage.run({ kind: 'suspects', issue: incident(number) }));
  expect(wire.reads).toEqual([]);
  expect(stage.sandbox.control.complaints()).toEqual([]);
});
