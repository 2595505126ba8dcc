/**
 * Issues become action items because a text says so: a task list or a closing keyword in the incident's own
 * text, a row of its postmortem's table, or "part of" the incident in theirs. It counts what somebody with
 * the right wrote, asked for or merged, and it is decided once: who takes the link off again afterwards is not contradicted.
 */
import { partOfIssues, taskListIssues } from '../core/followup/linked-in-text.ts';
import { formatIssue, issueKey, sameIssue, type IssueRef } from '../core/ids.ts';
import { canWrite, hasRight, teamsToLookUp } from '../core/incident/authority.ts';
import type { IncidentFacts } from '../core/incident/facts.ts';
import type { Incident } from '../core/incident/incident.ts';
import { INCIDENT_LABEL } from '../core/incident/labels.ts';
import { fingerprint } from '../core/ledger/fingerprint.ts';
import type { AdoptedEntry, Ledger } from '../core/ledger/ledger.ts';
import type { Policy } from '../core/policy/policy.ts';
import { MINUTE, type Instant } from '../core/time.ts';
import type { ItemThread } from './ports/item-thread.ts';
import { groundOfItem, knownIncident, type ItemGroundDeps, type ItemOf } from './item-ground.ts';
import type { Looked } from './looked.ts';
import type { Authority, LinkableIssue, PeopleReader } from './ports/authority.ts';
import type { GitHubClock } from './ports/github-clock.ts';
import type { IncidentIndex } from './ports/incident-index.ts';
import { writeDown, type WritingDeps } from './write-down.ts';

/** What has to be asked before the incident's text, and the rows that were taken, can be heeded. */
export interface NamedItems {
  /** In the text. */
  readonly issues: readonly IssueRef[];
  /** Who wrote the text. */
  readonly logins: readonly string[];
  /** In rows of the postmortem's table, with whoever had them taken. */
  readonly rows: readonly { readonly issue: IssueRef; readonly by: string }[];
}

const NOTHING: NamedItems = { issues: [], logins: [], rows: [] };

/** A longer list is a table of contents; an incident has at most a hundred items. */
const MOST_NAMED = 100;

/** Issues that the incident's own text or its postmortem names as items, and of which nobody has decided yet. */
export function namedItems(
  { looked }: { readonly looked: Looked },
  facts: IncidentFacts,
  ledger: Ledger,
): NamedItems {
  const { body, bodyEditor, ref } = facts;
  const isOpen = (issue: IssueRef): boolean =>
    isCandidate(issue, ref) && !isDecided(issue, facts, ledger);
  const isPersons = bodyEditor.kind === 'person';
  const inText = isPersons ? taskListIssues(body, ref.repo).filter(isOpen) : [];
  const issues = inText.slice(0, MOST_NAMED);
  const rows = ledger
    .flatMap((one) =>
      one.verdict === 'row' && one.link !== null ? [{ issue: one.link, by: one.by }] : [],
    )
    .filter(({ issue }) => isOpen(issue));
  if (issues.length + rows.length === 0) return NOTHING;
  const named = { issues, logins: issues.length === 0 ? [] : [bodyEditor.login], rows };
  return looked.has(formatIssue(ref), lookOf(facts, named)) ? NOTHING : named;
}

function lookOf({ body, bodyEditor }: IncidentFacts, { rows }: Pick<NamedItems, 'rows'>): string {
  const links = rows.map(({ issue }) => issueKey(issue)).join(' ');
  return fingerprint(`${bodyEditor.login.toLowerCase()}\n${links}\n${body}`);
}

/** GitHub links issues of one owner only. */
function isCandidate(issue: IssueRef, incident: IssueRef): boolean {
  const sameOwner = issue.repo.owner.toLowerCase() === incident.repo.owner.toLowerCase();
  return sameOwner && !sameIssue(issue, incident);
}

/** It is one of its items, was one before, or was adopted. */
function isDecided(issue: IssueRef, facts: IncidentFacts, ledger: Ledger): boolean {
  const isThis = (ref: IssueRef): boolean => sameIssue(ref, issue);
  return (
    facts.subIssues.some(({ ref }) => isThis(ref)) ||
    ledger.some(
      (entry) => (entry.verdict === 'adopted' || entry.verdict === 'made') && isThis(entry.item),
    ) ||
    ledger.some((entry) => entry.verdict === 'item' && isThis(entry.ref)) ||
    facts.events.some((event) => event.kind === 'sub-issue-removed' && isThis(event.issue.ref))
  );
}

/** With what the text asks for in one question, which is always about somebody. */
export function withNamed<
  T extends { readonly logins: readonly string[]; readonly issues: readonly IssueRef[] },
>(asked: T, { logins, issues, rows }: NamedItems): T {
  return {
    ...asked,
    logins: [...asked.logins, ...logins, ...rows.map(({ by }) => by)],
    issues: [...asked.issues, ...issues, ...rows.map(({ issue }) => issue)],
  };
}

/** What the answer makes of it; what cannot be an item is not asked about again until the text changes. */
export async function adoptNamed(
  deps: {
    readonly looked: Looked;
    readonly index: Pick<IncidentIndex, 'find'>;
    readonly clock: GitHubClock;
  },
  { named, known }: { readonly named: NamedItems; readonly known: Authority },
  {
    facts,
    incident,
    policy,
  }: {
    readonly facts: IncidentFacts;
    readonly incident: Incident;
    readonly policy: Policy;
  },
): Promise<readonly AdoptedEntry[]> {
  const [login = ''] = named.logins;
  if (named.issues.length + named.rows.length === 0) return [];
  const person = known.people.get(login.toLowerCase());
  const may = person !== undefined && hasRight(person, incident, policy);
  const inText = may ? named.issues : [];
  const at = deps.clock.now();
  const adopted: AdoptedEntry[] = [];
  for (const { issue, via, by } of [
    ...inText.map((issue) => ({ issue, via: 'task-list', by: login }) as const),
    ...named.rows.map((row) => ({ ...row, via: 'table' }) as const),
  ]) {
    const found = known.linkable.get(issueKey(issue));
    if (found === undefined || !(await canBeItem(deps, found, facts.ref))) continue;
    const { ref: item, nodeId } = found;
    adopted.push({ verdict: 'adopted', item, nodeId, via, by, at });
  }
  deps.looked.note(formatIssue(facts.ref), lookOf(facts, named));
  return adopted;
}

/** Never another incident, and never one that belongs below something else. */
async function canBeItem(
  { index }: { readonly index: Pick<IncidentIndex, 'find'> },
  { ref, parent, labels }: Pick<LinkableIssue, 'ref' | 'parent' | 'labels'>,
  incident: IssueRef,
): Promise<boolean> {
  if (parent !== null || !isCandidate(ref, incident)) return false;
  const labelled = labels.some((name) => name.toLowerCase() === INCIDENT_LABEL);
  return !labelled && (await index.find(ref)) === null;
}

export interface AdoptDeps extends ItemGroundDeps, WritingDeps {
  readonly ledgers: ItemGroundDeps['ledgers'] & WritingDeps['ledgers'];
  readonly people: Pick<PeopleReader, 'people'>;
  readonly looked: Looked;
}

/** How long after the adoption the incident's own job may take to link it. */
const LINKING = MINUTE;

/** Anybody may write an issue, and each incident that it names costs questions: it is part of one. */
const MOST_WEIGHED = 3;

/**
 * An issue whose text calls itself part of an incident, written by somebody who may say so. `waiting`: it was
 * adopted a moment ago and is not linked yet, or nobody has read the incident yet.
 */
export async function adoptPartOf(
  deps: AdoptDeps,
  thread: ItemThread,
): Promise<'adopted' | 'waiting' | 'nothing'> {
  const { item, body, bodyEditor } = thread;
  if (bodyEditor.kind !== 'person' || item.parent !== null) return 'nothing';
  const subject = formatIssue(item.ref);
  const look = fingerprint(`${bodyEditor.login.toLowerCase()}\n${body}`);
  let weighed = 0;
  for (const named of partOfIssues(body, item.ref.repo)) {
    const of = isCandidate(named, item.ref) ? await knownIncident(deps, named) : null;
    if (of === null || !(await canBeItem(deps, item, of.incident))) continue;
    const before = await decidedBefore(deps, thread, of);
    if (before !== null) {
      if (before.verdict === 'adopted' && deps.clock.now() < before.at + LINKING) return 'waiting';
      continue;
    }
    weighed += 1;
    if (weighed > MOST_WEIGHED || deps.looked.has(subject, look)) break;
    const may = await mayLink(deps, thread, of);
    // Its own job reads it, and then this is looked at again.
    if (may === 'unread') {
      await deps.queue.mark([{ kind: 'incident', issue: of.incident }]);
      return 'waiting';
    }
    if (may === 'no') continue;
    const { ref, nodeId } = item;
    const { login: by } = bodyEditor;
    const at = deps.clock.now();
    const entry = { verdict: 'adopted', item: ref, nodeId, via: 'part-of', by, at } as const;
    await writeDown(deps, [{ incident: of.incident, entry }]);
    return 'adopted';
  }
  deps.looked.note(subject, look);
  return 'nothing';
}

async function decidedBefore(
  { ledgers, records }: AdoptDeps,
  { item }: ItemThread,
  { incident }: ItemOf,
): Promise<{ readonly verdict: string; readonly at: Instant } | null> {
  const ledger = (await ledgers.load(incident)) ?? [];
  const stored = await records.load(incident);
  const adopted = ledger.find((one) => one.verdict === 'adopted' && one.nodeId === item.nodeId);
  if (adopted !== undefined) return adopted;
  if (stored === null || !isDecided(item.ref, stored.record.facts, ledger)) return null;
  return { verdict: 'item', at: stored.record.facts.wholeAt };
}

/** Whoever has the right on the incident, or may write where the issue lies. */
async function mayLink(
  deps: AdoptDeps,
  { item, bodyEditor: { login } }: ItemThread,
  of: ItemOf,
): Promise<'yes' | 'no' | 'unread'> {
  const here = (await deps.people.people(item.ref.repo, [login], [])).get(login.toLowerCase());
  if (here !== undefined && canWrite(here)) return 'yes';
  const ground = await groundOfItem(deps, of, item);
  if (ground === null) return 'unread';
  const teams = teamsToLookUp(of.policy);
  const found = await deps.people.people(of.incident.repo, [login], teams);
  const there = found.get(login.toLowerCase());
  return there !== undefined && hasRight(there, ground.state, of.policy) ? 'yes' : 'no';
}
