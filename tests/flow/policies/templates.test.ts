import { describe, expect, it } from 'vitest';
import { aWorld, VALID } from './world.ts';

const POLICY = 'severities: [{ id: a, postmortem_template: .github/pm.md }, { id: b }]';
const WHOLE = '# What happened\n\n<!-- norepeat:timeline -->\n<!-- /norepeat:timeline -->\n';
const BROKEN = '# What happened\n\n<!-- norepeat:timelin -->\n<!-- /norepeat:timelin -->\n';

async function withPolicy() {
  const world = aWorld();
  world.write('acme/incidents', POLICY);
  await world.pushed('acme/incidents');
  world.checks.length = 0;
  world.counts.templateReads = 0;
  return world;
}

describe('a template of postmortems', () => {
  it('that is broken on the default branch is said so, on its line', async () => {
    const world = await withPolicy();
    world.templates.set('.github/pm.md', BROKEN);
    await world.pushed('acme/incidents');
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
    await world.pushed('acme/incidents');
    expect(world.checks).toEqual([]);
    world.proposals.set(7, 'untouched');
    await world.proposed('acme/incidents', 7);
    expect(world.checks).toMatchObject([{ headSha: 'head', conclusion: 'success' }]);
  });

  it('that is broken fails a pull request that changes the policy well, in one run that tells both', async () => {
    const world = await withPolicy();
    world.templates.set('.github/pm.md', BROKEN);
    world.proposals.set(7, POLICY);
    await world.proposed('acme/incidents', 7);
    expect(world.checks).toMatchObject([
      { conclusion: 'failure', title: '1 problem in a template of postmortems' },
    ]);
    expect(world.checks[0]?.summary).toContain('the same merges would be held as now');
  });

  it('that the policy names and that is not there is said so, with the key that names it', async () => {
    const world = await withPolicy();
    await world.pushed('acme/incidents');
    const [check, ...more] = world.checks;
    expect(more).toEqual([]);
    expect(check).toMatchObject({
      name: 'norepeat/policy',
      conclusion: 'failure',
      title: '1 template of postmortems is missing',
      annotations: [],
    });
    expect(check?.text).toBe(
      '- `.github/pm.md` is not there. `postmortem_template` in the policy names it for the severity `a`. Until the file is there, the template that comes with Norepeat is used. To have another one, name `full`, `short`, or the path of a Markdown file below `.github/` that is there.',
    );
    world.checks.length = 0;
    world.templates.set('.github/pm.md', WHOLE);
    await world.pushed('acme/incidents');
    expect(world.checks).toEqual([]);
  });

  it('that is not written as UTF-8 is said to be so, and not to be missing', async () => {
    const world = await withPolicy();
    world.templates.set('.github/pm.md', WHOLE);
    world.garbled.add('.github/pm.md');
    await world.pushed('acme/incidents');
    expect(world.checks).toMatchObject([
      { conclusion: 'failure', title: '1 problem in a template of postmortems' },
    ]);
    expect(world.checks[0]?.annotations).toMatchObject([
      { path: '.github/pm.md', line: 1, message: expect.stringContaining('UTF-8') as unknown },
    ]);
  });

  it('that is missing does not hide that another one is broken', async () => {
    const world = await withPolicy();
    world.templates.set('.github/postmortem.md', BROKEN);
    await world.pushed('acme/incidents');
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

describe('one run for policy and templates', () => {
  it.each(['pushed', 'proposed'] as const)('where both are broken: %s', async (how) => {
    const world = await withPolicy();
    const broken = `${POLICY}\nincident: {}\n`;
    world.templates.set('.github/pm.md', BROKEN);
    world.write('acme/incidents', broken);
    world.proposals.set(7, broken);
    const again = (): Promise<void> =>
      how === 'pushed' ? world.pushed('acme/incidents') : world.proposed('acme/incidents', 7);
    await again();
    await again();
    const [check, ...more] = world.checks;
    expect(more).toEqual([]);
    expect(check).toMatchObject({ conclusion: 'failure' });
    expect(check?.title).toBe('1 problem; 1 problem in a template of postmortems');
    expect(check?.annotations.map(({ path }) => path)).toEqual([
      '.github/norepeat.yml',
      '.github/pm.md',
    ]);
  });

  it('where a valid one comes with a template that is missing', async () => {
    const world = aWorld();
    world.write('acme/incidents', POLICY);
    await world.pushed('acme/incidents');
    await world.pushed('acme/incidents');
    expect(world.checks).toMatchObject([{ title: '1 template of postmortems is missing' }]);
  });
});

describe('templates that cannot be read', () => {
  it('keep no new policy from being told and judged by, and are read again', async () => {
    const world = await withPolicy();
    world.templates.set('.github/pm.md', BROKEN);
    world.marked.length = 0;
    world.canReadTemplates(false);
    world.write('acme/incidents', `# Ours\n${POLICY}`);
    await expect(world.pushed('acme/incidents')).rejects.toThrow('502');
    expect(world.checks).toMatchObject([{ conclusion: 'success' }]);
    expect(world.marked).toContainEqual(expect.objectContaining({ kind: 'gates' }));
    world.canReadTemplates(true);
    await world.pushed('acme/incidents');
    expect(world.checks).toMatchObject([
      { conclusion: 'success' },
      { conclusion: 'failure', title: '1 problem in a template of postmortems' },
    ]);
  });

  it('keep no broken policy from being told', async () => {
    const world = await withPolicy();
    world.canReadTemplates(false);
    world.write('acme/incidents', 'incident: {}\n');
    await expect(world.pushed('acme/incidents')).rejects.toThrow('502');
    expect(world.issues).toMatchObject([{ state: 'open' }]);
    expect(world.checks).toMatchObject([{ conclusion: 'failure', title: '1 problem' }]);
  });
});

describe('a pull request', () => {
  it('that adds a template and names it in the same change is judged by both', async () => {
    const world = await withPolicy();
    const named = 'severities: [{ id: a, postmortem_template: .github/new.md }]';
    world.proposals.set(7, named);
    world.changed.set('.github/new.md', WHOLE);
    await world.proposed('acme/incidents', 7);
    expect(world.checks).toMatchObject([{ conclusion: 'success' }]);
    world.checks.length = 0;
    world.changed.set('.github/new.md', BROKEN);
    await world.proposed('acme/incidents', 7);
    expect(world.checks).toMatchObject([{ conclusion: 'failure' }]);
    expect(world.checks[0]?.annotations).toMatchObject([{ path: '.github/new.md', line: 3 }]);
  });

  it('that names a template which is not there is told so, on the line that names it', async () => {
    const world = await withPolicy();
    world.templates.set('.github/pm.md', WHOLE);
    world.proposals.set(7, `# Ours\n${POLICY.replace('pm.md', 'pn.md')}`);
    await world.proposed('acme/incidents', 7);
    const [check, ...more] = world.checks;
    expect(more).toEqual([]);
    expect(check).toMatchObject({
      conclusion: 'failure',
      title: '1 template of postmortems is missing',
      annotations: [{ path: '.github/norepeat.yml', line: 2, level: 'failure' }],
    });
    expect(check?.annotations[0]?.message).toBe(
      '.github/pn.md is not there. Add it, or write here `full`, `short` or the path of a Markdown file below `.github/` that is there.',
    );
  });

  it.each(['deletes', 'moves'] as const)(
    'that %s a template which the policy names',
    async (how) => {
      const world = await withPolicy();
      world.templates.set('.github/pm.md', WHOLE);
      world.proposals.set(7, 'untouched');
      world.changed.set('.github/pm.md', null);
      if (how === 'moves') {
        world.changed.delete('.github/pm.md');
        world.changed.set('.github/elsewhere.md', WHOLE);
        world.movesFiles();
        world.goneAtHead.add('.github/pm.md');
      }
      await world.proposed('acme/incidents', 7);
      expect(world.checks).toMatchObject([
        { headSha: 'head', title: '1 template of postmortems is missing' },
      ]);
    },
  );

  it('that moves other files is not told of a template that was missing before', async () => {
    const world = await withPolicy();
    world.proposals.set(7, 'untouched');
    world.changed.set('.github/elsewhere.md', WHOLE);
    world.movesFiles();
    await world.proposed('acme/incidents', 7);
    expect(world.checks).toEqual([]);
  });

  it('to the policy of the organisation is judged with the templates where incidents are kept', async () => {
    const world = aWorld();
    const policy = `incidents: { repository: acme/incidents }\n${POLICY}`;
    world.write('acme/.github', VALID);
    world.proposals.set(7, policy);
    await world.proposed('acme/.github', 7);
    expect(world.checks).toMatchObject([
      { conclusion: 'failure', annotations: [{ path: '.github/norepeat.yml', line: 2 }] },
    ]);
    expect(world.checks[0]?.text).toContain(
      '`.github/pm.md` is not on the default branch of `acme/incidents`.',
    );
    world.checks.length = 0;
    world.templates.set('.github/pm.md', WHOLE);
    await world.proposed('acme/.github', 7);
    expect(world.checks).toMatchObject([{ conclusion: 'success' }]);
  });

  it.each([
    ['of any from a fork', 'acme/incidents', true],
    ['of one that keeps no incidents yet', 'acme/secrets', false],
  ])('learns nothing of other repositories: %s', async (_, named, fromFork) => {
    const world = aWorld();
    world.write('acme/.github', VALID);
    if (fromFork) world.fromForks();
    world.proposals.set(7, `incidents: { repository: ${named} }\n${POLICY}`);
    await world.proposed('acme/.github', 7);
    expect([world.checks[0]?.conclusion, world.counts.templateReads]).toEqual(['success', 0]);
  });
});
