/**
 * The wire room: the parts of the composition root. `kept.ts` has the stores, `flows.ts` connects the flow
 * to the adapters, `handlers.ts` says what is done for which key, `receive.ts` and `observe.ts` are the
 * ends where deliveries come in and where it shows what became of them. Only `main.ts` uses it.
 */
import type { Logger } from 'pino';
import type { Environment } from '../config/environment.ts';
import type { Instant } from '../core/time.ts';
import type { AppIdentity } from '../flow/ports/app-identity.ts';
import type { GitHub } from '../github/client/github.ts';
import type { RealTime } from '../github/time.ts';
import type { Metrics } from '../http/metrics.ts';
import type { OpenStore } from '../store/open.ts';
import type { Kept } from './kept.ts';

/** What everything is connected from. */
export interface Base {
  readonly environment: Environment;
  readonly log: Logger;
  readonly time: RealTime;
  readonly store: OpenStore;
  readonly github: GitHub;
  readonly self: AppIdentity;
}

/** With what serves all flows. */
export interface Grounds extends Base {
  readonly kept: Kept;
  readonly metrics: Metrics;
  /** GitHub's time at which the program began. */
  readonly startedAt: Instant;
}
