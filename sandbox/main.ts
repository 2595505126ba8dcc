/**
 * The sandbox as a program: `npx tsx sandbox/main.ts [--port 4000] [--seed world.json]`. Prints its address
 * as one JSON line once it listens, so that another process can wait for it; ends on SIGINT and SIGTERM.
 */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { seedOf } from './control/seed.ts';
import { startSandbox } from './start.ts';

const { values } = parseArgs({
  options: { port: { type: 'string', default: '0' }, seed: { type: 'string' } },
});

const port = Number(values.port);
if (!Number.isInteger(port) || port < 0 || port > 65_535) {
  process.stderr.write(`--port takes a number from 0 to 65535, not "${values.port}".\n`);
  process.exit(2);
}

const sandbox = await startSandbox({ port });
if (values.seed !== undefined) {
  sandbox.control.seed(seedOf.parse(JSON.parse(readFileSync(values.seed, 'utf8'))));
}
process.stdout.write(`${JSON.stringify({ sandbox: sandbox.url, port: sandbox.port })}\n`);

let ending = false;
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    if (ending) return;
    ending = true;
    void sandbox.close().then(() => process.exit(0));
  });
}
