/**
 * What broke is asked once a resolution, in a comment known by its marker, or at the end of the one that
 * says that it is closed. One that was written or seen there goes into the ledger, so that deleting it asks
 * nobody again.
 */
import type { Ledger, RemindedEntry } from '../ledger/ledger.ts';
import type { Policy } from '../policy/policy.ts';
import { instantOf, type Instant } from '../time.ts';
import type { Incident } from './incident.ts';

/** Resolved, and nobody has said yet what broke; closing does not wait for it. In a drill nothing broke. */
export function wantsCause(incident: Incident, policy: Policy): boolean {
  const { status, clocks, confirmed, drill, causes } = incident;
  const isResolved =
    status.is === 'resolved' ||
    (status.is === 'closed' && status.because.why === 'done' && clocks.resolvedAt !== null);
  return (
    isResolved &&
    confirmed !== null &&
    !drill &&
    causes.length === 0 &&
    policy.taxonomy.causes.length > 0
  );
}

/**
 * Which resolution it is: the work that it ended began at this moment. A corrected time of resolution
 * makes no other one of it.
 */
export function workBegan({ timeline, clocks }: Incident): Instant {
  return timeline.findLast(({ kind }) => kind === 'reopened')?.at ?? clocks.declaredAt;
}

/** The first line of the comment that asks; the second where it is the closing comment. */
export function causeMarker(began: Instant): string {
  return `<!-- norepeat:cause ${String(began)} -->`;
}

/** Whether the ledger knows that it was asked. */
export function isAsked(ledger: Ledger, began: Instant): boolean {
  return ledger.some(
    (entry) => entry.verdict === 'reminded' && entry.clock === CLOCK && entry.due === began,
  );
}

/**
 * Questions in the app's own comments that are not in the ledger yet. The entry bears the time of what is
 * asked about, not of the asking: so it is the same whenever the app heard of the resolution.
 */
export function newlyAsked(own: readonly string[], ledger: Ledger): readonly RemindedEntry[] {
  return own.flatMap((text): readonly RemindedEntry[] => {
    const [, began] = MARKER.exec(text) ?? [];
    if (began === undefined) return [];
    const due = instantOf(Number(began));
    return isAsked(ledger, due)
      ? []
      : [{ verdict: 'reminded', clock: CLOCK, due, count: 1, at: due }];
  });
}

const CLOCK = 'cause';
const MARKER = /^(?:<!-- norepeat:ended \d{1,15} -->\r?\n)?<!-- norepeat:cause (\d{1,15}) -->/;
