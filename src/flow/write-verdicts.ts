import type { VerdictRun } from '../core/effects.ts';
import type { Decision } from '../core/gate/decision.ts';
import type { CommitFacts } from '../core/gate/facts.ts';
import { undecided } from '../core/gate/judge.ts';
import { FIX_LABEL } from '../core/followup/item-labels.ts';
import type { RepoRef } from '../core/ids.ts';
import { undecidedRun, verdictRun } from '../core/messages/gate/verdict-run.ts';
import type { Policy } from '../core/policy/policy.ts';
import { isPutOff, undecidedBecause } from './faults.ts';
import type { Performer } from './ports/performer.ts';
import type { OwnRun } from './ports/pulls.ts';
import type { GateMeter, VerdictStore } from './ports/verdicts.ts';

export interface WriteDeps {
  readonly verdicts: VerdictStore;
  readonly performer: Pick<Performer, 'perform'>;
  readonly meter: GateMeter;
}

/** Runs a request when verdicts are written in bulk; see `github/perform/report-verdicts.ts`. */
export const VERDICTS_AT_ONCE = 20;

/** One commit's, to be shown on it. */
export interface Verdict {
  readonly decision: Decision;
  readonly run: VerdictRun;
}

export function verdictOf(
  policy: Policy,
  judged: {
    readonly decision: Decision;
    readonly headSha: string;
    readonly commit: CommitFacts | null;
  },
): Verdict {
  const { decision, headSha, commit } = judged;
  const run = verdictRun(decision, { headSha, commit, policy });
  return { decision, run };
}

/** Whether the run that is there says the same already. */
export function isThere({ run }: Verdict, there: OwnRun | null): boolean {
  return there?.completed === true && there.externalId === run.externalId;
}

export async function writeVerdicts(
  deps: WriteDeps,
  repo: RepoRef,
  verdicts: readonly Verdict[],
): Promise<void> {
  if (verdicts.length === 0) return;
  const runs = verdicts.map(({ run }) => run);
  await deps.performer.perform({ kind: 'report-verdicts', repo, runs });
  for (const { decision, run } of verdicts) {
    await deps.verdicts.wrote(repo, run.headSha, run.externalId);
    const { settledBy } = decision;
    deps.meter.verdict(run.conclusion, settledBy.rule === 'undecided' ? settledBy.because : null);
  }
}

/** A fix label from before the head says nothing of it: it comes off, visibly. */
export async function takeStaleLabelsOff(
  deps: Pick<WriteDeps, 'performer'>,
  decisions: readonly Decision[],
): Promise<void> {
  for (const issue of decisions.flatMap(({ staleLabels }) => staleLabels)) {
    const effect = { kind: 'label-issue', issue, add: [], remove: [FIX_LABEL] } as const;
    await deps.performer.perform(effect);
  }
}

/**
 * Does the work, and when it cannot be done says so on the commits before the error goes on its way to be
 * tried again: a verdict that could not be made is no pass, and nothing is left to be waited for in vain.
 * `heads` are the commits known when it failed. To be told to wait is no failure.
 */
export async function orSayUndecided(
  deps: WriteDeps,
  where: {
    readonly repo: RepoRef;
    readonly policy: Policy;
    readonly heads: () => readonly string[];
  },
  work: () => Promise<void>,
): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (isPutOff(error)) throw error;
    try {
      await sayUndecided(deps, where, undecided(undecidedBecause(error)));
    } catch (second) {
      throw new AggregateError([error, second], 'neither a verdict nor that there is none', {
        cause: error,
      });
    }
    throw error;
  }
}

/** The same where the policy in force cannot be read: nothing is known of the commit but its name. */
export async function sayPolicyUnread(
  deps: WriteDeps,
  { repo, headSha }: { readonly repo: RepoRef; readonly headSha: string },
): Promise<void> {
  const because = 'internal';
  const run = undecidedRun(because, headSha);
  if ((await deps.verdicts.last(repo, headSha)) === run.externalId) return;
  await writeVerdicts(deps, repo, [{ decision: undecided(because), run }]);
}

/** Once a commit: what is said there already is not said again. */
export async function sayUndecided(
  deps: WriteDeps,
  where: {
    readonly repo: RepoRef;
    readonly policy: Policy;
    readonly heads: () => readonly string[];
  },
  decision: Decision,
): Promise<void> {
  const { repo, policy } = where;
  const verdicts = [];
  for (const headSha of new Set(where.heads())) {
    const verdict = verdictOf(policy, { decision, headSha, commit: null });
    const last = await deps.verdicts.last(repo, headSha);
    if (last !== verdict.run.externalId) verdicts.push(verdict);
  }
  await writeVerdicts(deps, repo, verdicts);
}
