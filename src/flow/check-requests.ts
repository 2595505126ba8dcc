/** Buttons of the check, and re-runs asked for in GitHub's interface. */
import { undecided } from '../core/gate/judge.ts';
import { formatRepo, type IssueRef, type RepoRef } from '../core/ids.ts';
import { waiverHelp } from '../core/messages/gate/waiver-help.ts';
import type { Policy } from '../core/policy/policy.ts';
import type { CheckRequest, CheckRequestStore, PullOnCommit } from './gate-ports.ts';
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
  return async (repo) => {
    const failures: unknown[] = [];
    for (const request of await deps.requests.waiting(repo)) {
      try {
        await deps.requests.settle(request.id, await answer(deps, request));
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length === 0) return;
    throw new AggregateError(failures, `requests wait in ${formatRepo(repo)}`);
  };
}

type Outcome = Parameters<CheckRequestStore['settle']>[1];

async function answer(deps: CheckRequestDeps, request: CheckRequest): Promise<Outcome> {
  const { repo, headSha } = request;
  const policy = await deps.policies.policyFor(repo);
  if (policy === null) return { refused: 'no policy decides here' };
  const where = { repo, policy, heads: () => [headSha] };
  let outcome: Outcome = { refused: 'no open pull request or merge group has this commit' };
  await orSayUndecided(deps, where, async () => {
    const found = await commitOf(deps, request, policy);
    if (found === null) return;
    outcome = 'done';
    if (request.asks === 'waiver') await tellHowToWaive(deps, policy, found);
    else await judgeAgain(deps, policy, found);
  });
  return outcome;
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
  const candidates = named.length > 0 ? named : await deps.pulls.withHead(repo, headSha);
  for (const pull of candidates) {
    const read = await deps.pulls.pull(pull);
    if (read.kind === 'gone' || read.value.facts.headSha !== headSha) continue;
    const facts = gatedPart(read.value.facts, read.value.defaultBranch, policy);
    if (facts !== null) return { ...read.value, facts };
  }
  for (const branch of await queuedBranches(deps, repo, policy)) {
    const groups = await deps.queues.groups(repo, branch);
    if (groups.kind === 'gone') continue;
    const group = groups.value.find(({ facts }) => facts.headSha === headSha);
    const facts = group === undefined ? null : gatedPart(group.facts, group.defaultBranch, policy);
    if (group !== undefined && facts !== null) return { ...group, facts };
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
): Promise<void> {
  const { repo, headSha, pulls } = facts;
  const ground = await groundOf(deps, repo, policy);
  const unread = { decision: undecided('incidents-unread'), commit: null };
  const [judged = unread] =
    ground.unread.length > 0 ? [] : await judgeCommits(deps, ground, [facts]);
  await writeVerdicts(deps, repo, [verdictOf(policy, { ...judged, headSha })]);
  await takeStaleLabelsOff(deps, [judged.decision]);
  // Something may have been judged in between; whoever looks last writes what holds.
  if (facts.as === 'pulls') {
    await deps.queue.mark(pulls.map(({ ref }) => ({ kind: 'gate', pull: ref }) as const));
    return;
  }
  const branches = new Set(pulls.map(({ baseRef }) => baseRef));
  await deps.queue.mark([...branches].map((branch) => ({ kind: 'group', repo, branch }) as const));
}

/** One comment on each pull request of the commit, brought up to date when somebody asks again. */
async function tellHowToWaive(
  deps: CheckRequestDeps,
  policy: Policy,
  { facts }: PullOnCommit,
): Promise<void> {
  const ground = await groundOf(deps, facts.repo, policy);
  const [judged] = await judgeCommits(deps, ground, [facts]);
  if (judged === undefined) return;
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
}

const WAIVER_MARKER = '<!-- norepeat:waiver -->';
