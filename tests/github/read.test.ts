import { describe, expect, test } from 'vitest';
import { createIncidentReader } from '../../src/github/read/incident-reader.ts';
import {
  createPolicyProposalReader,
  createPolicySource,
} from '../../src/github/read/policy-reader.ts';
import { createSuspectReader } from '../../src/github/read/suspect-reader.ts';
import { instantOf, MINUTE, plus } from '../../src/core/time.ts';
import { onEachStage } from '../flow/support/each-stage.ts';
import { incident, INCIDENTS, type Stage } from '../flow/support/stage.ts';

let stage: Stage;
const home = { owner: INCIDENTS.owner, repo: INCIDENTS.name };
const CHECKOUT = { owner: 'acme', name: 'checkout' };
const there = { owner: 'acme', repo: 'checkout' };
const POLICY = '.github/norepeat.yml';

onEachStage((set) => (stage = set));

const reader = () =>
  createIncidentReader({
    github: stage.github,
    clock: stage.github.clock,
    records: stage.memory.recordStore,
    self: { id: 7001, slug: 'norepeat' },
  });
const ASKED = { index: 'postmortems/README.md' };
const read = (number: number) => reader().read(incident(number), ASKED);

async function openIssue(): Promise<number> {
  const { data } = await stage.as('alice').issues.create({ ...home, title: 'Down', body: 'x' });
  return data.number;
}
const say = async (number: number, body: string): Promise<number> => {
  const { data } = await stage
    .as('bob')
    .issues.createComment({ ...home, issue_number: number, body });
  return data.id;
};

describe('reading what changed gives the same facts as reading everything', () => {
  const same = async (number: number): Promise<void> => {
    const changes = await read(number);
    stage.memory.records.clear();
    const whole = await read(number);
    if (changes.kind === 'gone' || whole.kind === 'gone') throw new Error('gone');
    const { wholeAt } = whole.value;
    expect({ ...changes.value, wholeAt }).toEqual(whole.value);
  };

  test('after comments, edits, deletions, labels, assignments, titles and closing', async () => {
    const number = await openIssue();
    await read(number);
    const alice = stage.as('alice');
    const first = await say(number, 'one');
    const second = await say(number, 'two');
    await same(number);
    await alice.issues.updateComment({ ...home, comment_id: first, body: 'one, mended' });
    await alice.issues.deleteComment({ ...home, comment_id: second });
    await alice.issues.addLabels({ ...home, issue_number: number, labels: ['incident'] });
    await same(number);
    stage.sandbox.control.moveClock(3_600_000);
    await alice.issues.addAssignees({ ...home, issue_number: number, assignees: ['bob'] });
    await alice.issues.update({ ...home, issue_number: number, title: 'Up' });
    await same(number);
    await alice.issues.update({
      ...home,
      issue_number: number,
      state: 'closed',
      state_reason: 'not_planned',
    });
    await same(number);
  });

  test('also in a long incident, when something old changes much later', async () => {
    const number = await openIssue();
    const ids: number[] = [];
    for (let i = 0; i < 120; i += 1) ids.push(await say(number, `remark ${i}`));
    await read(number);
    stage.sandbox.control.moveClock(3_600_000);
    await stage.as('alice').issues.updateComment({ ...home, comment_id: ids[3]!, body: 'mended' });
    await same(number);
    await read(number);
    await stage.as('alice').issues.deleteComment({ ...home, comment_id: ids[5]! });
    await same(number);
  }, 60_000);
});

test('everything is read again from when that is due, and until then what changed', async () => {
  const number = await openIssue();
  const wire = () =>
    stage.during(async () => {
      await read(number);
    });
  expect((await wire()).reads).toEqual(['query IncidentWhole']);
  const now = stage.github.clock.now();
  await stage.memory.recordStore.askWhole(incident(number), plus(now, 10 * MINUTE));
  expect((await wire()).reads).toEqual(['query IncidentChanges']);
  stage.sandbox.control.moveClock(11 * 60_000);
  // Its answer tells the app the time.
  expect((await wire()).reads).toEqual(['query IncidentChanges']);
  expect((await wire()).reads).toEqual(['query IncidentWhole']);
  expect((await wire()).reads).toEqual(['query IncidentChanges']);
});

test('a comment’s editor is whoever wrote its present text', async () => {
  const number = await openIssue();
  const id = await say(number, 'mine');
  await stage.as('alice').issues.updateComment({ ...home, comment_id: id, body: 'not mine' });
  const read = await reader().read(incident(number), ASKED);
  const [comment] = read.kind === 'found' ? read.value.comments : [];
  expect(comment?.author.login).toBe('bob');
  expect(comment?.editor.login).toBe('alice');
});

test('a repository that the app does not see, and an issue that is not there, are gone', async () => {
  const nowhere = { repo: { owner: 'umbrella', name: 'hive' }, number: 1 };
  expect((await reader().read(nowhere, ASKED)).kind).toBe('gone');
  expect((await read(999)).kind).toBe('gone');
});

describe('the policy', () => {
  const put = (content: string, branch = 'main', sha?: string) =>
    stage.as('alice').repos.createOrUpdateFileContents({
      ...there,
      path: POLICY,
      branch,
      message: 'policy',
      content: Buffer.from(content).toString('base64'),
      ...(sha === undefined ? {} : { sha }),
    });

  test('is read at the head of the default branch, in one request', async () => {
    const source = createPolicySource(stage.github);
    expect((await source.read(CHECKOUT)).kind).toBe('gone');
    const { data } = await put('incidents: {}\n');
    const wire = await stage.during(async () => {
      const read = await source.read(CHECKOUT);
      expect(read).toMatchObject({
        kind: 'found',
        value: {
          path: POLICY,
          text: 'incidents: {}\n',
          sha: data.content?.sha,
          commit: data.commit.sha,
        },
      });
    });
    expect(wire.reads).toHaveLength(1);
  });

  test('proposed by a pull request is read at its head', async () => {
    const { data } = await stage.as('alice').git.getRef({ ...there, ref: 'heads/main' });
    await stage
      .as('alice')
      .git.createRef({ ...there, ref: 'refs/heads/new', sha: data.object.sha });
    const { data: written } = await put('severities: []\n', 'new');
    const { data: pull } = await stage
      .as('alice')
      .pulls.create({ ...there, title: 'Policy', head: 'new', base: 'main' });
    const proposals = createPolicyProposalReader(stage.github);
    const read = await proposals.proposal({ repo: CHECKOUT, number: pull.number });
    expect(read).toMatchObject({
      kind: 'found',
      value: {
        commit: written.commit.sha,
        fromFork: false,
        visibility: 'public',
        file: { text: 'severities: []\n' },
      },
    });
    await stage.as('alice').pulls.update({ ...there, pull_number: pull.number, state: 'closed' });
    const closed = await proposals.proposal({ repo: CHECKOUT, number: pull.number });
    expect(closed).toMatchObject({ kind: 'found', value: { file: 'untouched' } });
  });

  test('and what a pull request changes, deletes or moves below .github is told with it', async () => {
    const alice = stage.as('alice');
    const write = (path: string, text: string, branch: string) =>
      alice.repos.createOrUpdateFileContents({
        ...there,
        ...{ path, branch, message: 'A file', content: Buffer.from(text).toString('base64') },
      });
    const gone = async (path: string, branch: string): Promise<void> => {
      const { data } = await alice.repos.getContent({ ...there, path, ref: branch });
      const sha = 'sha' in data ? data.sha : '';
      await alice.repos.deleteFile({ ...there, path, branch, message: 'Away', sha });
    };
    const words = Array.from({ length: 30 }, (_, line) => `Line ${String(line)}`).join('\n');
    await write('.github/away.md', '# Away\n', 'main');
    await write('.github/moved.md', words, 'main');
    const { data } = await alice.git.getRef({ ...there, ref: 'heads/main' });
    await alice.git.createRef({ ...there, ref: 'refs/heads/files', sha: data.object.sha });
    await gone('.github/away.md', 'files');
    const head = { ...there, title: 'Files', head: 'files', base: 'main' };
    const { data: pull } = await alice.pulls.create(head);
    const proposals = createPolicyProposalReader(stage.github);
    const read = () => proposals.proposal({ repo: CHECKOUT, number: pull.number });
    expect(await read()).toMatchObject({
      value: { file: 'untouched', markdown: ['.github/away.md'], moves: false },
    });
    await gone('.github/moved.md', 'files');
    await write('docs/moved.md', words, 'files');
    expect(await read()).toMatchObject({
      value: { file: 'untouched', markdown: ['.github/away.md'], moves: true },
    });
  });
});

test('suspects are what was merged and deployed in the window, newest first', async () => {
  const alice = stage.as('alice');
  const { data: main } = await alice.git.getRef({ ...there, ref: 'heads/main' });
  await alice.git.createRef({ ...there, ref: 'refs/heads/new', sha: main.object.sha });
  await alice.repos.createOrUpdateFileContents({
    ...{ ...there, path: 'a.txt', branch: 'new', message: 'a' },
    content: Buffer.from('a').toString('base64'),
  });
  const { data: pull } = await alice.pulls.create({
    ...there,
    title: 'Faster',
    head: 'new',
    base: 'main',
  });
  await alice.pulls.merge({ ...there, pull_number: pull.number });
  stage.sandbox.control.moveClock(60_000);
  await alice.repos.createDeployment({
    ...there,
    ref: 'main',
    environment: 'production',
    required_contexts: [],
  });
  const now = stage.sandbox.world.clock.now();
  const from = instantOf(now - 3_600_000);
  const suspects = createSuspectReader(stage.github);
  const ask = {
    repositories: ['acme/check*'],
    from,
    to: instantOf(now + 1000),
    shownIn: INCIDENTS,
    vouchedFor: null,
  };
  const found = await suspects.suspects(ask);
  expect(found.map(({ kind, title, by }) => [kind, title, by])).toEqual([
    ['deployment', 'production: main', 'alice'],
    ['pull-request', 'Faster', 'alice'],
  ]);
  expect(await suspects.suspects({ ...ask, to: from })).toEqual([]);
  // Whoever writes a policy names what repositories they like: another owner's are none of theirs.
  const elsewhere = { owner: 'somebody', name: 'incidents' };
  expect(await suspects.suspects({ ...ask, shownIn: elsewhere })).toEqual([]);

  const named = (name: string) =>
    [...stage.sandbox.world.state.repositories.values()].find((each) => each.name === name)!;
  const nothingSaid = [
    { kind: 'deployment', title: '', url: '', repository: null, by: '' },
    { kind: 'pull-request', title: '', url: '', repository: null, by: '' },
  ];
  named('checkout').visibility = 'private';
  expect(await suspects.suspects(ask)).toMatchObject(nothingSaid);

  // As private as each other: only the organisation's own policy may bring them together.
  named('incidents').visibility = 'private';
  expect(await suspects.suspects(ask)).toEqual(found);
  const ofARepository = { ...ask, vouchedFor: [INCIDENTS] };
  expect(await suspects.suspects(ofARepository)).toMatchObject(nothingSaid);
  const checkout = { owner: 'acme', name: 'checkout' };
  expect(await suspects.suspects({ ...ask, vouchedFor: [checkout] })).toEqual(found);
});

test('suspects of which there are more than one page say that there are more', async () => {
  const alice = stage.as('alice');
  const deploy = () =>
    alice.repos.createDeployment({ ...there, ref: 'main', required_contexts: [] });
  for (let i = 0; i < 50; i += 1) await deploy();
  const now = stage.sandbox.world.clock.now();
  const ask = {
    repositories: ['acme/checkout'],
    from: instantOf(now - 3_600_000),
    to: instantOf(now + 60_000),
    shownIn: INCIDENTS,
    vouchedFor: null,
  };
  const kinds = async (): Promise<readonly (string | null)[]> => {
    const found = await createSuspectReader(stage.github).suspects(ask);
    return found.slice(49).map(({ kind, repository }) => `${kind} in ${repository ?? '?'}`);
  };
  expect(await kinds()).toEqual(['deployment in acme/checkout']);
  await deploy();
  expect(await kinds()).toEqual(['deployment in acme/checkout', 'more in acme/checkout']);
}, 60_000);
