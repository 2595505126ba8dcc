/** Every open pull request of a repository: what is owed, the policy or the owners may have changed. */
import { undecided } from '../core/gate/judge.ts';
import { isGated } from '../core/gate/reach.ts';
import type { CommitFacts, PullFacts } from '../core/gate/facts.ts';
import type { IssueRef, RepoRef } from '../core/ids.ts';
import { awaitIncidents, whyUnread } from './await-incidents.ts';
import { isPutOff } from './faults.ts';
import type { OwnRun, PullPage } from './ports/pulls.ts';
import {
  groundOf,
  judgeCommits,
  newInquiry,
  nextChangeHere,
  type Ground,
  type Inquiry,
  type Judgement,
} from './judge-commits.ts';
import type { GateDeps } from './reconcile-gate.ts';
import {
  isThere,
  takeStaleLabelsOff,
  verdictOf,
  VERDICTS_AT_ONCE,
  writeVerdicts,
  type Verdict,
} from './write-verdicts.ts';

/** A commit and what was written on it when it was read. */
interface Listed {
  readonly commit: CommitFacts;
  readonly run: OwnRun | null;
}

/**
 * A read for a hundred pull requests and a write for twenty verdicts that are not there yet; those in a
 * merge queue or to be merged by themselves come first, then the one changed last. When it is told to
 * wait, the next try finds what was written and costs the reads only.
 */
export function reconcileGates(deps: GateDeps): (repo: RepoRef) => Promise<void> {
  return async (repo) => {
    const policy = await deps.policies.policyFor(repo);
    if (policy === null) return;
    const ground = await groundOf(deps, repo, policy);
    const key = { kind: 'gates', repo } as const;
    const isUnread = ground.unread.length > 0;
    if (isUnread && (await awaitIncidents(deps, key, ground)) === 'patient') return;
    const moment = deps.turns.now();
    const listed = await listCommits(deps, ground);
    await markGroups(deps, repo, listed);
    const judge = isUnread ? sayUnread(deps) : judgeCommits;
    await judgeAll(deps, ground, { listed, moment, judge });
    const next = await nextChangeHere(deps, ground);
    if (next !== null) await deps.queue.mark([key], { notBefore: next });
  };
}

function sayUnread(deps: GateDeps): typeof judgeCommits {
  return (_deps, ground, commits) => {
    const decision = undecided(whyUnread(deps, ground));
    return Promise.resolve(commits.map(() => ({ decision, commit: null })));
  };
}

/** Open pull requests on gated branches by their heads, in the order in which they are judged. */
async function listCommits(deps: GateDeps, { repo, policy }: Ground): Promise<readonly Listed[]> {
  const byHead = new Map<string, Listed>();
  for (let after: string | null = null, more = true; more;) {
    const page = await deps.pulls.page(repo, after);
    if (page.kind === 'gone') break;
    const { defaultBranch, next } = page.value;
    for (const one of page.value.pulls) {
      if (!isGated(one.facts.baseRef, defaultBranch, policy)) continue;
      byHead.set(
        one.facts.headSha,
        joined(byHead.get(one.facts.headSha), { repo, page: page.value, one }),
      );
    }
    after = next;
    more = next !== null;
  }
  return [...byHead.values()].sort(
    (a, b) => Number(isUrgent(b)) - Number(isUrgent(a)) || updatedAt(b) - updatedAt(a),
  );
}

/** A pull request may come twice when the list moved between two pages. */
function joined(
  known: Listed | undefined,
  {
    repo,
    page,
    one,
  }: {
    readonly repo: RepoRef;
    readonly page: PullPage;
    readonly one: PullPage['pulls'][number];
  },
): Listed {
  const { facts, run } = one;
  const others = known?.commit.pulls.filter(({ ref }) => ref.number !== facts.ref.number) ?? [];
  const { visibility } = page;
  const { headSha } = facts;
  return { commit: { repo, visibility, headSha, as: 'pulls', pulls: [...others, facts] }, run };
}

function isUrgent({ commit }: Listed): boolean {
  return commit.pulls.some(({ inMergeQueue, autoMerge }) => inMergeQueue || autoMerge);
}

function updatedAt({ commit }: Listed): number {
  return Math.max(...commit.pulls.map((pull) => pull.updatedAt));
}

async function markGroups(
  { queue }: GateDeps,
  repo: RepoRef,
  listed: readonly Listed[],
): Promise<void> {
  const queued = listed.flatMap(({ commit }) => commit.pulls.filter(isQueued));
  const branches = new Set(queued.map(({ baseRef }) => baseRef));
  await queue.mark([...branches].map((branch) => ({ kind: 'group', repo, branch }) as const));
}

function isQueued({ inMergeQueue }: PullFacts): boolean {
  return inMergeQueue;
}

async function judgeAll(
  deps: GateDeps,
  ground: Ground,
  work: {
    readonly listed: readonly Listed[];
    readonly moment: number;
    readonly judge: typeof judgeCommits;
  },
): Promise<void> {
  const inquiry = newInquiry();
  let waiting: { readonly verdict: Verdict; readonly pulls: readonly IssueRef[] }[] = [];
  const flush = async (): Promise<void> => {
    const batch = waiting;
    waiting = [];
    await writeVerdicts(
      deps,
      ground.repo,
      batch.map(({ verdict }) => verdict),
    );
    const refs = batch.flatMap(({ pulls }) => pulls);
    await lookAgain(
      deps,
      refs.filter((pull) => deps.turns.beganSince(pull, work.moment)),
    );
  };
  for (const chunk of chunks(work.listed, VERDICTS_AT_ONCE)) {
    const judged = await judgeChunk(deps, ground, { chunk, inquiry, judge: work.judge });
    for (const { listed, judgement } of judged) {
      const { headSha, pulls } = listed.commit;
      const verdict = verdictOf(ground.policy, { ...judgement, headSha });
      if (isThere(verdict, listed.run)) continue;
      waiting.push({ verdict, pulls: pulls.map(({ ref }) => ref) });
      if (waiting.length >= VERDICTS_AT_ONCE) await flush();
    }
    await takeStaleLabelsOff(
      deps,
      judged.map(({ judgement }) => judgement.decision),
    );
  }
  await flush();
}

/** When one commit of them cannot be judged, it is left to a job of its own, which says so on it. */
async function judgeChunk(
  deps: GateDeps,
  ground: Ground,
  {
    chunk,
    inquiry,
    judge,
  }: {
    readonly chunk: readonly Listed[];
    readonly inquiry: Inquiry;
    readonly judge: typeof judgeCommits;
  },
): Promise<readonly { readonly listed: Listed; readonly judgement: Judgement }[]> {
  const commits = chunk.map(({ commit }) => commit);
  try {
    const judgements = await judge(deps, ground, commits, inquiry);
    return judgements.flatMap((judgement, i) => {
      const listed = chunk[i];
      return listed === undefined ? [] : [{ listed, judgement }];
    });
  } catch (error) {
    if (isPutOff(error)) throw error;
    if (chunk.length > 1) {
      const alone = [];
      for (const one of chunk)
        alone.push(...(await judgeChunk(deps, ground, { chunk: [one], inquiry, judge })));
      return alone;
    }
    deps.log.warn({ err: error }, 'a pull request could not be judged with the others');
    await lookAgain(
      deps,
      commits.flatMap(({ pulls }) => pulls.map(({ ref }) => ref)),
    );
    return [];
  }
}

async function lookAgain({ queue }: GateDeps, pulls: readonly IssueRef[]): Promise<void> {
  await queue.mark(pulls.map((pull) => ({ kind: 'gate', pull }) as const));
}

function chunks<T>(all: readonly T[], size: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, i) =>
    all.slice(i * size, (i + 1) * size),
  );
}
