import { addDuration } from '../calendar.ts';
import type { Command } from '../command/command.ts';
import { teamKey } from '../followup/dont-repeat.ts';
import type { FollowUpItem } from '../followup/follow-up-item.ts';
import type { Obligation } from '../followup/obligation.ts';
import { deadlinesOf, type Deadlines } from '../incident/deadlines.ts';
import type { Incident } from '../incident/incident.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Duration, Policy } from '../policy/policy.ts';
import { instantOf, MINUTE, plus, type Instant } from '../time.ts';
import type { Clock, Subject } from './clock.ts';
import {
  COMMANDER,
  whoFollowsUp,
  whoLeads,
  whoResponds,
  whoseItem,
  whoseWaiver,
} from './people.ts';

export interface Reminding {
  readonly incident: Incident;
  readonly ledger: Ledger;
  readonly obligation: Obligation | null;
  readonly policy: Policy;
}

/**
 * Everything of an incident that is due, or will be, at a known moment. Nothing is of an unconfirmed
 * declaration, nor of what was no incident after all; what comes after an incident is due also when it is
 * closed.
 */
export function clocksOf(about: Reminding): readonly Clock[] {
  const { confirmed, status } = about.incident;
  const isNone = status.is === 'closed' && status.because.why !== 'done';
  if (confirmed === null || isNone) return [];
  return [
    ...responseClocks(about),
    ...roleClock(about),
    ...postmortemClock(about),
    ...about.incident.items.flatMap((item) => itemClock(item, about)),
    ...waiverClocks(about),
  ];
}

function responseClocks({ incident, policy }: Reminding): readonly Clock[] {
  const due = deadlinesOf(incident, policy);
  const { acknowledgeWithin, mitigateWithin, updateEvery, reassessEvery } =
    incident.severity.inForce;
  const leader = whoLeads(incident, policy, [COMMANDER]);
  const clock = (
    kind: 'acknowledge' | 'update' | 'reassess' | 'mitigate',
    by: keyof Deadlines,
    { every, people }: { readonly every: Duration | null; readonly people: Clock['people'] },
  ): readonly Clock[] => {
    const at = due[by];
    if (at === null || every === null) return [];
    return [{ ...response(incident, policy, every), id: kind, about: { kind }, due: at, people }];
  };
  const teller = whoLeads(incident, policy, ['communications', COMMANDER]);
  return [
    ...clock('acknowledge', 'acknowledgeBy', {
      every: acknowledgeWithin,
      people: whoResponds(incident, policy),
    }),
    ...clock('update', 'updateBy', { every: updateEvery, people: teller }),
    ...clock('reassess', 'reassessBy', { every: reassessEvery, people: leader }),
    ...clock('mitigate', 'mitigateBy', { every: mitigateWithin, people: leader }),
  ];
}

/** What reminds while people are at it: at any hour where the severity wakes people, else when they work. */
function response(
  incident: Incident,
  policy: Policy,
  every: Duration,
): Pick<Clock, 'place' | 'knownSince' | 'rhythm' | 'snoozedUntil'> {
  const pages = policy.reminders.paging.includes(incident.severity.inForce.id);
  // Its confirmation made it due at all, and another severity another moment of it.
  const measured = latestOf(incident, ['severity', 'impact']);
  return {
    place: incident.ref,
    knownSince: instantOf(Math.max(incident.confirmed?.at ?? 0, measured ?? 0)),
    rhythm: { is: 'response', every, hours: pages ? 'any' : 'working' },
    snoozedUntil: incident.snoozedUntil,
  };
}

const ROLES_EVERY = { unit: 'ms', amount: 30 * MINUTE } as const satisfies Duration;
const ROLES_AFTER = 10 * MINUTE;

/** Required roles nobody has taken although somebody is at work. */
function roleClock({ incident, ledger, policy }: Reminding): readonly Clock[] {
  const { status, clocks, severity } = incident;
  if (status.is !== 'acknowledged' && status.is !== 'mitigated') return [];
  const open = severity.inForce.roles.filter((role) => !incident.roles.has(role));
  if (open.length === 0) return [];
  const begun = instantOf(
    Math.max(clocks.acknowledgedAt ?? clocks.declaredAt, latestOf(incident, ['reopened']) ?? 0),
  );
  const { acknowledgeWithin } = severity.inForce;
  const within = acknowledgeWithin === null ? begun : addDuration(begun, acknowledgeWithin, policy);
  const due = instantOf(Math.max(within, plus(begun, ROLES_AFTER)));
  const usual = response(incident, policy, ROLES_EVERY);
  // Whoever says afterwards that it was mitigated at noon has only now said that they are at it.
  const knownSince = latestMoment(usual.knownSince, saidLate(ledger));
  const people = whoLeads(incident, policy, [COMMANDER]);
  const about: Subject = { kind: 'roles', open };
  return [{ ...usual, knownSince, id: 'roles', about, due, people }];
}

function postmortemClock({ incident, ledger, policy }: Reminding): readonly Clock[] {
  const { postmortem, clocks, resolvedSaidAt, ref, snoozedUntil } = incident;
  if (postmortem.is !== 'due' || postmortem.by === null) return [];
  return [
    {
      id: 'postmortem',
      about: { kind: 'postmortem' },
      place: ref,
      due: postmortem.by,
      // Whoever says late that it was resolved makes nobody late with what follows.
      knownSince: latestMoment(
        resolvedSaidAt ?? clocks.closedAt ?? clocks.declaredAt,
        raisedAt(incident, ledger),
      ),
      rhythm: { is: 'days' },
      people: whoFollowsUp(incident, policy),
      snoozedUntil,
    },
  ];
}

/** Also of one that was closed without evidence: the work is still to be done. */
function itemClock(one: FollowUpItem, { incident, ledger, policy }: Reminding): readonly Clock[] {
  if (one.over || one.due === null) return [];
  const { nodeId, ref } = one.item;
  return [
    {
      id: `item ${nodeId}`,
      about: { kind: 'item', item: one },
      place: ref,
      due: one.due,
      knownSince: latestMoment(one.since, [
        ...dueSaid(nodeId, ledger),
        ...raisedAt(incident, ledger),
      ]),
      rhythm: { is: 'days' },
      people: whoseItem(one, incident, policy),
      snoozedUntil: one.snoozedUntil,
    },
  ];
}

/** When a repeat got the shorter terms of a higher severity: what they make late was not late before. */
function raisedAt({ followUp }: Incident, ledger: Ledger): readonly Instant[] {
  return followUp.because === 'repeat' ? saidAt(ledger, ({ kind }) => kind === 'repeat-of') : [];
}

function saidLate(ledger: Ledger): readonly Instant[] {
  return saidAt(
    ledger,
    (one) => (one.kind === 'mitigated' || one.kind === 'resolved') && one.at !== null,
  );
}

function saidAt(ledger: Ledger, is: (command: Command) => boolean): readonly Instant[] {
  return ledger.flatMap((entry) =>
    entry.verdict === 'accepted' && entry.commands.some(is) ? [entry.at] : [],
  );
}

function latestMoment(first: Instant, others: readonly Instant[]): Instant {
  return instantOf(Math.max(first, ...others));
}

function dueSaid(nodeId: string, ledger: Ledger): readonly Instant[] {
  return ledger.flatMap((entry) =>
    entry.verdict === 'on-item' && entry.nodeId === nodeId && entry.said.kind === 'due'
      ? [entry.at]
      : [],
  );
}

/** Of teams that still owe something: no other waiver is missed when it ends. */
function waiverClocks({ incident, obligation }: Reminding): readonly Clock[] {
  return (obligation?.teams ?? []).flatMap(({ team, waiver }) => {
    if (waiver === null) return [];
    return [
      {
        id: `waiver ${teamKey(team)}`,
        about: { kind: 'waiver', team, waiver } as const,
        place: incident.ref,
        due: waiver.until,
        knownSince: waiver.grantedAt,
        rhythm: { is: 'ends' } as const,
        people: whoseWaiver(waiver, team, incident),
        snoozedUntil: incident.snoozedUntil,
      },
    ];
  });
}

function latestOf(incident: Incident, kinds: readonly string[]): Instant | null {
  return incident.timeline.findLast(({ kind }) => kinds.includes(kind))?.at ?? null;
}
