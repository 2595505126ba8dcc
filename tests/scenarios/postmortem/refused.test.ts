/** What GitHub does not let the app do for a postmortem is said once where people are, and mended by itself. */
import { afterEach, describe, expect, test, vi } from 'vitest';
import { acceptPermissions } from '../../../sandbox/model/actions/installations.ts';
import { createRuleset, editRuleset } from '../../../sandbox/model/actions/rules.ts';
import type { Rule } from '../../../sandbox/model/records/rules.ts';
import { findRepository } from '../../../sandbox/model/world.ts';
import { BOT, lookAt } from '../support/look.ts';
import { INCIDENTS } from '../support/organisation.ts';
import type { Thread } from '../support/person.ts';
import { aScene, type Scene, type SceneOptions } from '../support/scene.ts';
import { aResolvedIncident, postmortemOf } from './support.ts';

vi.setConfig({ testTimeout: 240_000 });

let scene: Scene;
afterEach(() => scene.close());

const SYSTEM = { kind: 'system' } as const;

async function begin(options: SceneOptions = {}): Promise<void> {
  scene = await aScene(options);
}

function repository() {
  return findRepository(scene.world, 'acme', 'incidents')!;
}

/** What the app says on the incident of what is in its way. */
async function told(incident: Thread): Promise<readonly string[]> {
  await scene.settled();
  return lookAt(scene.world, incident)
    .comments.filter(
      ({ author, body }) => author === BOT && /postmortem of this incident/.test(body),
    )
    .map(({ body }) => body);
}

async function becomesOpen(incident: Thread): Promise<void> {
  await scene.app().sweep();
  await scene.settled();
  expect(postmortemOf(scene.world, incident)).toMatchObject({ state: 'open' });
  await scene.app().sweep();
  const words = await told(incident);
  expect(words).toHaveLength(1);
  expect(words[0]).toMatch(/open as #\d+/);
}

function aRule(rule: Rule) {
  const made = createRuleset(scene.world, SYSTEM, {
    source: { kind: 'repository', repository: repository() },
    name: 'branches',
    refs: { include: ['refs/heads/norepeat/*'], exclude: [] },
    rules: [rule],
  });
  if (!made.ok) throw new Error(made.refusal.message);
  return made.value;
}

describe('a postmortem that cannot be opened', () => {
  test('for a rule of the repository: GitHub’s words, once, until the rule is gone', async () => {
    await begin();
    const ruleset = aRule({ type: 'creation' });
    const incident = await aResolvedIncident(scene);
    const [words, ...others] = await told(incident);
    expect(others).toEqual([]);
    expect(words).toContain('could not be opened');
    expect(words).toContain('creations being restricted');
    expect(words).toContain(`norepeat/postmortem-${String(incident.number)}`);
    await scene.app().sweep();
    expect(await told(incident)).toEqual([words]);
    editRuleset(scene.world, SYSTEM, { ruleset, enforcement: 'disabled' });
    await becomesOpen(incident);
  });

  test('for a permission that is missing: which, and who grants it', async () => {
    await begin();
    scene.expectsError(/refuses the app a permission/);
    scene.expectsError(/job given up/);
    const [installation] = [...scene.world.state.installations.values()];
    installation!.permissions = { ...installation!.permissions, contents: 'read' };
    const incident = await aResolvedIncident(scene);
    const [words, ...others] = await told(incident);
    expect(others).toEqual([]);
    expect(words).toContain('Resource not accessible by integration');
    expect(words).toContain('to write contents and pull requests');
    acceptPermissions(
      scene.world,
      { kind: 'user', login: 'erin' },
      { installation: installation! },
    );
    await becomesOpen(incident);
  });

  test('for want of any commit: what to do', async () => {
    await begin();
    const incident = await scene.anIncident({ severity: 'SEV-1' });
    const { branches } = repository();
    const before = [...branches];
    branches.clear();
    await scene.says('bob', incident, '/resolved the pool was too small');
    const [words, ...others] = await told(incident);
    expect(others).toEqual([]);
    expect(words).toContain('no commit yet');
    for (const [name, sha] of before) branches.set(name, sha);
    await becomesOpen(incident);
  });
});

test('one that cannot be kept current gets its check all the same', async () => {
  await begin();
  const incident = await aResolvedIncident(scene);
  await scene.settled();
  expect(postmortemOf(scene.world, incident)).toMatchObject({ state: 'open' });
  aRule({ type: 'update' });
  await scene.passes(61);
  await scene.says('bob', incident, '/note the cache was cold');
  const [words, ...others] = await told(incident);
  expect(others).toEqual([]);
  expect(words).toContain('could not be kept current');
  const { headSha } = postmortemOf(scene.world, incident)!;
  const runs = scene.checkRuns(INCIDENTS, headSha);
  expect(runs.some(({ name }) => name === 'norepeat/postmortem')).toBe(true);
});
