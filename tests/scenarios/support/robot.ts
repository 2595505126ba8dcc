/** Another app of the organisation, as an actor in the sandbox. */
import { createApp } from '../../../sandbox/model/actions/accounts.ts';
import { installApp } from '../../../sandbox/model/actions/installations.ts';
import type { Actor } from '../../../sandbox/model/actor.ts';
import { findOrganization, type World } from '../../../sandbox/model/world.ts';

export function aRobot(world: World, slug: string): Actor {
  const owner = findOrganization(world, 'acme');
  if (owner === undefined) throw new Error('There is no acme.');
  const permissions = {
    contents: 'write',
    pull_requests: 'write',
    checks: 'write',
    statuses: 'write',
  } as const;
  const app = createApp(world, { slug, owner, permissions, events: [] });
  const system = { kind: 'system' } as const;
  const installed = installApp(world, system, { app, account: owner, repositories: 'all' });
  if (!installed.ok) throw new Error(installed.refusal.message);
  return { kind: 'app', appId: app.id, installationId: installed.value.id };
}
