/** The error, its cause, that one's cause …; an AggregateError's errors come after it; ten at most. */
export function causesOf(error: unknown): readonly Error[] {
  const found: Error[] = [];
  const waiting = [error];
  while (waiting.length > 0 && found.length < 10) {
    const next = waiting.shift();
    if (!(next instanceof Error) || found.includes(next)) continue;
    found.push(next);
    if (next instanceof AggregateError) waiting.push(...(next.errors as readonly unknown[]));
    waiting.push(next.cause);
  }
  return found;
}
