/** GitHub's "Re-run" sets the suite back; it waits until the app writes another run, also the same one. */
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { suiteState } from '../../../sandbox/model/queries/checks.ts';
import type { CheckRun } from '../../../sandbox/model/records/checks.ts';
import { findRepository } from '../../../sandbox/model/world.ts';
import { gatedPolicy } from '../support/gated-organisation.ts';
import { aGatedScene, type GatedScene } from '../support/gated-scene.ts';
import { issueOf } from '../support/look.ts';
import { INCIDENTS, POLICY_FILE, POLICY_HOME } from '../support/organisation.ts';
import type { Thread } from '../support/person.ts';
import { aResolvedIncident, seesPostmortem } from './support.ts';

vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });

let scene: GatedScene;
beforeAll(async () => {
  scene = await aGatedScene();
});
afterAll(() => scene.close());

interface Head {
  readonly repository: string;
  readonly sha: string;
}

async function runsOf(name: string, { repository, sha }: Head): Promise<readonly CheckRun[]> {
  await scene.settled();
  return scene.checkRuns(repository, sha).filter((run) => run.name === name);
}

function headOf(pull: Thread): Head {
  return { repository: pull.repository, sha: issueOf(scene.world, pull).pull?.headSha ?? '' };
}

async function changesPolicy(fromFork = false): Promise<Head> {
  const text = `# ${fromFork ? 'From a fork' : 'From here'}\n${gatedPolicy()}`;
  const change = { files: { [POLICY_FILE]: text }, fromFork };
  return headOf(await scene.erin.proposes(POLICY_HOME, change));
}

async function lands(repository: string, files: Record<string, string>): Promise<Head> {
  expect(await scene.erin.triesToMerge(await scene.erin.proposes(repository, { files }))).toBe(
    'merged',
  );
  const [owner = '', name = ''] = repository.split('/');
  return { repository, sha: findRepository(scene.world, owner, name)!.branches.get('main')! };
}

const POSTMORTEM = 'norepeat/postmortem';
const POLICY = 'norepeat/policy';

describe('"Re-run"', () => {
  test.each<readonly [string, string, () => Promise<Head>]>([
    [
      'of what a postmortem lacks',
      POSTMORTEM,
      async () => {
        const incident = await aResolvedIncident(scene);
        const { headSha: sha } = await seesPostmortem(scene, incident);
        return { repository: INCIDENTS, sha };
      },
    ],
    ['of a policy that is proposed', POLICY, () => changesPolicy()],
    ['of a policy that is proposed from a fork', POLICY, () => changesPolicy(true)],
    [
      'of the policy in force',
      POLICY,
      () => lands(POLICY_HOME, { [POLICY_FILE]: `# In force\n${gatedPolicy()}` }),
    ],
    [
      'of a template that cannot be read',
      POLICY,
      () => lands(INCIDENTS, { '.github/postmortem.md': '<!-- norepeat:timelin -->\n' }),
    ],
  ])('%s is answered by one new run with the same verdict', async (_, name, begin) => {
    const head = await begin();
    const before = await runsOf(name, head);
    expect(before).toHaveLength(1);
    const [{ suite, conclusion, id }] = before as [CheckRun];

    await scene.erin.reruns({ repository: head.repository, id });
    expect(await runsOf(name, head)).toMatchObject([
      { conclusion },
      { conclusion, status: 'completed' },
    ]);
    expect(suiteState(suite).status).toBe('completed');

    await scene.erin.reruns({ repository: head.repository, id }, 'all');
    expect((await runsOf(name, head)).at(-1)).toMatchObject({ conclusion, status: 'completed' });
    expect(suiteState(suite).status).toBe('completed');

    const runs = await runsOf(name, head);
    await scene.app().sweep();
    expect(await runsOf(name, head)).toHaveLength(runs.length);
  });
});
