/**
 * The reminders room: what is due, for whom, since when, and when somebody is reminded of it. A clock is
 * something that is due (`clocks-of.ts` finds them all); its points are the moments at which a reminder of
 * it falls due (`points.ts`); `due.ts` says which reminders are to be written now, and when to look again;
 * `ladder.ts` whom each of them calls. Everything here is a function of what was said and of the
 * reminders that are on GitHub already: no timer is kept anywhere, so none can be lost.
 */
import type { FollowUpItem } from '../followup/follow-up-item.ts';
import type { Waiver } from '../followup/obligation.ts';
import type { IssueRef } from '../ids.ts';
import type { Duration, TeamRef } from '../policy/policy.ts';
import type { Instant } from '../time.ts';

export interface Clock {
  /**
   * `acknowledge`, `roles`, `update`, `reassess`, `mitigate`, `postmortem`, `item <node id>`,
   * `waiver <acme/payments>`: the same for as long as the incident lives, and one a clock in it.
   */
  readonly id: string;
  readonly about: Subject;
  /** Where the reminder is to be written. */
  readonly place: IssueRef;
  /** Exclusive. Another moment makes it another matter, whose reminders are counted from one. */
  readonly due: Instant;
  /** When it was said, or followed, that it is due then: nothing that lies before that was ever missed. */
  readonly knownSince: Instant;
  readonly rhythm: Rhythm;
  readonly people: People;
  /** No reminder before this moment, exclusive. */
  readonly snoozedUntil: Instant | null;
}

export type Subject =
  | { readonly kind: 'acknowledge' }
  | { readonly kind: 'update' }
  | { readonly kind: 'reassess' }
  | { readonly kind: 'mitigate' }
  | { readonly kind: 'postmortem' }
  /** Ids of required roles that nobody has taken, in the policy's order. */
  | { readonly kind: 'roles'; readonly open: readonly string[] }
  | { readonly kind: 'item'; readonly item: FollowUpItem }
  | { readonly kind: 'waiver'; readonly team: TeamRef; readonly waiver: Waiver };

export type Rhythm =
  /** When it is due, and again and again after that. */
  | { readonly is: 'response'; readonly every: Duration; readonly hours: 'any' | 'working' }
  /** Some days before, on the day, and again and again after that; in working hours. */
  | { readonly is: 'days' }
  /** Some days before and on the day: then it ends by itself. */
  | { readonly is: 'ends' };

/** Whom a reminder calls, by rung; a login or a team that GitHub or the policy gave, never somebody's text. */
export interface People {
  readonly first: readonly Mention[];
  readonly owners: readonly Mention[];
  readonly commander: readonly Mention[];
}

export type Mention =
  | { readonly kind: 'person'; readonly login: string }
  | { readonly kind: 'team'; readonly team: TeamRef };
