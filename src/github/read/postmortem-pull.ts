/** Which pull request is the postmortem of an incident, and whether it published one: pure. */
import type { RepoRef } from '../../core/ids.ts';
import type { PostmortemPull } from '../../core/incident/facts.ts';
import { mayBringDocument, type Changed } from '../../core/postmortem/document-among.ts';
import { instantFromIso } from '../../core/time.ts';
import type { ChangedFilesAnswer, HomeAnswer, UnmergedAnswer } from './incident-answer.ts';
import { present, toActor, type Viewpoint } from './translate.ts';

export interface Candidate {
  readonly number: number;
  readonly state: 'OPEN' | 'CLOSED' | 'MERGED';
  readonly isCrossRepository: boolean;
  readonly baseRefName: string;
  readonly files?: ChangedFilesAnswer;
}

/** What `postmortemAmong` needs to know of the repository. */
export interface Place {
  /** The default branch; undefined while there is no commit. */
  readonly main: string | undefined;
  /** Path of the index of postmortems, which is none itself. */
  readonly index: string;
}

/**
 * Of the repository's own pull requests from the branch of the postmortem, not of those from forks: the
 * latest that published it from the default branch; else the latest into the default branch, else the latest
 * that was not merged elsewhere.
 */
export function postmortemAmong<T extends Candidate>(
  pulls: readonly T[],
  { main, index }: Place,
): T | undefined {
  const own = pulls
    .filter(({ isCrossRepository: foreign }) => !foreign)
    .sort((a, b) => b.number - a.number);
  const intoMain = own.filter(({ baseRefName: base }) => base === main);
  return (
    intoMain.find((pull) => publishes(pull, index)) ??
    intoMain[0] ??
    own.find(({ state }) => state !== 'MERGED')
  );
}

/** What was merged without a document published nothing: it counts as one that was closed. */
export function stateOf(pull: Candidate, index: string): PostmortemPull['state'] {
  if (pull.state === 'OPEN') return 'open';
  return publishes(pull, index) ? 'merged' : 'closed';
}

/** Also where the list of its files is not whole, for then nobody knows that there is none. */
function publishes({ state, files }: Candidate, index: string): boolean {
  if (state !== 'MERGED') return false;
  return files == null || files.pageInfo.hasNextPage || mayBringDocument(changesIn(files), index);
}

export function changesIn(files: ChangedFilesAnswer | undefined): readonly Changed[] {
  return present(files?.nodes).map(({ path, changeType }) => ({
    path,
    change: changeType.toLowerCase(),
  }));
}

/** As the incident knows it. */
export function toPostmortem(
  home: HomeAnswer,
  { repo, index }: { readonly repo: RepoRef; readonly index: string },
  view: Pick<Viewpoint, 'slug'>,
): PostmortemPull | null {
  const main = home.defaultBranchRef?.name;
  const pulls = [...present(home.otherPostmortems.nodes), ...present(home.mergedPostmortems.nodes)];
  const pull = postmortemAmong(
    pulls.filter(({ baseRefName }) => baseRefName === main),
    { main, index },
  );
  if (pull === undefined) return null;
  const { number, url, title, mergedAt, closedAt } = pull;
  const isOwn = toActor(pull.author, view).kind === 'self';
  const turn = 'turns' in pull ? latestTurn(pull, view) : null;
  const left = 'commits' in pull ? checkTitle(pull) : null;
  return {
    ...{ ref: { repo, number }, url, title, state: stateOf(pull, index) },
    mergedAt: mergedAt === null ? null : instantFromIso(mergedAt),
    closedAt: closedAt === null ? null : instantFromIso(closedAt),
    ...(isOwn && turn !== 'reopened-by-person' ? { own: true } : {}),
    ...(turn === 'closed-by-app' ? { closedByApp: true } : {}),
    ...(left === null ? {} : { left }),
  };
}

/** Who closed it or opened it again last, as far as that matters. */
function latestTurn(
  { turns }: UnmergedAnswer,
  view: Pick<Viewpoint, 'slug'>,
): 'closed-by-app' | 'reopened-by-person' | null {
  const [latest] = present(turns.nodes);
  const { kind } = toActor(latest?.actor, view);
  if (latest?.__typename === 'ClosedEvent') return kind === 'self' ? 'closed-by-app' : null;
  if (latest?.__typename !== 'ReopenedEvent') return null;
  return kind === 'person' ? 'reopened-by-person' : null;
}

/** Of this app's latest run on its head. */
function checkTitle({ commits }: UnmergedAnswer): string | null {
  const [head] = present(commits.nodes);
  const [suite] = present(head?.commit.checkSuites?.nodes);
  const [run] = present(suite?.checkRuns?.nodes);
  return run?.title ?? null;
}
