/** A resolved incident gets its postmortem: branch, document, index, pull request, reviewers, check. */
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { INCIDENTS } from '../support/organisation.ts';
import type { Thread } from '../support/person.ts';
import { aScene, type Scene } from '../support/scene.ts';

vi.setConfig({ testTimeout: 120_000 });

let scene: Scene;
beforeAll(async () => {
  scene = await aScene();
});
afterAll(() => scene.close());

interface PullAnswer {
  readonly number: number;
  readonly title: string;
  readonly body: string;
  readonly state: string;
  readonly head: { readonly ref: string; readonly sha: string };
  readonly labels: readonly { readonly name: string }[];
  readonly requested_reviewers: readonly { readonly login: string }[];
}

async function postmortemOf(incident: Thread): Promise<PullAnswer | undefined> {
  await scene.settled();
  const pulls = await scene.alice.call<readonly PullAnswer[]>(
    'GET',
    `/repos/${INCIDENTS}/pulls?state=all&per_page=100`,
  );
  return pulls.find(({ head }) => head.ref === `norepeat/postmortem-${String(incident.number)}`);
}

async function documentOn(branch: string): Promise<string> {
  interface File {
    readonly filename: string;
    readonly contents_url: string;
  }
  const pulls = await scene.alice.call<readonly { number: number; head: { ref: string } }[]>(
    'GET',
    `/repos/${INCIDENTS}/pulls?state=all&per_page=100`,
  );
  const pull = pulls.find(({ head }) => head.ref === branch);
  const files = await scene.alice.call<readonly File[]>(
    'GET',
    `/repos/${INCIDENTS}/pulls/${String(pull?.number)}/files`,
  );
  const document = files.find(({ filename }) => /-\d+-[a-z0-9-]+\.md$/.test(filename));
  const { content } = await scene.alice.call<{ content: string }>(
    'GET',
    `/repos/${INCIDENTS}/contents/${document?.filename ?? 'none'}?ref=${branch}`,
  );
  return Buffer.from(content, 'base64').toString('utf8');
}

describe('a resolved incident', () => {
  test('of the most severe kind gets a pull request with its document', async () => {
    const at = await scene.anIncident({ severity: 'SEV-1', title: 'Checkout answers 500' });
    await scene.says('bob', at, '/ack\n/commander @bob');
    await scene.says('bob', at, '/action Add a canary @alice');
    expect(await postmortemOf(at)).toBeUndefined();
    await scene.says('bob', at, '/resolved rolled back');
    const pull = await postmortemOf(at);
    expect(pull).toMatchObject({
      state: 'open',
      title: `Postmortem: Checkout answers 500 (#${String(at.number)})`,
    });
    const labels = (await scene.sees(at)).labels;
    expect(labels).toContain('postmortem:open');
    const document = await documentOn(pull!.head.ref);
    expect(document).toContain('Checkout answers 500');
    expect(document).toContain('Add a canary');
    expect(document).toContain('rolled back');
    const runs = scene.checkRuns(INCIDENTS, pull!.head.sha);
    expect(runs.find(({ name }) => name === 'norepeat/postmortem')).toMatchObject({
      conclusion: 'failure',
    });
  });

  test('of a lesser kind gets one when somebody asks for it', async () => {
    const at = await scene.anIncident({ severity: 'SEV-4' });
    await scene.says('bob', at, '/resolved');
    expect(await postmortemOf(at)).toBeUndefined();
    const { reaction } = await scene.says('bob', at, '/postmortem');
    expect(reaction).toBe('👍');
    expect(await postmortemOf(at)).toMatchObject({ state: 'open' });
  });
});
