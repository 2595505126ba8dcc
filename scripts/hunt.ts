/**
 * Looks for cases that break a property: `npm run hunt`, or `npm run hunt -- tests/core/gate` for some of
 * the files. Each property runs 20 times as often as in the usual run, with another seed, for a minute at
 * most; `PROPERTY_RUNS`, `PROPERTY_SEED` and `PROPERTY_SECONDS` say otherwise.
 */
import { spawnSync } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { patience } from '../tests/support/properties.ts';

const USUAL_TIMEOUT_MS = 30_000;

function filesWithProperties(where: readonly string[]): readonly string[] {
  return readdirSync('tests', { recursive: true, encoding: 'utf8' })
    .map((name) => join('tests', name))
    .filter(
      (path) => path.endsWith('.test.ts') && readFileSync(path, 'utf8').includes('fc.assert('),
    )
    .filter((path) => where.length === 0 || where.some((part) => path.includes(part)));
}

const env = {
  PROPERTY_SEED: String(randomInt(2 ** 31)),
  PROPERTY_RUNS: '20',
  PROPERTY_SECONDS: '60',
  ...process.env,
};
const files = filesWithProperties(process.argv.slice(2));
if (files.length === 0) throw new Error('None of these files has a property.');

const said = `PROPERTY_SEED=${env.PROPERTY_SEED}`;
console.log(`${String(files.length)} files, ${env.PROPERTY_RUNS} times the usual runs, ${said}`);
const timeout = `--testTimeout=${String(patience(USUAL_TIMEOUT_MS, env))}`;
const { status } = spawnSync('vitest', ['run', timeout, ...files], { stdio: 'inherit', env });
if (status !== 0) {
  console.error(`
A property does not hold. With the path that is printed with the counterexample above:
  ${said} PROPERTY_PATH=… npx vitest run FILE -t 'NAME OF THE TEST'`);
}
process.exitCode = status ?? 1;
