/** Real time, for leases on patience: waiting, budgets, tokens. Domain time is `client/clock.ts`. */
export interface RealTime {
  /** Milliseconds since 1970 by the local clock. */
  now(): number;
  /** Runs `what` later; the returned function calls it off. */
  after(ms: number, what: () => void): () => void;
}

export const realTime: RealTime = {
  now: () => Date.now(),
  after: (ms, what) => {
    const timer = setTimeout(what, ms);
    return () => {
      clearTimeout(timer);
    };
  },
};

/** Waits so long, or until `signal` is aborted. */
export function pause(time: RealTime, ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      callOff();
      signal.removeEventListener('abort', end);
      resolve();
    };
    const callOff = time.after(signal.aborted ? 0 : ms, end);
    signal.addEventListener('abort', end, { once: true });
  });
}
