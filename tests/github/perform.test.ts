import { describe, expect, test } from 'vitest';
import type { Effect } from '../../src/core/effects.ts';
import { labelCatalog } from '../../src/core/incident/labels.ts';
import { aPolicy } from '../builders/a-policy.ts';
import { onEachStage } from '../flow/support/each-stage.ts';
import { incident, INCIDENTS, type Stage } from '../flow/support/stage.ts';

let stage: Stage;
let number: number;
const home = { owner: INCIDENTS.owner, repo: INCIDENTS.name };

onEachStage(async (set) => {
  stage = set;
  const { data } = await stage.as('alice').issues.create({ ...home, title: 'Down', body: 'x' });
  number = data.number;
});

const twice = async (effect: Effect): Promise<void> => {
  await stage.performer.perform(effect);
  await stage.performer.perform(effect);
};
const comment = async () => {
  const { data } = await stage
    .as('bob')
    .issues.createComment({ ...home, issue_number: number, body: 'hm' });
  return { id: data.id, nodeId: data.node_id };
};

describe('performed twice is performed once:', () => {
  test('keep-comment', async () => {
    const marker = '<!-- norepeat:test -->';
    const body = `${marker}\nhello`;
    await twice({ kind: 'keep-comment', issue: incident(number), marker, existing: null, body });
    expect((await stage.issue(number)).comments.map((each) => each.body)).toEqual([body]);
  });

  test('react, and taking the reaction back', async () => {
    const subject = await comment();
    const issue = incident(number);
    await twice({ kind: 'react', issue, comment: subject, add: ['confused', '+1'], remove: [] });
    expect((await stage.issue(number)).comments[0]).toMatchObject({ likes: 1, confused: 1 });
    await twice({ kind: 'react', issue, comment: subject, add: [], remove: ['confused'] });
    expect((await stage.issue(number)).comments[0]).toMatchObject({ likes: 1, confused: 0 });
  });

  test('label-issue', async () => {
    const issue = incident(number);
    await twice({ kind: 'label-issue', issue, add: ['incident', 'drill'], remove: ['nonsense'] });
    await twice({ kind: 'label-issue', issue, add: [], remove: ['drill'] });
    expect((await stage.issue(number)).labels).toEqual(['incident']);
  });

  test('keep-labels, which also mends a colour and a description', async () => {
    const labels = [
      { name: 'incident', color: 'b60205', description: 'An incident' },
      { name: 'bug', color: 'b60205', description: 'Ours' },
    ];
    await twice({ kind: 'keep-labels', repo: INCIDENTS, labels });
    const wire = await stage.during(() =>
      stage.performer.perform({ kind: 'keep-labels', repo: INCIDENTS, labels }),
    );
    expect(wire.writes).toEqual([]);
    const { data } = await stage.as('alice').issues.getLabel({ ...home, name: 'bug' });
    expect(data).toMatchObject({ color: 'b60205', description: 'Ours' });
  });

  test('keep-labels, in two requests however many there are, in the colours of the catalogue', async () => {
    const labels = labelCatalog(aPolicy());
    const wire = await stage.during(() =>
      stage.performer.perform({ kind: 'keep-labels', repo: INCIDENTS, labels }),
    );
    expect(labels.length).toBeGreaterThan(10);
    expect(wire).toEqual({ reads: ['query Labels'], writes: ['mutation KeepLabels'] });
    const { data } = await stage.as('alice').issues.listLabelsForRepo({ ...home, per_page: 100 });
    for (const { name, color, description } of labels) {
      expect(data).toContainEqual(expect.objectContaining({ name, color, description }));
    }
  });

  test('keep-labels, when the answer is lost on the way', async () => {
    const labels = labelCatalog(aPolicy());
    stage.sandbox.control.inject({
      body: 'mutation KeepLabels',
      times: 1,
      effect: { kind: 'lost-answer' },
    });
    await twice({ kind: 'keep-labels', repo: INCIDENTS, labels });
    const { data } = await stage.as('alice').issues.listLabelsForRepo({ ...home, per_page: 100 });
    expect(data.map(({ name }) => name)).toEqual(
      expect.arrayContaining(labels.map(({ name }) => name)),
    );
  });

  test('keep-labels, which colours what somebody else made in grey meanwhile', async () => {
    const labels = labelCatalog(aPolicy());
    stage.sandbox.control.inject({
      body: 'mutation KeepLabels',
      times: 1,
      effect: { kind: 'slow', milliseconds: 300 },
    });
    const kept = stage.performer.perform({ kind: 'keep-labels', repo: INCIDENTS, labels });
    await new Promise((resolve) => setTimeout(resolve, 100));
    await stage.as('alice').issues.createLabel({ ...home, name: 'drill' });
    await kept;
    const { data } = await stage.as('alice').issues.getLabel({ ...home, name: 'drill' });
    expect(labels).toContainEqual({
      name: data.name,
      color: data.color,
      description: data.description,
    });
  });

  test('keep-labels says which labels GitHub will not take', async () => {
    const labels = [{ name: 'x'.repeat(51), color: 'b60205', description: '' }];
    await expect(
      stage.performer.perform({ kind: 'keep-labels', repo: INCIDENTS, labels }),
    ).rejects.toThrow(/did not take labels of acme\/incidents \(xxx.*too long/u);
  });

  test('assign, close-issue, reopen-issue, delete-comment', async () => {
    const issue = incident(number);
    await twice({ kind: 'assign', issue, add: ['bob', 'mallory'] });
    await twice({ kind: 'close-issue', issue, reason: 'not_planned' });
    expect((await stage.issue(number)).state).toBe('closed');
    await twice({ kind: 'reopen-issue', issue });
    expect((await stage.issue(number)).state).toBe('open');
    const marker = '<!-- norepeat:test -->';
    await twice({ kind: 'keep-comment', issue, marker, existing: null, body: `${marker}x` });
    const [own] = (await stage.issue(number)).comments;
    await twice({ kind: 'delete-comment', issue, comment: { id: own!.id, nodeId: '' } });
    expect((await stage.issue(number)).comments).toEqual([]);
  });

  test('assign says once whom GitHub leaves out, and nothing of those it takes', async () => {
    const issue = incident(number);
    const marker = '<!-- norepeat:not-assigned 7 -->';
    const leftOut = { marker, body: `${marker}\nGitHub cannot assign mallory here.` };
    await twice({ kind: 'assign', issue, add: ['bob'], leftOut });
    expect((await stage.issue(number)).comments).toEqual([]);
    await twice({ kind: 'assign', issue, add: ['mallory'], leftOut });
    const said = (await stage.issue(number)).comments.map(({ body }) => body);
    expect(said).toEqual([leftOut.body]);
  });

  test('create-issue', async () => {
    const effect = {
      kind: 'create-issue',
      repo: INCIDENTS,
      marker: '<!-- norepeat:asked 1 -->',
      title: 'Policy',
      body: '<!-- norepeat:asked 1 -->\nhello',
      labels: [],
      askedAt: stage.github.clock.now(),
    } as const;
    const first = await stage.performer.ensureIssue(effect);
    expect(await stage.performer.ensureIssue(effect)).toEqual(first);
  });

  test('report-check, with more than fifty annotations', async () => {
    const { data } = await stage
      .as('alice')
      .repos.getBranch({ owner: 'acme', repo: 'checkout', branch: 'main' });
    await twice({
      kind: 'report-check',
      repo: { owner: 'acme', name: 'checkout' },
      headSha: data.commit.sha,
      name: 'norepeat/policy',
      externalId: 'verdict-1',
      conclusion: 'failure',
      title: 'Not valid',
      summary: 'x'.repeat(70_000),
      text: null,
      annotations: Array.from({ length: 60 }, (_, i) => ({
        path: '.github/norepeat.yml',
        line: i + 1,
        level: 'failure' as const,
        title: 'Wrong',
        message: 'Very',
      })),
    });
    const { data: runs } = await stage
      .as('alice')
      .checks.listForRef({ owner: 'acme', repo: 'checkout', ref: data.commit.sha });
    expect(runs.check_runs.map((run) => run.output.annotations_count)).toEqual([60]);
  });
});

describe('a check', () => {
  const there = { owner: 'acme', repo: 'checkout' };
  const runs = async (ref: string) =>
    (await stage.as('alice').checks.listForRef({ ...there, ref, filter: 'all' })).data.check_runs;
  const head = async () =>
    (await stage.as('alice').repos.getBranch({ ...there, branch: 'main' })).data.commit.sha;
  const report = async (over: { externalId?: string; onlyAgain?: true } = {}): Promise<void> =>
    stage.performer.perform({
      ...{ kind: 'report-check', repo: { owner: 'acme', name: 'checkout' }, headSha: await head() },
      ...{ name: 'norepeat/again', externalId: 'same', conclusion: 'success', title: 'Complete' },
      ...{ summary: 'All is there.', text: null, annotations: [] },
      ...over,
    });

  test('that nobody wrote is not written again', async () => {
    await report({ onlyAgain: true });
    expect((await runs(await head())).filter(({ name }) => name === 'norepeat/again')).toEqual([]);
  });

  test('is written once, and once more for each time that somebody asks for it again', async () => {
    const sha = await head();
    const own = async () => (await runs(sha)).filter(({ name }) => name === 'norepeat/again');
    await report();
    await report();
    await report({ onlyAgain: true, externalId: 'other' });
    expect(await own()).toHaveLength(1);
    for (const again of [{}, { onlyAgain: true } as const]) {
      const before = await own();
      await stage.as('alice').checks.rerequestRun({ ...there, check_run_id: before[0]!.id });
      await report(again);
      await report(again);
      expect(await own()).toHaveLength(before.length + 1);
    }
  });
});

describe('duplicates that an earlier accident left', () => {
  test('are deleted, and the oldest is kept', async () => {
    const marker = '<!-- norepeat:test -->';
    const session = (await stage.github.session(INCIDENTS))!;
    for (const text of ['one', 'two', 'three']) {
      await session.octokit.request('POST /repos/{owner}/{repo}/issues/{issue_number}/comments', {
        ...home,
        issue_number: number,
        body: `${marker}\n${text}`,
      });
    }
    const before = (await stage.issue(number)).comments;
    const body = `${marker}\nnew`;
    await stage.performer.perform({
      ...{ kind: 'keep-comment', issue: incident(number), marker, existing: null, body },
    });
    const after = (await stage.issue(number)).comments;
    expect(after.map(({ id }) => id)).toEqual([before[0]!.id]);
    expect(after[0]!.body).toBe(body);
  });

  test('a person’s comment that begins with the marker is left alone', async () => {
    const marker = '<!-- norepeat:test -->';
    const body = `${marker}\nmine`;
    await stage.as('mallory').issues.createComment({ ...home, issue_number: number, body });
    await stage.performer.perform({
      ...{ kind: 'keep-comment', issue: incident(number), marker, existing: null },
      body: `${marker}\nthe app’s`,
    });
    const { comments } = await stage.issue(number);
    expect(comments.map(({ by }) => by)).toEqual(['mallory', 'norepeat[bot]']);
    expect(comments[0]!.body).toBe(body);
  });
});

test('what is gone meanwhile is no error', async () => {
  const gone = incident(999);
  const nowhere = { id: 999_999, nodeId: 'IC_nowhere' };
  await stage.performer.perform({ kind: 'label-issue', issue: gone, add: ['x'], remove: ['y'] });
  await stage.performer.perform({ kind: 'delete-comment', issue: gone, comment: nowhere });
  await stage.performer.perform({
    ...{ kind: 'react', issue: gone, comment: nowhere, add: ['+1'], remove: [] },
  });
  await stage.performer.perform({
    ...{ kind: 'keep-comment', issue: gone, marker: 'x', existing: nowhere, body: 'x' },
  });
});

describe('people', () => {
  const teams = [
    { org: 'acme', slug: 'payments' },
    { org: 'acme', slug: 'discovery' },
    { org: 'acme', slug: 'no-such-team' },
  ];

  test('are looked up all at once: permission and membership', async () => {
    const wire = await stage.during(async () => {
      const people = await stage.people.people(
        INCIDENTS,
        ['alice', 'Bob', 'dave', 'mallory', 'nobody-at-all'],
        teams,
      );
      expect(
        Object.fromEntries([...people].map(([login, each]) => [login, each.permission])),
      ).toEqual({
        alice: 'admin',
        bob: 'read',
        dave: 'write',
        mallory: 'read',
        'nobody-at-all': 'read',
      });
      expect(people.get('bob')?.teams).toEqual(['acme/payments']);
      expect(people.get('mallory')?.teams).toEqual([]);
    });
    expect(wire.reads).toHaveLength(1);
  });

  test('whose name only resembles a member’s are no members', async () => {
    const people = await stage.people.people(INCIDENTS, ['bo', 'ob'], teams);
    expect([...people.values()].flatMap((each) => each.teams)).toEqual([]);
  });

  test('and issues that are named are looked for in the same request', async () => {
    const there = { repo: INCIDENTS, number };
    const wire = await stage.during(async () => {
      const { people, issues } = await stage.people.authority(INCIDENTS, {
        logins: ['bob', 'nobody-at-all'],
        teams,
        issues: [
          there,
          { repo: INCIDENTS, number: 99_999 },
          { repo: { owner: 'nobody', name: 'nothing' }, number: 1 },
        ],
      });
      expect(people.get('bob')?.exists).toBe(true);
      expect(people.get('nobody-at-all')?.exists).toBe(false);
      expect([...issues.values()]).toEqual([true, false, false]);
    });
    expect(wire.reads).toHaveLength(1);
  });
});
