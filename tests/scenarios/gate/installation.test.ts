/** What the app may reach changes, and what things are called: nothing is let go by that. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  acceptPermissions,
  changeInstallationRepositories,
  suspendInstallation,
  unsuspendInstallation,
} from '../../../sandbox/model/actions/installations.ts';
import { renameRepository } from '../../../sandbox/model/actions/repositories.ts';
import {
  addTeamMember,
  removeTeamMember,
  renameTeam,
} from '../../../sandbox/model/actions/teams.ts';
import type { Actor } from '../../../sandbox/model/actor.ts';
import type { Installation } from '../../../sandbox/model/records/accounts.ts';
import { findRepository, findTeam, findUser } from '../../../sandbox/model/world.ts';
import type { Pull } from '../support/contributor.ts';
import { aGatedScene, FAILING, type GatedScene } from '../support/gated-scene.ts';
import type { Thread } from '../support/person.ts';

const erin: Actor = { kind: 'user', login: 'erin' };
let scene: GatedScene;
beforeEach(async () => {
  scene = await aGatedScene();
});
afterEach(() => scene.close());

function installation(): Installation {
  const [found] = scene.world.state.installations.values();
  if (found === undefined) throw new Error('The app is not installed.');
  return found;
}

function repository(name: string) {
  const found = findRepository(scene.world, 'acme', name);
  if (found === undefined) throw new Error(`There is no acme/${name}.`);
  return found;
}

function team(slug: string) {
  const found = findTeam(scene.world, 'acme', slug);
  if (found === undefined) throw new Error(`There is no team ${slug}.`);
  return found;
}

describe('the repositories of the installation', () => {
  test('added later: their open pull requests are judged', async () => {
    const rest = ['.github', 'incidents', 'search'];
    const here = { installation: installation() };
    const some = rest.map(repository);
    expect(changeInstallationRepositories(scene.world, erin, { ...here, repositories: some }).ok);
    await scene.settled();
    await scene.aViolation();
    const pull = await scene.aChange();
    expect(await scene.verdictOf(pull)).toBeNull();
    const all = [...some, repository('checkout')];
    changeInstallationRepositories(scene.world, erin, { ...here, repositories: all });
    expect(await scene.alice.triesToMerge(pull)).toMatch(FAILING);
  });

  test('without the incident repository, nobody is let go', async () => {
    await scene.aViolation();
    const pull = await scene.aChange();
    await scene.settled();
    const rest = ['.github', 'checkout', 'search'];
    const repositories = rest.map(repository);
    const here = { installation: installation(), repositories };
    changeInstallationRepositories(scene.world, erin, here);
    expect(await scene.alice.triesToMerge(pull)).toMatch(FAILING);
    expect(await scene.alice.triesToMerge(await scene.aChange())).toMatch(FAILING);
  });
});

describe('a suspended installation', () => {
  test('opens nothing that is held, and judges anew when it is back', async () => {
    const incident = await scene.aViolation();
    const held = await scene.aChange();
    await scene.settled();
    suspendInstallation(scene.world, erin, { installation: installation() });
    const meanwhile = await scene.aChange();
    await scene.erin.comments(incident, '/accept it is over');
    expect(await scene.alice.triesToMerge(held)).toMatch(FAILING);
    expect(await scene.alice.triesToMerge(meanwhile)).toMatch(/is expected/);
    unsuspendInstallation(scene.world, erin, { installation: installation() });
    expect(await scene.alice.triesToMerge(meanwhile)).toBe('merged');
    expect(await scene.alice.triesToMerge(held)).toBe('merged');
  });

  test('turns a green verdict of before red when it is back', async () => {
    const incident = await scene.anIncident({ severity: 'SEV-1' });
    const pull = await scene.aChange();
    expect(await scene.verdictOf(pull)).toMatchObject({ conclusion: 'success' });
    suspendInstallation(scene.world, erin, { installation: installation() });
    await scene.bob.comments(incident, '/mitigated');
    await scene.settled();
    unsuspendInstallation(scene.world, erin, { installation: installation() });
    expect(await scene.alice.triesToMerge(pull)).toMatch(FAILING);
  });
});

describe('permissions that nobody accepted yet', () => {
  test('leave the check unwritten, and the merge refused, until they are', async () => {
    const { permissions } = installation();
    const fewer = Object.entries(permissions).filter(([name]) => name !== 'checks');
    installation().permissions = Object.fromEntries(fewer);
    await scene.aViolation();
    const pull = await scene.aChange();
    expect(await scene.alice.triesToMerge(pull)).toMatch(/is expected/);
    const words = /refuses the app a permission/;
    expect(scene.logged.map(({ msg }) => msg)).toContainEqual(expect.stringMatching(words));
    scene.expectsError(words);
    // The scene has let a day of tries go by.
    scene.expectsError(/job given up/);
    acceptPermissions(scene.world, erin, { installation: installation() });
    expect(await scene.alice.triesToMerge(pull)).toMatch(FAILING);
  });
});

describe('names', () => {
  let incident: Thread;
  let held: Pull;
  beforeEach(async () => {
    incident = await scene.aViolation();
    held = await scene.aChange();
    expect(await scene.verdictOf(held)).toMatchObject({ conclusion: 'failure' });
  });

  test('a renamed team is held as before, and its members vouch as before', async () => {
    renameTeam(scene.world, erin, { team: team('payments'), name: 'money' });
    expect(await scene.alice.triesToMerge(await scene.aChange())).toMatch(FAILING);
    const fix = await scene.aFixOf(incident);
    await scene.bob.approves(fix);
    expect(await scene.alice.triesToMerge(fix)).toBe('merged');
    await scene.app().sweep();
    expect(await scene.alice.triesToMerge(held)).toMatch(FAILING);
  });

  test('a renamed team of approvers still approves', async () => {
    renameTeam(scene.world, erin, { team: team('incident-commanders'), name: 'captains' });
    expect((await scene.says('frank', incident, '/accept done')).reaction).toBe('👍');
    expect(await scene.alice.triesToMerge(held)).toBe('merged');
  });

  test('a renamed repository belongs to its service as before', async () => {
    const checkout = repository('checkout');
    renameRepository(scene.world, erin, { repository: checkout, name: 'cart' });
    const pull = await scene.alice.proposes('acme/cart', { files: { 'n.ts': '1\n' } });
    expect(await scene.alice.triesToMerge(pull)).toMatch(FAILING);
    const moved = { ...held, repository: 'acme/cart' };
    await scene.isOver(incident);
    expect(await scene.alice.triesToMerge(moved)).toBe('merged');
  });

  test('a renamed incident repository keeps what it obliged to', async () => {
    renameRepository(scene.world, erin, { repository: repository('incidents'), name: 'outages' });
    expect(await scene.alice.triesToMerge(held)).toMatch(FAILING);
    expect(await scene.alice.triesToMerge(await scene.aChange())).toMatch(FAILING);
    const moved = { ...incident, repository: 'acme/outages' };
    expect((await scene.says('erin', moved, '/accept done')).reaction).toBe('👍');
    expect(await scene.alice.triesToMerge(held)).toBe('merged');
  });
});

describe('members', () => {
  test('who join or leave the held team gain or lose their word', async () => {
    const incident = await scene.aViolation();
    const fix = await scene.aFixOf(incident);
    await scene.carol.approves(fix);
    expect(await scene.verdictOf(fix)).toMatchObject({ conclusion: 'failure' });
    const carol = findUser(scene.world, 'carol')!;
    addTeamMember(scene.world, erin, { team: team('payments'), user: carol });
    expect(await scene.verdictOf(fix)).toMatchObject({ conclusion: 'success' });
    removeTeamMember(scene.world, erin, { team: team('payments'), user: carol });
    expect(await scene.alice.triesToMerge(fix)).toMatch(FAILING);
  });
});
