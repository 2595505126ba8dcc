import { describe, expect, test } from 'vitest';
import { commitToBranch } from '../../sandbox/model/actions/contents.ts';
import { openPull } from '../../sandbox/model/actions/pull-requests.ts';
import { addSubIssue, removeSubIssue } from '../../sandbox/model/actions/sub-issues.ts';
import { findRepository } from '../../sandbox/model/world.ts';
import { instantOf } from '../../src/core/time.ts';
import { createIncidentReader } from '../../src/github/read/incident-reader.ts';
import { createItemThreadReader } from '../../src/github/read/item-thread-reader.ts';
import { createPerformer } from '../../src/github/perform/performer.ts';
import { onEachStage } from '../flow/support/each-stage.ts';
import { incident, INCIDENTS, type Stage } from '../flow/support/stage.ts';
import { alice, aPull, done, self, there } from './support/changes.ts';

let stage: Stage;
let parent: { readonly number: number; readonly nodeId: string };
let notes: string[];
const home = { owner: 'acme', repo: 'incidents' };

onEachStage(async (set) => {
  stage = set;
  notes = [];
  const { data } = await stage.as('alice').issues.create({ ...home, title: 'Down' });
  parent = { number: data.number, nodeId: data.node_id };
});

async function read(items: readonly string[] = []) {
  const reader = createIncidentReader({
    ...{ github: stage.github, clock: stage.github.clock, self },
    records: stage.memory.recordStore,
  });
  const found = await reader.read(incident(parent.number), {
    index: 'postmortems/README.md',
    items,
  });
  if (found.kind === 'gone') throw new Error(found.why);
  return found.value;
}

const performer = () =>
  createPerformer({ github: stage.github, self, note: (what) => notes.push(what) });

async function anItem(
  title = 'Never again',
  { by = 'alice', ...over }: { readonly body?: string; readonly by?: string } = {},
) {
  const { data } = await stage.as(by).issues.create({ ...there, title, ...over });
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

  test('tells whether its author belongs to a repository in which anybody may open issues', async () => {
    await anItem('By nobody known', { by: 'mallory' });
    await anItem('By a collaborator', { by: 'bob' });
    const { world } = stage.sandbox;
    const checkout = findRepository(world, 'acme', 'checkout')!;
    const belongs = async () =>
      (await read()).subIssues.map(({ author, authorBelongs }) => [author.login, authorBelongs]);
    expect(await belongs()).toContainEqual(['mallory', false]);
    checkout.visibility = 'private';
    expect(await belongs()).toContainEqual(['mallory', true]);
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

describe('how an item was closed and reopened', () => {
  test('is told in order, with when it was opened', async () => {
    const { number } = await anItem();
    const at = { ...there, issue_number: number };
    await stage.as('alice').issues.update({ ...at, state: 'closed' });
    stage.sandbox.control.moveClock(60_000);
    await stage.as('bob').issues.createComment({ ...at, body: 'not yet' });
    await stage.as('alice').issues.update({ ...at, state: 'open' });
    const [item] = (await read()).subIssues;
    expect(item?.stateEvents).toMatchObject([
      { change: 'closed', by: { login: 'alice', kind: 'person' } },
      { change: 'reopened', by: { login: 'alice' } },
    ]);
    expect(item?.createdAt).toBeLessThanOrEqual(item!.stateEvents[0]!.at);
    expect(item!.stateEvents[1]!.at - item!.stateEvents[0]!.at).toBeGreaterThanOrEqual(60_000);
  });

  test('is told of the latest ten', async () => {
    const { number } = await anItem();
    const at = { ...there, issue_number: number };
    for (let i = 0; i < 7; i += 1) {
      await stage.as('alice').issues.update({ ...at, state: 'closed' });
      await stage.as('alice').issues.update({ ...at, state: 'open' });
    }
    const [item] = (await read()).subIssues;
    expect(item?.stateEvents).toHaveLength(10);
    expect(item).toMatchObject({ state: 'open', closedBy: null });
  });
});

describe('an item and its comments', () => {
  const thread = (number: number) =>
    createItemThreadReader(stage.github, self).item({
      repo: { owner: 'acme', name: 'checkout' },
      number,
    });

  test('are read in one request, as its incident shows it, with who wrote its present text', async () => {
    const item = await anItem('Never again', { body: 'x'.repeat(5000) });
    const at = { ...there, issue_number: item.number };
    await stage.as('bob').issues.createComment({ ...at, body: '/confirm' });
    await stage.as('alice').issues.update({ ...at, body: 'Part of acme/incidents#1' });
    let found: Awaited<ReturnType<typeof thread>> | undefined;
    const wire = await stage.during(async () => {
      found = await thread(item.number);
    });
    expect(wire.reads).toEqual(['query ItemThread']);
    const [below] = (await read()).subIssues;
    expect(found).toMatchObject({
      kind: 'found',
      value: {
        item: { ...below, restricted: false },
        body: 'Part of acme/incidents#1',
        bodyEditor: { login: 'alice', kind: 'person' },
        visibility: 'public',
        comments: [{ body: '/confirm', author: { login: 'bob', kind: 'person' } }],
      },
    });
  });

  test('are gone of a pull request, of a number that is not there, and where it was moved away', async () => {
    const pull = aPull(stage, { head: 'fix' });
    expect(await thread(pull.number)).toMatchObject({ kind: 'gone' });
    expect(await thread(999)).toMatchObject({ kind: 'gone' });
  });
});

describe('the text of an issue', () => {
  const text = async (number: number): Promise<string> =>
    (await stage.as('alice').issues.get({ ...there, issue_number: number })).data.body ?? '';
  const edit = (number: number, from: string, to: string) =>
    performer().perform({
      kind: 'edit-text',
      issue: { repo: { owner: 'acme', name: 'checkout' }, number },
      ...{ from, to },
    });

  test('is changed where it is still what it was, once, and what follows stays', async () => {
    const { number } = await anItem('Never again', { body: 'Due: 1\nWhy it matters.' });
    await edit(number, 'Due: 1\n', 'Due: 2\n');
    await edit(number, 'Due: 1\n', 'Due: 2\n');
    expect(await text(number)).toBe('Due: 2\nWhy it matters.');
  });

  test('is left as somebody has written it meanwhile', async () => {
    const { number } = await anItem('Never again', { body: 'No date, please.' });
    await edit(number, 'Due: 1\n', 'Due: 2\n');
    expect(await text(number)).toBe('No date, please.');
  });
});

test('an item handed over belongs to one person, and to nobody at no moment', async () => {
  const { number } = await anItem();
  const issue = { repo: { owner: 'acme', name: 'checkout' }, number };
  await performer().perform({ kind: 'assign', issue, add: ['bob'] });
  const wire = await stage.during(() =>
    performer().perform({ kind: 'assign', issue, add: ['carol'], remove: ['bob'] }),
  );
  expect(wire.writes.map((what) => what.split(' ')[0])).toEqual(['POST', 'DELETE']);
  expect((await read()).subIssues[0]?.assignees).toEqual(['carol']);
});

describe('the postmortem', () => {
  const branch = () => `norepeat/postmortem-${String(parent.number)}`;
  const propose = (by: string, head: string, base = 'main', path = `${base}-${by}.md`) => {
    const { world } = stage.sandbox;
    const repository = findRepository(world, 'acme', 'incidents')!;
    const additions = [{ path, content: 'what happened' }];
    const commit = { branch: head, from: 'main', message: 'Write', additions, deletions: [] };
    done(commitToBranch(world, { kind: 'user', login: by }, { repository, ...commit }));
    return done(
      openPull(world, alice, { repository, title: 'Postmortem', body: null, base, head }),
    );
  };

  test('is the pull request from its branch, open and then merged', async () => {
    expect((await read()).postmortem).toBeNull();
    const { number } = propose('alice', branch());
    expect((await read()).postmortem).toMatchObject({
      ref: { repo: INCIDENTS, number },
      state: 'open',
      mergedAt: null,
    });
    const { data } = await stage.as('alice').pulls.get({ ...home, pull_number: number });
    await performer().perform({
      ...{ kind: 'report-check', repo: INCIDENTS, headSha: data.head.sha, externalId: 'a' },
      ...{ name: 'norepeat/postmortem', conclusion: 'failure', title: '1 thing left: impact' },
      ...{ summary: 'Impact.', text: null, annotations: [] },
    });
    expect((await read()).postmortem?.left).toBe('1 thing left: impact');
    await stage.as('alice').pulls.merge({ ...home, pull_number: number });
    const { postmortem } = await read();
    expect(postmortem).toMatchObject({ state: 'merged', title: 'Postmortem' });
    expect(postmortem?.mergedAt).not.toBeNull();
  });

  test('is not there by a merge without a document, and is once there is another with one', async () => {
    const first = propose('alice', branch(), 'main', 'postmortems/README.md');
    await stage.as('alice').pulls.merge({ ...home, pull_number: first.number });
    const { postmortem: empty } = await read();
    expect(empty).toMatchObject({ ref: { number: first.number }, state: 'closed' });
    expect(empty?.mergedAt).not.toBeNull();
    const second = propose('alice', branch());
    const { number } = second;
    expect((await read()).postmortem).toMatchObject({ ref: { number }, state: 'open' });
    await stage.as('alice').pulls.merge({ ...home, pull_number: number });
    propose('alice', branch(), 'main', 'later.txt');
    expect((await read()).postmortem).toMatchObject({ ref: { number }, state: 'merged' });
  });

  test('of another incident, and one that goes elsewhere, are none', async () => {
    propose('alice', `${branch()}0`);
    await stage.as('alice').git.createRef({
      ...home,
      ref: 'refs/heads/drafts',
      sha: (await stage.as('alice').git.getRef({ ...home, ref: 'heads/main' })).data.object.sha,
    });
    propose('alice', branch(), 'drafts');
    expect((await read()).postmortem).toBeNull();
  });
});

test('an incident’s text is whoever’s who wrote it last', async () => {
  expect((await read()).bodyEditor).toEqual({ login: 'alice', kind: 'person' });
  await stage.as('dave').issues.update({ ...home, issue_number: parent.number, body: 'Down.' });
  expect((await read()).bodyEditor).toEqual({ login: 'dave', kind: 'person' });
});
