import { expect, test } from 'vitest';
import { onEachStage } from '../each-stage.ts';
import type { Stage } from '../stage.ts';
import { requestCheckAction } from '../../../sandbox/model/actions/check-requests.ts';
import { addTeamMember, renameTeam } from '../../../sandbox/model/actions/teams.ts';
import { renameRepository } from '../../../sandbox/model/actions/repositories.ts';
import {
  changeInstallationRepositories,
  suspendInstallation,
  unsuspendInstallation,
} from '../../../sandbox/model/actions/installations.ts';
import { findRepository, findTeam, findUser } from '../../../sandbox/model/world.ts';

const shop = { owner: 'acme', repo: 'shop' };
const system = { kind: 'system' } as const;
let stage: Stage;
onEachStage((set) => (stage = set));

function names(): string[] {
  return stage.received.map(({ event, action }) =>
    action === undefined ? event : `${event}.${action}`,
  );
}

test('a failed delivery is recorded and redelivered with the same GUID', async () => {
  const { app, appItself, reply, received, sandbox } = stage;
  reply.status = 500;
  await app.rest.issues.create({ ...shop, title: 'Down' });
  await sandbox.control.idle();
  const { data: failed } = await appItself.rest.apps.listWebhookDeliveries({ per_page: 100 });
  expect(failed[0]).toMatchObject({
    event: 'issues',
    action: 'opened',
    status_code: 500,
    redelivery: false,
  });
  reply.status = 202;
  await appItself.rest.apps.redeliverWebhookDelivery({ delivery_id: failed[0]!.id });
  await sandbox.control.idle();
  const { data: again } = await appItself.rest.apps.listWebhookDeliveries({ per_page: 100 });
  expect(again[0]).toMatchObject({
    guid: failed[0]!.guid,
    redelivery: true,
    status: 'OK',
    status_code: 202,
  });
  expect(received.map(({ headers }) => headers['x-github-delivery'])).toEqual([
    failed[0]!.guid,
    failed[0]!.guid,
  ]);
});

test('held deliveries are released in any order, repeated and dropped', async () => {
  const { app, sandbox } = stage;
  const { control } = sandbox;
  control.hold();
  for (const title of ['One', 'Two', 'Three']) await app.rest.issues.create({ ...shop, title });
  const [one, two, three] = control.held().map(({ id }) => id);
  expect(stage.received).toEqual([]);
  control.drop([two!]);
  control.release([three!]);
  await control.idle();
  control.release([one!]);
  await control.idle();
  control.release([three!]);
  await control.idle();
  expect(control.held()).toEqual([]);
  const titles = stage.received.map(({ payload }) => (payload['issue'] as { title: string }).title);
  expect(titles).toEqual(['Three', 'One', 'Three']);
  expect(stage.received[0]!.headers['x-github-delivery']).toBe(
    stage.received[2]!.headers['x-github-delivery'],
  );
});

test('a press of a check run button and a re-run reach the App that made the run only', async () => {
  const { app, sandbox } = stage;
  const { world } = sandbox;
  const repository = findRepository(world, 'acme', 'shop')!;
  const { data: run } = await app.rest.checks.create({
    ...shop,
    name: 'gate',
    conclusion: 'failure',
    head_sha: repository.branches.get('main')!,
    actions: [{ label: 'Again', description: 'Look again', identifier: 'again' }],
  });
  await sandbox.control.idle();
  stage.received.length = 0;
  requestCheckAction(
    world,
    { kind: 'user', login: 'bob' },
    { checkRun: repository.checkRuns.get(run.id)!, identifier: 'again' },
  );
  await app.rest.checks.rerequestRun({ ...shop, check_run_id: run.id });
  await sandbox.control.idle();
  expect(names().sort()).toEqual(['check_run.requested_action', 'check_run.rerequested']);
  const pressed = stage.received.find(({ action }) => action === 'requested_action')!;
  expect(pressed.payload['requested_action']).toEqual({ identifier: 'again' });
});

test('pull requests, pushes and merges are told as they happen', async () => {
  const { as, sandbox } = stage;
  const bob = as('bob');
  const { data: main } = await bob.rest.git.getRef({ ...shop, ref: 'heads/main' });
  await bob.rest.git.createRef({ ...shop, ref: 'refs/heads/fix', sha: main.object.sha });
  const write = (path: string): Promise<unknown> =>
    bob.rest.repos.createOrUpdateFileContents({
      ...shop,
      path,
      branch: 'fix',
      message: path,
      content: 'eA==',
    });
  await write('one.txt');
  const { data: pull } = await bob.rest.pulls.create({
    ...shop,
    title: 'Fix',
    head: 'fix',
    base: 'main',
  });
  await write('two.txt');
  await as('alice').rest.pulls.createReview({
    ...shop,
    pull_number: pull.number,
    event: 'APPROVE',
  });
  await bob.rest.pulls.merge({ ...shop, pull_number: pull.number });
  await sandbox.control.idle();
  expect(names()).toEqual(
    expect.arrayContaining([
      'create',
      'push',
      'pull_request.opened',
      'pull_request.synchronize',
      'pull_request_review.submitted',
      'pull_request.closed',
    ]),
  );
  const closed = stage.received.find(
    ({ event, action }) => event === 'pull_request' && action === 'closed',
  )!;
  expect(closed.payload['pull_request']).toMatchObject({
    merged: true,
    merged_by: { login: 'bob' },
  });
});

test('changes of teams, members, repositories and installations are told, and nothing while suspended', async () => {
  const { sandbox } = stage;
  const { world } = sandbox;
  const team = findTeam(world, 'acme', 'payments')!;
  const installation = [...world.state.installations.values()][0]!;
  addTeamMember(world, system, { team, user: findUser(world, 'rita')! });
  renameTeam(world, system, { team, name: 'Money' });
  renameRepository(world, system, {
    repository: findRepository(world, 'acme', 'vault')!,
    name: 'safe',
  });
  changeInstallationRepositories(world, system, {
    installation,
    repositories: [findRepository(world, 'acme', 'shop')!],
  });
  suspendInstallation(world, system, { installation });
  await stage.as('bob').rest.issues.create({ ...shop, title: 'Unheard' });
  unsuspendInstallation(world, system, { installation });
  await sandbox.control.idle();
  expect(names().sort()).toEqual(
    [
      'membership.added',
      'team.edited',
      'repository.renamed',
      'installation_repositories.removed',
      'installation.suspend',
      'installation.unsuspend',
    ].sort(),
  );
});

test('deployments, statuses and dispatches are told with what they carry', async () => {
  const { as, sandbox } = stage;
  const bob = as('bob');
  const { data } = await bob.rest.repos.createDeployment({
    ...shop,
    ref: 'main',
    required_contexts: [],
  });
  await bob.rest.repos.createDeploymentStatus({
    ...shop,
    deployment_id: 'id' in data ? data.id : 0,
    state: 'success',
    log_url: 'https://example.com/log',
  });
  await bob.rest.repos.createDispatchEvent({
    ...shop,
    event_type: 'incident',
    client_payload: { dedup_key: 'k' },
  });
  await sandbox.control.idle();
  expect(names()).toEqual(
    expect.arrayContaining([
      'deployment.created',
      'deployment_status.created',
      'repository_dispatch.incident',
    ]),
  );
  const dispatch = stage.received.find(({ event }) => event === 'repository_dispatch')!;
  expect(dispatch.payload).toMatchObject({
    action: 'incident',
    branch: 'main',
    client_payload: { dedup_key: 'k' },
  });
});

test('an App hears what it did itself, with its bot as the sender', async () => {
  const { app, sandbox } = stage;
  await app.rest.issues.create({ ...shop, title: 'Mine' });
  await sandbox.control.idle();
  expect(stage.received[0]!.payload['sender']).toMatchObject({
    login: 'norepeat[bot]',
    type: 'Bot',
  });
});
