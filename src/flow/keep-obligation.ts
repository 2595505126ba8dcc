import type { Obligation } from '../core/followup/obligation.ts';
import { heldState } from '../core/followup/owed.ts';
import type { IssueRef } from '../core/ids.ts';
import type { Policy } from '../core/policy/policy.ts';
import type { GitHubClock } from './ports/github-clock.ts';
import type { KeptObligation, ObligationStore } from './ports/obligations.ts';

export interface KeepingDeps {
  readonly obligations: Pick<ObligationStore, 'find' | 'put'>;
  /** Marks whatever the one before or the one after may hold to be judged again. */
  readonly fanOut: (
    policy: Policy,
    before: Obligation | null,
    after: Obligation | null,
  ) => Promise<void>;
  readonly clock: GitHubClock;
}

/**
 * Keeps what an incident obliges to, and has merges judged again where that differs from what was kept.
 * In three steps, so that a crash between any two loses nothing: kept with the word that judging is still
 * to be asked for and what was in force before; judging asked for; the word taken back. Asked for before
 * it is kept, merges might be judged by the old one; after it without the word, perhaps never.
 */
export async function keepObligation(
  deps: KeepingDeps,
  policy: Policy,
  of: {
    readonly issue: IssueRef;
    readonly nodeId: string;
    readonly obligation: Obligation | null;
  },
): Promise<void> {
  const { issue, nodeId, obligation } = of;
  const kept = await deps.obligations.find(issue);
  const unfinished = kept === null ? null : pendingIn(kept.state);
  // What was begun and cut short is ended first: it may have been seen by merges in between.
  if (unfinished !== null) await deps.fanOut(policy, unfinished.before, kept?.obligation ?? null);
  const state = heldState(obligation, deps.clock.now());
  if (kept !== null && unfinished === null && kept.state === state) return;
  const before = kept?.obligation ?? null;
  await deps.obligations.put(issue, { nodeId, obligation, state: pending({ before }) });
  await deps.fanOut(policy, before, obligation);
  await deps.obligations.put(issue, { nodeId, obligation, state });
}

interface Pending {
  readonly before: Obligation | null;
}

const PENDING = 'pending ';

function pending(what: Pending): KeptObligation['state'] {
  return `${PENDING}${JSON.stringify(what)}`;
}

function pendingIn(state: string): Pending | null {
  // Written by this program and read by nothing else.
  return state.startsWith(PENDING) ? (JSON.parse(state.slice(PENDING.length)) as Pending) : null;
}
