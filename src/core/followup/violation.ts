import { instantOf, type Instant } from '../time.ts';
import type { Obligation, TeamObligation, ViolationState } from './obligation.ts';

/** (incident, team) at a moment: only an `open` one holds merges. A waiver counts from its grant to `until`, exclusive. */
export function violationAt(
  obligation: Obligation,
  team: TeamObligation,
  now: Instant,
): ViolationState {
  const { waiver } = team;
  if (waiver !== null && now >= waiver.grantedAt && now < waiver.until) {
    return { is: 'waived', waiver };
  }
  if (now < obligation.holdsFrom) return { is: 'grace', until: obligation.holdsFrom };
  return { is: 'open', since: obligation.holdsFrom };
}

/** The next moment after `now` at which some team's state differs without anybody doing anything; `null` for never. */
export function nextChange(obligations: readonly Obligation[], now: Instant): Instant | null {
  const moments = obligations
    .flatMap((one) => [one.holdsFrom, ...one.teams.flatMap(({ waiver }) => waiver?.until ?? [])])
    .filter((at) => at > now);
  return moments.length === 0 ? null : instantOf(Math.min(...moments));
}
