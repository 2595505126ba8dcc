/** From a verified webhook to `receive`: stored, or a failure that GitHub records and can send again. */
import type { Logger } from 'pino';
import { z } from 'zod';
import { beforeDeadline } from './deadline.ts';

export interface Received {
  /** `X-GitHub-Delivery`; a redelivery has the same. */
  readonly guid: string;
  /** `X-GitHub-Event` */
  readonly event: string;
  readonly action: string | null;
  readonly installation: number | null;
  readonly payload: unknown;
}

/** Resolves when the delivery is on the disk. */
export type Receive = (delivery: Received) => Promise<void>;

interface WebhookEvent {
  readonly id: string;
  readonly name: string;
  readonly payload: unknown;
}

export function receiver(receive: Receive, log: Logger): (event: WebhookEvent) => Promise<void> {
  return async ({ id, name, payload }) => {
    const head = Head.safeParse(payload).data;
    const action = head?.action ?? null;
    const installation = head?.installation?.id ?? null;
    const fields = { delivery: id, event: name, action, installation };
    try {
      await beforeDeadline(receive({ guid: id, event: name, action, installation, payload }));
    } catch (error) {
      log.error({ ...fields, err: error }, 'delivery refused: it could not be stored');
      // A plain sentence for GitHub's list of deliveries; the cause is in the log.
      throw new Error('the delivery could not be stored; send it again', { cause: error });
    }
    log.debug(fields, 'delivery stored');
  };
}

const Head = z.object({
  action: z.string().max(100).nullish().catch(null),
  installation: z.object({ id: z.int() }).nullish().catch(null),
});
