/**
 * Calling the responders: one comment that mentions them, known by a marker that names the services it
 * called for. It comes after the summary, and goes into the ledger with the look that writes it, or, after a
 * crash, that sees it: so that deleting it calls nobody again.
 */
import type { CallEntry, Ledger } from '../ledger/ledger.ts';
import type { Instant } from '../time.ts';

const PREFIX = 'norepeat:call ';

/** The first line of the comment that calls for these services. */
export function callMarker(services: readonly string[]): string {
  return `<!-- ${PREFIX}${[...services].sort().join(' ')} -->`;
}

/** The services that a comment of the app's own called for; none when it is another comment. */
export function calledServices(body: string): readonly string[] {
  const [, services] = MARKER.exec(body) ?? [];
  return services === undefined ? [] : services.split(' ').filter((id) => id !== '');
}

/** Calls that are not in the ledger yet: these services are never called again. */
export function newCalls(
  comments: readonly { readonly body: string; readonly at: Instant }[],
  ledger: Ledger,
): readonly CallEntry[] {
  const known = new Set(
    ledger.flatMap((entry) => (entry.verdict === 'called' ? entry.services : [])),
  );
  return comments.flatMap(({ body, at }): readonly CallEntry[] => {
    const services = calledServices(body).filter((id) => !known.has(id));
    return services.length === 0 ? [] : [{ verdict: 'called', services, at }];
  });
}

const MARKER = new RegExp(`^<!-- ${PREFIX}([^>\\r\\n]*) -->`);
