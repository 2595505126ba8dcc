import { parsePolicy } from '../../../src/config/policy/parse-policy.ts';
import type { Policy } from '../../../src/core/policy/policy.ts';
import type { PolicyImpact } from '../../../src/core/gate/policy-impact.ts';
import type { Effect } from '../../../src/core/effects.ts';
import { parseRepo, repoKey, type IssueRef, type RepoRef } from '../../../src/core/ids.ts';
import { HOUR, instantFromIso, MINUTE, plus } from '../../../src/core/time.ts';
import { checkPolicyProposal } from '../../../src/flow/check-policy-proposal.ts';
import { policyReader } from '../../../src/flow/policies.ts';
import type { JobKey } from '../../../src/flow/ports/job-key.ts';
import type { StoredPolicy } from '../../../src/flow/ports/policy-store.ts';
import type { PolicyFile } from '../../../src/flow/ports/policy.ts';
import { reconcilePolicy } from '../../../src/flow/reconcile-policy.ts';

export const VALID = 'incidents: { repository: acme/incidents }\n';
export const OTHER = 'incidents: { repository: acme/incidents, scale: priority }\n';
export const BROKEN = 'incidents: { repositry: acme/incidents }\n';

export const repo = (text: string): RepoRef => parseRepo(text)!;

export const NO_IMPACT: PolicyImpact = {
  teams: [],
  pulls: [],
  examined: { pulls: 0, repositories: 0 },
  gaps: [],
};

type EffectOf<Kind extends Effect['kind']> = Extract<Effect, { kind: Kind }>;

interface Issue {
  readonly ref: IssueRef;
  readonly title: string;
  readonly body: string;
  state: 'open' | 'closed';
  readonly comments: Map<string, string>;
}

/** Files, issues and checks as GitHub would show them, behind the ports of the policy flow. */
export function aWorld() {
  const files = new Map<string, string>();
  /** By pull request: the file's text, `untouched`, or null for a deletion. */
  const proposals = new Map<number, string | null>();
  const stored = new Map<string, StoredPolicy>();
  const issues: Issue[] = [];
  const checks: EffectOf<'report-check'>[] = [];
  const marked: JobKey[] = [];
  const counts = { reads: 0, proposalReads: 0, templateReads: 0, writes: 0 };
  /** Templates of postmortems, on the default branch and on every pull request. */
  const templates = new Map<string, string>();
  /** Those of them, on the default branch, that are not written as UTF-8. */
  const garbled = new Set<string>();
  /** What pull requests make of them: another text, or null for one that they delete. */
  const changed = new Map<string, string | null>();
  /** Moved away by pull requests. */
  const goneAtHead = new Set<string>();
  let moves = false;
  let now = instantFromIso('2026-11-21T09:00:00Z');
  let failAfter = Infinity;
  let canReadTemplates = true;
  let fromFork = false;
  let impact: PolicyImpact | Error = NO_IMPACT;

  const fileOf = (text: string): PolicyFile => {
    const sha = `blob${String(text.length)}-${text.slice(0, 40)}`;
    return { path: '.github/norepeat.yml', text, sha, commit: `commit of ${sha}` };
  };

  function perform(effect: Effect): void {
    // Nobody asks for another run here.
    if (effect.kind === 'report-check' && effect.onlyAgain === true) return;
    if (failAfter <= 0) throw new Error('GitHub answered 502');
    failAfter -= 1;
    counts.writes += 1;
    switch (effect.kind) {
      case 'report-check':
        if (!checks.some((one) => one.externalId === effect.externalId)) checks.push(effect);
        return;
      case 'create-issue':
        if (issues.some(({ body }) => body.includes(effect.marker))) return;
        issues.push({
          ref: { repo: effect.repo, number: issues.length + 1 },
          title: effect.title,
          body: effect.body,
          state: 'open',
          comments: new Map(),
        });
        return;
      case 'keep-comment':
        issueOf(effect.issue).comments.set(effect.marker, effect.body);
        return;
      case 'close-issue':
        issueOf(effect.issue).state = 'closed';
        return;
      default:
        throw new Error(`a policy needs no ${effect.kind}`);
    }
  }

  const issueOf = (ref: IssueRef) => issues.find((one) => one.ref.number === ref.number)!;

  const deps = {
    store: {
      load: (one: RepoRef) => Promise.resolve(stored.get(repoKey(one)) ?? null),
      save: (one: RepoRef, policy: StoredPolicy) => {
        stored.set(repoKey(one), policy);
        return Promise.resolve();
      },
    },
    source: {
      read: (one: RepoRef) => {
        counts.reads += 1;
        const text = files.get(repoKey(one));
        return Promise.resolve(
          text === undefined
            ? ({ kind: 'gone', why: 'there is no such file' } as const)
            : ({ kind: 'found', value: fileOf(text) } as const),
        );
      },
    },
    proposals: {
      proposal: (pull: IssueRef) => {
        counts.proposalReads += 1;
        const text = proposals.get(pull.number);
        if (text === undefined) return Promise.resolve({ kind: 'gone', why: 'no' } as const);
        const file = text === null || text === 'untouched' ? text : fileOf(text);
        const value = {
          commit: 'head',
          fromFork,
          visibility: 'private',
          file,
          markdown: [...(changed.size > 0 ? changed : templates).keys()],
          moves,
        } as const;
        return Promise.resolve({ kind: 'found', value } as const);
      },
    },
    policies: { policyFor: (one: RepoRef) => reader.policyFor(one) },
    templates: {
      templates: (_: RepoRef, paths: readonly string[], at: string | null) => {
        counts.templateReads += 1;
        if (!canReadTemplates) return Promise.reject(new Error('GitHub answered 502'));
        const files = paths.flatMap((path) => {
          const here = goneAtHead.has(path) ? null : changed.get(path);
          const text = at === null || here === undefined ? templates.get(path) : here;
          return text == null ? [] : [{ path, text: garbled.has(path) ? null : text }];
        });
        return Promise.resolve({ kind: 'found', value: { commit: at ?? 'main', files } } as const);
      },
    },
    parse: parsePolicy,
    tryPolicy: () => (impact instanceof Error ? Promise.reject(impact) : Promise.resolve(impact)),
    names: {
      presentNames: (policy: Policy) => Promise.resolve(policy),
      repositories: () => Promise.resolve([repo('acme/checkout'), repo('acme/incidents')]),
    },
    installed: { repositories: () => Promise.resolve([]) },
    index: { inRepository: () => Promise.resolve([]) },
    clock: { now: () => now },
    queue: {
      mark: (keys: readonly JobKey[]) => {
        marked.push(...keys);
        return Promise.resolve();
      },
    },
    performer: {
      perform: (effect: Effect) =>
        new Promise<void>((resolve) => {
          perform(effect);
          resolve();
        }),
    },
    ownIssues: {
      find: (one: RepoRef, marker: string) => {
        const found = issues.find(
          ({ ref, body }) => repoKey(ref.repo) === repoKey(one) && body.includes(marker),
        );
        return Promise.resolve(
          found === undefined ? null : { issue: found.ref, state: found.state },
        );
      },
    },
  };

  const reader = policyReader(deps);
  return {
    files,
    proposals,
    templates,
    garbled,
    changed,
    goneAtHead,
    stored,
    issues,
    checks,
    marked,
    counts,
    fileOf,
    write: (where: string, text: string) => files.set(where, text),
    delete: (where: string) => files.delete(where),
    later: () => {
      now = plus(now, HOUR + MINUTE);
    },
    /** GitHub answers 502 after so many more writes; `Infinity` mends it. */
    breakAfter: (writes: number) => {
      failAfter = writes;
    },
    canReadTemplates: (can: boolean) => {
      canReadTemplates = can;
    },
    /** What trying a proposal finds, or how it fails. */
    willFind: (found: PolicyImpact | Error) => {
      impact = found;
    },
    fromForks: () => {
      fromFork = true;
    },
    /** GitHub says that files were moved, and only where to. */
    movesFiles: () => {
      moves = true;
    },
    policyFor: (where: string) => reader.policyFor(repo(where)),
    pushed: (where: string) => reconcilePolicy(deps, repo(where)),
    proposed: (where: string, number: number) =>
      checkPolicyProposal(deps, { repo: repo(where), number }),
  };
}
