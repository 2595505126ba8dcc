/**
 * How properties run. The usual run takes the same cases for everybody, so that it is red or green for
 * the change and not by luck; `npm run hunt` takes others, and many more of them.
 */
import process from 'node:process';

const USUAL_SEED = 20_261_121;

/** The part of fast-check's parameters that decides which cases a property sees, whatever its values are. */
export interface Runs {
  readonly seed: number;
  readonly path: string;
  readonly numRuns: number;
  readonly interruptAfterTimeLimit?: number;
}

export interface Limit {
  /** A property whose single runs take seconds stops after so long, having held as often as there was time for. */
  readonly usualMs?: number;
}

type Env = Readonly<Partial<Record<string, string>>>;

/**
 * The second argument of every `fc.assert`: so many runs, or `PROPERTY_RUNS` times as many from
 * `PROPERTY_SEED` on, until `PROPERTY_SECONDS` are over. `PROPERTY_PATH` repeats one counterexample.
 */
export function runs(usual = 100, limit: Limit = {}, env: Env = process.env): Runs {
  const { usualMs } = limit;
  const ms = env['PROPERTY_SECONDS'] === undefined ? usualMs : huntMs(env);
  return {
    seed: numberOf(env, 'PROPERTY_SEED', USUAL_SEED),
    path: env['PROPERTY_PATH'] ?? '',
    numRuns: usual * numberOf(env, 'PROPERTY_RUNS', 1),
    ...(ms === undefined ? {} : { interruptAfterTimeLimit: ms }),
  };
}

/** The timeout of a test with a slow property, in milliseconds: longer by what a hunt may take for it. */
export function patience(usualMs: number, env: Env = process.env): number {
  return usualMs + huntMs(env);
}

function huntMs(env: Env): number {
  return numberOf(env, 'PROPERTY_SECONDS', 0) * 1000;
}

function numberOf(env: Env, name: string, otherwise: number): number {
  const said = env[name];
  if (said === undefined) return otherwise;
  if (!/^-?\d+$/.test(said)) throw new Error(`${name} is a whole number, not "${said}".`);
  return Number(said);
}
