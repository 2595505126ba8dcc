/** Starts the sandbox in this process; `main.ts` does so as a program of its own. */
import { serve } from '@hono/node-server';
import { createControl, type Control } from './control/control.ts';
import { controlEndpoints } from './control/endpoints.ts';
import { graphqlApp } from './graphql/app.ts';
import type { Deps, SandboxSettings, Site } from './http/context.ts';
import { createCredentials } from './http/credentials.ts';
import { createFaults } from './http/faults.ts';
import { createRateLimits } from './http/rate-limits.ts';
import { createServer } from './http/server.ts';
import type { Clock } from './model/clock.ts';
import { createWorld } from './model/create-world.ts';
import type { World } from './model/world.ts';
import { pagesApp } from './pages/app.ts';
import { startCourier } from './webhooks/courier.ts';
import { createHookLog } from './webhooks/hook-log.ts';

export type SandboxOptions = {
  /** Default: real time that can be moved. */
  readonly clock?: Clock;
  /** Default: any free port. */
  readonly port?: number;
  /** Takes each loud line as it comes; default: standard error. */
  readonly complain?: (line: string) => void;
};

export type Sandbox = {
  /** E.g. `http://127.0.0.1:4000`; the API is also under `/api/v3`. */
  readonly url: string;
  readonly port: number;
  readonly world: World;
  readonly control: Control;
  /** Stops delivering and listening. */
  close(): Promise<void>;
};

/** A strict GitHub on 127.0.0.1, empty until it is seeded. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const world = createWorld(options.clock === undefined ? {} : { clock: options.clock });
  const complaints: string[] = [];
  const complain = (line: string): void => {
    complaints.push(line);
    (options.complain ?? toStandardError)(line);
  };
  let address: Site | undefined;
  const site = (): Site => {
    if (address === undefined) throw new Error('The sandbox does not listen yet.');
    return address;
  };
  const hooks = createHookLog();
  const settings: SandboxSettings = { searchLag: 0 };
  const deps: Deps = {
    world,
    credentials: createCredentials(world),
    limits: createRateLimits(world.clock),
    hooks,
    site,
    settings,
    complain,
  };
  const courier = startCourier({ render: { world, site }, world, log: hooks, complain });
  const faults = createFaults();
  const control = createControl(deps, faults, courier, complaints);
  const app = createServer({
    deps,
    faults,
    graphql: graphqlApp(deps),
    pages: pagesApp(deps),
    controls: controlEndpoints(deps, control),
  });
  const server = await new Promise<ReturnType<typeof serve>>((resolve, reject) => {
    const started = serve(
      { fetch: app.fetch, hostname: '127.0.0.1', port: options.port ?? 0 },
      (info) => {
        const url = `http://127.0.0.1:${info.port}`;
        address = { api: `${url}/api/v3`, html: url };
        resolve(started);
      },
    );
    started.once('error', reject);
  });
  const { html } = site();
  return {
    url: html,
    port: Number(new URL(html).port),
    world,
    control,
    close: () =>
      new Promise((resolve, reject) => {
        courier.stop();
        if ('closeAllConnections' in server) server.closeAllConnections();
        server.close((error) => {
          if (error === undefined) resolve();
          else reject(error);
        });
      }),
  };
}

function toStandardError(line: string): void {
  process.stderr.write(`[sandbox] ${line}\n`);
}
