/** What can be watched from outside: deliveries, jobs, how long things wait. No names of repositories. */
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

export interface MetricsText {
  readonly contentType: string;
  text(): Promise<string>;
}

/** Read when somebody asks for the metrics. */
export interface MetricsSources {
  jobs(): Promise<{
    readonly ready: number;
    readonly waiting: number;
    readonly retrying: number;
    readonly running: number;
    readonly dead: number;
  }>;
  /** `oldest` in milliseconds since 1970. */
  deliveries(): Promise<{ readonly count: number; readonly oldest: number | null }>;
  /** Milliseconds since 1970. */
  now(): number;
}

export interface Metrics extends MetricsText {
  deliveryReceived(event: string, outcome: 'accepted' | 'repeated' | 'finished' | 'failed'): void;
  jobStarted(kind: string, waitedMs: number): void;
  jobEnded(kind: string, outcome: 'done' | 'failed' | 'died' | 'lost', tookMs: number): void;
  /** GitHub refused for want of a permission that was revoked or is not accepted yet. */
  permissionMissing(kind: string): void;
  /** `undecided`: why the gate could not decide; null when it did. */
  verdictWritten(conclusion: 'success' | 'failure' | 'neutral', undecided: string | null): void;
}

export function createMetrics(sources: MetricsSources): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const received = new Counter({
    name: 'norepeat_deliveries_total',
    help: 'Webhook deliveries by event and what became of them',
    labelNames: ['event', 'outcome'],
    registers,
  });
  const waited = new Histogram({
    name: 'norepeat_job_wait_seconds',
    help: 'Time from a key becoming dirty to the start of its job',
    labelNames: ['kind'],
    buckets: [0.01, 0.05, 0.1, 0.5, 1, 2, 5, 10, 30, 60, 300, 1800],
    registers,
  });
  const took = new Histogram({
    name: 'norepeat_job_seconds',
    help: 'Time one try of a job took, by how it ended',
    labelNames: ['kind', 'outcome'],
    buckets: [0.01, 0.05, 0.1, 0.5, 1, 2, 5, 10, 30, 60, 300],
    registers,
  });
  const judged = gateCounters(registers);
  watchStore(sources, registers);
  return {
    contentType: registry.contentType,
    text: () => registry.metrics(),
    deliveryReceived: (event, outcome) => {
      received.inc({ event, outcome });
    },
    jobStarted: (kind, waitedMs) => {
      waited.observe({ kind }, waitedMs / 1000);
    },
    jobEnded: (kind, outcome, tookMs) => {
      took.observe({ kind, outcome }, tookMs / 1000);
    },
    ...judged,
  };
}

function gateCounters(
  registers: Registry[],
): Pick<Metrics, 'permissionMissing' | 'verdictWritten'> {
  const missing = new Counter({
    name: 'norepeat_permission_missing_total',
    help: 'Tries of jobs that GitHub refused for want of a permission: accept it in the settings',
    labelNames: ['kind'],
    registers,
  });
  const verdicts = new Counter({
    name: 'norepeat_gate_verdicts_total',
    help: 'Verdicts of the gate that were written, by conclusion',
    labelNames: ['conclusion'],
    registers,
  });
  const undecidedTotal = new Counter({
    name: 'norepeat_gate_undecided_total',
    help: 'Verdicts that only say that the gate could not decide, by reason; each is tried again',
    labelNames: ['because'],
    registers,
  });
  return {
    permissionMissing: (kind) => {
      missing.inc({ kind });
    },
    verdictWritten: (conclusion, undecided) => {
      verdicts.inc({ conclusion });
      if (undecided !== null) undecidedTotal.inc({ because: undecided });
    },
  };
}

function watchStore(sources: MetricsSources, registers: Registry[]): void {
  new Gauge({
    name: 'norepeat_jobs',
    help: 'Jobs by state; dead ones are kept with their error',
    labelNames: ['state'],
    registers,
    async collect() {
      for (const [state, count] of Object.entries(await sources.jobs())) this.set({ state }, count);
    },
  });
  new Gauge({
    name: 'norepeat_deliveries_unfinished',
    help: 'Accepted deliveries whose work is not done yet',
    registers,
    async collect() {
      this.set((await sources.deliveries()).count);
    },
  });
  new Gauge({
    name: 'norepeat_oldest_delivery_age_seconds',
    help: 'Age of the oldest accepted delivery whose work is not done yet',
    registers,
    async collect() {
      const { oldest } = await sources.deliveries();
      this.set(oldest === null ? 0 : Math.max(0, sources.now() - oldest) / 1000);
    },
  });
}
