/** Pull requests that are closed, branches that are deleted, documents that are moved. */
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { ownComments } from '../followup/support.ts';
import { contributor, type Contributor } from '../support/contributor.ts';
import { INCIDENTS, POLICY, POLICY_FILE, POLICY_HOME } from '../support/organisation.ts';
import type { Thread } from '../support/person.ts';
import { aScene, type Scene } from '../support/scene.ts';
import {
  aResolvedIncident,
  anHourPasses,
  branchOf,
  fileAt,
  instead,
  pathsAt,
  postmortemOf,
  regionOf,
  seesPostmortem,
  writes,
  type Postmortem,
} from './support.ts';

vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });

let scene: Scene;
let bob: Contributor;
let alice: Contributor;
beforeAll(async () => {
  scene = await aScene();
  bob = contributor(scene.bob, scene);
  alice = contributor(scene.alice, scene);
});
afterAll(() => scene.close());

const MINE = 'The runbook was right.';

async function aWrittenPostmortem(): Promise<readonly [Thread, Postmortem]> {
  const incident = await aResolvedIncident(scene);
  await writes(scene, scene.bob, incident, instead(/_What worked, and[^_]*_/, MINE));
  return [incident, await seesPostmortem(scene, incident)];
}

async function deletesBranch(incident: Thread): Promise<void> {
  const pull = postmortemOf(scene.world, incident)?.pull;
  const page = `/${INCIDENTS}/pull/${String(pull?.number)}/delete-branch`;
  const { status } = await scene.bob.submits(page, {});
  expect(status).toBeLessThan(400);
  await scene.settled();
}

// First in the file: while no other postmortem is open, the index is in this one's pull request.
test('a document that somebody moves is followed where it is', async () => {
  const [incident, before] = await aWrittenPostmortem();
  const path = 'docs/what-happened-in-march.md';
  const { pull } = before;
  const head = { repository: INCIDENTS, branch: branchOf(incident) };
  await alice.pushes({ ...pull, head }, { [before.path]: null, [path]: before.text });
  await scene.says('bob', incident, '/note the vendor agrees');
  await anHourPasses(scene);
  const moved = await seesPostmortem(scene, incident);
  expect(moved.path).toBe(path);
  expect(regionOf(moved.text, 'timeline')).toContain('the vendor agrees');
  expect(moved.text).toContain(MINE);
  expect(pathsAt(scene.world, INCIDENTS, branchOf(incident))).not.toContain(before.path);
  const index = fileAt(scene.world, INCIDENTS, 'postmortems/README.md', branchOf(incident));
  expect(index).toContain('(../docs/what-happened-in-march.md)');
});

describe('a pull request that somebody closed', () => {
  test('stays closed, whatever happens, until somebody says /postmortem after that', async () => {
    const [incident, before] = await aWrittenPostmortem();
    await scene.says('bob', incident, '/postmortem');
    await bob.withdraws(before.pull);
    await scene.says('bob', incident, '/note something more');
    await scene.passes(120);
    await scene.restart({ loseStore: true });
    await scene.passes(120);
    expect(await seesPostmortem(scene, incident)).toMatchObject({
      state: 'closed',
      headSha: before.headSha,
    });
    expect((await scene.says('bob', incident, '/postmortem')).reaction).toBe('👍');
    await anHourPasses(scene);
    const again = await seesPostmortem(scene, incident);
    expect(again).toMatchObject({ state: 'open', pull: before.pull });
    expect(again.text).toContain(MINE);
    expect(regionOf(again.text, 'timeline')).toContain('something more');
  });

  test('and deleted its branch: it comes back with what people wrote', async () => {
    const [incident, before] = await aWrittenPostmortem();
    await bob.withdraws(before.pull);
    await deletesBranch(incident);
    expect(await seesPostmortem(scene, incident)).toMatchObject({ state: 'closed' });
    await scene.says('bob', incident, '/postmortem');
    const again = await seesPostmortem(scene, incident);
    expect(again).toMatchObject({ state: 'open', pull: before.pull, headSha: before.headSha });
    expect(again.text).toContain(MINE);
  });
});

test('a branch deleted under an open pull request closes it, and nothing is lost', async () => {
  const [incident, before] = await aWrittenPostmortem();
  await deletesBranch(incident);
  await scene.passes(120);
  expect(await seesPostmortem(scene, incident)).toMatchObject({ state: 'closed' });
  await scene.says('bob', incident, '/postmortem');
  await scene.passes(2);
  const again = await seesPostmortem(scene, incident);
  expect(again).toMatchObject({ state: 'open', pull: before.pull });
  expect(again.text).toContain(MINE);
});

test('a directory that the policy renames holds for the next one; what is open stays where it is', async () => {
  const [incident, before] = await aWrittenPostmortem();
  const text = `${POLICY}postmortems:\n  directory: docs/learned\n`;
  await scene.erin.commits(POLICY_HOME, { path: POLICY_FILE, text });
  await scene.settled();
  await scene.says('bob', incident, '/note after the directory was renamed');
  await anHourPasses(scene);
  const after = await seesPostmortem(scene, incident);
  expect(after.path).toBe(before.path);
  expect(regionOf(after.text, 'timeline')).toContain('after the directory was renamed');
  expect(after.text).toContain(MINE);

  const next = await aResolvedIncident(scene, { title: 'Refunds hang' });
  const { path } = await seesPostmortem(scene, next);
  expect(path).toBe(`docs/learned/2026/2026-03-02-${String(next.number)}-refunds-hang.md`);
  for (const each of [incident, next]) {
    await scene.bob.merges((await seesPostmortem(scene, each)).pull);
    await scene.settled();
    expect((await seesPostmortem(scene, each)).state).toBe('merged');
  }
  expect(pathsAt(scene.world, INCIDENTS)).toEqual(expect.arrayContaining([before.path, path]));
  await scene.erin.commits(POLICY_HOME, { path: POLICY_FILE, text: POLICY });
  await scene.settled();
});

test('a merge without the document publishes nothing, and is followed by another pull request', async () => {
  const incident = await aResolvedIncident(scene, { title: 'Merged in haste', severity: 'SEV-4' });
  await scene.says('bob', incident, '/postmortem');
  const before = await seesPostmortem(scene, incident);
  const head = { repository: INCIDENTS, branch: branchOf(incident) };
  await alice.pushes({ ...before.pull, head }, { [before.path]: null, 'notes.txt': 'Later.' });
  await scene.bob.merges(before.pull);
  await scene.passes(2);
  const isOwed = async (): Promise<void> => {
    await scene.passes(20);
    const { labels, state } = await scene.sees(incident);
    expect({ labels, state }).toMatchObject({ state: 'open' });
    expect(labels).toContain('postmortem:due');
    const told = ownComments(scene.world, incident).filter((one) => /not published/.test(one));
    expect(told).toHaveLength(1);
    expect(told[0]).toContain(`/pull/${String(before.pull.number)})`);
  };
  await isOwed();
  await scene.restart({ loseStore: true });
  await isOwed();

  expect((await scene.says('bob', incident, '/postmortem')).reaction).toBe('👍');
  await anHourPasses(scene);
  const again = await seesPostmortem(scene, incident);
  expect(again).toMatchObject({ state: 'open', path: before.path });
  expect(again.pull.number).toBeGreaterThan(before.pull.number);
  expect((await scene.sees(incident)).labels).toContain('postmortem:open');
  await scene.bob.merges(again.pull);
  await scene.passes(2);
  const { labels, state } = await scene.sees(incident);
  expect(labels).toContain('postmortem:published');
  expect(state).toBe('closed');
});

test('a text that people put on main before is not written over: the document lies beside it', async () => {
  const incident = await scene.anIncident({ title: 'Twice told', severity: 'SEV-1' });
  const day = new Date(scene.world.clock.now()).toISOString().slice(0, 10);
  const name = `postmortems/2026/${day}-${String(incident.number)}-twice-told`;
  await scene.erin.commits(INCIDENTS, { path: `${name}.md`, text: '# By hand\n' });
  await scene.says('bob', incident, '/ack\n/mitigated rolled back\n/resolved rolled back');
  const { path, pull, commits } = await seesPostmortem(scene, incident);
  expect(path).toBe(`${name}-2.md`);
  await anHourPasses(scene);
  await scene.bob.merges(pull);
  await scene.passes(2);
  expect(commits).toEqual(['Open the postmortem']);
  expect(fileAt(scene.world, INCIDENTS, `${name}.md`)).toBe('# By hand\n');
  expect((await scene.sees(incident)).labels).toContain('postmortem:published');
});
