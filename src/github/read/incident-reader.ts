/**
 * Reading facts. An incident costs one request however long it is: the last reading is kept, what changed
 * since is laid over it, and the counts that GitHub gives say whether anything is missing. Then, and when
 * asked, everything is read again.
 */
import { postmortemBranch } from '../../core/followup/postmortem-branch.ts';
import { formatRepo, type IssueRef } from '../../core/ids.ts';
import type { IncidentFacts, PostmortemPull } from '../../core/incident/facts.ts';
import { instantFromIso, instantOf, isoOf, MINUTE, SECOND, type Instant } from '../../core/time.ts';
import type { AppIdentity } from '../../flow/ports/app-identity.ts';
import type { Found } from '../../flow/ports/found.ts';
import type { GitHubClock } from '../../flow/ports/github-clock.ts';
import type {
  IncidentReader,
  RecordStore,
  StoredRecord,
} from '../../flow/ports/incident-record.ts';
import type { GitHub } from '../client/github.ts';
import type { Session } from '../client/session.ts';
import {
  IncidentAnswer,
  isItem,
  ItemsAnswer,
  type CommentAnswer,
  type EventAnswer,
  type IssueAnswer,
  type ItemAnswer,
  type SubIssueAnswer,
} from './incident-answer.ts';
import { INCIDENT_CHANGES, INCIDENT_WHOLE, ITEMS } from './incident-queries.ts';
import { toPostmortem } from './postmortem-pull.ts';
import {
  present,
  repoOf,
  toActor,
  toComment,
  toEditor,
  toEvent,
  toSubIssue,
  toVisibility,
  type Viewpoint,
} from './translate.ts';

interface Deps {
  readonly github: Pick<GitHub, 'session'>;
  readonly clock: GitHubClock;
  readonly records: RecordStore;
  readonly self: AppIdentity;
}

export function createIncidentReader(deps: Deps): IncidentReader {
  return {
    read: async (issue, { index, items = [] }) => {
      const session = await deps.github.session(issue.repo);
      if (session === null) return gone('the app is not installed there');
      const asking = { deps, session, issue, index, items };
      const stored = await laidBy(deps, issue);
      const changed = stored === null ? null : await readChanges(asking, stored);
      const record = changed ?? (await readWhole(asking));
      if ('kind' in record) {
        if (record.kind === 'gone') await deps.records.forget(issue);
        return record;
      }
      await deps.records.save(issue, record);
      return { kind: 'found', value: record.facts };
    },
  };
}

/** What the next read may build on: nothing when everything is due to be read again. */
async function laidBy({ records, clock }: Deps, issue: IssueRef): Promise<StoredRecord | null> {
  const stored = await records.load(issue);
  if (stored === null) return null;
  return stored.wholeBy !== null && stored.wholeBy <= clock.now() ? null : stored.record;
}

/** What is asked for, and of whom. */
interface Asking {
  readonly deps: Deps;
  readonly session: Session;
  readonly issue: IssueRef;
  /** Path of the index of postmortems. */
  readonly index: string;
  /** Node ids. */
  readonly items: readonly string[];
}

interface Reading {
  readonly view: Viewpoint;
  readonly ref: IssueRef;
  readonly issue: IssueAnswer;
  readonly postmortem: PostmortemPull | null;
  /** What was asked for by node id and is still there. */
  readonly items: readonly SubIssueAnswer[];
  /** By GitHub's clock, which has just been set by this very answer. */
  readonly readAt: Instant;
}

/** GitHub's replicas may show a thing a little late, and an answer takes its time: what is so young is read once more. */
const LAG = 2 * MINUTE;

/** The stored record with what changed since laid over it; `null` when the counts say that is not all. */
async function readChanges(
  asking: Asking,
  stored: StoredRecord,
): Promise<StoredRecord | Found<never> | null> {
  const since = instantOf(Math.floor((stored.readUpTo - LAG) / SECOND) * SECOND);
  const reading = await ask(asking, INCIDENT_CHANGES, { since: isoOf(since) });
  if ('kind' in reading) return reading;
  if (reading.issue.id !== stored.facts.nodeId) return null;
  const comments = mergeComments(reading, stored, since);
  const events = mergeEvents(reading, stored, since);
  if (comments === null || events === null) return null;
  return toRecord(reading, { comments, events }, stored.facts.wholeAt);
}

/** Everything, page by page. */
async function readWhole(asking: Asking): Promise<StoredRecord | Found<never>> {
  let startedAt: Instant | null = null;
  const comments: (CommentAnswer | null)[] = [];
  const events: (EventAnswer | null)[] = [];
  let after: { commentsAfter: string | null; eventsAfter: string | null } = {
    commentsAfter: null,
    eventsAfter: null,
  };
  for (;;) {
    const reading = await ask(asking, INCIDENT_WHOLE, after);
    if ('kind' in reading) return reading;
    startedAt ??= reading.readAt;
    const { comments: moreComments, timelineItems: moreEvents } = reading.issue;
    comments.push(...(moreComments.nodes ?? []));
    events.push(...(moreEvents.nodes ?? []));
    if (!moreComments.pageInfo.hasNextPage && !moreEvents.pageInfo.hasNextPage) {
      const facts = {
        comments: present(comments).map((comment) => toComment(comment, reading.view)),
        events: translated(events, reading.view),
      };
      return toRecord({ ...reading, readAt: startedAt }, facts, startedAt);
    }
    // A list that has ended is asked for behind its end: it answers with nothing.
    after = {
      commentsAfter: moreComments.pageInfo.endCursor ?? after.commentsAfter,
      eventsAfter: moreEvents.pageInfo.endCursor ?? after.eventsAfter,
    };
  }
}

async function ask(
  { deps, session, issue, index, items }: Asking,
  document: string,
  more: Readonly<Record<string, unknown>>,
): Promise<Reading | Found<never>> {
  const postmortem = postmortemBranch(issue.number);
  const variables = {
    ...named(issue),
    ...more,
    items: items.slice(0, MOST_NODES),
    postmortem,
    app: deps.self.id,
  };
  const answer = await session.query(document, variables, IncidentAnswer, isNode);
  const { repository } = answer;
  const repo = repoOf(repository ?? undefined);
  if (repository == null || repo === undefined) return gone('the repository is gone or hidden');
  if (repository.issue === null) return gone('the issue is deleted');
  const { number } = issue;
  // A number from which an issue was transferred leads to where it is now, which is another issue.
  const place = `/${formatRepo(repo)}/issues/${String(number)}`.toLowerCase();
  if (!repository.issue.url.toLowerCase().endsWith(place)) return gone('the issue was transferred');
  const view = { slug: deps.self.slug, visibility: repository.visibility };
  const readAt = deps.clock.now();
  const asked = [...answer.items, ...(await readItems(session, items.slice(MOST_NODES)))];
  return {
    view,
    ref: { repo, number },
    issue: repository.issue,
    postmortem: toPostmortem(repository, { repo, index }, view),
    items: asked.filter(isItem),
    readAt,
  };
}

/** GitHub looks up so many node ids a request; an incident has at most as many sub-issues. */
const MOST_NODES = 100;

/** Those for which the incident's own request had no room. */
async function readItems(session: Session, ids: readonly string[]): Promise<readonly ItemAnswer[]> {
  const found: ItemAnswer[] = [];
  for (let from = 0; from < ids.length; from += MOST_NODES) {
    const items = ids.slice(from, from + MOST_NODES);
    found.push(...(await session.query(ITEMS, { items }, ItemsAnswer, isNode)).items);
  }
  return found;
}

/** An item may lie where the installation no longer sees it: that item is missing, and nothing else. */
function isNode([field]: readonly unknown[]): boolean {
  return field === 'items';
}

function mergeComments(
  { issue, view }: Reading,
  stored: StoredRecord,
  since: Instant,
): IncidentFacts['comments'] | null {
  const read = present(issue.comments.nodes);
  const fresh = read.map((comment) => toComment(comment, view));
  if (!issue.comments.pageInfo.hasNextPage) return fresh;
  const oldest = read.at(-1);
  if (oldest === undefined || instantFromIso(oldest.updatedAt) > since) return null;
  const byId = new Map([...stored.facts.comments, ...fresh].map((each) => [each.id, each]));
  return byId.size === issue.comments.totalCount ? [...byId.values()] : null;
}

function mergeEvents(
  { issue, view }: Reading,
  stored: StoredRecord,
  since: Instant,
): IncidentFacts['events'] | null {
  if (issue.timelineItems.pageInfo.hasNextPage) return null;
  // Whether GitHub counts the second itself as "since" is not documented: it is left to the stored ones.
  const cut = since + SECOND;
  const fresh = (issue.timelineItems.nodes ?? []).filter(
    (event) => event?.createdAt === undefined || instantFromIso(event.createdAt) >= cut,
  );
  const kept = stored.facts.events.filter(({ at }) => at < cut);
  const replaced = stored.facts.events.length - kept.length;
  const expected = stored.timelineTotal - replaced + fresh.length;
  return expected === issue.allEvents.totalCount ? [...kept, ...translated(fresh, view)] : null;
}

function translated(
  events: readonly (EventAnswer | null)[],
  view: Viewpoint,
): IncidentFacts['events'] {
  return events.flatMap((event) => toEvent(event, view) ?? []);
}

function toRecord(
  { issue, items, view, ref, readAt, postmortem }: Reading,
  lists: Pick<IncidentFacts, 'comments' | 'events'>,
  wholeAt: Instant,
): StoredRecord {
  const comments = [...lists.comments].sort((a, b) => a.createdAt - b.createdAt || a.id - b.id);
  const events = [...lists.events].sort((a, b) => a.at - b.at);
  const subIssues = present(issue.subIssues.nodes);
  return {
    facts: {
      ref,
      nodeId: issue.id,
      url: issue.url,
      title: issue.title,
      body: issue.body,
      author: toActor(issue.author, view),
      bodyEditor: toEditor(issue, view),
      createdAt: instantFromIso(issue.createdAt),
      state: issue.state === 'OPEN' ? 'open' : 'closed',
      stateReason: issue.stateReason?.toLowerCase() ?? null,
      labels: present(issue.labels?.nodes).map(({ name }) => name),
      assignees: present(issue.assignees.nodes).map(({ login }) => login),
      comments,
      events,
      subIssues: subIssues.flatMap((each) => toSubIssue(each, view) ?? []),
      detached: items
        .filter(({ id }) => !subIssues.some((each) => each.id === id))
        .flatMap((each) => toSubIssue(each, view) ?? []),
      postmortem,
      visibility: toVisibility(view.visibility),
      wholeAt,
    },
    readUpTo: readAt,
    timelineTotal: issue.allEvents.totalCount,
  };
}

function named({ repo, number }: IssueRef): Readonly<Record<string, unknown>> {
  return { owner: repo.owner, name: repo.name, number };
}

function gone(why: string): Found<never> {
  return { kind: 'gone', why };
}
