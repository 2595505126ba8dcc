import type { Logger } from 'pino';
import { isPermissionMissing } from '../flow/faults.ts';
import { formatKey } from '../flow/ports/job-key.ts';
import type { Metrics } from '../http/metrics.ts';
import type { WorkerEvent } from '../queue/worker.ts';

/** How each try of a job ended, for the log and the metrics. */
export function observer(log: Logger, metrics: Metrics): (event: WorkerEvent) => void {
  return (event) => {
    if (event.kind === 'store-failed') {
      log.error({ err: event.error }, 'the store did not answer the worker');
      return;
    }
    const { kind: what } = event.lease.key;
    const fields = { key: formatKey(event.lease.key), attempt: event.lease.attempt };
    switch (event.kind) {
      case 'started':
        metrics.jobStarted(what, event.waitedMs);
        return;
      case 'done':
        metrics.jobEnded(what, 'done', event.tookMs);
        log.debug({ ...fields, tookMs: event.tookMs }, 'job done');
        return;
      case 'failed':
        metrics.jobEnded(what, 'failed', event.tookMs);
        failed(log, metrics, { ...event, fields });
        return;
      case 'died':
        metrics.jobEnded(what, 'died', event.tookMs);
        if (isPermissionMissing(event.error)) metrics.permissionMissing(what);
        log.error(
          { ...fields, err: event.error },
          'job given up; kept as a dead letter and tried again tonight',
        );
        return;
      case 'lost':
        metrics.jobEnded(what, 'lost', 0);
        log.warn(fields, 'job lost its lease');
    }
  };
}

function failed(
  log: Logger,
  metrics: Metrics,
  {
    lease,
    error,
    putOff,
    ...event
  }: Extract<WorkerEvent, { readonly kind: 'failed' }> & { readonly fields: object },
): void {
  const fields = { ...event.fields, retryAt: new Date(event.retryAt).toISOString() };
  if (isPermissionMissing(error)) {
    metrics.permissionMissing(lease.key.kind);
    log.error(
      { ...fields, err: error },
      'GitHub refuses the app a permission: accept the requested permissions on the installation’s settings page',
    );
    return;
  }
  if (putOff) {
    log.debug(fields, 'job put off');
    return;
  }
  log.warn({ ...fields, err: error }, 'job failed; it is tried again');
}
