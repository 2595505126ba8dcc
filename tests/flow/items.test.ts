import { describe, expect, test } from 'vitest';
import { aPolicy } from '../builders/a-policy.ts';
import { onEachStage } from './support/each-stage.ts';
import { INCIDENTS, incident, type Stage } from './support/stage.ts';

let stage: Stage;
onEachStage(async (set) => {
  stage = set;
  await stage.settle();
}, aPolicy());

const at = { owner: INCIDENTS.owner, repo: INCIDENTS.name };
const CHECKOUT = { owner: 'acme', repo: 'checkout' };

async function declare(words = '/severity sev1\n/service checkout'): Promise<number> {
  const { data } = await stage
    .as('alice')
    .issues.create({ ...at, title: 'Checkout is down', body: 'It answers 500.' });
  const { number } = data;
  await stage.as('alice').issues.addLabels({ ...at, issue_number: number, labels: ['incident'] });
  await stage.settle();
  await say(number, words);
  return number;
}

async function say(number: number, body: string, by = 'alice'): Promise<void> {
  await stage.as(by).issues.createComment({ ...at, issue_number: number, body });
  await stage.settle();
}

async function itemsBelow(number: number) {
  const { data } = await stage
    .as('alice')
    .request('GET /repos/{owner}/{repo}/issues/{issue_number}/sub_issues', {
      ...at,
      issue_number: number,
    });
  return data.map(({ title, number: own, repository_url: url, labels, assignees, body }) => ({
    title,
    number: own,
    repository: url.split('/').slice(-2).join('/'),
    labels: labels.map((label) => (typeof label === 'string' ? label : (label.name ?? ''))).sort(),
    assignees: (assignees ?? []).map(({ login }) => login),
    body: body ?? '',
  }));
}

async function opened(repo: { owner: string; repo: string }): Promise<readonly string[]> {
  const { data } = await stage.as('alice').issues.listForRepo({ ...repo, state: 'all' });
  return data.map(({ title }) => title);
}

const obligation = async (number: number) =>
  (await stage.memory.obligationStore.find(incident(number)))?.obligation ?? null;

describe('an action item that somebody asks for', () => {
  test('lies in the repository of the team, below the incident, with its labels and owner', async () => {
    const number = await declare();
    await say(number, '/action prevent Retry the payment call @bob due 2027-01-15');
    const [item, ...others] = await itemsBelow(number);
    expect(others).toEqual([]);
    expect(item).toMatchObject({
      title: 'Retry the payment call',
      repository: 'acme/checkout',
      labels: ['action-item', 'dont-repeat', 'kind:prevent'],
      assignees: ['bob'],
    });
    expect(item?.body).toContain(`acme/incidents#${String(number)}`);
    expect(item?.body).toContain('Due: 2027-01-15');
    expect((await stage.issue(number)).comments.some(({ likes }) => likes === 1)).toBe(true);
    expect(stage.sandbox.control.complaints()).toEqual([]);
  });

  test('lies where it was asked for, and else with the incident, which says so', async () => {
    const number = await declare();
    await say(
      number,
      '/action detect Alert on it in acme/search\n/action process Write it down in acme/nowhere',
    );
    const items = await itemsBelow(number);
    expect(items.map(({ title, repository }) => [title, repository])).toEqual([
      ['Alert on it', 'acme/search'],
      ['Write it down', 'acme/incidents'],
    ]);
    const said = (await stage.issue(number)).comments.map(({ body }) => body).join('\n');
    expect(said).toContain('acme/nowhere');
    expect(said).toMatch(/it can be transferred from there/);
  });

  test('lies with the incident where the repository of the team is archived', async () => {
    const number = await declare();
    const readOnly = {
      path: '/repos/acme/checkout/',
      effect: { kind: 'status', status: 403 },
    } as const;
    stage.sandbox.control.inject({ ...readOnly, method: 'POST' });
    await say(number, '/action prevent Retry the payment call');
    expect(await itemsBelow(number)).toMatchObject([
      { title: 'Retry the payment call', repository: 'acme/incidents' },
    ]);
    const { comments } = await stage.issue(number);
    expect(comments.find(({ body }) => body.startsWith('/action'))?.likes).toBe(1);
  });

  test('is made once, also when its comment and it are deleted afterwards', async () => {
    const number = await declare();
    await say(number, '/action detect Alert on it');
    const [item] = await itemsBelow(number);
    const { comments } = await stage.issue(number);
    const asking = comments.find(({ body }) => body.startsWith('/action'))!;
    await stage.as('alice').issues.deleteComment({ ...at, comment_id: asking.id });
    await stage
      .as('alice')
      .issues.update({ ...CHECKOUT, issue_number: item!.number, body: 'Mine' });
    await stage.settle();
    await stage.run({ kind: 'incident', issue: incident(number) });
    expect(await opened(CHECKOUT)).toEqual(['Alert on it']);
  });

  test('is made once however often the process dies, and the comment is answered in the end', async () => {
    const number = await declare();
    for (let step = 0; ; step += 3) {
      const title = `Step ${String(step)}`;
      await stage
        .as('alice')
        .issues.createComment({ ...at, issue_number: number, body: `/action prevent ${title}` });
      await stage.sandbox.control.idle();
      stage.crashes.at(step);
      await stage.run({ kind: 'incident', issue: incident(number) }).catch(() => undefined);
      const { happened } = stage.crashes;
      stage.crashes.at(null);
      await stage.run({ kind: 'incident', issue: incident(number) });
      await stage.settle();
      const made = (await opened(CHECKOUT)).filter((one) => one === title);
      expect(made, `died at ${String(step)}`).toEqual([title]);
      expect((await itemsBelow(number)).filter((one) => one.title === title)).toHaveLength(1);
      const { comments } = await stage.issue(number);
      expect(comments.find(({ body }) => body.endsWith(title))?.likes).toBe(1);
      if (!happened) {
        expect(step, 'it dies at every step on the way').toBeGreaterThan(12);
        return;
      }
    }
  }, 240_000);
});

describe('what a team owes', () => {
  test('is kept, and merges are judged again where it changes and only there', async () => {
    const number = await declare();
    expect(await obligation(number)).toBeNull();
    await say(number, '/mitigated');
    expect((await obligation(number))?.teams).toMatchObject([
      { team: { slug: 'payments' }, items: [] },
    ]);
    expect(stage.memory.fanned.at(-1)).toMatchObject({ before: null, after: { teams: [{}] } });
    const often = stage.memory.fanned.length;
    await say(number, 'Just a remark');
    expect(stage.memory.fanned).toHaveLength(often);
    await say(number, '/action prevent Retry the payment call @bob');
    expect((await obligation(number))?.teams).toMatchObject([
      { team: { slug: 'payments' }, items: [{ title: 'Retry the payment call', state: 'open' }] },
    ]);
    const [item] = await itemsBelow(number);
    await stage
      .as('alice')
      .issues.update({ ...CHECKOUT, issue_number: item!.number, state: 'closed' });
    await stage.settle();
    expect(await obligation(number)).toBeNull();
    expect(stage.memory.fanned.at(-1)?.after).toBeNull();
  });

  test('survives the loss of the store with an item that was taken away', async () => {
    const number = await declare('/severity sev1\n/service checkout\n/mitigated');
    await say(number, '/action prevent Retry the payment call');
    const [item] = await itemsBelow(number);
    const { data } = await stage
      .as('alice')
      .issues.get({ ...CHECKOUT, issue_number: item!.number });
    await stage
      .as('alice')
      .graphql('mutation($id: ID!) { deleteIssue(input: { issueId: $id }) { clientMutationId } }', {
        id: data.node_id,
      });
    await stage.settle();
    const owed = { items: [{ title: 'Retry the payment call', state: 'taken-away' }] };
    expect((await obligation(number))?.teams).toMatchObject([owed]);
    stage.memory.lose();
    await stage.run({ kind: 'incident', issue: incident(number) });
    expect((await obligation(number))?.teams).toMatchObject([owed]);
    const summary = (await stage.issue(number)).comments.map(({ body }) => body).join('\n');
    expect(summary).toContain('taken away, and still owed');
  });

  test('goes with an item that is transferred, as the same one', async () => {
    const number = await declare('/severity sev1\n/service checkout\n/mitigated');
    await say(number, '/action prevent Retry the payment call');
    const [item] = await itemsBelow(number);
    const { data } = await stage
      .as('alice')
      .issues.get({ ...CHECKOUT, issue_number: item!.number });
    const { data: search } = await stage.as('alice').repos.get({ owner: 'acme', repo: 'search' });
    await stage.as('alice').graphql(
      `mutation($id: ID!, $to: ID!) {
        transferIssue(input: { issueId: $id, repositoryId: $to }) { clientMutationId }
      }`,
      { id: data.node_id, to: search.node_id },
    );
    await stage.settle();
    const owed = { items: [{ ref: { repo: { name: 'search' } }, state: 'open' }] };
    expect((await obligation(number))?.teams).toMatchObject([owed]);
    expect((await obligation(number))?.teams[0]?.items).toHaveLength(1);
  });
});
