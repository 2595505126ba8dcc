import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { changeInstallationRepositories } from '../../sandbox/model/actions/installations.ts';
import { findRepository } from '../../sandbox/model/world.ts';
import { aPolicy } from '../builders/a-policy.ts';
import { INCIDENTS, incident, setStage, type Stage } from './support/stage.ts';

const SECURITY = { owner: 'acme', name: 'security' };

let stage: Stage;
beforeEach(async () => {
  const { dontRepeat, ...rest } = aPolicy({ privateRepository: SECURITY });
  const approvers = [{ kind: 'person', login: 'carol' }] as const;
  const waivers = { ...dontRepeat.waivers, approvers };
  stage = await setStage({ ...rest, dontRepeat: { ...dontRepeat, waivers } });
  stage.sandbox.control.seed({
    repositories: [
      {
        name: 'acme/security',
        visibility: 'private',
        collaborators: { dave: 'write', carol: 'write' },
      },
    ],
  });
  await stage.settle();
});
afterEach(async () => {
  await stage.close();
});

const at = { owner: INCIDENTS.owner, repo: INCIDENTS.name };

/** An incident for which payments owes an item in its own repository. */
async function owing(): Promise<number> {
  const { data } = await stage
    .as('alice')
    .issues.create({ ...at, title: 'Checkout is down', body: 'It answers 500.' });
  const { number } = data;
  await stage.as('alice').issues.addLabels({ ...at, issue_number: number, labels: ['incident'] });
  await stage.settle();
  await say(number, '/severity sev1\n/service checkout\n/mitigated\n/commander @bob');
  await say(number, '/action prevent Retry the payment call');
  return number;
}

async function say(number: number, body: string, by = 'alice'): Promise<void> {
  await stage.as(by).issues.createComment({ ...at, issue_number: number, body });
  await stage.settle();
}

const nodeOf = async (number: number): Promise<string> =>
  (await stage.as('alice').issues.get({ ...at, issue_number: number })).data.node_id;

async function remove(number: number): Promise<void> {
  await stage
    .as('alice')
    .graphql('mutation($id: ID!) { deleteIssue(input: { issueId: $id }) { clientMutationId } }', {
      id: await nodeOf(number),
    });
}

async function move(number: number, name: string): Promise<number> {
  const { data } = await stage.as('alice').repos.get({ owner: 'acme', repo: name });
  const answer = await stage.as('alice').graphql<{
    readonly transferIssue: { readonly issue: { readonly number: number } };
  }>(
    `mutation($id: ID!, $to: ID!) {
      transferIssue(input: { issueId: $id, repositoryId: $to }) { issue { number } }
    }`,
    { id: await nodeOf(number), to: data.node_id },
  );
  return answer.transferIssue.issue.number;
}

async function issuesIn(repo: string): Promise<readonly number[]> {
  const { data } = await stage
    .as('alice')
    .issues.listForRepo({ owner: 'acme', repo, state: 'all', direction: 'asc' });
  return data.map(({ number }) => number);
}

const owedAt = async (number: number, repo = INCIDENTS) =>
  (await stage.memory.obligationStore.find({ repo, number }))?.obligation ?? null;

const OWED = [
  { team: { slug: 'payments' }, items: [{ title: 'Retry the payment call', state: 'open' }] },
];

describe('an incident that is deleted while something is owed for it', () => {
  test('is carried on by one issue, with everything that was decided', async () => {
    const old = await owing();
    await remove(old);
    await stage.settle();
    const [heir, ...others] = await issuesIn('incidents');
    expect(others).toEqual([]);
    expect(await owedAt(old)).toBeNull();
    const owed = await owedAt(heir!);
    expect(owed?.teams).toMatchObject(OWED);
    expect(owed?.roleHolders).toEqual(['bob']);
    const issue = await stage.issue(heir!);
    expect(issue.title).toBe('Checkout is down');
    expect(issue.labels).toEqual(
      expect.arrayContaining(['incident', 'severity:sev1', 'service:checkout', 'status:mitigated']),
    );
    expect(issue.body).toContain('was deleted');
    expect(issue.body).toContain('/accept reason');
    expect(issue.body).toContain('carol');
    expect(stage.sandbox.control.complaints()).toEqual([]);
  });

  test('obliges all the while', async () => {
    const old = await owing();
    const since = stage.memory.fanned.length;
    await remove(old);
    await stage.settle();
    const after = stage.memory.fanned.slice(since).map((one) => one.after !== null);
    // First the heir holds, then the old one lets go.
    expect(after.slice(0, 2)).toEqual([true, false]);
    const kept = [...stage.memory.obligations.values()].filter((one) => one?.obligation != null);
    expect(kept).toHaveLength(1);
  });

  test('takes its items along, and an approver ends it there', async () => {
    const old = await owing();
    await remove(old);
    await stage.settle();
    const [heir] = await issuesIn('incidents');
    const { data } = await stage
      .as('alice')
      .request('GET /repos/{owner}/{repo}/issues/{issue_number}/sub_issues', {
        ...at,
        issue_number: heir!,
      });
    expect(data.map(({ title }) => title)).toEqual(['Retry the payment call']);
    await say(heir!, '/accept nobody can fix that', 'bob');
    expect((await owedAt(heir!))?.teams).toMatchObject(OWED);
    await say(heir!, '/accept nobody can fix that', 'carol');
    expect(await owedAt(heir!)).toBeNull();
  });

  test('is rebuilt from the heir when the store is lost', async () => {
    const old = await owing();
    await remove(old);
    await stage.settle();
    const [heir] = await issuesIn('incidents');
    stage.memory.lose();
    await stage.run({ kind: 'incident', issue: incident(old) });
    await stage.run({ kind: 'incident', issue: incident(heir!) });
    await stage.settle();
    expect((await owedAt(heir!))?.teams).toMatchObject(OWED);
    expect(await issuesIn('incidents')).toEqual([heir]);
  });

  test('and whose heir is deleted too is carried on again', async () => {
    const old = await owing();
    await remove(old);
    await stage.settle();
    const [first] = await issuesIn('incidents');
    await remove(first!);
    await stage.settle();
    const [second, ...others] = await issuesIn('incidents');
    expect(others).toEqual([]);
    expect((await owedAt(second!))?.teams).toMatchObject(OWED);
  });

  test('has one heir however often the process dies on the way', async () => {
    let step = 0;
    for (; ; step += 2) {
      const before = await issuesIn('incidents');
      const old = await owing();
      stage.sandbox.control.hold();
      await remove(old);
      stage.crashes.at(step);
      await stage.run({ kind: 'incident', issue: incident(old) }).catch(() => undefined);
      const { happened } = stage.crashes;
      stage.crashes.at(null);
      const inBetween = [...stage.memory.obligations.values()];
      expect(inBetween.some((one) => one?.obligation != null)).toBe(true);
      stage.sandbox.control.send();
      await stage.run({ kind: 'incident', issue: incident(old) });
      await stage.settle();
      const heirs = (await issuesIn('incidents')).filter((number) => !before.includes(number));
      expect(heirs, `died at ${String(step)}`).toHaveLength(1);
      expect((await owedAt(heirs[0]!))?.teams).toMatchObject(OWED);
      expect(await owedAt(old)).toBeNull();
      if (!happened) break;
    }
    expect(step).toBeGreaterThan(6);
  }, 300_000);

  test('owing nothing is forgotten', async () => {
    const { data } = await stage.as('alice').issues.create({ ...at, title: 'A small one' });
    await stage
      .as('alice')
      .issues.addLabels({ ...at, issue_number: data.number, labels: ['incident'] });
    await stage.settle();
    await remove(data.number);
    await stage.settle();
    expect(await issuesIn('incidents')).toEqual([]);
    expect(stage.memory.known.size).toBe(0);
    expect(stage.memory.obligations.size).toBe(0);
  });
});

describe('an incident that is moved', () => {
  test('to where no incidents are kept is carried on', async () => {
    const old = await owing();
    await move(old, 'search');
    await stage.settle();
    const [heir, ...others] = await issuesIn('incidents');
    expect(others).toEqual([]);
    expect((await owedAt(heir!))?.teams).toMatchObject([{ team: { slug: 'payments' } }]);
    expect((await stage.issue(heir!)).body).toContain('was moved to a repository');
  });

  test('within the incident repositories goes on there, and opens nothing', async () => {
    const old = await owing();
    const there = await move(old, 'security');
    await stage.settle();
    expect(await issuesIn('incidents')).toEqual([]);
    const owed = await owedAt(there, SECURITY);
    expect(owed?.teams).toMatchObject(OWED);
    expect(owed?.roleHolders).toEqual(['bob']);
    expect(owed?.incident.restricted).toBe(true);
    expect(await owedAt(old)).toBeNull();
  });
});

test('of an incident whose repository cannot be seen nothing is decided', async () => {
  const there = await move(await owing(), 'security');
  await stage.settle();
  const owed = await owedAt(there, SECURITY);
  expect(owed).not.toBeNull();
  const { world } = stage.sandbox;
  const [installation] = world.state.installations.values();
  const left = ['incidents', 'checkout'].map((name) => findRepository(world, 'acme', name)!);
  const alice = { kind: 'user', login: 'alice' } as const;
  changeInstallationRepositories(world, alice, {
    installation: installation!,
    repositories: left,
  });
  await stage.settle();
  await stage.run({ kind: 'incident', issue: { repo: SECURITY, number: there } });
  expect(await owedAt(there, SECURITY)).toEqual(owed);
  expect(await issuesIn('incidents')).toEqual([]);
});

describe('an incident that was listed and never read', () => {
  const isComplete = async (repo = INCIDENTS) =>
    (await stage.memory.obligationStore.inRepository(repo)).complete;
  const run = (number: number, repo = INCIDENTS) =>
    stage.run({ kind: 'incident', issue: { repo, number } });

  test('leaves nobody free, however often reading it fails, until it is read', async () => {
    const number = await owing();
    stage.memory.lose();
    await stage.memory.obligationStore.expect(INCIDENTS, [incident(number)]);
    const fault = {
      body: 'query Incident',
      times: 100,
      effect: { kind: 'status', status: 502 },
    } as const;
    stage.sandbox.control.inject(fault);
    await expect(run(number)).rejects.toThrow();
    expect(await isComplete()).toBe(false);
    stage.sandbox.control.clearFaults();
    await run(number);
    expect(await isComplete()).toBe(true);
    expect(
      stage.memory.obligations.get(`acme/incidents#${String(number)}`)?.obligation,
    ).toBeTruthy();
  });

  test('and is not there any more is waited for no longer', async () => {
    await stage.memory.obligationStore.expect(INCIDENTS, [incident(77)]);
    expect(await isComplete()).toBe(false);
    await run(77);
    expect(await isComplete()).toBe(true);
  });

  test('and lies where the app cannot see is waited for no longer', async () => {
    await stage.memory.obligationStore.expect(SECURITY, [{ repo: SECURITY, number: 5 }]);
    const { world } = stage.sandbox;
    const [installation] = world.state.installations.values();
    const repositories = ['incidents', 'checkout'].map((name) =>
      findRepository(world, 'acme', name)!,
    );
    const alice = { kind: 'user', login: 'alice' } as const;
    changeInstallationRepositories(world, alice, { installation: installation!, repositories });
    await run(5, SECURITY);
    expect(await isComplete(SECURITY)).toBe(true);
  });

  test('and lies where no incidents are kept is waited for no longer', async () => {
    const elsewhere = { owner: 'acme', name: 'checkout' };
    await stage.memory.obligationStore.expect(elsewhere, [{ repo: elsewhere, number: 5 }]);
    await run(5, elsewhere);
    expect(await isComplete(elsewhere)).toBe(true);
  });
});
