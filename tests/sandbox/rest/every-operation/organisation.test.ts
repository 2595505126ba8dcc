import { expect, test } from 'vitest';
import { onEachStage } from '../../each-stage.ts';
import type { Stage } from '../../stage.ts';
import { shop } from './shop.ts';

let stage: Stage;
onEachStage((set) => (stage = set));

test('deployments, dispatches, teams, people, permissions and search answer as GitHub describes', async () => {
  const { app, as, appItself } = stage;
  const bob = as('bob');
  for (const title of ['Parent', 'Child', 'Second child']) {
    await app.rest.issues.create({ ...shop, title });
  }
  const { data: deployment } = await bob.rest.repos.createDeployment({
    ...shop,
    ref: 'main',
    environment: 'production',
    required_contexts: [],
  });
  const deploymentId = 'id' in deployment ? deployment.id : 0;
  await bob.rest.repos.createDeploymentStatus({
    ...shop,
    deployment_id: deploymentId,
    state: 'success',
  });
  await app.rest.repos.listDeployments({ ...shop, environment: 'production' });
  await app.rest.repos.getDeployment({ ...shop, deployment_id: deploymentId });
  await app.rest.repos.listDeploymentStatuses({ ...shop, deployment_id: deploymentId });
  await app.rest.repos.createDispatchEvent({
    ...shop,
    event_type: 'incident',
    client_payload: { title: 'x' },
  });
  await app.rest.orgs.get({ org: 'acme' });
  await app.rest.orgs.listMembers({ org: 'acme' });
  await app.rest.orgs.checkMembershipForUser({ org: 'acme', username: 'bob' });
  await app.rest.orgs.getMembershipForUser({ org: 'acme', username: 'alice' });
  await app.rest.teams.list({ org: 'acme' });
  const inTeam = { org: 'acme', team_slug: 'payments' };
  await app.rest.teams.getByName(inTeam);
  const { data: members } = await app.rest.teams.listMembersInOrg(inTeam);
  expect(members.map(({ login }) => login)).toEqual(['bob']);
  await app.rest.teams.getMembershipForUserInOrg({ ...inTeam, username: 'bob' });
  await expect(
    app.rest.teams.getMembershipForUserInOrg({ ...inTeam, username: 'rita' }),
  ).rejects.toMatchObject({ status: 404 });
  const { data: repositories } = await app.rest.teams.listReposInOrg(inTeam);
  expect(repositories.map(({ full_name }) => full_name)).toEqual(['acme/shop', 'acme/vault']);
  await app.rest.teams.checkPermissionsForRepoInOrg({ ...inTeam, ...shop });
  await app.rest.repos.listTeams(shop);
  await app.rest.repos.listCollaborators(shop);
  await app.rest.repos.checkCollaborator({ ...shop, username: 'bob' });
  const levels = await Promise.all(
    ['alice', 'bob', 'tina', 'rita', 'olaf'].map(async (username) => {
      const { data } = await app.rest.repos.getCollaboratorPermissionLevel({ ...shop, username });
      return [username, data.permission, data.role_name];
    }),
  );
  expect(levels).toEqual([
    ['alice', 'admin', 'admin'],
    ['bob', 'write', 'write'],
    ['tina', 'read', 'triage'],
    ['rita', 'read', 'read'],
    ['olaf', 'read', 'read'],
  ]);
  await app.rest.users.getByUsername({ username: 'norepeat[bot]' });
  await bob.rest.users.getAuthenticated();
  const { data: found } = await app.rest.search.issuesAndPullRequests({
    q: 'repo:acme/shop is:issue Child',
  });
  expect(found.items.map(({ title }) => title).sort()).toEqual(['Child', 'Second child']);
  stage.sandbox.control.setSearchLag(60_000);
  const { data: lagging } = await app.rest.search.issuesAndPullRequests({
    q: 'repo:acme/shop Child',
  });
  expect(lagging.total_count).toBe(0);
  await app.rest.rateLimit.get();
  await app.rest.apps.listReposAccessibleToInstallation();
  await appItself.rest.apps.getAuthenticated();
  await app.rest.apps.getBySlug({ app_slug: 'norepeat' });
  const { data: installations } = await appItself.rest.apps.listInstallations();
  await appItself.rest.apps.getInstallation({ installation_id: installations[0]!.id });
  await appItself.rest.apps.getOrgInstallation({ org: 'acme' });
  await appItself.rest.apps.getUserInstallation({ username: 'acme' });
  await appItself.rest.apps.getRepoInstallation({ owner: 'acme', repo: 'vault' });
  await appItself.rest.apps.getWebhookConfigForApp();
  await stage.sandbox.control.idle();
  const { data: deliveries } = await appItself.rest.apps.listWebhookDeliveries({ per_page: 2 });
  expect(deliveries).toHaveLength(2);
  await appItself.rest.apps.getWebhookDelivery({ delivery_id: deliveries[0]!.id });
  await appItself.rest.apps.redeliverWebhookDelivery({ delivery_id: deliveries[0]!.id });
}, 60_000);
