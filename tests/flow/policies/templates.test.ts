import { describe, expect, it } from 'vitest';
import { aWorld } from './world.ts';

const POLICY = 'severities: [{ id: a, postmortem_template: .github/pm.md }, { id: b }]';
const WHOLE = '# What happened\n\n<!-- norepeat:timeline -->\n<!-- /norepeat:timeline -->\n';
const BROKEN = '# What happened\n\n<!-- norepeat:timelin -->\n<!-- /norepeat:timelin -->\n';

async function withPolicy() {
  const world = aWorld();
  world.write('acme/incidents', POLICY);
  await world.pushed('acme/incidents');
  world.checks.length = 0;
  return world;
}

describe('a template of postmortems', () => {
  it('that is broken on the default branch is said so, on its line', async () => {
    const world = await withPolicy();
    world.templates.set('.github/pm.md', BROKEN);
    await world.pushedTemplate('acme/incidents');
    const [check, ...more] = world.checks;
    expect(more).toEqual([]);
    expect(check).toMatchObject({ name: 'norepeat/policy', conclusion: 'failure' });
    expect(check?.annotations[0]).toMatchObject({ path: '.github/pm.md', line: 3 });
    expect(check?.annotations[0]?.message).toContain('Did you mean <!-- norepeat:timeline -->?');
  });

  it('that is whole is praised on the pull request that changes it, and passed over in a push', async () => {
    const world = await withPolicy();
    world.templates.set('.github/postmortem.md', WHOLE);
    world.templates.set('.github/pm.md', WHOLE);
    await world.pushedTemplate('acme/incidents');
    expect(world.checks).toEqual([]);
    world.proposals.set(7, 'untouched');
    await world.proposed('acme/incidents', 7);
    expect(world.checks).toMatchObject([{ headSha: 'head', conclusion: 'success' }]);
  });

  it('that is broken fails a pull request that changes the policy well', async () => {
    const world = await withPolicy();
    world.templates.set('.github/pm.md', BROKEN);
    world.proposals.set(7, POLICY);
    await world.proposed('acme/incidents', 7);
    expect(world.checks.map(({ conclusion }) => conclusion)).toEqual(['success', 'failure']);
  });

  it('that the policy names and that is not there is said so, with the key that names it', async () => {
    const world = await withPolicy();
    await world.pushedTemplate('acme/incidents');
    const [check, ...more] = world.checks;
    expect(more).toEqual([]);
    expect(check).toMatchObject({
      name: 'norepeat/policy',
      conclusion: 'failure',
      title: '1 template of postmortems is missing',
      annotations: [],
    });
    expect(check?.text).toBe(
      '- `.github/pm.md` is not there. `postmortem_template` in the policy names it for the severity `a`. Until the file is there, the template that comes with Norepeat is used.',
    );
    world.checks.length = 0;
    world.templates.set('.github/pm.md', WHOLE);
    await world.pushedTemplate('acme/incidents');
    expect(world.checks).toEqual([]);
  });

  it('that is missing does not hide that another one is broken', async () => {
    const world = await withPolicy();
    world.templates.set('.github/postmortem.md', BROKEN);
    await world.pushedTemplate('acme/incidents');
    expect(world.checks).toMatchObject([
      { title: '1 template of postmortems is missing, 1 problem in a template of postmortems' },
    ]);
    expect(world.checks[0]?.annotations).toHaveLength(1);
  });

  it('of which the policy makes nothing is read by nobody', async () => {
    const world = await withPolicy();
    world.templates.set('.github/PULL_REQUEST_TEMPLATE.md', BROKEN);
    world.proposals.set(7, 'untouched');
    await world.proposed('acme/incidents', 7);
    expect([world.checks, world.counts.templateReads]).toEqual([[], 0]);
  });
});
