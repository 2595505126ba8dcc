import { issueKey, sameIssue, type IssueRef } from '../ids.ts';
import { isReal, maySee, type PastIncident } from './past-incident.ts';

/** What of an incident tells which others it is the same as. */
export type Member = Pick<
  PastIncident,
  'ref' | 'repeatOf' | 'declaredAt' | 'restricted' | 'confirmed' | 'drill' | 'ended'
>;

/** All that are the same one: earlier ones latest first, later ones earliest first, without the incident itself. */
export interface Recurrences<T> {
  readonly earlier: readonly T[];
  readonly later: readonly T[];
}

/**
 * Everything that somebody said is this incident once more, or that it is once more, directly or through
 * others. The one that `/repeat-of` names is always there; of the rest only real incidents count. Two
 * repeats of a third are the same as well. `all` holds what whoever reads the incident may know of.
 */
export function recurrencesOf<T extends Member>(
  incident: Pick<Member, 'ref' | 'repeatOf' | 'declaredAt'>,
  all: readonly T[],
): Recurrences<T> {
  // Most incidents are nobody's repeat, and there may be thousands to look through.
  if (incident.repeatOf === null && !all.some((one) => isNamedBy(one, incident))) return NONE;
  const others = new Map<string, T>();
  for (const one of all) {
    if (!sameIssue(one.ref, incident.ref)) others.set(issueKey(one.ref), one);
  }
  const family = familyOf(incident, others);
  const counted = family.filter(
    (one) => isReal(one) || isNamedBy(incident, one) || isNamedBy(one, incident),
  );
  const find = (ref: IssueRef): IssueRef | null =>
    sameIssue(ref, incident.ref)
      ? incident.repeatOf
      : (others.get(issueKey(ref))?.repeatOf ?? null);
  // What was said decides before the clock does: two may have been declared in the same second.
  const isEarlier = (one: T): boolean => {
    if (incident.repeatOf !== null && makesCircle(one.ref, incident.repeatOf, find)) return true;
    if (one.repeatOf !== null && makesCircle(incident.ref, one.repeatOf, find)) return false;
    return comesBefore(one, incident);
  };
  return {
    earlier: counted.filter(isEarlier).sort((a, b) => (comesBefore(a, b) ? 1 : -1)),
    later: counted
      .filter((one) => !isEarlier(one) && isReal(one))
      .sort((a, b) => (comesBefore(a, b) ? -1 : 1)),
  };
}

const NONE = { earlier: [], later: [] } as const;

/**
 * Whether calling `issue` a repeat of `of` would make it its own predecessor. Ends also where the record
 * has a circle already, which two words said at the same moment can make.
 */
export function makesCircle(
  issue: IssueRef,
  of: IssueRef,
  repeatOf: (ref: IssueRef) => IssueRef | null,
): boolean {
  const seen = new Set<string>();
  for (let ref: IssueRef | null = of; ref !== null; ref = repeatOf(ref)) {
    if (sameIssue(ref, issue)) return true;
    if (seen.has(issueKey(ref))) return false;
    seen.add(issueKey(ref));
  }
  return false;
}

/**
 * Whose summaries show something of an incident that differs now. `atOnce`: those that are the same one.
 * `soon`: those worked on that were declared after one that nobody knew of before, and may look like it.
 */
export function concernedBy(
  before: PastIncident | null,
  after: PastIncident,
  all: readonly PastIncident[],
): { readonly atOnce: readonly IssueRef[]; readonly soon: readonly IssueRef[] } {
  const others = all.filter((one) => !sameIssue(one.ref, after.ref) && maySee(one, after));
  const family = (of: PastIncident): readonly PastIncident[] => {
    const { earlier, later } = recurrencesOf(of, others);
    return [...earlier, ...later];
  };
  const isMoved = before === null || placeOf(before) !== placeOf(after);
  const isLater = before === null || aftermathOf(before) !== aftermathOf(after);
  const concerned = [
    ...(isMoved && before !== null ? family(before) : []),
    ...(isMoved ? family(after) : []),
    ...(isLater ? recurrencesOf(after, others).later : []),
  ];
  const isNew = before === null || before.confirmed !== after.confirmed;
  return {
    atOnce: [...new Map(concerned.map(({ ref }) => [issueKey(ref), ref])).values()],
    soon: isNew ? others.filter((one) => isActive(one) && comesBefore(after, one)).map(refOf) : [],
  };
}

/** What decides to which others it belongs, and whether it counts. */
function placeOf(one: PastIncident): string {
  return JSON.stringify([one.repeatOf, one.declaredAt, isReal(one)]);
}

/** What its repeats show of it. */
function aftermathOf({ prevention, accepted, postmortem }: PastIncident): string {
  return JSON.stringify([prevention, accepted, postmortem]);
}

function isActive({ open, ended }: PastIncident): boolean {
  return open && ended === null;
}

function refOf({ ref }: PastIncident): IssueRef {
  return ref;
}

/** Everything that can be reached from the incident over "is a repeat of", in either direction. */
function familyOf<T extends Member>(
  incident: Pick<Member, 'ref' | 'repeatOf'>,
  others: ReadonlyMap<string, T>,
): readonly T[] {
  const repeats = new Map<string, T[]>();
  for (const one of others.values()) {
    if (one.repeatOf === null) continue;
    const key = issueKey(one.repeatOf);
    repeats.set(key, [...(repeats.get(key) ?? []), one]);
  }
  const found = new Map<string, T>();
  const waiting: Pick<Member, 'ref' | 'repeatOf'>[] = [incident];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const before = next.repeatOf === null ? undefined : others.get(issueKey(next.repeatOf));
    for (const one of [
      ...(before === undefined ? [] : [before]),
      ...(repeats.get(issueKey(next.ref)) ?? []),
    ]) {
      if (found.has(issueKey(one.ref))) continue;
      found.set(issueKey(one.ref), one);
      waiting.push(one);
    }
  }
  return [...found.values()];
}

function isNamedBy({ repeatOf }: Pick<Member, 'repeatOf'>, { ref }: Pick<Member, 'ref'>): boolean {
  return repeatOf !== null && sameIssue(repeatOf, ref);
}

function comesBefore(
  a: Pick<Member, 'ref' | 'declaredAt'>,
  b: Pick<Member, 'ref' | 'declaredAt'>,
): boolean {
  if (a.declaredAt !== b.declaredAt) return a.declaredAt < b.declaredAt;
  return a.ref.number === b.ref.number
    ? issueKey(a.ref) < issueKey(b.ref)
    : a.ref.number < b.ref.number;
}
