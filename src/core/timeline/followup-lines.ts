import { addDuration } from '../calendar.ts';
import { teamKey } from '../followup/dont-repeat.ts';
import type { CountedItem } from '../followup/items.ts';
import { debtsAmong, teamsObliged } from '../followup/owed.ts';
import type { Deed, IncidentEvent } from '../incident/events.ts';
import type { FoldState } from '../incident/state.ts';
import { FOLLOWUP_ENTRY } from '../messages/followup-entries.ts';
import type { Policy, TeamRef } from '../policy/policy.ts';
import { instantOf } from '../time.ts';
import type { TimelineEntry } from './entry.ts';

/** What a word or click about the work afterwards is on the timeline; null for every other. */
export function followupText(
  deed: Deed,
  { before, policy }: { readonly before: FoldState; readonly policy: Policy },
): string | null {
  const home = before.ref;
  switch (deed.do) {
    case 'request-waiver':
      return FOLLOWUP_ENTRY.waiverRequested(deed.team, deed.until, deed.reason, policy);
    case 'approve-waiver': {
      const asked = before.dontRepeat.waivers.get(deed.team.toLowerCase())?.requested;
      return asked == null
        ? null
        : FOLLOWUP_ENTRY.waiverGranted(deed.team, asked.until, asked.by, policy);
    }
    case 'revoke-waiver':
      return FOLLOWUP_ENTRY.waiverRevoked(deed.team);
    case 'accept':
      return FOLLOWUP_ENTRY.accepted(deed.item, deed.reason, home);
    case 'ask-postmortem':
      return FOLLOWUP_ENTRY.postmortemAsked;
    case 'ask-item':
      return FOLLOWUP_ENTRY.itemAsked(deed.item, deed.title);
    case 'link-fix':
      return FOLLOWUP_ENTRY.fixLinked(deed.restricted ? null : deed.pull, home);
    case 'override': {
      const pull = deed.restricted ? null : deed.pull;
      return FOLLOWUP_ENTRY.overridden({ pull, sha: deed.sha }, deed.reason, home);
    }
    case 'say-of-item':
      return FOLLOWUP_ENTRY.saidOfItem(deed.said, deed.restricted ? null : deed.item, {
        home,
        policy,
      });
    case 'attempt':
      return deed.because === 'early'
        ? FOLLOWUP_ENTRY.closedEarly
        : FOLLOWUP_ENTRY.attempted(deed.act, home);
    default:
      return null;
  }
}

/** Teams that came to owe something with this event, and those that ceased to; acceptance says so itself. */
export function obligationLines(step: {
  readonly before: FoldState;
  readonly event: IncidentEvent;
  readonly after: FoldState;
  readonly policy: Policy;
}): readonly TimelineEntry[] {
  const { before, event, after, policy } = step;
  const was = teamsObliged(before, policy);
  const is = teamsObliged(after, policy);
  const began = without(is, was);
  const ended = event.deed.do === 'accept' ? [] : without(was, is);
  const line = { at: event.at, by: null, kind: 'dont-repeat', url: null, key: true } as const;
  const { since } = after.dontRepeat;
  const from = since === null ? event.at : addDuration(since, policy.dontRepeat.grace, policy);
  return [
    ...(began.length === 0
      ? []
      : [{ ...line, text: FOLLOWUP_ENTRY.obliged(began, from > event.at ? from : null, policy) }]),
    ...(ended.length === 0 ? [] : [{ ...line, text: FOLLOWUP_ENTRY.free(ended) }]),
  ];
}

/** Teams whose items are all done, at the moment at which the last one was closed. */
export function doneLines(
  state: FoldState,
  counted: readonly CountedItem[],
  policy: Policy,
): readonly TimelineEntry[] {
  const owing = debtsAmong(counted, { state, policy }).map(({ team }) => team);
  return without(teamsObliged(state, policy), owing).flatMap((team): readonly TimelineEntry[] => {
    const own = counted.filter(
      ({ entry }) => entry.teams.length === 0 || entry.teams.some((one) => isSame(one, team)),
    );
    const closed = own.flatMap(({ item }) => item?.closedAt ?? []);
    // None of its own: it ceased to owe as another team's item was agreed.
    if (closed.length === 0) return [];
    const at = instantOf(Math.max(...closed));
    const text = FOLLOWUP_ENTRY.done([team]);
    return [{ at, by: null, kind: 'dont-repeat', text, url: null, key: true }];
  });
}

function without(teams: readonly TeamRef[], others: readonly TeamRef[]): readonly TeamRef[] {
  return teams.filter((team) => !others.some((other) => isSame(team, other)));
}

function isSame(a: TeamRef, b: TeamRef): boolean {
  return teamKey(a) === teamKey(b);
}
