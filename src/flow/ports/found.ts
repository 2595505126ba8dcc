/**
 * `flow/ports/`: what the flow needs from the world, as narrow interfaces, one file to a subject. `github/`,
 * `store/`, `queue/` and `config/` implement them; `wire/` puts the two together. An infrastructure fault
 * (network, 5xx, limits) is thrown, and the job is retried; what GitHub says about a thing that is gone or
 * hidden is a value: this one. Everything a store keeps, except intents and check requests that wait, can be
 * read again from GitHub.
 */

export type Found<T> =
  | { readonly kind: 'found'; readonly value: T }
  /** 404 or 410: deleted, transferred away, or out of the installation's sight. */
  | { readonly kind: 'gone'; readonly why: string };
