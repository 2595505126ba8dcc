/** What the scenarios of postmortems look at and do: the document where it lies, its commits, its pull request. */
import { expect } from 'vitest';
import { filesAt } from '../../../sandbox/model/git/objects.ts';
import { textOf } from '../../../sandbox/model/git/compare.ts';
import { commitsBetween, mergeBase } from '../../../sandbox/model/git/history.ts';
import type { CheckRun } from '../../../sandbox/model/records/checks.ts';
import type { GitCommit } from '../../../sandbox/model/records/git.ts';
import type { Issue } from '../../../sandbox/model/records/issue.ts';
import type { PullRequest } from '../../../sandbox/model/records/pull-request.ts';
import type { Repository } from '../../../sandbox/model/records/repository.ts';
import { findRepository, type World } from '../../../sandbox/model/world.ts';
import { BOT, visible } from '../support/look.ts';
import { INCIDENTS } from '../support/organisation.ts';
import type { FormFields, Person, Thread } from '../support/person.ts';
import type { Scene } from '../support/scene.ts';

/** The postmortem of one incident as GitHub has it at this moment. */
export interface Postmortem {
  readonly pull: Thread;
  readonly state: 'open' | 'closed' | 'merged';
  readonly body: string;
  readonly labels: readonly string[];
  /** Of its document on the branch, or on main where it was merged. */
  readonly path: string;
  readonly text: string;
  /** What the app committed to its branch, oldest first: their first lines. */
  readonly commits: readonly string[];
  /** Suggestions of the app, as they were written. */
  readonly offers: readonly Offer[];
  readonly asked: readonly string[];
  readonly headSha: string;
}

export interface Offer {
  readonly words: string;
  /** The lines that it would replace, of the commit about which it was made. */
  readonly over: string;
}

export function branchOf({ number }: Thread): string {
  return `norepeat/postmortem-${String(number)}`;
}

/** The latest pull request of an incident's postmortem and what is in it; null where there is none. */
export function postmortemOf(world: World, incident: Thread): Postmortem | null {
  const repository = repositoryOf(world, incident.repository);
  const issue = pullsOf(repository, branchOf(incident)).at(-1);
  const pull = issue?.pull ?? null;
  if (issue === undefined || pull === null) return null;
  const at = pull.mergedAt === null ? pull.headSha : repository.branches.get('main')!;
  const path = documentAt(repository, at, incident);
  return {
    pull: { repository: incident.repository, number: issue.number },
    state: pull.mergedAt === null ? issue.state : 'merged',
    body: issue.body ?? '',
    labels: issue.labels.map(({ name }) => name).sort(),
    path: path ?? '',
    text: path === undefined ? '' : fileAt(world, incident.repository, path, at)!,
    commits: ownCommits(repository, pull).map(({ message }) => message.split('\n')[0] ?? ''),
    offers: offersOn(repository, pull),
    asked: [
      ...pull.requestedReviewers.map(({ login }) => login),
      ...pull.requestedTeams.map(({ slug }) => slug),
    ].sort(),
    headSha: pull.headSha,
  };
}

/** As `postmortemOf`, after everything is settled; throws where there is none. */
export async function seesPostmortem(scene: Telling, incident: Thread): Promise<Postmortem> {
  await scene.settled();
  const found = postmortemOf(scene.world, incident);
  if (found === null) throw new Error(`#${String(incident.number)} has no postmortem.`);
  return found;
}

export type Telling = Pick<Scene, 'settled' | 'world'>;

/** bob merges it, with nothing in the way, and it is published. */
export async function mergesPostmortem(
  scene: Telling & Pick<Scene, 'bob'>,
  incident: Thread,
): Promise<void> {
  const { pull } = await seesPostmortem(scene, incident);
  const { mergeable } = await scene.bob.call<{ mergeable: boolean }>(
    'GET',
    `/repos/${INCIDENTS}/pulls/${String(pull.number)}`,
  );
  expect(mergeable).toBe(true);
  await scene.bob.merges(pull);
  await scene.settled();
  expect((await seesPostmortem(scene, incident)).state).toBe('merged');
}

/** Every pull request of that branch, oldest first. */
export function pullsOf(repository: Repository, branch: string): readonly Issue[] {
  return [...repository.issues.values()].filter(({ pull }) => pull?.headRef === branch);
}

/** Text of a file at a branch, tag-less; null where it is not there. */
export function fileAt(world: World, name: string, path: string, at = 'main'): string | null {
  const repository = repositoryOf(world, name);
  const file = filesAt(repository.objects, repository.branches.get(at) ?? at).get(path);
  return file === undefined ? null : textOf(repository.objects, file.sha);
}

export function pathsAt(world: World, name: string, at = 'main'): readonly string[] {
  const repository = repositoryOf(world, name);
  return [...filesAt(repository.objects, repository.branches.get(at) ?? at).keys()];
}

/** The hour between two commits is over, and what waits for the look after a commit is done. */
export async function anHourPasses({ passes }: Pick<Scene, 'passes'>): Promise<void> {
  await passes(70);
  await passes(1);
}

/** Changes the document on its branch, as with the pencil on the page of the pull request. */
export async function writes(
  scene: Telling,
  who: Person,
  incident: Thread,
  change: (text: string) => string,
): Promise<void> {
  const { path, text } = await seesPostmortem(scene, incident);
  const changed = change(text);
  if (changed === text) throw new Error('Nothing was changed.');
  const branch = branchOf(incident);
  await who.commits(incident.repository, { path, text: changed, branch, message: 'In my words' });
  await scene.settled();
}

/** Puts words where others are; those must be there. */
export function instead(of: string | RegExp, words: string): (text: string) => string {
  return (text) => {
    if (typeof of === 'string' ? !text.includes(of) : !of.test(text)) {
      throw new Error(`There is no ${String(of)} in\n${text}`);
    }
    return text.replace(of, () => words);
  };
}

/** One more row at the end of the action table. */
export function withRow(...cells: readonly string[]): (text: string) => string {
  return (text) => {
    const end = text.indexOf('<!-- /norepeat:action-items -->');
    const table = text.slice(0, end).trimEnd();
    return `${table}\n| ${cells.join(' | ')} |\n\n${text.slice(end)}`;
  };
}

/** What stands in a region, without what nobody sees. */
export function regionOf(text: string, name: string): string {
  const from = new RegExp(`<!-- norepeat:${name}(?: [0-9a-f]+)? -->`).exec(text);
  const to = text.indexOf(`<!-- /norepeat:${name} -->`);
  if (from === null || to < 0) throw new Error(`There is no region ${name} in\n${text}`);
  return visible(text.slice(from.index + from[0].length, to));
}

/** An incident by the form, resolved by bob, with its postmortem open. */
export async function aResolvedIncident(
  scene: Pick<Scene, 'anIncident' | 'says' | 'settled'>,
  fields: FormFields = {},
): Promise<Thread> {
  const incident = await scene.anIncident({ severity: 'SEV-1', ...fields });
  await scene.says('bob', incident, '/ack\n/commander @bob\n/mitigated rolled back');
  await scene.says('bob', incident, '/resolved the pool was too small');
  return incident;
}

/** The latest run of the postmortem's check on its head. */
export function checkOf(
  { checkRuns }: Pick<Scene, 'checkRuns'>,
  { pull, headSha }: Postmortem,
): CheckRun | undefined {
  return checkRuns(pull.repository, headSha).findLast(({ name }) => name === 'norepeat/postmortem');
}

export function commitsOf(
  world: World,
  { repository: name, number }: Thread,
): readonly GitCommit[] {
  const repository = repositoryOf(world, name);
  const pull = repository.issues.get(number)?.pull;
  return pull == null ? [] : ownCommits(repository, pull);
}

function ownCommits({ objects }: Repository, pull: PullRequest): readonly GitCommit[] {
  const { baseSha, headSha } = pull;
  return commitsBetween(objects, mergeBase(objects, baseSha, headSha), headSha).filter(
    ({ authorAccount }) => authorAccount?.login === BOT,
  );
}

function documentAt(repository: Repository, at: string, { repository: name, number }: Thread) {
  const line = new RegExp(`^incident: ["']?${name}#${String(number)}["']?$`, 'm');
  const files = [...filesAt(repository.objects, at)];
  return files.find(([path, { sha }]) => {
    return path.endsWith('.md') && line.test(textOf(repository.objects, sha) ?? '');
  })?.[0];
}

function offersOn({ objects }: Repository, { reviews }: PullRequest): readonly Offer[] {
  const own = reviews.flatMap(({ author, comments }) => (author.login === BOT ? comments : []));
  return own.map(({ body, path, commitSha, line, startLine }) => {
    const file = filesAt(objects, commitSha).get(path);
    const lines = (file === undefined ? '' : (textOf(objects, file.sha) ?? '')).split('\n');
    return {
      words: body,
      over: line === null ? '' : lines.slice((startLine ?? line) - 1, line).join('\n'),
    };
  });
}

function repositoryOf(world: World, name: string): Repository {
  const [owner = '', repo = ''] = name.split('/');
  const found = findRepository(world, owner, repo);
  if (found === undefined) throw new Error(`There is no ${name}.`);
  return found;
}
