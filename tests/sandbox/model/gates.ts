/** What stands in the way of a merge, as tests of the gates set it up. */
import { createApp } from '../../../sandbox/model/actions/accounts.ts';
import { installApp } from '../../../sandbox/model/actions/installations.ts';
import type { Actor } from '../../../sandbox/model/actor.ts';
import type { PullRequestRuleParameters } from '../../../sandbox/model/records/rules.ts';
import { as, type aSetting, value } from './setting.ts';

export const reviewRule = (parameters: Partial<PullRequestRuleParameters> = {}) => ({
  type: 'pull_request' as const,
  parameters: {
    requiredApprovingReviewCount: 1,
    dismissStaleReviewsOnPush: false,
    requireCodeOwnerReview: false,
    requireLastPushApproval: false,
    requiredReviewThreadResolution: false,
    allowedMergeMethods: ['merge', 'squash', 'rebase'] as const,
    ...parameters,
  },
});

export function otherApp(setting: ReturnType<typeof aSetting>): Actor {
  const { world, acme, owner } = setting;
  const app = createApp(world, {
    ...{ slug: 'impostor', owner: acme, events: [] },
    permissions: { checks: 'write', statuses: 'write' },
  });
  const installation = value(
    installApp(world, as(owner), { app, account: acme, repositories: 'all' }),
  );
  return { kind: 'app', appId: app.id, installationId: installation.id };
}
