/**
 * What there is of postmortems, as a value to compare: of each branch its files, its pull request, who is
 * asked to read it, and the check on its head. How many commits it took is left out: that depends on how
 * often the app heard of something, and when.
 */
import { textOf } from '../../../../sandbox/model/git/compare.ts';
import { filesAt } from '../../../../sandbox/model/git/objects.ts';
import type { Repository } from '../../../../sandbox/model/records/repository.ts';
import type { World } from '../../../../sandbox/model/world.ts';
import type { Scene } from '../../support/scene.ts';
import { namesInsteadOfNumbers } from './github-state.ts';

export interface PostmortemState {
  readonly branch: string;
  /** One for each pull request: `open`, `closed`. */
  readonly pulls: readonly string[];
  readonly asked: readonly string[];
  /** Those in which it differs from main, each with its text. */
  readonly files: Readonly<Record<string, string>>;
  /** The latest on its head: conclusion, title, and what is wrong in which line. */
  readonly check: readonly string[];
}

/**
 * Lets the hour between two commits to a postmortem go by, where there is one; and the moment after which
 * the app says of a commit what is left.
 */
export async function followed(scene: Pick<Scene, 'world' | 'passes'>): Promise<void> {
  if (postmortems(scene.world).length === 0) return;
  await scene.passes(61);
  await scene.passes(1);
}

/**
 * What is the same whenever it was opened: not the words of its template, which the severity of that moment
 * chose, nor who was asked to read it then. Of the document its front matter; the index whole.
 */
export function whatFollows({ branch, pulls, files, check }: PostmortemState): {
  readonly branch: string;
  readonly pulls: readonly string[];
  readonly files: Readonly<Record<string, string>>;
  readonly isChecked: boolean;
} {
  const facts = Object.entries(files).map(([path, text]): readonly [string, string] => [
    path,
    /^---\n[^]*?\n---\n/.exec(text)?.[0] ?? text,
  ]);
  return { branch, pulls, files: Object.fromEntries(facts), isChecked: check.length > 0 };
}

/** By repository and branch. */
export function postmortems(world: World): readonly PostmortemState[] {
  const repositories = [...world.state.repositories.values()];
  const anonymous = namesInsteadOfNumbers(repositories);
  return repositories.flatMap((repository) =>
    [...repository.branches]
      .filter(([name]) => name.startsWith('norepeat/postmortem-'))
      .map(([branch, head]) => postmortemAt(repository, { branch, head, anonymous }))
      .sort((a, b) => (a.branch < b.branch ? -1 : 1)),
  );
}

interface At {
  readonly branch: string;
  readonly head: string;
  readonly anonymous: (text: string) => string;
}

function postmortemAt(repository: Repository, { branch, head, anonymous }: At): PostmortemState {
  const { issues, objects, branches, checkRuns } = repository;
  const issuesOfIt = [...issues.values()].filter(({ pull }) => pull?.headRef === branch);
  const pull = issuesOfIt.at(-1)?.pull;
  const main = filesAt(objects, branches.get('main') ?? null);
  const changed = [...filesAt(objects, head)].filter(
    ([path, { sha }]) => main.get(path)?.sha !== sha,
  );
  const run = [...checkRuns.values()].findLast(
    ({ name, suite }) => name === 'norepeat/postmortem' && suite.headSha === head,
  );
  return {
    branch,
    pulls: issuesOfIt.map(({ state }) => state),
    asked: [
      ...(pull?.requestedReviewers ?? []).map(({ login }) => login),
      ...(pull?.requestedTeams ?? []).map(({ slug }) => slug),
    ].sort(),
    files: Object.fromEntries(
      changed.map(([path, { sha }]) => [
        path,
        withoutHashes(anonymous(textOf(objects, sha) ?? 'no text')),
      ]),
    ),
    check:
      run === undefined
        ? []
        : [
            `${run.conclusion ?? run.status}: ${run.title ?? ''}`,
            ...run.annotations.map(({ startLine, message }) => `${String(startLine)}: ${message}`),
          ],
  };
}

/** They vouch for a text in which issues still have their numbers. */
function withoutHashes(text: string): string {
  return text
    .replaceAll(/(<!-- norepeat:[a-z-]+) [0-9a-f]{8,} -->/g, '$1 -->')
    .replaceAll(/^norepeat: "[0-9a-f]+"$/gm, 'norepeat:');
}
