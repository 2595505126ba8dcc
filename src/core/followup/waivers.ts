import type { IssueRef } from '../ids.ts';
import type { Deed } from '../incident/events.ts';
import type { Instant } from '../time.ts';
import type { DontRepeatState, TeamWaivers } from './dont-repeat.ts';

export type WaysOut = Extract<
  Deed,
  {
    readonly do: 'request-waiver' | 'approve-waiver' | 'revoke-waiver' | 'accept';
  }
>;

/**
 * The state after a waiver was asked for, granted or ended, or something accepted. Who may do so was
 * decided before (`admit.ts`). A request while one is granted is a renewal: the granted one
 * holds until the new one takes its place. Whoever revokes takes back the request as well.
 */
export function afterWayOut(
  state: DontRepeatState,
  deed: WaysOut,
  { at, by }: { readonly at: Instant; readonly by: string },
): DontRepeatState {
  switch (deed.do) {
    case 'request-waiver': {
      const requested = { by, at, until: deed.until, reason: deed.reason };
      return withWaivers(state, deed.team, { ...waiversOf(state, deed.team), requested });
    }
    case 'approve-waiver': {
      const { requested } = waiversOf(state, deed.team);
      if (requested === null) return state;
      const { until, reason } = requested;
      const granted = { requestedBy: requested.by, grantedBy: by, grantedAt: at, until, reason };
      return withWaivers(state, deed.team, { requested: null, granted });
    }
    case 'revoke-waiver':
      return withWaivers(state, deed.team, NO_WAIVERS);
    case 'accept':
      return afterAcceptance(state, deed.item, { by, at, reason: deed.reason });
  }
}

/** @param team `acme/payments`, in any case. */
export function waiversOf(state: DontRepeatState, team: string): TeamWaivers {
  return state.waivers.get(team.toLowerCase()) ?? NO_WAIVERS;
}

const NO_WAIVERS: TeamWaivers = { requested: null, granted: null };

function withWaivers(state: DontRepeatState, team: string, waivers: TeamWaivers): DontRepeatState {
  return { ...state, waivers: new Map(state.waivers).set(team.toLowerCase(), waivers) };
}

function afterAcceptance(
  state: DontRepeatState,
  item: IssueRef | null,
  acceptance: { readonly by: string; readonly at: Instant; readonly reason: string },
): DontRepeatState {
  return item === null
    ? { ...state, accepted: state.accepted ?? acceptance }
    : { ...state, acceptedItems: [...state.acceptedItems, { ...acceptance, item }] };
}
