/** The gate's flows on ports that live in memory: what GitHub shows, what was written, what it cost. */
import type { Effect, VerdictRun } from '../../../src/core/effects.ts';
import type { Obligation } from '../../../src/core/followup/obligation.ts';
import type { CodeOwners, CommitFacts, PullFacts } from '../../../src/core/gate/facts.ts';
import {
  formatRepo,
  issueKey,
  sameIssue,
  sameRepo,
  type IssueRef,
  type RepoRef,
} from '../../../src/core/ids.ts';
import type { CommentFacts, PersonFacts } from '../../../src/core/incident/facts.ts';
import type { Ledger } from '../../../src/core/ledger/ledger.ts';
import { mergeLedgers } from '../../../src/core/ledger/merge.ts';
import type { Policy } from '../../../src/core/policy/policy.ts';
import { plus, SECOND, type Instant } from '../../../src/core/time.ts';
import { answerCheckRequests } from '../../../src/flow/check-requests.ts';
import { declareFromThread } from '../../../src/flow/declare-from-thread.ts';
import type { CheckRequest } from '../../../src/flow/ports/check-requests.ts';
import type { PullGlimpse } from '../../../src/flow/ports/pull-glimpse.ts';
import type { OwnRun, PullOnCommit } from '../../../src/flow/ports/pulls.ts';
import { countTurns } from '../../../src/flow/gate-turns.ts';
import { rememberLooked } from '../../../src/flow/looked.ts';
import { reconcileOwners } from '../../../src/flow/owners.ts';
import type { KnownIncident } from '../../../src/flow/ports/incident-index.ts';
import { formatKey, type JobKey } from '../../../src/flow/ports/job-key.ts';
import { followPullCommands } from '../../../src/flow/pull-commands.ts';
import { reconcileGate } from '../../../src/flow/reconcile-gate.ts';
import { reconcileGates } from '../../../src/flow/reconcile-gates.ts';
import { reconcileGroup } from '../../../src/flow/reconcile-group.ts';
import { rememberSight } from '../../../src/flow/sight.ts';
import { aPolicy } from '../../builders/a-policy.ts';
import { aCommit, aPull, CHECKOUT, NOW } from '../../builders/gate.ts';
import { commentsAfter } from './thread-after.ts';

export function aGateWorld() {
  const state = {
    policy: aPolicy() as Policy | null,
    now: NOW,
    obligations: [] as readonly Obligation[],
    complete: true,
    visibility: 'private' as CommitFacts['visibility'],
    listed: true,
    pulls: [aPull()] as readonly PullFacts[],
    groups: [] as readonly PullOnCommit[],
    owners: new Map<string, CodeOwners | null>(),
    people: [] as readonly PersonFacts[],
    comments: [] as CommentFacts[],
    /** Incidents in the index. */
    known: [] as readonly KnownIncident[],
    requests: [] as readonly CheckRequest[],
    pageSize: 100,
    /** Thrown by the next read, or write, of this kind. */
    faults: new Map<'pull' | 'page' | 'files' | 'people' | 'groups' | 'write', Error>(),
    /** Called while a read is under way. */
    meanwhile: null as (() => void) | null,
  };
  const glimpses = new Map<string, PullGlimpse>();
  const kept = new Map<string, CodeOwners | null>();
  const verdicts = new Map<string, string>();
  const runs: VerdictRun[] = [];
  const requests: string[] = [];
  const effects: Effect[] = [];
  const marked: { readonly key: string; readonly notBefore: Instant | null }[] = [];
  const settled = new Map<string, unknown>();
  const ledgers = new Map<string, Ledger>();

  const asked = (what: string, fault?: Parameters<typeof state.faults.get>[0]): void => {
    requests.push(what);
    const error = fault === undefined ? undefined : state.faults.get(fault);
    if (error !== undefined && fault !== undefined) {
      state.faults.delete(fault);
      throw error;
    }
  };
  const runOn = (headSha: string): OwnRun | null => {
    const last = runs.findLast((run) => run.headSha === headSha);
    return last === undefined ? null : { externalId: last.externalId, completed: true };
  };
  const commitOf = (pull: PullFacts): PullOnCommit => {
    const pulls = state.pulls.filter((one) => one.headSha === pull.headSha && one.state === 'open');
    const { visibility } = state;
    const facts: CommitFacts = aCommit({ headSha: pull.headSha, pulls, visibility });
    return { facts, defaultBranch: 'main', run: runOn(pull.headSha) };
  };
  const find = (ref: IssueRef): PullFacts | undefined =>
    state.pulls.find((one) => sameIssue(one.ref, ref));
  const gone = { kind: 'gone', why: 'no' } as const;

  async function perform(effect: Effect): Promise<void> {
    asked(effect.kind, 'write');
    effects.push(effect);
    if (effect.kind === 'report-verdicts') runs.push(...effect.runs);
    if ('issue' in effect) state.comments = commentsAfter(effect, state.comments, state.now);
    await Promise.resolve();
  }

  const deps = {
    policies: { policyFor: () => Promise.resolve(state.policy) },
    obligations: {
      inRepository: (repo: RepoRef) =>
        Promise.resolve({
          listed: state.listed,
          complete: state.complete,
          obligations: state.obligations.filter(({ incident }) =>
            sameRepo(incident.ref.repo, repo),
          ),
        }),
    },
    codeOwners: {
      load: (_: RepoRef, branch: string) => Promise.resolve(kept.get(branch)),
      save: (_: RepoRef, branch: string, owners: CodeOwners | null) => {
        kept.set(branch, owners);
        return Promise.resolve();
      },
      branches: () => Promise.resolve([...kept.keys()]),
      forget: (_: RepoRef, branch: string) => {
        kept.delete(branch);
        return Promise.resolve();
      },
    },
    ownersReader: {
      read: async (_: RepoRef, branch: string) => {
        asked('owners');
        const value = state.owners.get(branch) ?? null;
        return Promise.resolve({ kind: 'found', value } as const);
      },
    },
    names: { team: (team: Parameters<typeof String>[0]) => Promise.resolve(team as never) },
    pulls: {
      pull: async (ref: IssueRef) => {
        asked('pull', 'pull');
        const pull = find(ref);
        const value = pull?.state === 'open' ? commitOf(pull) : null;
        state.meanwhile?.();
        return Promise.resolve(value === null ? gone : ({ kind: 'found', value } as const));
      },
      page: async (_: RepoRef, after: string | null) => {
        asked('page', 'page');
        const from = Number(after ?? 0);
        const open = state.pulls.filter((one) => one.state === 'open');
        const pulls = open
          .slice(from, from + state.pageSize)
          .map((facts) => ({ facts, run: runOn(facts.headSha) }));
        const next = from + state.pageSize < open.length ? String(from + state.pageSize) : null;
        state.meanwhile?.();
        const value = { visibility: 'private', defaultBranch: 'main', pulls, next } as const;
        return Promise.resolve({ kind: 'found', value } as const);
      },
      files: async ({ ref }: PullFacts) => {
        asked('files', 'files');
        const files = find(ref)?.files ?? { paths: [], total: 0 };
        return Promise.resolve({ ...files, complete: true, next: null });
      },
      withHead: async (_: RepoRef, sha: string) => {
        asked('with-head');
        const open = state.pulls.filter((one) => one.state === 'open' && one.headSha === sha);
        return Promise.resolve(open.map(({ ref }) => ref));
      },
    },
    queues: {
      groups: async () => {
        asked('groups', 'groups');
        const value = state.groups.map((one) => ({ ...one, run: runOn(one.facts.headSha) }));
        return Promise.resolve({ kind: 'found', value } as const);
      },
    },
    people: {
      people: async (_: RepoRef, logins: readonly string[]) => {
        asked('people', 'people');
        const known = logins.flatMap((login) => {
          const person = state.people.find((one) => one.login === login.toLowerCase());
          return person === undefined ? [] : [[login.toLowerCase(), person] as const];
        });
        return Promise.resolve(new Map(known));
      },
    },
    glimpses: { find: (pull: IssueRef) => Promise.resolve(glimpses.get(issueKey(pull)) ?? null) },
    verdicts: {
      last: (_: RepoRef, sha: string) => Promise.resolve(verdicts.get(sha) ?? null),
      wrote: (_: RepoRef, sha: string, id: string) => {
        verdicts.set(sha, id);
        return Promise.resolve();
      },
    },
    performer: { perform },
    queue: {
      mark: (keys: readonly JobKey[], options?: { readonly notBefore?: Instant }) => {
        const notBefore = options?.notBefore ?? null;
        marked.push(...keys.map((key) => ({ key: formatKey(key), notBefore })));
        return Promise.resolve();
      },
    },
    threads: {
      thread: async (ref: IssueRef) => {
        asked('thread');
        const pull = find(ref);
        if (pull === undefined) return Promise.resolve(gone);
        const value = { facts: commitOf(pull), comments: state.comments };
        return Promise.resolve({ kind: 'found', value } as const);
      },
    },
    ledgers: {
      load: (issue: IssueRef) => Promise.resolve(ledgers.get(issueKey(issue)) ?? null),
      save: (issue: IssueRef, ledger: Ledger) => {
        ledgers.set(issueKey(issue), mergeLedgers(ledgers.get(issueKey(issue)) ?? [], ledger));
        return Promise.resolve();
      },
    },
    index: {
      find: (ref: IssueRef) =>
        Promise.resolve(state.known.find((one) => sameIssue(one.ref, ref)) ?? null),
      inRepository: (repo: RepoRef) =>
        Promise.resolve(state.known.filter(({ ref }) => sameRepo(ref.repo, repo))),
    },
    requests: {
      waiting: (repo: RepoRef) =>
        Promise.resolve(
          state.requests.filter((one) => sameRepo(one.repo, repo) && !settled.has(one.id)),
        ),
      settle: (id: string, outcome: unknown) => {
        settled.set(id, outcome);
        return Promise.resolve();
      },
    },
    meter: { verdict: () => undefined },
    turns: countTurns(),
    sight: rememberSight(),
    looked: rememberLooked(),
    clock: { now: () => state.now },
    log: { info: () => undefined, warn: () => undefined },
    startedAt: plus(NOW, -10 * SECOND),
  };
  const pull34 = aPull().ref;
  const answers = answerCheckRequests(deps);
  /** Of issues that were opened, by the marker in them. */
  const opened = new Map<string, IssueRef>();
  const threadDeps = {
    ...deps,
    threads: {
      thread: (ref: IssueRef) => {
        const { comments } = state;
        const seen = { ref, title: 'Cards', url: 'https://github.example/x', body: '', comments };
        const open = { restricted: false, visibility: 'private' } as const;
        const value = { ...seen, labels: [], ...open };
        return Promise.resolve({ kind: 'found', value } as const);
      },
    },
    index: {
      ...deps.index,
      put: () => Promise.resolve(),
      forget: () => Promise.resolve(),
    },
    performer: {
      perform,
      ensureItem: () => Promise.resolve(null),
      ensureIssue: ({ marker, repo }: { readonly marker: string; readonly repo: RepoRef }) => {
        const ref = opened.get(marker) ?? { repo, number: 500 + opened.size };
        opened.set(marker, ref);
        return Promise.resolve(ref);
      },
    },
  };
  return {
    opened,
    threadDeps,
    state,
    deps,
    glimpses,
    kept,
    verdicts,
    runs,
    requests,
    effects,
    marked,
    settled,
    ledgers,
    gate: (pull: IssueRef = pull34) => reconcileGate(deps)(pull),
    gates: () => reconcileGates(deps)(CHECKOUT),
    group: () => reconcileGroup(deps)(CHECKOUT, 'main'),
    commands: () => followPullCommands(deps)(pull34),
    declarations: () => declareFromThread(threadDeps)(pull34),
    answers: () => answers(CHECKOUT),
    owners: (only?: string) => reconcileOwners(deps)(CHECKOUT, only),
    /** What the latest delivery said of a pull request. */
    glimpse: (pull: PullFacts, overrides: Partial<PullGlimpse> = {}) =>
      glimpses.set(issueKey(pull.ref), {
        pull: pull.ref,
        open: pull.state === 'open',
        headSha: pull.headSha,
        baseRef: pull.baseRef,
        defaultBranch: 'main',
        updatedAt: pull.updatedAt,
        ...overrides,
      }),
    conclusions: () => runs.map(({ conclusion }) => conclusion),
    home: formatRepo(CHECKOUT),
  };
}

export type GateWorld = ReturnType<typeof aGateWorld>;
