#!/usr/bin/env node
/** The commands: `norepeat start | validate FILE | rebuild`. */
import { existsSync, readFileSync } from 'node:fs';
import { Command } from 'commander';
import type { Logger } from 'pino';
import { type Environment, environmentReport, readEnvironment } from './config/environment.ts';
import { createLog } from './config/log.ts';
import { validatePolicy } from './config/policy/validate-policy.ts';
import { programVersion } from './config/version.ts';
import { type Assembled, assemble } from './main.ts';
import { readAgain, serve } from './run.ts';

const program = new Command('norepeat')
  .description('Incidents as GitHub issues, and follow-up that is not forgotten.')
  .version(programVersion());

program
  .command('start')
  .description('receive deliveries from GitHub and keep incidents as they should be')
  .action(() => withAssembled(start));

program
  .command('validate')
  .argument('<file>', 'a policy file, for example .github/norepeat.yml')
  .description('say whether a policy file is valid, with the place of every problem')
  .action(validate);

program
  .command('rebuild')
  .description(
    'throw away what can be read again from GitHub, and read it again; the app must not be running',
  )
  .action(() => withAssembled(rebuild));

await program.parseAsync();

async function withAssembled(
  run: (app: Assembled, environment: Environment, log: Logger) => Promise<void>,
): Promise<void> {
  // Where `npx probot run` put the credentials when it registered the app; what is set already wins.
  if (existsSync('.env')) process.loadEnvFile('.env');
  const result = readEnvironment(process.env, (path) => readFileSync(path, 'utf8'));
  if (result.kind === 'invalid') {
    fail(environmentReport(result.problems));
    return;
  }
  const log = createLog(result.environment.logLevel);
  endLoudly(log);
  const app = await assemble(result.environment, log);
  if (app.kind === 'refused') fail(app.why);
  else await run(app, result.environment, log);
}

async function start(app: Assembled, environment: Environment, log: Logger): Promise<void> {
  const serving = await serve(app, environment, log);
  if (serving.kind === 'refused') fail(serving.why);
  else onSignal(log, serving.stop);
}

async function rebuild(app: Assembled, _environment: Environment, log: Logger): Promise<void> {
  const { dead } = await readAgain(app, log);
  if (dead > 0)
    fail(`norepeat read everything again, but gave up on ${String(dead)} jobs; see the log.`);
  else process.stdout.write('norepeat read everything again from GitHub.\n');
}

function validate(file: string): void {
  const text = readPolicy(file);
  if (text === null) {
    fail(`${file} cannot be read.`);
    return;
  }
  const { isValid, lines } = validatePolicy(text, file);
  process.stdout.write(`${lines.join('\n')}\n`);
  if (!isValid) process.exitCode = 1;
}

function readPolicy(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error) return null;
    throw error;
  }
}

function fail(report: string): void {
  process.stderr.write(`${report}\n`);
  process.exitCode = 1;
}

/** The first signal ends what runs and closes the store; a second one does not wait. */
function onSignal(log: Logger, stop: () => Promise<void>): void {
  let stopping = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (stopping) process.exit(1);
      stopping = true;
      log.info({ signal }, 'norepeat is stopping');
      stop().then(
        () => process.exit(0),
        (error: unknown) => {
          log.fatal({ err: error }, 'norepeat could not stop cleanly');
          process.exit(1);
        },
      );
    });
  }
}

/** A bug ends the process: everything accepted is on the disk, and whoever runs it starts it again. */
function endLoudly(log: Logger): void {
  for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
    process.on(event, (error: unknown) => {
      log.fatal({ err: error }, 'norepeat ends because of an unexpected error');
      process.exit(1);
    });
  }
}
