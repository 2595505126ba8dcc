import type { VerdictRun } from '../../core/effects.ts';
import { formatRepo } from '../../core/ids.ts';
import { isoOf, SECOND } from '../../core/time.ts';
import { statusOf, Unavailable } from '../client/errors.ts';
import type { Refusal } from '../client/session.ts';
import { cutCheckText } from './check-text.ts';
import type { EffectOf, Hands } from './performer.ts';
import { inRepo } from './place.ts';
import { runsQuery, RunsAnswer, verdictsMutation } from './verdict-queries.ts';

type ReportVerdicts = EffectOf<'report-verdicts'>;

/** So many runs a request, and so many characters: GraphQL works them off one by one, within ten seconds. */
const MOST_AT_ONCE = 20;
const MOST_CHARACTERS = 500_000;

/** Sends this often in all; then the job is tried again later, from the read on. */
const MOST_TRIES = 3;

/**
 * Completed runs, twenty to a request; a single one by REST, which needs no node id of the repository.
 * When an answer is lost it is looked up which runs are there before the others are sent again. A commit
 * that is gone (a force push, a deleted fork) fails nobody else and is noted; any other refusal is thrown
 * once everything has been sent.
 */
export async function reportVerdicts(hands: Hands, effect: ReportVerdicts): Promise<void> {
  const refused: string[] = [];
  for (const runs of batches(effect.runs)) {
    refused.push(...(await reportBatch(hands, effect, runs)));
  }
  if (refused.length > 0) {
    throw new Error(`GitHub took no verdict in ${formatRepo(effect.repo)}: ${refused.join('; ')}`);
  }
}

/** What GitHub refused for another reason than that the commit is gone. */
async function reportBatch(
  hands: Hands,
  { repo }: ReportVerdicts,
  runs: readonly VerdictRun[],
): Promise<readonly string[]> {
  const startedAt = isoOf(hands.now());
  const batch: Batch = { repo, startedAt };
  let left = runs;
  for (let tries = 1; ; tries += 1) {
    try {
      const refusals = await send(hands, batch, left);
      return refusals.flatMap((refusal) => (isNoted(hands, batch, refusal) ? [] : refusal.message));
    } catch (error) {
      if (!(error instanceof Unavailable) || !error.mayHaveHappened) throw error;
      left = await missing(hands, batch, left);
      if (left.length === 0) return [];
      if (tries >= MOST_TRIES) throw error;
    }
  }
}

interface Batch {
  readonly repo: ReportVerdicts['repo'];
  /** Tells these runs from earlier ones with the same verdict: a re-run always gets a new one. */
  readonly startedAt: string;
}

function send(
  hands: Hands,
  batch: Batch,
  runs: readonly VerdictRun[],
): Promise<readonly Refusal[]> {
  const [only] = runs;
  return runs.length === 1 && only !== undefined
    ? sendOne(hands, batch, only)
    : sendMany(hands, batch, runs);
}

async function sendOne(
  { session }: Hands,
  { repo, startedAt }: Batch,
  run: VerdictRun,
): Promise<readonly Refusal[]> {
  try {
    await session.octokit.request('POST /repos/{owner}/{repo}/check-runs', {
      ...inRepo(repo),
      name: run.name,
      head_sha: run.headSha,
      external_id: run.externalId,
      started_at: startedAt,
      status: 'completed',
      conclusion: run.conclusion,
      output: {
        title: run.title,
        summary: cutCheckText(run.summary),
        ...(run.text === null ? {} : { text: cutCheckText(run.text) }),
      },
      actions: [...run.actions],
    });
    return [];
  } catch (error) {
    if (statusOf(error) !== 422 || !(error instanceof Error)) throw error;
    return [{ alias: 'v0', type: 'UNPROCESSABLE', message: error.message }];
  }
}

async function sendMany(
  hands: Hands,
  { repo, startedAt }: Batch,
  runs: readonly VerdictRun[],
): Promise<readonly Refusal[]> {
  const repository = await hands.repositoryIds.find(hands.session, repo);
  if (repository === null) {
    hands.note('verdicts found their repository gone', { repository: formatRepo(repo) });
    return [];
  }
  const { document, variables } = verdictsMutation(repository.id, startedAt, runs);
  let refusals: readonly Refusal[];
  try {
    refusals = await hands.session.mutateOnce(document, variables);
  } catch (error) {
    hands.repositoryIds.forget(repo);
    throw error;
  }
  if (repository.fresh || !refusals.some(saysGone)) return refusals;
  // Not the commit may be gone, but the repository that had this name: asked anew, it is known.
  hands.repositoryIds.forget(repo);
  const again = runs.filter((_, i) =>
    refusals.some((refusal) => refusal.alias === `v${String(i)}` && saysGone(refusal)),
  );
  const others = refusals.filter((refusal) => !saysGone(refusal));
  return [...others, ...(await sendMany(hands, { repo, startedAt }, again))];
}

/** Whether a refusal says that the commit is not there any more; the next read says what is. */
function isNoted(hands: Hands, { repo }: Batch, refusal: Refusal): boolean {
  const gone = saysGone(refusal);
  if (gone) hands.note('a verdict found its commit gone', { repository: formatRepo(repo) });
  return gone;
}

function saysGone({ type, message }: Refusal): boolean {
  return type === 'NOT_FOUND' || /no commit found|could not resolve|head.?sha/i.test(message);
}

/** Those that are not on their commits, after an answer was lost. */
async function missing(
  { session, self }: Hands,
  { repo, startedAt }: Batch,
  runs: readonly VerdictRun[],
): Promise<readonly VerdictRun[]> {
  const { document, variables } = runsQuery(repo, self.id, runs);
  const { repository } = await session.query(document, variables, RunsAnswer);
  return runs.filter((run, i) => {
    const there = repository?.[`c${i}`]?.checkSuites?.nodes?.[0]?.checkRuns?.nodes?.[0];
    const since = there?.externalId === run.externalId ? there.startedAt : null;
    return since === null || Date.parse(since) !== secondOf(startedAt);
  });
}

/** GitHub keeps whole seconds. */
function secondOf(iso: string): number {
  return Math.floor(Date.parse(iso) / SECOND) * SECOND;
}

function batches(runs: readonly VerdictRun[]): readonly (readonly VerdictRun[])[] {
  const all: VerdictRun[][] = [];
  let room = 0;
  for (const run of runs) {
    const size = run.summary.length + (run.text?.length ?? 0) + run.title.length;
    const last = all.at(-1);
    if (last === undefined || last.length >= MOST_AT_ONCE || size > room) {
      all.push([run]);
      room = MOST_CHARACTERS - size;
    } else {
      last.push(run);
      room -= size;
    }
  }
  return all;
}
