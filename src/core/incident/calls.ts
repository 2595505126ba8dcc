/**
 * Calling the responders: one comment that mentions them, known by a marker that names the services it
 * called for. A comment seen once goes into the ledger, so that deleting it calls nobody again.
 */
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

const MARKER = new RegExp(`^<!-- ${PREFIX}([^>\\r\\n]*) -->`);
