import type { DomainEvent } from '../model/events.ts';
import type { App, Installation } from '../model/records/accounts.ts';
import { installationCovers, type World } from '../model/world.ts';
import { holds } from '../http/identity.ts';
import type { Hook, HookLog } from './hook-log.ts';

/** Which permission an App needs to be told of an event, at least to read (GitHub's webhook reference). */
const permissionFor: Readonly<Record<string, readonly string[]>> = {
  issues: ['issues'],
  issue_comment: ['issues', 'pull_requests'],
  label: ['issues', 'pull_requests', 'metadata'],
  sub_issues: ['issues'],
  pull_request: ['pull_requests'],
  pull_request_review: ['pull_requests'],
  push: ['contents'],
  create: ['contents'],
  delete: ['contents'],
  fork: ['contents'],
  repository_dispatch: ['contents'],
  check_run: ['checks'],
  check_suite: ['checks'],
  status: ['statuses'],
  deployment: ['deployments'],
  deployment_status: ['deployments'],
  merge_group: ['merge_queues'],
  organization: ['members'],
  membership: ['members'],
  team: ['members'],
  member: ['members', 'metadata'],
  repository: ['metadata'],
  public: ['metadata'],
  repository_ruleset: ['administration'],
};

/** Every event an App may subscribe to here. */
export const subscribable = Object.keys(permissionFor);

export type Recipient = { readonly installation: Installation; readonly hook: Hook };

/** The installations that GitHub would tell of an event. */
export function recipients(world: World, log: HookLog, event: DomainEvent): readonly Recipient[] {
  if (event.scope === 'installation') {
    const hook = log.hookOf(event.installation.app.id);
    return hook === undefined ? [] : [{ installation: event.installation, hook }];
  }
  return [...world.state.installations.values()].flatMap((installation) => {
    const hook = log.hookOf(installation.app.id);
    return hook !== undefined && isTold(installation, event) ? [{ installation, hook }] : [];
  });
}

function isTold(installation: Installation, event: DomainEvent): boolean {
  if (installation.suspendedAt !== null || !concerns(installation, event)) return false;
  const permissions = permissionFor[event.name] ?? [];
  if (!permissions.some((name) => holds(installation.permissions, name, 'read'))) return false;
  const own = ownCheck(installation, event);
  return own ?? installation.events.includes(event.name);
}

function concerns(installation: Installation, event: DomainEvent): boolean {
  switch (event.scope) {
    case 'repository':
      return installationCovers(installation, event.repository);
    case 'organization':
      return installation.account === event.organization;
    case 'installation':
      return true;
  }
}

/**
 * An App with `checks: write` gets requests about its own checks without subscribing, and never those
 * about another App's. Null: the ordinary rule decides.
 */
function ownCheck(installation: Installation, event: DomainEvent): boolean | null {
  const about = aboutApp(event);
  if (about === null) return null;
  return about === installation.app && holds(installation.permissions, 'checks', 'write');
}

function aboutApp(event: DomainEvent): App | null {
  if (event.name === 'check_run') {
    const isRequest = event.action === 'rerequested' || event.action === 'requested_action';
    return isRequest ? event.checkRun.suite.app : null;
  }
  if (event.name === 'check_suite') {
    return event.action === 'completed' ? null : event.checkSuite.app;
  }
  return null;
}
