/** What people do in one incident of the year, drawn by chance: who, when, and what it means to the oracle. */
import { DateTime } from 'luxon';
import type { Login } from '../../tests/scenarios/support/organisation.ts';
import type { Chance } from './chance.ts';
import type { Happening } from './oracle.ts';
import { later, type Span } from './oracle-calendar.ts';
import { RULES, ZONE, type SeverityId } from './rules.ts';

/** A happening, but for the moment: it happens when the act does. */
type Untimed<T> = T extends unknown ? Omit<T, 'at'> : never;
export type Meaning = Untimed<Happening>;
/** What an act means that was done at that moment. */
export type Means = (at: number) => readonly Meaning[];

export type Act = { readonly at: number; readonly by: Login } & (
  | {
      readonly does: 'declare';
      readonly severity: SeverityId;
      readonly service: Service;
      readonly drill: boolean;
    }
  /** `#prior` in the text is an earlier incident. */
  | { readonly does: 'say'; readonly text: string; readonly means: Means }
  | { readonly does: 'ask'; readonly title: string; readonly text: string; readonly means: Means }
  | {
      readonly does: 'say of item';
      readonly title: string;
      readonly text: string;
      readonly means: Means;
    }
  | { readonly does: 'close item'; readonly title: string; readonly means: Means }
  | { readonly does: 'merge fix'; readonly title: string; readonly means: Means }
  | { readonly does: 'close' }
  | { readonly does: 'publish' }
);

export type Service = 'checkout' | 'search';

/** Who is on a service: who works, who talks and asks, and the team. Whose work it was not is erin. */
const CREW = {
  checkout: { worker: 'bob', other: 'alice', team: 'acme/payments' },
  search: { worker: 'carol', other: 'alice', team: 'acme/discovery' },
} as const satisfies Record<Service, { worker: Login; other: Login; team: string }>;

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const LONGEST_RESPONSE = 3 * DAY;

/** In order of time, no two within the same second. */
export function scriptOf(name: string, declaredAt: number, chance: Chance): readonly Act[] {
  const severity = chance.pick<SeverityId>(
    ...(['sev1', 'sev2', 'sev2', 'sev3', 'sev3', 'sev3', 'sev4', 'sev4', 'sev5'] as const),
  );
  const service = chance.pick<Service>('checkout', 'search');
  const drill = chance.isOf(0.04);
  const { worker, other } = CREW[service];
  const by = chance.pick<Login>(worker, other);
  const acts: Act[] = [{ at: declaredAt, by, does: 'declare', severity, service, drill }];
  const draft: Draft = { name, severity, service, drill, declaredAt, chance, acts };
  if (chance.isOf(0.08)) wasNone(draft);
  else happened(draft);
  return inOrder(acts);
}

interface Draft {
  readonly name: string;
  readonly severity: SeverityId;
  readonly service: Service;
  readonly drill: boolean;
  readonly declaredAt: number;
  readonly chance: Chance;
  readonly acts: Act[];
}

function wasNone({ chance, acts, declaredAt, service }: Draft): void {
  const at = declaredAt + chance.between(4 * MINUTE, 6 * HOUR);
  const text = chance.pick('/false-alarm the probe was wrong', '/duplicate #prior');
  acts.push({ at, by: CREW[service].other, does: 'say', text, means: () => [{ is: 'nothing' }] });
}

function happened(draft: Draft): void {
  const { severity, service, declaredAt, chance, acts } = draft;
  const { worker, other } = CREW[service];
  const rules = RULES.severities[severity];
  const say = (at: number, by: Login, text: string, ...means: readonly Meaning[]): void => {
    acts.push({ at, by, does: 'say', text, means: () => means });
  };
  const within = length(rules.acknowledge, declaredAt, 4 * HOUR);
  const soon = chance.isOf(0.7) ? chance.between(0.1, 0.9) : chance.between(1.1, 9);
  const taken = declaredAt + Math.min(within * soon, chance.isOf(0.03) ? 2 * DAY : 3 * HOUR);
  const target = length(rules.mitigate, declaredAt, DAY);
  // Most are over within hours; some go on for days.
  const longest = chance.isOf(0.03) ? LONGEST_RESPONSE : 3 * HOUR;
  const mitigated = taken + Math.min(target * chance.between(0.2, 2.5), longest);
  const resolved = mitigated + chance.between(10 * MINUTE, longest / 2);
  if (chance.isOf(0.85)) say(taken, worker, '/ack', { is: 'acknowledged' });
  fillRoles(draft, taken, resolved);
  giveUpdates(draft, taken, resolved);
  const final = reassess(draft, taken, mitigated);
  if (chance.isOf(0.1)) {
    const hours = Math.round(chance.between(1, 30));
    const at = chance.between(taken, mitigated);
    const means: Means = (said) => [{ is: 'snoozed', until: said + hours * HOUR }];
    acts.push({ at, by: worker, does: 'say', text: `/snooze ${String(hours)}h`, means });
  }
  say(mitigated, worker, '/mitigated rolled back', { is: 'mitigated' });
  say(resolved, other, '/resolved the cause is found', { is: 'resolved' });
  if (chance.isOf(0.05)) say(resolved + MINUTE, worker, '/repeat-of #prior');
  followUp(draft, { final, mitigated, resolved });
}

function fillRoles({ severity, service, chance, acts }: Draft, from: number, to: number): void {
  for (const role of RULES.severities[severity].roles) {
    if (!chance.isOf(0.8)) continue;
    const at = Math.min(from + chance.between(MINUTE, 90 * MINUTE), chance.between(from, to));
    const who = role === 'commander' ? 'erin' : CREW[service].worker;
    const text = `/role ${role} @${who}`;
    acts.push({
      at,
      by: CREW[service].other,
      does: 'say',
      text,
      means: () => [{ is: 'role', role }],
    });
  }
}

function giveUpdates({ severity, service, chance, acts }: Draft, from: number, to: number): void {
  const every = RULES.severities[severity].update;
  if (every === null || chance.isOf(0.3)) return;
  let at = from;
  for (let n = 0; n < 8; n++) {
    at += length(every, at, HOUR) * chance.between(0.4, 2.2);
    if (at >= to) return;
    const text = `/update We are at it, ${String(n)}.`;
    acts.push({ at, by: CREW[service].other, does: 'say', text, means: () => [{ is: 'updated' }] });
  }
}

/** More severe than thought, or of more impact; gives the severity that it has in the end. */
function reassess(
  { severity, chance, acts, service }: Draft,
  from: number,
  to: number,
): SeverityId {
  const at = chance.between(from, to);
  const by = CREW[service].worker;
  if (chance.isOf(0.1)) {
    const text = `/impact users=${String(Math.round(chance.between(0, 30)))}%`;
    acts.push({ at, by, does: 'say', text, means: () => [{ is: 'impact' }] });
    return severity;
  }
  if (!chance.isOf(0.1)) return severity;
  const worse = ({ sev1: 'sev1', sev2: 'sev1', sev3: 'sev2', sev4: 'sev3', sev5: 'sev4' } as const)[
    severity
  ];
  if (worse === severity) return severity;
  const means: Means = () => [{ is: 'severity', severity: worse }];
  acts.push({ at, by, does: 'say', text: `/severity ${worse} it spreads`, means });
  return worse;
}

interface After {
  readonly final: SeverityId;
  readonly mitigated: number;
  readonly resolved: number;
}

function followUp(draft: Draft, when: After): void {
  const { service, drill, chance, acts } = draft;
  const { final, mitigated, resolved } = when;
  const { worker, other, team } = CREW[service];
  const isCovered = (final === 'sev1' || final === 'sev2') && !drill;
  const some = Math.floor(chance.between(0, final === 'sev3' ? 3 : 2));
  const count = isCovered ? 1 + Math.floor(chance.between(0, 2.5)) : some;
  const ends: number[] = [];
  for (let n = 0; n < count; n++) {
    const kind = n === 0 && isCovered ? 'prevent' : chance.pick('detect', 'mitigate', 'process');
    const end = item(draft, when, { kind, title: `${draft.name}: item ${String(n)}` });
    ends.push(end);
    if (n === 0 && isCovered && chance.isOf(0.25)) waive(draft, mitigated, end, team);
  }
  if (Math.max(...ends) > resolved + 2 * HOUR && chance.isOf(0.12)) {
    acts.push({ at: resolved + HOUR, by: other, does: 'close' });
  }
  const within = RULES.severities[final].postmortem;
  if (within === null || drill || chance.isOf(0.06)) return;
  const at = resolved + length(within, resolved, DAY) * chance.between(0.2, 2.4);
  acts.push({ at, by: worker, does: 'publish' });
}

function waive({ service, acts, chance }: Draft, from: number, end: number, team: string): void {
  const asked = from + chance.between(5 * MINUTE, 2 * DAY);
  if (end < asked + HOUR) return;
  const until = dateOf(asked + chance.between(1, 25) * DAY);
  const granted = asked + chance.between(MINUTE, 3 * HOUR);
  const { worker } = CREW[service];
  const text = `/waive until ${until} the vendor has to mend it`;
  acts.push({ at: asked, by: worker, does: 'say', text, means: () => [] });
  const means: Means = () => [{ is: 'waived', team, until }];
  acts.push({ at: granted, by: 'erin', does: 'say', text: '/approve-waiver', means });
}

/** Asked for while people are at it; gives when it is done, far away for one that never is. */
function item(
  draft: Draft,
  { final, mitigated, resolved }: After,
  { kind, title }: { readonly kind: string; readonly title: string },
): number {
  const { chance, acts, service } = draft;
  const { worker, other, team } = CREW[service];
  const at = whole(chance.between(mitigated, Math.min(resolved, mitigated + 5 * HOUR)));
  const said = dueSaid(chance, at);
  const term = RULES.severities[final].items;
  const due = said?.moment ?? (term === null ? at + 30 * DAY : later(at, term, RULES.week));
  const owner = chance.isOf(0.85) ? ` @${worker}` : '';
  acts.push({
    ...{ at, by: other, does: 'ask', title },
    text: `/action ${kind} ${title}${owner}${said === null ? '' : ` due ${said.text}`}`,
    means: (askedAt) => [
      { is: 'item', item: title, askedAt },
      ...(said === null
        ? []
        : [{ is: 'item due', item: title, until: said.until(askedAt) } as const]),
    ],
  });
  const end = endOfItem(chance, { at, due, resolved });
  if (chance.isOf(0.12)) {
    const change = at + (due - at) * chance.between(0.2, 1.1);
    const until = dateOf(Math.max(change, due) + chance.between(2, 20) * DAY);
    const means: Means = () => [{ is: 'item due', item: title, until }];
    const text = `/due ${until}`;
    if (change < end)
      acts.push({ at: change, by: worker, does: 'say of item', title, text, means });
  }
  if (chance.isOf(0.1)) {
    const change = whole(at + (due - at) * chance.between(0.2, 1.4));
    const days = Math.round(chance.between(1, 12));
    const means: Means = (from) => [{ is: 'item snoozed', item: title, until: from + days * DAY }];
    const text = `/snooze ${String(days)}d`;
    if (change < end)
      acts.push({ at: change, by: worker, does: 'say of item', title, text, means });
  }
  if (end === Infinity) return end;
  const isOver: readonly Meaning[] = [{ is: 'item over', item: title }];
  const means: Means = () =>
    kind === 'prevent' ? [...isOver, { is: 'waiver over', team }] : isOver;
  const how = chance.pick('close item', 'close item', 'merge fix', 'confirm', 'not doing');
  if (how === 'close item' || (how === 'not doing' && kind === 'prevent')) {
    acts.push({ at: end, by: 'erin', does: 'close item', title, means });
  } else if (how === 'merge fix') {
    acts.push({ at: end, by: worker, does: how, title, means });
  } else {
    const text = how === 'confirm' ? '/confirm' : '/not-doing it is not worth it';
    acts.push({ at: end, by: 'erin', does: 'say of item', title, text, means });
  }
  return end;
}

interface DueSaid {
  readonly text: string;
  /** As the oracle takes it. */
  readonly until: (saidAt: number) => number | string;
  readonly moment: number;
}

function dueSaid(chance: Chance, at: number): DueSaid | null {
  const days = Math.round(chance.between(2, 25));
  if (chance.isOf(0.5)) return null;
  if (chance.isOf(0.3)) {
    const until = (saidAt: number): number => saidAt + days * DAY;
    return { text: `in ${String(days)} days`, until, moment: until(at) };
  }
  const date = dateOf(at + days * DAY);
  return { text: date, until: () => date, moment: at + days * DAY };
}

function endOfItem(
  chance: Chance,
  { at, due, resolved }: { readonly at: number; readonly due: number; readonly resolved: number },
): number {
  if (chance.isOf(0.03)) return Infinity;
  const early = at + (due - at) * chance.between(0.1, 0.95);
  const late = due + chance.between(HOUR, 30 * DAY);
  return Math.max(resolved + 3 * HOUR, chance.isOf(0.6) ? early : late);
}

function dateOf(at: number): string {
  return DateTime.fromMillis(at, { zone: ZONE }).toISODate() ?? '';
}

function length(span: Span | null, at: number, otherwise: number): number {
  return span === null ? otherwise : later(at, span, RULES.week) - at;
}

function whole(at: number): number {
  return Math.floor(at / SECOND) * SECOND;
}

function inOrder(acts: readonly Act[]): readonly Act[] {
  let last = 0;
  return [...acts]
    .sort((a, b) => a.at - b.at)
    .map((act) => {
      last = Math.max(whole(act.at), last + 2 * SECOND);
      return { ...act, at: last };
    });
}
