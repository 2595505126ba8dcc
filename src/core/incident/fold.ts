import { ENTRY } from '../messages/timeline-entries.ts';
import { formWarning, unknownServiceWarning } from '../messages/warnings.ts';
import { formatRepo, sameIssue, sameRepo, type IssueRef } from '../ids.ts';
import type { Policy, Severity } from '../policy/policy.ts';
import { ALONE } from '../recurrence/recurrence.ts';
import { toldBy } from '../timeline/entries.ts';
import { settledItems } from '../followup/follow-up-items.ts';
import { followUpSeverity } from '../followup/follow-up-severity.ts';
import { postmortemState } from '../followup/postmortem-state.ts';
import { doneLines } from '../timeline/followup-lines.ts';
import type { TimelineEntry } from '../timeline/entry.ts';
import { advance, begin } from './advance.ts';
import type { IncidentRecord } from './events.ts';
import type { Incident, Relation } from './incident.ts';
import { openWarnings } from './open-warnings.ts';
import { severityOf } from './severity.ts';
import { initialState, statusOf, type FoldState, type Stamp } from './state.ts';

/** The incident as its record tells it. Total: every record makes an incident. */
export function fold(record: IncidentRecord, policy: Policy): Incident {
  const state = storyOf(record, policy);
  const { known, unknown } = servicesOf(state, policy);
  const followUp = followUpSeverity(state, policy);
  return {
    ref: record.ref,
    url: record.url,
    title: record.title,
    description: record.description,
    declaredBy: state.declared.by,
    declaredVia: state.declared.via,
    confirmed: state.confirmed,
    status: statusOf(state),
    clocks: clocksOf(state),
    resolvedSaidAt: state.resolved?.saidAt ?? null,
    severity: severityOf(state, policy),
    impact: state.impact,
    services: known,
    unknownServices: unknown,
    roles: state.roles,
    drill: state.drill,
    slaBreach: state.slaBreach,
    dontRepeat: state.dontRepeat,
    restricted:
      policy.privateRepository !== null && sameRepo(record.ref.repo, policy.privateRepository),
    detectedHow: record.detectedHow,
    lastUpdate: state.lastUpdate,
    relations: relationsOf(state, record.url),
    causes: wordsOf(state.causes, policy.taxonomy.causes),
    components: wordsOf(state.components, policy.taxonomy.components),
    repeatOf: state.repeatOf,
    followUp,
    postmortem: postmortemState(state, record.postmortem, policy),
    snoozedUntil: state.snoozedUntil,
    actionItems: record.actionItems,
    items: settledItems(record.items, {
      dontRepeat: state.dontRepeat,
      severity: followUp.severity,
      policy,
    }),
    countedItems: record.countedItems,
    carriesOn: record.carriesOn,
    mentions: state.mentions,
    suspects: record.suspects,
    recurrence: ALONE,
    timeline: told(state, doneLines(state, record.countedItems, policy)),
    warnings: warningsOf(record, state, policy),
  };
}

/** Sentences. Of a service that nobody was called for, nobody needs to be told once it is over. */
function warningsOf(
  { warnings }: IncidentRecord,
  state: FoldState,
  policy: Policy,
): readonly string[] {
  const { known, unknown } = servicesOf(state, policy);
  return [
    ...openWarnings(warnings, state).map((warning) => formWarning(warning, policy)),
    ...(state.closed === null ? unknown : []).map((id) => unknownServiceWarning(id, policy, known)),
  ];
}

/** One list grows with the story: to copy it at every event would take the square of its length. */
function storyOf(record: IncidentRecord, policy: Policy): FoldState {
  const severity = (state: FoldState): Severity => severityOf(state, policy).inForce;
  let state = begin(begun(record), policy);
  const lines = [...state.timeline];
  for (const event of record.events) {
    const after = advance(state, event, policy);
    const { goes, comes } = toldBy({ before: state, event, after, policy, severity }, lines);
    if (goes !== undefined) lines.splice(lines.indexOf(goes), 1);
    lines.push(...comes);
    state = after;
  }
  return { ...state, timeline: lines };
}

/** The state at the moment of the declaration, before anything else was said. */
export function begun(record: Pick<IncidentRecord, 'ref' | 'url' | 'declared'>): FoldState {
  const { at, by, via, from, confirmed } = record.declared;
  return {
    ...initialState(record.ref, { at, by, via, from }),
    confirmed: confirmed ? { at, by } : null,
    timeline: [
      { at, by, kind: 'declared', text: ENTRY.declared(via, from), url: record.url, key: true },
    ],
  };
}

/** By the time at which things happened, then by the order in which they were said; with the two early clocks. */
function told(state: FoldState, done: readonly TimelineEntry[]): readonly TimelineEntry[] {
  const clock = (stamp: Stamp | null, text: string): readonly TimelineEntry[] =>
    stamp === null
      ? []
      : [{ at: stamp.at, by: stamp.by, kind: 'clock', text, url: null, key: true }];
  return [
    ...clock(state.started, ENTRY.started),
    ...clock(state.detected, ENTRY.detected),
    ...state.timeline,
    ...done,
  ].sort((a, b) => a.at - b.at);
}

function clocksOf(state: FoldState): Incident['clocks'] {
  return {
    startedAt: state.started?.at ?? null,
    detectedAt: state.detected?.at ?? null,
    declaredAt: state.declared.at,
    acknowledgedAt: state.acknowledged?.at ?? null,
    mitigatedAt: state.mitigated?.at ?? null,
    resolvedAt: state.resolved?.at ?? null,
    closedAt: state.closed?.at ?? null,
  };
}

function servicesOf(
  state: FoldState,
  policy: Policy,
): { readonly known: readonly string[]; readonly unknown: readonly string[] } {
  const known: string[] = [];
  const unknown: string[] = [];
  for (const named of state.services) {
    const service = policy.services.find(({ id }) => id.toLowerCase() === named.toLowerCase());
    if (service === undefined) unknown.push(named);
    else known.push(service.id);
  }
  return { known, unknown };
}

/** As the policy writes them; words that it does not have stay as somebody wrote them in a label. */
function wordsOf(named: readonly string[], known: readonly string[]): readonly string[] {
  return named.map((word) => known.find((one) => one === word.toLowerCase()) ?? word);
}

/** Each other issue that somebody named, once, by the strongest thing said of it. */
function relationsOf(state: FoldState, home: string): readonly Relation[] {
  const { declared, closed, related, mentions } = state;
  const named = (kind: Relation['kind'], issue: IssueRef): Relation => {
    const seen = mentions.find(({ ref }) => sameIssue(ref, issue));
    if (seen?.restricted === true) return { kind, issue, title: null, url: null };
    return { kind, issue, title: seen?.title ?? null, url: seen?.url ?? urlBeside(home, issue) };
  };
  const all = [
    ...(closed?.because.why === 'duplicate' ? [named('duplicate-of', closed.because.of)] : []),
    ...(state.repeatOf === null ? [] : [named('repeat-of', state.repeatOf)]),
    ...(declared.from === null ? [] : [named('declared-from', declared.from)]),
    ...related.map((issue) => named('related', issue)),
  ];
  return all.filter(
    ({ issue }, index) => all.findIndex((other) => sameIssue(other.issue, issue)) === index,
  );
}

/** On the same GitHub as this incident; GitHub leads on to a pull request by itself. */
function urlBeside(home: string, { repo, number }: IssueRef): string {
  const root = home.replace(/\/[^/]+\/[^/]+\/issues\/\d+$/, '');
  return `${root}/${formatRepo(repo)}/issues/${String(number)}`;
}
