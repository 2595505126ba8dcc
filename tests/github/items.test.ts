import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { addSubIssue, removeSubIssue } from '../../sandbox/model/actions/sub-issues.ts';
import { findRepository } from '../../sandbox/model/world.ts';
import { instantOf } from '../../src/core/time.ts';
import { createIncidentReader } from '../../src/github/read/incident-reader.ts';
import { createPerformer } from '../../src/github/perform/performer.ts';
import { incident, INCIDENTS, setStage, type Stage } from '../flow/support/stage.ts';
import { alice, aPull, done, self, there } from './support/changes.ts';

let stage: Stage;
let parent: { readonly number: number; readonly nodeId: string };
let notes: string[];
const home = { owner: 'acme', repo: 'incidents' };

beforeEach(async () => {
  stage = await setStage();
  notes = [];
  const { data } = await stage.as('alice').issues.create({ ...home, title: 'Down' });
  parent = { number: data.number, nodeId: data.node_id };
});
afterEach(async () => {
  expect(stage.sandbox.control.complaints()).toEqual([]);
  await stage.close();
});

async function read(items: readonly string[] = []) {
  const reader = createIncidentReader({
    ...{ github: stage.github, clock: stage.github.clock, self },
    records: stage.memory.recordStore,
  });
  const found = await reader.read(incident(parent.number), items);
  if (found.kind === 'gone') throw new Error(found.why);
  return found.value;
}

const performer = () =>
  createPerformer({ github: stage.github, self, note: (what) => notes.push(what) });

async function anItem(title = 'Never again', over: { readonly body?: string } = {}) {
  const { data } = await stage.as('alice').issues.create({ ...there, title, ...over });
  const { world } = stage.sandbox;
  const issueIn = (name: string, number: number) =>
    findRepository(world, 'acme', name)!.issues.get(number)!;
  const pair = {
    parent: issueIn('incidents', parent.number),
    subIssue: issueIn('checkout', data.number),
  };
  done(addSubIssue(world, alice, pair));
  return { number: data.number, nodeId: data.node_id, pair };
}

describe('an action item', () => {
  test('shows its text, its place, and who did what to its labels', async () => {
    const body = `For: payments\n${'x'.repeat(10_000)}`;
    const item = await anItem('Never again', { body });
    const at = { ...there, issue_number: item.number };
    await stage.as('alice').issues.addLabels({ ...at, labels: ['dont-repeat'] });
    await stage.as('alice').issues.removeLabel({ ...at, name: 'dont-repeat' });
    const { subIssues, detached, visibility } = await read();
    expect(subIssues).toMatchObject([
      {
        nodeId: item.nodeId,
        parent: { repo: INCIDENTS, number: parent.number },
        closedBy: null,
        labels: [],
        labelEvents: [
          { change: 'labeled', label: 'dont-repeat', by: { login: 'alice', kind: 'person' } },
          { change: 'unlabeled', label: 'dont-repeat', by: { login: 'alice' } },
        ],
      },
    ]);
    expect(subIssues[0]!.body.startsWith('For: payments\n')).toBe(true);
    expect(subIssues[0]!.body).toHaveLength(4000);
    expect(detached).toEqual([]);
    expect(visibility).toBe('public');
  });

  test('names the person who closed it last, and nobody once it is open again', async () => {
    const { number } = await anItem();
    const at = { ...there, issue_number: number };
    await stage.as('alice').issues.update({ ...at, state: 'closed' });
    await stage.as('alice').issues.update({ ...at, state: 'open' });
    expect((await read()).subIssues[0]).toMatchObject({ state: 'open', closedBy: null });
    await stage.as('alice').issues.update({ ...at, state: 'closed', state_reason: 'not_planned' });
    expect((await read()).subIssues[0]).toMatchObject({
      state: 'closed',
      stateReason: 'not_planned',
      closedBy: { by: { login: 'alice', kind: 'person' }, pull: null },
    });
  });

  test('names the merged pull request that closed it', async () => {
    const { number } = await anItem();
    const pull = aPull(stage, { head: 'fix', body: `Fixes #${String(number)}` });
    await stage.as('alice').pulls.merge({ ...there, pull_number: pull.number });
    const ref = { repo: { owner: 'acme', name: 'checkout' }, number: pull.number };
    expect((await read()).subIssues[0]).toMatchObject({
      state: 'closed',
      closedBy: { pull: { ref, merged: true } },
    });
  });

  test('that is taken away is read all the same where it was asked for, in the same request', async () => {
    const item = await anItem();
    await read();
    done(removeSubIssue(stage.sandbox.world, alice, item.pair));
    let facts: Awaited<ReturnType<typeof read>> | undefined;
    const wire = await stage.during(async () => {
      facts = await read([item.nodeId]);
    });
    expect(wire.reads).toEqual(['query IncidentChanges']);
    expect(facts?.subIssues).toEqual([]);
    expect(facts?.detached).toMatchObject([{ nodeId: item.nodeId, parent: null }]);
    expect((await read()).detached).toEqual([]);
  });

  test('that is still linked is no detached one, and one that is gone is neither', async () => {
    const item = await anItem();
    const { subIssues, detached } = await read([item.nodeId, 'I_nowhere', parent.nodeId]);
    expect(subIssues).toHaveLength(1);
    expect(detached.map(({ nodeId }) => nodeId)).toEqual([parent.nodeId]);
  });

  test('more are asked for than GitHub looks up at once', async () => {
    const item = await anItem();
    done(removeSubIssue(stage.sandbox.world, alice, item.pair));
    const gone = Array.from({ length: 150 }, (_, i) => `I_gone${String(i)}`);
    expect((await read([...gone, item.nodeId])).detached).toMatchObject([{ nodeId: item.nodeId }]);
  });
});

describe('making and linking', () => {
  const effect = (over: object = {}) =>
    ({
      kind: 'create-item',
      parent: { issue: incident(parent.number), nodeId: parent.nodeId },
      repo: { owner: 'acme', name: 'checkout' },
      marker: '<!-- norepeat:action 17 -->',
      title: 'Never again',
      body: '<!-- norepeat:action 17 -->\nFor: payments',
      labels: ['action-item'],
      assignees: ['bob', 'nobody-of-this-name'],
      askedAt: instantOf(stage.sandbox.world.clock.now()),
      ...over,
    }) as const;
  const items = async () =>
    (await stage.as('alice').issues.listForRepo({ ...there, state: 'all' })).data;

  test('an item is made, assigned and linked once, however often it is performed', async () => {
    await performer().perform(effect());
    await performer().perform(effect());
    expect(await items()).toHaveLength(1);
    expect((await read()).subIssues).toMatchObject([
      { title: 'Never again', assignees: ['bob'], labels: ['action-item'] },
    ]);
  });

  test.each([
    ['making it', '/repos/acme/checkout/issues', 'title'],
    ['linking it', '/graphql', 'mutation AddSubIssue'],
  ])('once also when the answer to %s is lost', async (_, path, body) => {
    const fault = {
      method: 'POST',
      path,
      body,
      times: 1,
      effect: { kind: 'lost-answer' },
    } as const;
    stage.sandbox.control.inject(fault);
    await performer().perform(effect());
    expect(await items()).toHaveLength(1);
    expect((await read()).subIssues).toHaveLength(1);
  });

  test('a crash between making and linking is mended the next time', async () => {
    const fault = {
      body: 'mutation AddSubIssue',
      effect: { kind: 'status', status: 502 },
    } as const;
    stage.sandbox.control.inject(fault);
    await expect(performer().perform(effect())).rejects.toThrow();
    stage.sandbox.control.clearFaults();
    await performer().perform(effect());
    expect(await items()).toHaveLength(1);
    expect((await read()).subIssues).toHaveLength(1);
  });

  const link = async (child: string) =>
    performer().perform({
      ...{ kind: 'add-sub-issue', issue: incident(parent.number) },
      ...{ parentNodeId: parent.nodeId, childNodeId: child },
    });

  test('an item that was taken away is linked again', async () => {
    const item = await anItem();
    done(removeSubIssue(stage.sandbox.world, alice, item.pair));
    await link(item.nodeId);
    expect((await read()).subIssues).toHaveLength(1);
    expect(notes).toEqual([]);
  });

  test('one with another parent is left there, and noted', async () => {
    const item = await anItem();
    const { data } = await stage.as('alice').issues.create({ ...home, title: 'Another' });
    const first = parent;
    parent = { number: data.number, nodeId: data.node_id };
    await link(item.nodeId);
    expect((await read()).subIssues).toEqual([]);
    parent = first;
    expect((await read()).subIssues).toHaveLength(1);
    expect(notes).toEqual(['GitHub did not link an issue below another']);
  });

  test('the hundred and first stays unlinked, and is noted', async () => {
    for (let i = 0; i < 100; i += 1) await anItem(`Item ${String(i)}`);
    await performer().perform(effect({ assignees: [] }));
    expect((await read()).subIssues).toHaveLength(100);
    expect(notes).toEqual(['GitHub did not link an issue below another']);
  }, 30_000);
});
