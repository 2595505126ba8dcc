/** Buttons of the check, re-runs asked for in GitHub's interface, and groups that wait for their checks. */
import { undecided } from '../core/gate/judge.ts';
import { formatRepo, type IssueRef, type RepoRef } from '../core/ids.ts';
import { waiverHelp } from '../core/messages/gate/waiver-help.ts';
import type { Policy } from '../core/policy/policy.ts';
import { awaitIncidents, whyUnread } from './await-incidents.ts';
import { expectGroups } from './expected-groups.ts';
import type { CheckRequest, CheckRequestStore } from './ports/check-requests.ts';
import type { PullOnCommit } from './ports/pulls.ts';
import { gatedPart, groundOf, judgeCommits } from './judge-commits.ts';
import type { GroupDeps } from './reconcile-group.ts';
import { orSayUndecided, takeStaleLabelsOff, verdictOf, writeVerdicts } from './write-verdicts.ts';

export interface CheckRequestDeps extends GroupDeps {
  readonly requests: CheckRequestStore;
}

/**
 * Answers what waits, oldest first, each settled only once its answer is on GitHub. One that fails does
 * not hold up the others; it is tried again.
 */
export function answerCheckRequests(deps: CheckRequestDeps): (repo: RepoRef) => Promise<void> {
  const expect = expectGroups(deps);
  return async (repo) => {
    const failures: unknown[] = [];
    const waiting = await deps.requests.waiting(repo);
    const over = new Set(
      waiting.flatMap(({ asks, headSha }) => (asks === 'group-over' ? [headSha] : [])),
    );
    for (const request of waiting) {
      try {
        const isOfGroup = request.asks === 'group' || request.asks === 'group-over';
        const isOver = isOfGroup && over.has(request.headSha);
        const outcome = isOver ? 'done' : await answer(deps, request, expect);
        if (outcome !== 'later') await deps.requests.settle(request.id, outcome);
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length === 0) return;
    throw new AggregateError(failures, `requests wait in ${formatRepo(repo)}`);
  };
}

type Outcome = Parameters<CheckRequestStore['settle']>[1];

async function answer(
  deps: CheckRequestDeps,
  request: CheckRequest,
  expect: ReturnType<typeof expectGroups>,
): Promise<Outcome | 'later'> {
  const { repo, headSha } = request;
  // A fork's: GitHub names no pull request whose proposal of a policy is to be looked at again.
  if (request.asks === 'policy') return lookAtProposals(deps, request);
  if (request.asks === 'again' && request.pulls.length === 0) await lookAtProposals(deps, request);
  const policy = await deps.policies.policyFor(repo);
  if (policy === null) return { refused: 'no policy decides here' };
  if (request.asks === 'group') return expect(request, policy);
  const where = { repo, policy, heads: () => [headSha] };
  let outcome: Outcome | 'later' = {
    refused: 'no open pull request or merge group has this commit',
  };
  await orSayUndecided(deps, where, async () => {
    const found = await commitOf(deps, request, policy);
    if (found === null) return;
    const waives = request.asks === 'waiver';
    outcome = await (waives ? tellHowToWaive : judgeAgain)(deps, policy, found);
  });
  return outcome;
}

/** The check of a policy that is proposed is its own job's. */
async function lookAtProposals(
  { pulls, queue }: CheckRequestDeps,
  { repo, headSha }: CheckRequest,
): Promise<'done'> {
  const found = await pulls.withHead(repo, headSha);
  await queue.mark(found.map((pull) => ({ kind: 'policy-proposal', pull }) as const));
  return 'done';
}

/**
 * The commit that the request is about, whatever pull requests lie on it: it is judged as a commit, so it
 * does not matter that a check does not say of which one the button was pressed. Null when it is no head
 * any more.
 */
async function commitOf(
  deps: CheckRequestDeps,
  request: CheckRequest,
  policy: Policy,
): Promise<PullOnCommit | null> {
  const { repo, headSha } = request;
  const named = request.pulls.map((number): IssueRef => ({ repo, number }));
  const among = (pulls: readonly IssueRef[]): Promise<PullOnCommit | null> =>
    firstWithHead(deps, pulls, { headSha, policy });
  // Those that are named may be closed, or lie in another repository of the same fork.
  const pull = (await among(named)) ?? (await among(await deps.pulls.withHead(repo, headSha)));
  if (pull !== null) return pull;
  for (const branch of await queuedBranches(deps, repo, policy)) {
    const groups = await deps.queues.groups(repo, branch);
    if (groups.kind === 'gone') continue;
    const group = groups.value.find(({ facts }) => facts.headSha === headSha);
    const facts = group === undefined ? null : gatedPart(group.facts, group.defaultBranch, policy);
    if (group !== undefined && facts !== null) return { ...group, facts };
  }
  return null;
}

async function firstWithHead(
  deps: CheckRequestDeps,
  pulls: readonly IssueRef[],
  { headSha, policy }: { readonly headSha: string; readonly policy: Policy },
): Promise<PullOnCommit | null> {
  for (const pull of pulls) {
    const read = await deps.pulls.pull(pull);
    if (read.kind === 'gone' || read.value.facts.headSha !== headSha) continue;
    const facts = gatedPart(read.value.facts, read.value.defaultBranch, policy);
    if (facts !== null) return { ...read.value, facts };
  }
  return null;
}

/** Branches against which something was judged, and those that the policy names outright. */
async function queuedBranches(
  { codeOwners }: CheckRequestDeps,
  repo: RepoRef,
  { dontRepeat }: Policy,
): Promise<ReadonlySet<string>> {
  const named = (dontRepeat.branches ?? []).filter((glob) => !/[*?]/.test(glob));
  return new Set([...(await codeOwners.branches(repo)), ...named]);
}

/** Always a new run, also when it says what the one before said. */
async function judgeAgain(
  deps: CheckRequestDeps,
  policy: Policy,
  { facts }: PullOnCommit,
): Promise<'done'> {
  const { repo, headSha, pulls } = facts;
  const ground = await groundOf(deps, repo, policy);
  const unread = { decision: undecided(whyUnread(deps, ground)), commit: null };
  const [judged = unread] =
    ground.unread.length > 0 ? [] : await judgeCommits(deps, ground, [facts]);
  await writeVerdicts(deps, repo, [verdictOf(policy, { ...judged, headSha })]);
  await takeStaleLabelsOff(deps, [judged.decision]);
  // Something may have been judged in between; whoever looks last writes what holds.
  if (facts.as === 'pulls') {
    await deps.queue.mark(pulls.map(({ ref }) => ({ kind: 'gate', pull: ref }) as const));
    return 'done';
  }
  const branches = new Set(pulls.map(({ baseRef }) => baseRef));
  await deps.queue.mark([...branches].map((branch) => ({ kind: 'group', repo, branch }) as const));
  return 'done';
}

/**
 * One comment on each pull request of the commit, brought up to date when somebody asks again. Before the
 * incidents are read it would say that nothing holds it.
 */
async function tellHowToWaive(
  deps: CheckRequestDeps,
  policy: Policy,
  { facts }: PullOnCommit,
): Promise<'done' | 'later'> {
  const { repo } = facts;
  const ground = await groundOf(deps, repo, policy);
  if (ground.unread.length > 0) {
    await awaitIncidents(deps, { kind: 'check-requests', repo }, ground);
    return 'later';
  }
  const [judged] = await judgeCommits(deps, ground, [facts]);
  if (judged === undefined) return 'done';
  const now = deps.clock.now();
  const { headSha } = facts;
  const about = { marker: WAIVER_MARKER, headSha, commit: facts, policy, now };
  const body = waiverHelp(judged.decision, about);
  for (const { ref } of facts.pulls) {
    await deps.performer.perform({
      kind: 'keep-comment',
      issue: ref,
      marker: WAIVER_MARKER,
      existing: null,
      body,
    });
  }
  return 'done';
}

const WAIVER_MARKER = '<!-- norepeat:waiver -->';
