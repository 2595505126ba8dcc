/** The process dies at a chosen step: before or after one call of what it works with. */
export interface Crashes {
  /** Dies at the call with this number from now on, from 0; half of the numbers before it, half after it. */
  at(step: number | null): void;
  /** Whether it died since. */
  readonly happened: boolean;
  around<T extends object>(port: T): T;
  of<A extends readonly unknown[], R>(
    call: (...given: A) => Promise<R>,
  ): (...given: A) => Promise<R>;
}

export class Crash extends Error {}

export function createCrashes(): Crashes {
  let deadly: number | null = null;
  let step = 0;
  let happened = false;

  const die = (): void => {
    const now = step === deadly;
    step += 1;
    if (!now) return;
    happened = true;
    throw new Crash('the process died');
  };
  const of =
    <A extends readonly unknown[], R>(call: (...given: A) => Promise<R>) =>
    async (...given: A): Promise<R> => {
      die();
      const answer = await call(...given);
      die();
      return answer;
    };
  return {
    get happened() {
      return happened;
    },
    at: (chosen) => {
      deadly = chosen;
      step = 0;
      happened = false;
    },
    of,
    around: <T extends object>(port: T): T =>
      Object.fromEntries(
        Object.entries(port).map(([name, value]: [string, unknown]) => {
          const isAsync = typeof value === 'function' && name !== 'blocks';
          return [
            name,
            isAsync ? of(value as (...given: readonly unknown[]) => Promise<unknown>) : value,
          ];
        }),
      ) as T,
  };
}
