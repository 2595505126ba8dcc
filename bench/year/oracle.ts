/**
 * The oracle: which reminders a story of an incident asks for. Written from the rules in the README and
 * the decisions alone, without a line of the app's own code, so that what both get wrong is not the same.
 *
 * The rules. A clock is due at a moment. While people are at it, they are reminded then, and again at its
 * interval; where days count, some days before, on the day, and at an interval afterwards. Three repeats
 * come at the interval, later ones seldom. An interval runs from the reminder before it. A moment that had
 * passed when it was set is nobody's fault: the first interval runs from when it was set. Nobody is
 * reminded outside working hours unless the severity wakes people, nor while it is snoozed; and of
 * several reminders that were put off like that, only the last is sent.
 */
import { atWork, earlier, endOf, lastOpening, later, openingOn } from './oracle-calendar.ts';
import type { Span, WorkWeek } from './oracle-calendar.ts';

export interface SeverityRules {
  readonly acknowledge: Span | null;
  readonly mitigate: Span | null;
  readonly update: Span | null;
  readonly reassess: Span | null;
  readonly roles: readonly string[];
  readonly postmortem: Span | null;
  readonly items: Span | null;
  /** Reminds at any hour while people are at it. */
  readonly wakes: boolean;
}

export interface Rules {
  readonly week: WorkWeek;
  readonly severities: Readonly<Record<string, SeverityRules>>;
  /** How long before something is due, and how often afterwards. */
  readonly before: Span;
  readonly every: Span;
}

/** What happened to one incident, by GitHub's clock. `item` is a node id; moments until are exclusive. */
export type Happening = { readonly at: number } & (
  | { readonly is: 'declared'; readonly severity: string; readonly drill: boolean }
  | { readonly is: 'acknowledged' | 'updated' | 'impact' | 'mitigated' | 'resolved' }
  | { readonly is: 'severity'; readonly severity: string }
  | { readonly is: 'role'; readonly role: string }
  | { readonly is: 'snoozed'; readonly until: number }
  /** No incident after all: a false alarm, a duplicate. */
  | { readonly is: 'nothing' }
  | { readonly is: 'published' }
  | { readonly is: 'item'; readonly item: string; readonly askedAt: number }
  /** By a date, which it lasts to the end of; or until a moment. */
  | { readonly is: 'item due'; readonly item: string; readonly until: number | string }
  | { readonly is: 'item snoozed'; readonly item: string; readonly until: number }
  | { readonly is: 'item over'; readonly item: string }
  | { readonly is: 'waived'; readonly team: string; readonly until: string }
  | { readonly is: 'waiver over'; readonly team: string }
);

export interface Expected {
  /** As in the marker: `acknowledge`, `item I_kw…`, `waiver acme/payments`. */
  readonly clock: string;
  readonly due: number;
  /** Of this clock and this due moment, from 1. */
  readonly count: number;
  /** When it is to be there. */
  readonly at: number;
}

/** In order of time, up to and with `until`. */
export function expectedReminders(
  story: readonly Happening[],
  rules: Rules,
  until: number,
): readonly Expected[] {
  const told = new Map<string, Told>();
  const all: Expected[] = [];
  let state = NOTHING;
  for (const [index, happening] of story.entries()) {
    state = after(state, happening, rules);
    const end = story[index + 1]?.at ?? until + 1;
    for (const clock of clocksOf(state, rules)) {
      const key = `${clock.id} ${String(clock.due)}`;
      for (;;) {
        const before = told.get(key) ?? UNTOLD;
        const next = nextReminder(clock, before, rules);
        if (next === null || Math.max(next.at, happening.at) >= end) break;
        const at = Math.max(next.at, happening.at);
        const count = before.count + 1;
        all.push({ clock: clock.id, due: clock.due, count, at });
        told.set(key, { at, count, late: before.late + (next.late ? 1 : 0) });
      }
    }
  }
  return all.sort((a, b) => a.at - b.at);
}

interface Told {
  readonly at: number;
  readonly count: number;
  /** How many of them came when it was due or later. */
  readonly late: number;
}

const UNTOLD: Told = { at: 0, count: 0, late: 0 };

interface Item {
  readonly since: number;
  readonly due: number | null;
  readonly dueSaidAt: number;
  readonly snoozed: number;
}

interface State {
  readonly severity: string;
  readonly drill: boolean;
  readonly over: boolean;
  readonly declared: number;
  readonly acknowledged: number | null;
  readonly mitigated: boolean;
  readonly resolved: number | null;
  readonly updated: number;
  readonly assessed: number;
  readonly roles: readonly string[];
  readonly snoozed: number;
  readonly published: boolean;
  readonly items: ReadonlyMap<string, Item>;
  readonly waivers: ReadonlyMap<string, { readonly since: number; readonly due: number }>;
}

const NOTHING: State = {
  ...{ severity: '', drill: false, over: false, declared: 0, acknowledged: null },
  ...{ mitigated: false, resolved: null, updated: 0, assessed: 0, roles: [], snoozed: 0 },
  ...{ published: false, items: new Map(), waivers: new Map() },
};

function after(state: State, what: Happening, rules: Rules): State {
  const { at } = what;
  switch (what.is) {
    case 'declared':
      return {
        ...NOTHING,
        ...{ severity: what.severity, drill: what.drill, declared: at, updated: at, assessed: at },
      };
    case 'acknowledged':
      return { ...state, acknowledged: state.acknowledged ?? at };
    case 'updated':
      return { ...state, updated: at };
    case 'impact':
      return { ...state, assessed: at };
    case 'severity':
      return { ...state, assessed: at, severity: what.severity };
    case 'role':
      return { ...state, roles: [...state.roles, what.role] };
    // Whoever mends it has taken it on.
    case 'mitigated':
      return { ...state, mitigated: true, acknowledged: state.acknowledged ?? at };
    case 'resolved':
      return { ...state, resolved: at, acknowledged: state.acknowledged ?? at };
    case 'snoozed':
      return { ...state, snoozed: what.until };
    case 'nothing':
      return { ...state, over: true };
    case 'published':
      return { ...state, published: true };
    case 'waived': {
      const waiver = { since: at, due: endOf(what.until, rules.week) };
      return { ...state, waivers: new Map([...state.waivers, [what.team, waiver]]) };
    }
    case 'waiver over':
      return { ...state, waivers: without(state.waivers, what.team) };
    default:
      return { ...state, items: itemsAfter(state, what, rules) };
  }
}

function itemsAfter(
  state: State,
  what: Extract<Happening, { readonly item: string }>,
  rules: Rules,
): State['items'] {
  const { items } = state;
  const { at, item: id } = what;
  if (what.is === 'item') {
    const term = severityOf(state, rules).items;
    const due = term === null ? null : later(what.askedAt, term, rules.week);
    return new Map([...items, [id, { since: at, due, dueSaidAt: 0, snoozed: 0 }]]);
  }
  if (what.is === 'item over') return without(items, id);
  const old = items.get(id);
  if (old === undefined) throw new Error(`nothing is known of item ${id}`);
  if (what.is === 'item snoozed') return new Map([...items, [id, { ...old, snoozed: what.until }]]);
  const due = typeof what.until === 'string' ? endOf(what.until, rules.week) : what.until;
  return new Map([...items, [id, { ...old, due, dueSaidAt: at }]]);
}

function without<T>(all: ReadonlyMap<string, T>, id: string): ReadonlyMap<string, T> {
  return new Map([...all].filter(([one]) => one !== id));
}

interface Clock {
  readonly id: string;
  readonly due: number;
  /** When it was set. */
  readonly set: number;
  readonly how:
    | { readonly is: 'minutes'; readonly every: Span; readonly wakes: boolean }
    | { readonly is: 'days' | 'ends' };
  readonly snoozed: number;
}

function clocksOf(state: State, rules: Rules): readonly Clock[] {
  if (state.over || state.declared === 0) return [];
  return [...whileAtIt(state, rules), ...afterwards(state, rules)];
}

/** Nothing of these is due of what is resolved. */
function whileAtIt(state: State, rules: Rules): readonly Clock[] {
  const { acknowledge, mitigate, update, reassess, roles, wakes } = severityOf(state, rules);
  const { declared, acknowledged, mitigated, resolved, updated, assessed, snoozed } = state;
  const clock = (id: string, from: number | null, every: Span | null): readonly Clock[] =>
    from === null || every === null
      ? []
      : [
          {
            ...{ id, due: later(from, every, rules.week), set: assessed, snoozed },
            how: { is: 'minutes', every, wakes },
          },
        ];
  if (resolved !== null) return [];
  const isOpen = roles.some((role) => !state.roles.includes(role));
  return [
    ...clock('acknowledge', acknowledged === null && !mitigated ? declared : null, acknowledge),
    ...clock('mitigate', mitigated ? null : declared, mitigate),
    ...clock('update', updated, update),
    ...clock('reassess', mitigated ? null : assessed, reassess),
    ...(acknowledged === null || !isOpen
      ? []
      : [
          {
            ...{ id: 'roles', set: assessed, snoozed },
            due: Math.max(
              acknowledge === null ? 0 : later(acknowledged, acknowledge, rules.week),
              acknowledged + TEN_MINUTES,
            ),
            how: { is: 'minutes', every: { minutes: 30 }, wakes } as const,
          },
        ]),
  ];
}

const TEN_MINUTES = 600_000;

function afterwards(state: State, rules: Rules): readonly Clock[] {
  const { resolved, drill, published, snoozed } = state;
  const { postmortem } = severityOf(state, rules);
  const how = { is: 'days' } as const;
  const isAsked = resolved !== null && postmortem !== null && !drill && !published;
  return [
    ...(isAsked
      ? [
          {
            ...{ id: 'postmortem', set: resolved, how, snoozed },
            due: later(resolved, postmortem, rules.week),
          },
        ]
      : []),
    ...[...state.items].flatMap(([id, { since, due, dueSaidAt, snoozed: until }]) =>
      due === null
        ? []
        : [{ id: `item ${id}`, due, set: Math.max(since, dueSaidAt), how, snoozed: until }],
    ),
    ...[...state.waivers].map(([team, { since, due }]) => ({
      ...{ id: `waiver ${team}`, due, set: since, snoozed },
      how: { is: 'ends' } as const,
    })),
  ];
}

function severityOf({ severity }: State, { severities }: Rules): SeverityRules {
  const found = severities[severity];
  if (found === undefined) throw new Error(`no severity is called ${severity}`);
  return found;
}

/** The earliest moment at which one is to be sent, with all that was put off until then. */
function nextReminder(
  clock: Clock,
  told: Told,
  rules: Rules,
): { readonly at: number; readonly late: boolean } | null {
  const moments = [
    ...(told.late > 0 ? [] : beforehand(clock, rules))
      .filter((at) => at > Math.max(clock.set, told.at))
      .map((at) => ({ at: allowed(at, clock, rules), late: false })),
    ...(clock.how.is === 'ends'
      ? []
      : [{ at: allowed(lateMoment(clock, told, rules), clock, rules), late: true }]),
  ].filter(({ at }) => clock.how.is !== 'ends' || at < clock.due);
  const first = Math.min(...moments.map(({ at }) => at));
  return moments.findLast(({ at }) => at === first) ?? null;
}

function beforehand({ due, how }: Clock, { week, before }: Rules): readonly number[] {
  if (how.is === 'minutes') return [];
  const today = lastOpening(due - 1, week);
  const soon = atWork(openingOn(earlier(due, before, week), week), week);
  return soon < today ? [soon, today] : [today];
}

function lateMoment({ due, set, how }: Clock, told: Told, rules: Rules): number {
  const every = how.is === 'minutes' ? how.every : rules.every;
  const seldom: Span = how.is === 'minutes' ? { minutes: 1440 } : { workdays: 5 };
  const interval = (from: number): number =>
    Math.max(
      later(from, every, rules.week),
      from + 300_000,
      told.late > 3 ? later(from, seldom, rules.week) : 0,
    );
  if (told.late > 0) return interval(told.at);
  return due > set ? due : interval(Math.max(set, told.at));
}

function allowed(at: number, { how, snoozed }: Clock, { week }: Rules): number {
  const awake = Math.max(at, snoozed);
  return how.is === 'minutes' && how.wakes ? awake : atWork(awake, week);
}
