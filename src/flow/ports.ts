/**
 * What the flow needs from the world, as narrow interfaces. `github/`, `store/` and `queue/` implement
 * them; `main.ts` wires. An infrastructure fault (network, 5xx, limits) is thrown, and the job is retried;
 * what GitHub says about a thing that is gone or hidden is a value.
 */
import type { Effect } from '../core/effects.ts';
import type { Visibility } from '../core/followup/obligation.ts';
import { formatIssue, formatRepo, type IssueRef, type RepoRef } from '../core/ids.ts';
import type { CommentFacts, IncidentFacts, PersonFacts, Suspect } from '../core/incident/facts.ts';
import type { Ledger } from '../core/ledger/ledger.ts';
import type { Policy, TeamRef } from '../core/policy/policy.ts';
import type { PolicyNote, PolicyProblem } from '../core/policy/problem.ts';
import type { PastIncident } from '../core/recurrence/past-incident.ts';
import type { Alike } from '../core/recurrence/similar.ts';
import type { Instant } from '../core/time.ts';
import type { CheckRequest, PullGlimpse } from './gate-ports.ts';

/** Something that may have changed. One job a key, serialised, deduplicated. */
export type JobKey =
  | { readonly kind: 'incident'; readonly issue: IssueRef }
  /** An issue or pull request whose comments may ask to declare an incident. */
  | { readonly kind: 'thread'; readonly issue: IssueRef }
  /** Declarations by `repository_dispatch` waiting in the inbox. */
  | { readonly kind: 'dispatch'; readonly repo: RepoRef }
  /** The policy in this repository; for `.github` the organisation's. */
  | { readonly kind: 'policy'; readonly repo: RepoRef }
  /** A pull request that may change the policy file: opened, reopened or with new commits. */
  | { readonly kind: 'policy-proposal'; readonly pull: IssueRef }
  /** The labels of an incident repository: names, colours, descriptions. */
  | { readonly kind: 'labels'; readonly repo: RepoRef }
  /** What was merged and deployed in the day before an incident; never in the way of the incident itself. */
  | { readonly kind: 'suspects'; readonly issue: IssueRef }
  /** A pull request whose head may need another verdict. */
  | { readonly kind: 'gate'; readonly pull: IssueRef }
  /** Every open pull request of a repository: a violation, the policy or the owners may have changed. */
  | { readonly kind: 'gates'; readonly repo: RepoRef }
  /** The groups that wait in the merge queue of a branch. */
  | { readonly kind: 'group'; readonly repo: RepoRef; readonly branch: string }
  /** Comments on a pull request that may hold `/fixes` or `/override`. */
  | { readonly kind: 'pull-commands'; readonly pull: IssueRef }
  /**
   * An issue that may be an action item, or say so: its comments may hold commands, its text the words
   * "part of" an incident.
   */
  | { readonly kind: 'item'; readonly issue: IssueRef }
  /** Buttons and re-runs waiting in the inbox. */
  | { readonly kind: 'check-requests'; readonly repo: RepoRef }
  /** CODEOWNERS of one branch of a repository, or of all that were looked at. */
  | { readonly kind: 'owners'; readonly repo: RepoRef; readonly branch?: string }
  /** Teams and repositories of an account: their names may have changed, or who is a member. */
  | { readonly kind: 'names'; readonly owner: string }
  /** Everything of one repository, read again: at start, nightly, on installation. */
  | { readonly kind: 'sweep'; readonly repo: RepoRef }
  /** Every repository that an account lets the app see: it was given more rights, or taken up again. */
  | { readonly kind: 'installation'; readonly owner: string };

/** `incident:acme/incidents#12`: how a key is shown in logs. Keys that differ only in case are the same. */
export function formatKey(key: JobKey): string {
  return `${key.kind}:${subjectOf(key)}`;
}

function subjectOf(key: JobKey): string {
  if ('owner' in key) return key.owner;
  if ('branch' in key) return `${formatRepo(key.repo)}:${key.branch}`;
  return 'repo' in key ? formatRepo(key.repo) : formatIssue('pull' in key ? key.pull : key.issue);
}

/** The account a key lies in: its installation pays for the work. */
export function accountOf(key: JobKey): string {
  if ('owner' in key) return key.owner;
  return ('repo' in key ? key.repo : 'pull' in key ? key.pull.repo : key.issue.repo).owner;
}

/** First to last in line. */
export type JobPriority = 'gate' | 'incident' | 'follow-up' | 'sweep';

export interface JobQueue {
  /** Marks keys dirty; one that waits stays as it is, one that runs runs once more afterwards. */
  mark(
    keys: readonly JobKey[],
    options?: { readonly priority?: JobPriority; readonly notBefore?: Instant },
  ): Promise<void>;
}

/** GitHub's time: the local clock corrected by the `Date` header of GitHub's latest answer. */
export interface GitHubClock {
  now(): Instant;
}

export type Found<T> =
  | { readonly kind: 'found'; readonly value: T }
  /** 404 or 410: deleted, transferred away, or out of the installation's sight. */
  | { readonly kind: 'gone'; readonly why: string };

export interface IncidentReader {
  /**
   * What changed since the last read, laid over it; everything again where that is due (`askWhole`). Only
   * the incident's own job reads: what is kept for the next read has one writer. `items`: node ids of
   * counted items, to be read also when they are no sub-issues any more.
   */
  read(issue: IssueRef, items?: readonly string[]): Promise<Found<IncidentFacts>>;
}

/** Where an issue is that was not found in its place. */
export type Whereabouts =
  | { readonly kind: 'here' }
  | { readonly kind: 'moved'; readonly to: IssueRef; readonly nodeId: string }
  /** For good, or to where the app cannot see it. */
  | { readonly kind: 'deleted' }
  /** The whole repository is out of the app's sight: nobody can tell what became of its issues. */
  | { readonly kind: 'unseen' };

export interface IssueTracker {
  /** One request. */
  whereabouts(issue: IssueRef): Promise<Whereabouts>;
}

export interface IssueGlance {
  /** Whether an issue is open at this moment. Keeps nothing. */
  isOpen(issue: IssueRef): Promise<boolean>;
}

/** What GitHub says of people and issues that somebody named. */
export interface Authority {
  /** By lower-case login. */
  readonly people: ReadonlyMap<string, PersonFacts>;
  /** By `acme/checkout#34` in lower case: whether there is such an issue or pull request to be seen. */
  readonly issues: ReadonlyMap<string, boolean>;
  /** Those of them that are issues and no pull requests, by the same names. */
  readonly linkable: ReadonlyMap<string, LinkableIssue>;
}

/** What must be known of an issue before it becomes an action item because a text names it. */
export interface LinkableIssue {
  /** Where it is now. */
  readonly ref: IssueRef;
  readonly nodeId: string;
  readonly labels: readonly string[];
  readonly parent: IssueRef | null;
}

export interface PeopleReader {
  /**
   * Authority in `repo` and membership in `teams`, always looked up, never taken from a payload, and which
   * of `issues` there are. One request for twenty people and twenty issues; everybody and everything asked
   * for is in the answer.
   */
  authority(
    repo: RepoRef,
    asked: {
      readonly logins: readonly string[];
      readonly teams: readonly TeamRef[];
      readonly issues: readonly IssueRef[];
    },
  ): Promise<Authority>;
  /** As `authority`, of people only. */
  people(
    repo: RepoRef,
    logins: readonly string[],
    teams: readonly TeamRef[],
  ): Promise<ReadonlyMap<string, PersonFacts>>;
}

export interface SuspectReader {
  /**
   * Merged pull requests and deployments of the given repositories (names or globs) in [from, to], those
   * of `shownIn`'s owner only. The latest fifty of each in the first fifty repositories; where there were
   * more, one `more` says so. Of a repository less widely readable than `shownIn` it is said that
   * something happened, and no more. So too of any private one that is not in `vouchedFor`, unless that
   * is null: whoever may write a policy may not therefore read everything that the app can read.
   */
  suspects(question: {
    readonly repositories: readonly string[];
    readonly from: Instant;
    readonly to: Instant;
    readonly shownIn: RepoRef;
    readonly vouchedFor: readonly RepoRef[] | null;
  }): Promise<readonly Suspect[]>;
}

/** A policy file as one commit has it. */
export interface PolicyFile {
  readonly path: string;
  /** Cut after 65,537 characters: what is longer is refused anyway. */
  readonly text: string;
  /** Git blob id. */
  readonly sha: string;
  /** The commit it was read at: the head of the default branch, or of a pull request. */
  readonly commit: string;
}

export interface PolicySource {
  /** `.github/norepeat.yml` at the head of the default branch, in one request; never from elsewhere. */
  read(repo: RepoRef): Promise<Found<PolicyFile>>;
}

/** What a pull request does to the policy file. */
export interface PolicyProposal {
  /** Head commit. */
  readonly commit: string;
  /** Its branch lies in another repository, to which others may push. */
  readonly fromFork: boolean;
  /** Of the repository that would get the policy: who reads the check. */
  readonly visibility: Visibility;
  /** `untouched`: it does not change the file, or is closed. `null`: it deletes the file. */
  readonly file: 'untouched' | PolicyFile | null;
}

export interface PolicyProposalReader {
  /** Read to be checked, never to be used as policy. */
  proposal(pull: IssueRef): Promise<Found<PolicyProposal>>;
}

/** YAML to policy; `config/policy/` implements it. */
export type PolicyParser = (
  text: string,
  where: {
    readonly repo: RepoRef;
    /** `.github/norepeat.yml` */
    readonly path: string;
    readonly organisationWide: boolean;
  },
) =>
  | {
      readonly kind: 'valid';
      readonly policy: Policy;
      readonly notes: readonly PolicyNote[];
    }
  | { readonly kind: 'invalid'; readonly problems: readonly PolicyProblem[] };

/** Issues that the app itself created, known by the marker that `create-issue` put in their body. */
export interface OwnIssueFinder {
  /** By listing what the app created since then, never by search; `null` where there is none. */
  find(
    repo: RepoRef,
    marker: string,
    since: Instant,
  ): Promise<{ readonly issue: IssueRef; readonly state: 'open' | 'closed' } | null>;
}

export interface PolicyReader {
  /** The policy that decides for this repository: the last valid one; `null` where there is none. */
  policyFor(repo: RepoRef): Promise<Policy | null>;
}

export interface LedgerKeeper {
  /** What the store alone has: before the issue was read, or when it is there no more. */
  stored(issue: IssueRef): Promise<Ledger>;
  /** What the store has for this incident, completed by the signed blocks in the app's own comments. */
  load(issue: IssueRef, facts: IncidentFacts): Promise<Ledger>;
  /**
   * Durable in the store before any effect is performed. Adds to what is there: a ledger only grows, and a
   * pull request's job may write into an incident's.
   */
  save(issue: IssueRef, ledger: Ledger): Promise<void>;
  /**
   * The signed blocks for the app's comments: invisible HTML comments, each below `limit` characters.
   * They are bound to the issue's node id, which survives a rename and is never given out twice.
   */
  blocks(issue: { readonly nodeId: string }, ledger: Ledger, limit: number): readonly string[];
}

export interface Performer {
  /**
   * Repeatable. A subject that is gone meanwhile is no error: the next read says so. `justRead`: the plan
   * was made from a whole list of comments read a moment ago, so that what it did not see is not there.
   */
  perform(effect: Effect, options?: { readonly justRead?: boolean }): Promise<void>;
  /**
   * The action item that carries the effect's marker, made and linked when there is none yet; `null` where
   * its repository is gone, takes no issues or cannot be seen.
   */
  ensureItem(effect: Extract<Effect, { kind: 'create-item' }>): Promise<IssueRef | null>;
  /** The issue that carries the effect's marker, made when there is none yet. */
  ensureIssue(effect: Extract<Effect, { kind: 'create-issue' }>): Promise<IssueRef>;
}

/** Who the app is on GitHub. */
export interface AppIdentity {
  /** App id, as in `performed_via_github_app.id`. */
  readonly id: number;
  /** `norepeat`: GraphQL shows it as a bot's login, REST as `norepeat[bot]`. */
  readonly slug: string;
}

/** What was found for an incident: once for a question, shown as long as the question is the same. */
export interface FindingStore<T> {
  load(
    issue: IssueRef,
  ): Promise<{ readonly question: string; readonly found: readonly T[] } | null>;
  save(issue: IssueRef, question: string, found: readonly T[]): Promise<void>;
}

/** The question is of services and a window. */
export type SuspectStore = FindingStore<Suspect>;

/** The question is of services and words. */
export type SimilarStore = FindingStore<Alike>;

/** An issue or pull request in which somebody may have asked for an incident. */
export interface ThreadFacts {
  readonly ref: IssueRef;
  readonly title: string;
  readonly url: string;
  /** Of an issue; empty for a pull request, which is never an incident. */
  readonly body: string;
  readonly labels: readonly string[];
  /** Fewer people read it than where its incident would lie. */
  readonly restricted: boolean;
  /** The latest hundred, oldest first. */
  readonly comments: readonly CommentFacts[];
}

export interface ThreadReader {
  /** `shownIn` is where an incident declared from there would lie. */
  thread(issue: IssueRef, shownIn: RepoRef): Promise<Found<ThreadFacts>>;
}

/** What a sweep lists, for deliveries that were lost. */
export interface RecentLister {
  /** Issues and pull requests whose comments since then contain one of the texts, with those they contain. */
  threadsSaying(
    repo: RepoRef,
    texts: readonly string[],
    since: Instant,
  ): Promise<readonly { readonly thread: IssueRef; readonly said: readonly string[] }[]>;
  /** Open pull requests changed since then. */
  openPulls(repo: RepoRef, since: Instant): Promise<readonly IssueRef[]>;
}

export interface InstalledRepositories {
  repositories(): Promise<readonly RepoRef[]>;
}

/** Static words, data in fields; never a token or the text of a comment. */
export interface FlowLog {
  info(fields: Readonly<Record<string, unknown>>, what: string): void;
  warn(fields: Readonly<Record<string, unknown>>, what: string): void;
}

/** An issue as a list of issues shows it. */
export interface ListedIssue extends IssueRef {
  readonly open: boolean;
  /** When anybody last did or said anything there. */
  readonly updatedAt: Instant;
}

export interface IssueLister {
  /** The issues of a repository that carry a label or are in `state`; never pull requests. */
  issues(
    repo: RepoRef,
    filter: { readonly label: string | null; readonly state: 'open' | 'all' },
  ): Promise<Found<readonly ListedIssue[]>>;
}

// What the store keeps. Everything here except `waiting` intents can be read again from GitHub.

/** What the app accepted and refused, per incident; saved before any effect is performed. */
export interface LedgerStore {
  /** `null` when the store has never held a ledger for this incident (or lost it). */
  load(issue: IssueRef): Promise<Ledger | null>;
  save(issue: IssueRef, ledger: Ledger): Promise<void>;
}

/** An incident's facts as last read, with what the next read needs to fetch only the changes. */
export interface StoredRecord {
  readonly facts: IncidentFacts;
  /** Everything that GitHub changed up to here is in `facts`. */
  readonly readUpTo: Instant;
  /** How many timeline items GitHub counted then, those included that it shows to nobody. */
  readonly timelineTotal: number;
}

export interface RecordStore {
  /** `null` when unknown, or when written by a version of the program with other facts. */
  load(
    issue: IssueRef,
  ): Promise<{ readonly record: StoredRecord; readonly wholeBy: Instant | null } | null>;
  /** Answers what `askWhole` asked for, if everything was read since then. */
  save(issue: IssueRef, record: StoredRecord): Promise<void>;
  forget(issue: IssueRef): Promise<void>;
  /**
   * The first read from `by` on is to read everything again: GitHub sends no delivery for a hidden comment
   * or a 🚀, and some are lost. The earliest that was asked for counts. What is not stored is read whole.
   */
  askWhole(issue: IssueRef, by: Instant): Promise<void>;
}

/** What was last seen of the policy file of one repository. */
export interface StoredPolicy {
  /** `.github/norepeat.yml`, or where else it was found. */
  readonly path: string;
  /** At the last look. */
  readonly state: 'valid' | 'invalid' | 'missing';
  /** The latest valid text: stays in force while `state` is `invalid` or `missing`. `null`: never one. */
  readonly valid: { readonly text: string; readonly sha: string } | null;
  /** Blob or commit id of what was last looked at; `null` when missing. */
  readonly sha: string | null;
  readonly readAt: Instant;
  /** Since when `state` is `invalid` or `missing`: names the one issue about it. `null` when valid. */
  readonly troubleSince: Instant | null;
  /** What was last said on GitHub about the file (`valid:<sha>`): what was cut short is said again. */
  readonly reported: string | null;
}

export interface PolicyStore {
  /** `null` when nobody has looked yet. */
  load(repo: RepoRef): Promise<StoredPolicy | null>;
  save(repo: RepoRef, policy: StoredPolicy): Promise<void>;
}

/** One incident as others need to find it: repeats of an alarm, suspects, sweeps, recurrences. */
export interface KnownIncident extends PastIncident {
  /** From `repository_dispatch`; repeats become comments while the incident is open. */
  readonly dedupKey: string | null;
}

export interface IncidentIndex {
  /** Adds or replaces. */
  put(incident: KnownIncident): Promise<void>;
  forget(issue: IssueRef): Promise<void>;
  find(issue: IssueRef): Promise<KnownIncident | null>;
  /** All of one incident repository, oldest first. */
  inRepository(repo: RepoRef): Promise<readonly KnownIncident[]>;
}

export interface IncidentTable extends IncidentIndex {
  /** How many incidents of one repository are known. */
  count(repo: RepoRef): Promise<number>;
}

/** A `repository_dispatch` that was accepted and whose effect is not on GitHub yet. */
export interface Intent {
  /** The delivery's GUID: names what asked, also in markers. */
  readonly id: string;
  readonly receivedAt: Instant;
  /** `client_payload` and `event_type` as sent; to be read with a schema. */
  readonly payload: unknown;
}

export interface IntentStore {
  /** Oldest first. */
  waiting(repo: RepoRef): Promise<readonly Intent[]>;
  /** Its effect is on GitHub (or it was refused for good, with the reason). */
  settle(id: string, outcome: 'done' | { readonly refused: string }): Promise<void>;
}

/** What a delivery says may have changed. */
export interface Heard {
  readonly keys: readonly JobKey[];
  /** Kept until its effect is on GitHub; nothing else of a payload is stored. */
  readonly intent: { readonly repo: RepoRef; readonly payload: unknown } | null;
  /** What it shows of pull requests: hints, later ones by `updatedAt` over earlier ones. */
  readonly glimpses: readonly PullGlimpse[];
  /** A button or a re-run: kept until it is answered, as `intent` is; its id is the delivery's GUID. */
  readonly request: Omit<CheckRequest, 'id'> | null;
}
