/** How freezes usually go wrong: the fix frozen too, green from before, red from before, rules of the first moment. */
import { afterEach, describe, expect, test } from 'vitest';
import { createStatus } from '../../../sandbox/model/actions/check-requests.ts';
import { createCheckRun } from '../../../sandbox/model/actions/checks.ts';
import { CHECKOUT, GATE, gatedPolicy, SEARCH } from '../support/gated-organisation.ts';
import { aGatedScene, FAILING } from '../support/gated-scene.ts';
import type { GatedScene, GatedSceneOptions } from '../support/gated-scene.ts';
import { issueOf } from '../support/look.ts';
import { POLICY_FILE, POLICY_HOME } from '../support/organisation.ts';
import { aRobot } from '../support/robot.ts';

let scene: GatedScene;
afterEach(() => scene.close());

async function begin(options: GatedSceneOptions = {}): Promise<void> {
  scene = await aGatedScene(options);
}

describe('green from before, red from before', () => {
  test('a verdict that was green long ago is red once the team is held', async () => {
    await begin();
    const old = await scene.aChange();
    expect(await scene.verdictOf(old)).toMatchObject({ conclusion: 'success' });
    await scene.passes(60 * 24 * 20);
    await scene.aViolation();
    expect(await scene.bob.triesToMerge(old)).toMatch(FAILING);
  });

  test('a verdict that was red is green once the team is free, with nobody touching it', async () => {
    await begin();
    const incident = await scene.aViolation();
    const held = await scene.aChange();
    expect(await scene.verdictOf(held)).toMatchObject({ conclusion: 'failure' });
    await scene.isOver(incident);
    expect(await scene.alice.triesToMerge(held)).toBe('merged');
  });

  test('what waits with auto-merge merges by itself when the block lifts, and not before', async () => {
    await begin();
    const incident = await scene.aViolation();
    const held = await scene.aChange();
    await scene.settled();
    await scene.alice.enablesAutoMerge(held);
    await scene.settled();
    expect(await scene.sees(held)).toMatchObject({ state: 'open' });
    await scene.isOver(incident);
    expect(issueOf(scene.world, held).pull?.mergedAt).not.toBeNull();
  });

  test('grace: merges pass until it is over, and are held from that moment', async () => {
    await begin({ dontRepeat: { grace: '2d' } });
    await scene.aViolation();
    const change = await scene.aChange();
    expect(await scene.verdictOf(change)).toMatchObject({ conclusion: 'success' });
    await scene.passes(60 * 47);
    expect(await scene.verdictOf(change)).toMatchObject({ conclusion: 'success' });
    await scene.passes(62);
    expect(await scene.alice.triesToMerge(change)).toMatch(FAILING);
  });
});

describe('the rules follow the incident, not its first moment', () => {
  test('a severity raised later holds, lowered by an approver frees', async () => {
    await begin();
    const incident = await scene.aViolation({ severity: 'SEV-4' });
    const change = await scene.aChange();
    expect(await scene.verdictOf(change)).toMatchObject({ conclusion: 'success' });
    await scene.bob.comments(incident, '/severity sev2 it was half of all payments');
    expect(await scene.bob.triesToMerge(change)).toMatch(FAILING);
    await scene.erin.comments(incident, '/severity sev4 it was the staging shop');
    expect(await scene.bob.triesToMerge(change)).toBe('merged');
  });

  test('the label sla-breach put on later holds whatever the severity', async () => {
    await begin();
    const incident = await scene.aViolation({ severity: 'SEV-5' });
    const change = await scene.aChange();
    await scene.alice.labels(incident, 'sla-breach');
    expect(await scene.alice.triesToMerge(change)).toMatch(FAILING);
  });

  test('a service added later holds its team, too', async () => {
    await begin();
    const incident = await scene.aViolation();
    const theirs = await scene.carol.proposes(SEARCH, { files: { a: 'b\n' } });
    expect(await scene.verdictOf(theirs)).toMatchObject({ conclusion: 'success' });
    await scene.bob.comments(incident, '/service search');
    expect(await scene.carol.triesToMerge(theirs)).toMatch(FAILING);
  });

  test('another team’s incident holds that team, from its mitigation', async () => {
    await begin();
    const incident = await scene.anIncident({ severity: 'SEV-2', services: 'search' });
    const theirs = await scene.carol.proposes(SEARCH, { files: { a: 'b\n' } });
    expect(await scene.verdictOf(theirs)).toMatchObject({ conclusion: 'success' });
    await scene.carol.comments(incident, '/mitigated');
    expect(await scene.carol.triesToMerge(theirs)).toMatch(FAILING);
  });

  test('an incident of before the policy asked for anything holds once it does', async () => {
    await begin({ dontRepeat: { severities: '[sev1]' } });
    const incident = await scene.aViolation({ severity: 'SEV-2' });
    const change = await scene.aChange();
    expect(await scene.verdictOf(change)).toMatchObject({ conclusion: 'success' });
    const files = { [POLICY_FILE]: gatedPolicy() };
    const pull = await scene.erin.proposes(POLICY_HOME, { files });
    expect(await scene.erin.triesToMerge(pull)).toBe('merged');
    expect(await scene.alice.triesToMerge(change)).toMatch(FAILING);
    expect((await scene.verdictOf(change))?.page).toContain(`#${String(incident.number)}`);
  });
});

describe('the gate where it is not required, or not pinned', () => {
  test('not required, it says what it says, and GitHub merges all the same', async () => {
    await begin({ required: [SEARCH] });
    await scene.aViolation();
    const change = await scene.aChange();
    expect(await scene.verdictOf(change)).toMatchObject({ conclusion: 'failure' });
    expect(await scene.alice.triesToMerge(change)).toBe('merged');
  });

  test('pinned to the app, a check or status of its name by somebody else opens nothing', async () => {
    await begin();
    await scene.aViolation();
    const change = await scene.aChange();
    await scene.settled();
    const { world } = scene;
    const { repository, pull } = issueOf(world, change);
    const by = aRobot(world, 'impostor');
    const sha = pull?.headSha ?? '';
    const run = { repository, name: GATE, headSha: sha, conclusion: 'success' } as const;
    expect(createCheckRun(world, by, run).ok).toBe(true);
    const status = { repository, sha, context: GATE, state: 'success' } as const;
    expect(createStatus(world, { kind: 'user', login: 'alice' }, status).ok).toBe(true);
    expect(await scene.alice.triesToMerge(change)).toMatch(FAILING);
  });

  test('advise: the page says what enforcing would do, and the merge goes through', async () => {
    await begin({ dontRepeat: { mode: 'advise' } });
    const incident = await scene.aViolation();
    const change = await scene.aChange(CHECKOUT);
    const verdict = await scene.verdictOf(change);
    expect(verdict).toMatchObject({ conclusion: 'neutral' });
    expect(verdict?.page).toContain(`#${String(incident.number)}`);
    expect(await scene.alice.triesToMerge(change)).toBe('merged');
  });
});
