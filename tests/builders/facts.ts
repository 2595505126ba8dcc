/** Facts of an incident's issue for tests: what GitHub would show, said in one line each. */
import { instantFromIso, MINUTE, plus, type Instant } from '../../src/core/time.ts';
import type {
  Actor,
  CommentFacts,
  IncidentFacts,
  LinkedIssue,
  NativeEvent,
  Permission,
  PersonFacts,
  SubIssueFacts,
} from '../../src/core/incident/facts.ts';
import type { IssueRef } from '../../src/core/ids.ts';

/** 2026-11-21 14:00 UTC, when the issue of `someFacts()` is created. */
export const CREATED: Instant = instantFromIso('2026-11-21T14:00:00Z');

/** So many minutes after the issue was created. */
export function minute(minutes: number): Instant {
  return plus(CREATED, minutes * MINUTE);
}

export const INCIDENT_REF: IssueRef = { repo: { owner: 'acme', name: 'incidents' }, number: 12 };

export const SELF: Actor = { login: 'norepeat', kind: 'self' };

export function person(login: string): Actor {
  return { login, kind: 'person' };
}

export interface FormFields {
  readonly happening?: string;
  readonly services?: string;
  readonly users?: string;
  readonly customers?: string;
  readonly cost?: string;
  readonly severity?: string;
  readonly started?: string;
  readonly detected?: string;
  readonly how?: string;
  readonly sla?: string;
  readonly drill?: boolean;
}

/** The body that GitHub makes of the incident form. */
export function formBody(fields: FormFields = {}): string {
  const blank = '_No response_';
  const rows: readonly (readonly [string, string])[] = [
    ['What is happening', fields.happening ?? 'Checkout answers 500 for most customers.'],
    ['Services affected', fields.services ?? 'checkout'],
    ['Users affected (%)', fields.users ?? blank],
    ['Customers affected (%)', fields.customers ?? blank],
    ['Unexpected cost (%)', fields.cost ?? blank],
    ['Severity', fields.severity ?? 'Not sure'],
    ['Started at', fields.started ?? blank],
    ['Detected at', fields.detected ?? blank],
    ['How it was detected', fields.how ?? blank],
    ['SLA breached', fields.sla ?? 'Not sure'],
    ['Drill', `- [${fields.drill === true ? 'X' : ' '}] This is a drill`],
  ];
  return rows.map(([label, value]) => `### ${label}\n\n${value}`).join('\n\n');
}

/** An incident declared by alice with the form, labelled `incident`, nothing else yet. */
export function someFacts(overrides: Partial<IncidentFacts> = {}): IncidentFacts {
  const author = overrides.author ?? person('alice');
  return {
    ref: INCIDENT_REF,
    nodeId: 'I_12',
    url: 'https://github.example/acme/incidents/issues/12',
    title: 'Checkout is down',
    body: formBody(),
    author,
    bodyEditor: author,
    createdAt: CREATED,
    state: 'open',
    stateReason: null,
    labels: ['incident'],
    assignees: [],
    comments: [],
    events: [labeled('incident', { by: author, at: CREATED })],
    subIssues: [],
    detached: [],
    postmortem: null,
    visibility: 'private',
    wholeAt: CREATED,
    ...overrides,
  };
}

/** A comment by bob, one minute after the declaration, unless said otherwise. */
export function aComment(
  body: string,
  overrides: Partial<Omit<CommentFacts, 'author'>> & { readonly by?: string | Actor } = {},
): CommentFacts {
  const { by = 'bob', ...rest } = overrides;
  const author = typeof by === 'string' ? person(by) : by;
  const id = rest.id ?? 1001;
  return {
    id,
    nodeId: `IC_${String(id)}`,
    url: `https://github.example/acme/incidents/issues/12#issuecomment-${String(id)}`,
    author,
    body,
    createdAt: minute(1),
    editedAt: null,
    editor: author,
    minimized: false,
    keyEvent: false,
    ownReactions: [],
    ...rest,
  };
}

interface Done {
  readonly by?: string | Actor;
  readonly at?: Instant;
}

function done({ by = 'bob', at = minute(1) }: Done): { by: Actor; at: Instant } {
  return { by: typeof by === 'string' ? person(by) : by, at };
}

export function labeled(label: string, when: Done = {}): NativeEvent {
  return { kind: 'labeled', label, ...done(when) };
}

export function unlabeled(label: string, when: Done = {}): NativeEvent {
  return { kind: 'unlabeled', label, ...done(when) };
}

export function closed(when: Done & { readonly reason?: string } = {}): NativeEvent {
  return { kind: 'closed', reason: when.reason ?? 'completed', ...done(when) };
}

export function reopened(when: Done = {}): NativeEvent {
  return { kind: 'reopened', ...done(when) };
}

export function mentionedBy(source: LinkedIssue, when: Done = {}): NativeEvent {
  return { kind: 'cross-referenced', source, ...done(when) };
}

export function aLinkedIssue(overrides: Partial<LinkedIssue> = {}): LinkedIssue {
  return {
    ref: { repo: { owner: 'acme', name: 'checkout' }, number: 34 },
    title: 'Retry the payment call',
    url: 'https://github.example/acme/checkout/issues/34',
    state: 'open',
    isPullRequest: false,
    restricted: false,
    ...overrides,
  };
}

export function aSubIssue(overrides: Partial<SubIssueFacts> = {}): SubIssueFacts {
  return {
    ...aLinkedIssue(),
    nodeId: 'I_34',
    author: person('alice'),
    authorBelongs: true,
    body: '',
    stateReason: null,
    closedAt: null,
    closedBy: null,
    assignees: [],
    labels: [],
    labelEvents: [],
    assignments: { events: [], complete: true },
    createdAt: CREATED,
    stateEvents: [],
    parent: INCIDENT_REF,
    ...overrides,
  };
}

/** What GitHub says of these people; `people({ bob: 'write', eve: 'none' })`. */
export function people(
  rights: Readonly<Record<string, Permission | { readonly teams: readonly string[] }>>,
): ReadonlyMap<string, PersonFacts> {
  return new Map(
    Object.entries(rights).map(([login, right]) => [
      login.toLowerCase(),
      typeof right === 'string'
        ? { login, exists: true, permission: right, teams: [] }
        : { login, exists: true, permission: 'read', teams: right.teams },
    ]),
  );
}

/** alice and bob may write, eve is nobody, carol is in the payments team. */
export const PEOPLE = people({
  alice: 'write',
  bob: 'write',
  carol: { teams: ['acme/payments'] },
  eve: 'none',
});
