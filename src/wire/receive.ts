import type { AppIdentity } from '../flow/ports/app-identity.ts';
import type { GitHub } from '../github/client/github.ts';
import { hear } from '../github/receive/hear.ts';
import { installationOf } from '../github/receive/installation-of.ts';
import type { Metrics } from '../http/metrics.ts';
import type { Receive } from '../http/receiver.ts';
import type { Inbox } from '../store/inbox.ts';

/** From a verified delivery to the disk. */
export function receiveWith(deps: {
  readonly github: GitHub;
  readonly self: AppIdentity;
  readonly inbox: Inbox;
  readonly metrics: Metrics;
}): Receive {
  const { github, self, inbox, metrics } = deps;
  return async ({ guid, event, action, installation, payload }) => {
    const news = installationOf(event, payload);
    if (news?.gone === true) github.installations.forget(news.id);
    else if (news?.owner != null) github.installations.learn(news.owner, news.id);
    try {
      const heard = hear({ event, payload }, self);
      const outcome = await inbox.accept({ guid, event, action, installation, heard });
      metrics.deliveryReceived(event, outcome);
    } catch (error) {
      metrics.deliveryReceived(event, 'failed');
      throw error;
    }
  };
}
