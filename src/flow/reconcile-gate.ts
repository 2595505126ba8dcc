/** One pull request: whether its head may be merged now, said on the commit when it is not said there yet. */
import { freePass, undecided } from '../core/gate/judge.ts';
import { isGated } from '../core/gate/reach.ts';
import type { IssueRef } from '../core/ids.ts';
import type { Policy } from '../core/policy/policy.ts';
import { awaitIncidents, whyUnread, type AwaitDeps } from './await-incidents.ts';
import { isPutOff, undecidedBecause } from './faults.ts';
import type { GlimpseStore, PullGlimpse } from './ports/pull-glimpse.ts';
import type { PullOnCommit, PullReader } from './ports/pulls.ts';
import type { GateTurns } from './gate-turns.ts';
import {
  gatedPart,
  groundOf,
  isOutOfReach,
  judgeCommits,
  nextChangeHere,
  sameGround,
  type Ground,
  type JudgeDeps,
} from './judge-commits.ts';
import type { PolicyReader } from './ports/policy.ts';
import {
  isThere,
  orSayUndecided,
  sayPolicyUnread,
  sayUndecided,
  takeStaleLabelsOff,
  verdictOf,
  writeVerdicts,
  type WriteDeps,
} from './write-verdicts.ts';

export interface GateDeps extends JudgeDeps, WriteDeps, AwaitDeps {
  readonly policies: PolicyReader;
  readonly pulls: PullReader;
  readonly glimpses: GlimpseStore;
  readonly turns: GateTurns;
}

/**
 * Where nothing in reach is owed one write at most, by what the latest delivery said; else one read, what
 * the judgement asks for, and one write when the verdict is another than the one that is there. The head
 * is read right before: if it moved since, the delivery about that has it judged again.
 */
export function reconcileGate(deps: GateDeps): (pull: IssueRef) => Promise<void> {
  return async (pull) => {
    const { repo } = pull;
    const policy = await policyOrSaySo(deps, pull);
    if (policy === null) return;
    deps.turns.began(pull);
    const glimpse = await deps.glimpses.find(pull);
    if (glimpse !== null && !concerns(glimpse, policy)) return;
    const heads = new Set<string>([glimpse?.headSha ?? []].flat());
    await orSayUndecided(deps, { repo, policy, heads: () => [...heads] }, async () => {
      const ground = await groundOf(deps, repo, policy);
      if (ground.unread.length > 0) return waitOrSaySo(deps, pull, { glimpse, ground });
      if (await passedAtAGlance(deps, glimpse, ground)) return;
      const read = await deps.pulls.pull(pull);
      if (read.kind === 'gone') return;
      heads.clear();
      heads.add(read.value.facts.headSha);
      await judgeAsRead(deps, pull, { read: read.value, ground });
    });
  };
}

/**
 * A policy in force that cannot be read any more lets nothing pass: said on the head of which the latest
 * delivery told, if it was judged before or aims at the default branch; which others are gated is unknown.
 * When GitHub does not answer, nothing is known to be gated yet.
 */
async function policyOrSaySo(deps: GateDeps, pull: IssueRef): Promise<Policy | null> {
  const { repo } = pull;
  try {
    return await deps.policies.policyFor(repo);
  } catch (error) {
    if (isPutOff(error) || undecidedBecause(error) === 'github') throw error;
    const glimpse = await deps.glimpses.find(pull);
    const headSha = glimpse?.open === true ? glimpse.headSha : null;
    if (glimpse === null || headSha === null) throw error;
    const isDefault = glimpse.baseRef === glimpse.defaultBranch;
    const isGatedHere = isDefault || (await deps.verdicts.last(repo, headSha)) !== null;
    if (isGatedHere) await sayPolicyUnread(deps, { repo, headSha });
    throw error;
  }
}

/** What is closed, or aims at a branch that is not gated, is left alone. */
function concerns({ open, headSha, baseRef, defaultBranch }: PullGlimpse, policy: Policy): boolean {
  return headSha === null || (open && isGated(baseRef, defaultBranch, policy));
}

/** Nothing in reach: the same for every commit, and nothing of the pull request need be read. */
async function passedAtAGlance(
  deps: GateDeps,
  glimpse: PullGlimpse | null,
  ground: Ground,
): Promise<boolean> {
  const headSha = glimpse?.headSha ?? null;
  if (glimpse === null || headSha === null) return false;
  if (!(await isOutOfReach(deps, ground, glimpse.baseRef))) return false;
  const { policy, repo } = ground;
  const verdict = verdictOf(policy, { decision: freePass(), headSha, commit: null });
  if ((await deps.verdicts.last(repo, headSha)) !== verdict.run.externalId) {
    await writeVerdicts(deps, repo, [verdict]);
  }
  await lookAtNextChange(deps, ground);
  await lookAgainIfMoved(deps, glimpse.pull, ground);
  return true;
}

async function judgeAsRead(
  deps: GateDeps,
  pull: IssueRef,
  { read, ground }: { readonly read: PullOnCommit; readonly ground: Ground },
): Promise<void> {
  const { policy, repo } = ground;
  const gated = gatedPart(read.facts, read.defaultBranch, policy);
  if (gated === null) return;
  const { headSha } = gated;
  const [judged] = await judgeCommits(deps, ground, [gated]);
  if (judged === undefined) return;
  const verdict = verdictOf(policy, { ...judged, headSha });
  if (!isThere(verdict, read.run)) await writeVerdicts(deps, repo, [verdict]);
  await takeStaleLabelsOff(deps, [judged.decision]);
  const queued = gated.pulls.filter(({ inMergeQueue }) => inMergeQueue);
  await deps.queue.mark(
    queued.map(({ baseRef }) => ({ kind: 'group', repo, branch: baseRef }) as const),
  );
  await lookAtNextChange(deps, ground);
  await lookAgainIfMoved(deps, pull, ground);
}

/** One look for the whole repository: everything in it changes at the same moment. */
async function lookAtNextChange(deps: GateDeps, ground: Ground): Promise<void> {
  const next = await nextChangeHere(deps, ground);
  if (next !== null)
    await deps.queue.mark([{ kind: 'gates', repo: ground.repo }], { notBefore: next });
}

/** What is owed may have changed while this was judged: whoever changed it may have looked too early. */
async function lookAgainIfMoved(deps: GateDeps, pull: IssueRef, ground: Ground): Promise<void> {
  const policy = await deps.policies.policyFor(ground.repo);
  const same = policy !== null && sameGround(ground, await groundOf(deps, ground.repo, policy));
  if (!same) await deps.queue.mark([{ kind: 'gate', pull }]);
}

async function waitOrSaySo(
  deps: GateDeps,
  pull: IssueRef,
  { glimpse, ground }: { readonly glimpse: PullGlimpse | null; readonly ground: Ground },
): Promise<void> {
  const { policy, repo } = ground;
  if ((await awaitIncidents(deps, { kind: 'gate', pull }, ground)) === 'patient') return;
  const headSha = glimpse?.headSha ?? (await gatedHead(deps, pull, policy));
  const decision = undecided(whyUnread(deps, ground));
  await sayUndecided(deps, { repo, policy, heads: () => [headSha ?? []].flat() }, decision);
}

async function gatedHead(deps: GateDeps, pull: IssueRef, policy: Policy): Promise<string | null> {
  const read = await deps.pulls.pull(pull);
  if (read.kind === 'gone') return null;
  return gatedPart(read.value.facts, read.value.defaultBranch, policy)?.headSha ?? null;
}
