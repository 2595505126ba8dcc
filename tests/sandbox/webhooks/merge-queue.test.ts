import { expect, test } from 'vitest';
import { enqueue } from '../../../sandbox/model/actions/merge-queue.ts';
import { findRepository } from '../../../sandbox/model/world.ts';
import { onEachStage } from '../each-stage.ts';
import type { Stage } from '../stage.ts';

const shop = { owner: 'acme', repo: 'shop' };
let stage: Stage;
onEachStage((set) => (stage = set));

test('a merge group asks for checks on its own commit and merges once they passed', async () => {
  const { app, as, sandbox, received } = stage;
  const bob = as('bob');
  await as('alice').rest.repos.createRepoRuleset({
    ...shop,
    name: 'queue',
    enforcement: 'active',
    conditions: { ref_name: { include: ['~DEFAULT_BRANCH'], exclude: [] } },
    rules: [
      {
        type: 'merge_queue',
        parameters: {
          check_response_timeout_minutes: 10,
          grouping_strategy: 'ALLGREEN',
          max_entries_to_build: 5,
          max_entries_to_merge: 5,
          merge_method: 'MERGE',
          min_entries_to_merge: 1,
          min_entries_to_merge_wait_minutes: 0,
        },
      },
      {
        type: 'required_status_checks',
        parameters: {
          strict_required_status_checks_policy: false,
          required_status_checks: [{ context: 'gate', integration_id: 7001 }],
        },
      },
    ],
  });
  const { data: main } = await bob.rest.git.getRef({ ...shop, ref: 'heads/main' });
  await bob.rest.git.createRef({ ...shop, ref: 'refs/heads/fix', sha: main.object.sha });
  await bob.rest.repos.createOrUpdateFileContents({
    ...shop,
    path: 'x.txt',
    branch: 'fix',
    message: 'x',
    content: 'eA==',
  });
  const { data: pull } = await bob.rest.pulls.create({
    ...shop,
    title: 'Fix',
    head: 'fix',
    base: 'main',
  });
  const pass = (sha: string): Promise<unknown> =>
    app.rest.checks.create({ ...shop, name: 'gate', head_sha: sha, conclusion: 'success' });
  await pass(pull.head.sha);
  const { world } = sandbox;
  const issue = findRepository(world, 'acme', 'shop')!.issues.get(pull.number)!;
  expect(enqueue(world, { kind: 'user', login: 'bob' }, { issue }).ok).toBe(true);
  await sandbox.control.idle();
  const asked = received.find(({ event }) => event === 'merge_group')!;
  expect(asked.action).toBe('checks_requested');
  const group = asked.payload['merge_group'] as {
    head_sha: string;
    head_ref: string;
    base_ref: string;
  };
  expect(group.head_ref).toContain(`refs/heads/gh-readonly-queue/main/pr-${pull.number}-`);
  expect(group.base_ref).toBe('refs/heads/main');
  await pass(group.head_sha);
  await sandbox.control.idle();
  const { data: after } = await app.rest.pulls.get({ ...shop, pull_number: pull.number });
  expect(after.merged).toBe(true);
  const told = received.map(({ event, action }) => `${event}.${action ?? ''}`);
  expect(told).toEqual(
    expect.arrayContaining([
      'pull_request.enqueued',
      'pull_request.dequeued',
      'merge_group.destroyed',
    ]),
  );
});
