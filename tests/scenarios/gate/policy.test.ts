/** The policy decides what is held: changed, broken or gone, it never lets anybody go by accident. */
import { afterEach, describe, expect, test } from 'vitest';
import { gatedPolicy, WEBSITE } from '../support/gated-organisation.ts';
import { aGatedScene, FAILING, type GatedScene } from '../support/gated-scene.ts';
import { POLICY_FILE, POLICY_HOME } from '../support/organisation.ts';
import type { Pull } from '../support/contributor.ts';

let scene: GatedScene;
afterEach(() => scene.close());

/** A proposal by erin, merged; the required check lets the policy through. */
async function isChangedTo(text: string | null): Promise<void> {
  const pull = await scene.erin.proposes(POLICY_HOME, { files: { [POLICY_FILE]: text } });
  expect(await scene.erin.triesToMerge(pull)).toBe('merged');
  await scene.settled();
}

async function aHeldChange(): Promise<Pull> {
  await scene.aViolation();
  const change = await scene.aChange();
  expect(await scene.verdictOf(change)).toMatchObject({ conclusion: 'failure' });
  return change;
}

describe('while somebody is held', () => {
  test.each<readonly [string, () => string | null]>([
    ['broken', () => gatedPolicy().replace('mode: enforce', 'mode: of course')],
    ['no YAML at all', () => '{'],
    ['deleted', () => null],
  ])('a policy that is %s changes nothing', async (_, text) => {
    scene = await aGatedScene();
    const change = await aHeldChange();
    await isChangedTo(text());
    await scene.app().sweep();
    expect(await scene.alice.triesToMerge(change)).toMatch(FAILING);
    expect(await scene.alice.triesToMerge(await scene.aChange())).toMatch(FAILING);
  });

  test('a policy that only advises from now on frees, and one that enforces again holds', async () => {
    scene = await aGatedScene();
    const change = await aHeldChange();
    await isChangedTo(gatedPolicy({ mode: 'advise' }));
    expect(await scene.verdictOf(change)).toMatchObject({ conclusion: 'neutral' });
    await isChangedTo(gatedPolicy());
    expect(await scene.alice.triesToMerge(change)).toMatch(FAILING);
  });

  test('a service that moves to another team takes what is owed along', async () => {
    scene = await aGatedScene();
    const change = await aHeldChange();
    const theirs = await scene.carol.proposes('acme/search', { files: { 'a.ts': '1\n' } });
    expect(await scene.verdictOf(theirs)).toMatchObject({ conclusion: 'success' });
    await isChangedTo(gatedPolicy().replace('team: acme/payments', 'team: acme/discovery'));
    expect(await scene.alice.triesToMerge(change)).toMatch(FAILING);
    expect(await scene.carol.triesToMerge(theirs)).toMatch(FAILING);
  });

  test('a repository that joins a held service is held from then on', async () => {
    scene = await aGatedScene({ also: [WEBSITE] });
    await aHeldChange();
    const website = await scene.alice.proposes(WEBSITE, { files: { 'a.ts': '1\n' } });
    expect(await scene.verdictOf(website)).toMatchObject({ conclusion: 'success' });
    await isChangedTo(gatedPolicy().replace('acme/billing]', 'acme/billing, acme/website]'));
    expect(await scene.alice.triesToMerge(website)).toMatch(FAILING);
  });
});

describe('when it starts', () => {
  test('at the declaration, where the policy says so', async () => {
    scene = await aGatedScene({ dontRepeat: { starts: 'declared' } });
    await scene.anIncident({ severity: 'SEV-1' });
    expect(await scene.alice.triesToMerge(await scene.aChange())).toMatch(FAILING);
  });

  test('at the resolution, where the policy says so, and not before', async () => {
    scene = await aGatedScene({ dontRepeat: { starts: 'resolved' } });
    const incident = await scene.aViolation();
    const change = await scene.aChange();
    expect(await scene.verdictOf(change)).toMatchObject({ conclusion: 'success' });
    await scene.bob.comments(incident, '/resolved');
    expect(await scene.alice.triesToMerge(change)).toMatch(FAILING);
  });
});

describe('restricted incidents', () => {
  test('hold as any other, and the page names neither title nor issue', async () => {
    const text = gatedPolicy().replace(
      'repository: acme/incidents\n',
      'repository: acme/incidents\n  private_repository: acme/secrets\n',
    );
    scene = await aGatedScene({
      policy: text,
      more: [{ name: 'acme/secrets', visibility: 'private', collaborators: { alice: 'write' } }],
    });
    const issue = { title: 'Zeta leaks card numbers', labels: ['incident'] };
    const secret = await scene.alice.opensIssue('acme/secrets', issue);
    await scene.settled();
    await scene.alice.comments(secret, '/ack\n/service checkout\n/severity sev1\n/mitigated');
    const change = await scene.aChange();
    expect(await scene.alice.triesToMerge(change)).toMatch(FAILING);
    const page = (await scene.verdictOf(change))?.page ?? '';
    expect(page).not.toMatch(/Zeta|acme\/secrets/);
    expect(page).toMatch(/restricted/i);
  });
});
