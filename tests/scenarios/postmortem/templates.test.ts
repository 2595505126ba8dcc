/** A team's own template, one that changes half-way, and one that is broken. */
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { CheckRun } from '../../../sandbox/model/records/checks.ts';
import { contributor, type Contributor, type Pull as Contributed } from '../support/contributor.ts';
import { INCIDENTS, POLICY, POLICY_FILE, POLICY_HOME } from '../support/organisation.ts';
import { aScene, type Scene } from '../support/scene.ts';
import {
  aResolvedIncident,
  anHourPasses,
  instead,
  regionOf,
  seesPostmortem,
  writes,
} from './support.ts';

vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });

const TEMPLATE = '.github/postmortem.md';
const OURS = `# What we learned from {{title}}

It lasted {{duration}}. [The incident]({{url}})

<!-- norepeat:timeline -->
Nobody wrote anything down.
<!-- /norepeat:timeline -->

## In our own words

_What should the next team know?_

<!-- norepeat:action-items -->

| Area | Action | Owner | Due | Status | Cost |
| --- | --- | --- | --- | --- | --- |

<!-- /norepeat:action-items -->
`;

let scene: Scene;
let erin: Contributor;
beforeAll(async () => {
  scene = await aScene({ files: { [INCIDENTS]: { [TEMPLATE]: OURS } } });
  erin = contributor(scene.erin, scene);
});
afterAll(() => scene.close());

test('a team’s own template, also when it changes while a postmortem is being written', async () => {
  const incident = await aResolvedIncident(scene, { title: 'Refunds hang' });
  await scene.says('bob', incident, '/action prevent Alert on pool size @bob due 2026-04-02');
  await anHourPasses(scene);
  const opened = await seesPostmortem(scene, incident);
  expect(opened.text).toContain('What we learned from');
  expect(opened.text).not.toContain('## Five whys');
  expect(opened.text).toMatch(/\[The incident\]\(http:\/\/[^)]*\/issues\/\d+\)/);
  expect(regionOf(opened.text, 'timeline')).toContain('Resolved');
  expect(regionOf(opened.text, 'action-items')).toMatch(
    /^\| *\| Alert on pool size .* \| @bob \| 2026-04-02 \| open *\| *\|$/m,
  );

  await writes(scene, scene.bob, incident, instead(/_What should[^_]*_/, 'Watch the pool.'));
  const other = OURS.replace('# What we learned from', '# Findings on');
  await scene.erin.commits(INCIDENTS, { path: TEMPLATE, text: other });
  await scene.says('bob', incident, '/note the vendor agrees');
  await anHourPasses(scene);
  const later = await seesPostmortem(scene, incident);
  expect(later.text).toContain('What we learned from');
  expect(later.text).toContain('Watch the pool.');
  expect(regionOf(later.text, 'timeline')).toContain('the vendor agrees');

  const next = await aResolvedIncident(scene, { title: 'Search is slow' });
  expect((await seesPostmortem(scene, next)).text).toContain('# Findings on');
});

test('a broken one is said in norepeat/policy at its line, and the postmortem is opened all the same', async () => {
  const broken = OURS.replace('norepeat:timeline -->', 'norepeat:timelin -->');
  const proposed = await erin.proposes(INCIDENTS, { files: { [TEMPLATE]: broken } });
  await scene.settled();
  const sha = (await scene.erin.call<{ head: { sha: string } }>('GET', pullApi(proposed))).head.sha;
  const check = scene.checkRuns(INCIDENTS, sha).find(({ name }) => name === 'norepeat/policy');
  expect(check).toMatchObject({ status: 'completed', conclusion: 'failure' });
  expect(check?.annotations.map(({ path, startLine }) => [path, startLine])).toContainEqual([
    TEMPLATE,
    5,
  ]);
  expect(check?.annotations[0]?.message).toContain('timeline');

  await scene.erin.merges(proposed);
  await scene.settled();
  const incident = await aResolvedIncident(scene, { title: 'Broken on top' });
  const { text } = await seesPostmortem(scene, incident);
  const [, , top = ''] = text.split(/^---$/m);
  expect(top.trimStart()).toMatch(/^> The template `\.github\/postmortem\.md` has markers/);
  expect(text).toContain('### Five whys');
  expect(regionOf(text, 'timeline')).toContain('Resolved');

  // Whoever has read the note takes it out, and it stays out.
  await writes(scene, scene.bob, incident, (whole) => whole.replace(/^> .*\n/gm, ''));
  await scene.says('bob', incident, '/note the vendor agrees');
  await anHourPasses(scene);
  const later = await seesPostmortem(scene, incident);
  expect(later.text).not.toContain('has markers that cannot be read');
  expect(regionOf(later.text, 'timeline')).toContain('the vendor agrees');
});

test('the policy chooses by severity; one that it names and nobody finds is said', async () => {
  const severities = `severities:
  - id: sev1
    postmortem_template: .github/nowhere.md
  - id: sev2
    postmortem_template: short
`;
  await scene.erin.commits(INCIDENTS, { path: TEMPLATE, text: null });
  await scene.erin.commits(POLICY_HOME, { path: POLICY_FILE, text: `${POLICY}${severities}` });
  await scene.settled();
  const first = await aResolvedIncident(scene, { severity: 'SEV-1' });
  const named = await seesPostmortem(scene, first);
  expect(named.text).toContain('> The policy names the template `.github/nowhere.md`');
  expect(named.text).toContain('### Five whys');
  const second = await aResolvedIncident(scene, { severity: 'SEV-2' });
  await scene.says('bob', second, '/postmortem');
  const short = await seesPostmortem(scene, second);
  expect(short.text).not.toContain('Five whys');
  expect(short.text).not.toContain('The policy names');
});

test('a pull request that names a template, or takes one away, is told at once whether it is there', async () => {
  const named = `${POLICY}severities:
  - id: sev1
    postmortem_template: .github/ours.md
`;
  const policyCheck = async (pull: Contributed): Promise<CheckRun> => {
    await scene.settled();
    const { head } = await scene.erin.call<{ head: { sha: string } }>('GET', pullApi(pull));
    const runs = scene.checkRuns(pull.repository, head.sha);
    const [check, ...more] = runs.filter(({ name }) => name === 'norepeat/policy');
    expect(more).toEqual([]);
    return check!;
  };
  const proposed = await erin.proposes(POLICY_HOME, { files: { [POLICY_FILE]: named } });
  const missing = await policyCheck(proposed);
  expect(missing).toMatchObject({
    conclusion: 'failure',
    title: '1 template of postmortems is missing',
  });
  expect(missing.text).toContain('`.github/ours.md` is not on the default branch of');
  expect(missing.annotations).toMatchObject([
    { path: POLICY_FILE, startLine: named.split('\n').length - 1 },
  ]);

  await scene.erin.commits(INCIDENTS, { path: '.github/ours.md', text: OURS });
  await scene.erin.merges(proposed);
  await scene.settled();
  for (const files of [
    { '.github/ours.md': null },
    { '.github/ours.md': null, 'docs/theirs.md': OURS },
  ]) {
    const check = await policyCheck(await erin.proposes(INCIDENTS, { files }));
    expect(check).toMatchObject({
      conclusion: 'failure',
      title: '1 template of postmortems is missing',
    });
    expect(check.text).toContain('`.github/ours.md` is not there.');
  }
});

function pullApi({ repository, number }: Contributed): string {
  return `/repos/${repository}/pulls/${String(number)}`;
}
