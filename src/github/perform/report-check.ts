import { cutCheckText } from './check-text.ts';
import { once } from './once.ts';
import type { EffectOf, Hands } from './performer.ts';
import { inRepo } from './place.ts';

/** GitHub's bound (docs.github.com/rest/checks/runs): annotations a request. */
const MOST_ANNOTATIONS = 50;

type ReportCheck = EffectOf<'report-check'>;

/**
 * A completed run; one that says the same is on the commit already is left as it is, unless somebody asked
 * GitHub for another: then the suite waits (`queued`) until a run is written, whatever the one before said.
 */
export async function reportCheck(hands: Hands, effect: ReportCheck): Promise<void> {
  const look = async (): Promise<true | null> => ((await isWanted(hands, effect)) ? null : true);
  if ((await look()) === null) await once(() => write(hands, effect), look);
}

async function isWanted(hands: Hands, effect: ReportCheck): Promise<boolean> {
  const runs = await latestRuns(hands, effect);
  const saysSo = runs.some(
    ({ external_id: id, status }) => id === effect.externalId && status === 'completed',
  );
  const isLeft = effect.onlyAgain === true ? runs.length > 0 : saysSo;
  if (isLeft) return isAskedAgain(hands, effect);
  return effect.onlyAgain !== true;
}

async function latestRuns({ session, self }: Hands, { repo, headSha, name }: ReportCheck) {
  const { data } = await session.octokit.request(
    'GET /repos/{owner}/{repo}/commits/{ref}/check-runs',
    { ...inRepo(repo), ref: headSha, check_name: name, app_id: self.id, filter: 'latest' },
  );
  return data.check_runs;
}

/**
 * "Re-run" sets the suite back and leaves its runs as they are (docs.github.com/rest/checks/runs, "Rerequest
 * a check run"). A suite without runs waits, too; whoever asks knows of one.
 */
async function isAskedAgain(
  { session, self }: Hands,
  { repo, headSha }: ReportCheck,
): Promise<boolean> {
  const { data } = await session.octokit.request(
    'GET /repos/{owner}/{repo}/commits/{ref}/check-suites',
    { ...inRepo(repo), ref: headSha, app_id: self.id },
  );
  return data.check_suites.some(({ status }) => status === 'queued');
}

async function write({ session }: Hands, effect: ReportCheck): Promise<true> {
  const summary = cutCheckText(effect.summary);
  const annotations = effect.annotations.map((annotation) => ({
    path: annotation.path,
    start_line: annotation.line,
    end_line: annotation.line,
    annotation_level: annotation.level,
    title: annotation.title,
    message: annotation.message,
  }));
  const { data } = await session.octokit.request('POST /repos/{owner}/{repo}/check-runs', {
    ...inRepo(effect.repo),
    name: effect.name,
    head_sha: effect.headSha,
    external_id: effect.externalId,
    status: 'completed',
    conclusion: effect.conclusion,
    output: {
      title: effect.title,
      summary,
      ...(effect.text === null ? {} : { text: cutCheckText(effect.text) }),
      annotations: annotations.slice(0, MOST_ANNOTATIONS),
    },
  });
  // Further annotations are added to those that are there.
  for (let from = MOST_ANNOTATIONS; from < annotations.length; from += MOST_ANNOTATIONS) {
    await session.octokit.request('PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}', {
      ...inRepo(effect.repo),
      check_run_id: data.id,
      output: {
        title: effect.title,
        summary,
        annotations: annotations.slice(from, from + MOST_ANNOTATIONS),
      },
    });
  }
  return true;
}
