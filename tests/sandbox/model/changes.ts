/** Branches, pull requests and checks for the tests, in one call each. */
import type { Actor } from '../../../sandbox/model/actor.ts';
import { createCheckRun } from '../../../sandbox/model/actions/checks.ts';
import { commitToBranch } from '../../../sandbox/model/actions/contents.ts';
import { openPull } from '../../../sandbox/model/actions/pull-requests.ts';
import { createRuleset } from '../../../sandbox/model/actions/rules.ts';
import type { CheckConclusion, CheckRun } from '../../../sandbox/model/records/checks.ts';
import type { GitCommit } from '../../../sandbox/model/records/git.ts';
import type { Issue } from '../../../sandbox/model/records/issue.ts';
import type { Repository } from '../../../sandbox/model/records/repository.ts';
import type { Rule } from '../../../sandbox/model/records/rules.ts';
import type { World } from '../../../sandbox/model/world.ts';
import { system, value } from './setting.ts';

/** Commits one file to a branch, which is made from the default branch where needed. */
export function aCommit(
  world: World,
  repository: Repository,
  input: {
    readonly by?: Actor;
    readonly branch?: string;
    readonly path?: string;
    readonly content?: string;
    readonly message?: string;
  } = {},
): GitCommit {
  const { by = system, branch = 'fix', path = 'fix.txt', message = 'Change' } = input;
  const content = input.content ?? `by ${branch} ${world.nextId()}\n`;
  return value(
    commitToBranch(world, by, {
      ...{ repository, branch, message, additions: [{ path, content }] },
      from: repository.defaultBranch,
    }),
  );
}

/** A branch with one commit, and a pull request for it. */
export function aPull(
  world: World,
  repository: Repository,
  input: {
    readonly by?: Actor;
    readonly head?: string;
    readonly base?: string;
    readonly path?: string;
    readonly content?: string;
    readonly body?: string;
    readonly draft?: boolean;
  } = {},
): Issue {
  const { by = system, head = 'fix', base = repository.defaultBranch } = input;
  aCommit(world, repository, {
    ...{ by, branch: head, path: input.path ?? `${head}.txt` },
    ...(input.content === undefined ? {} : { content: input.content }),
  });
  return value(
    openPull(world, by, {
      ...{ repository, title: `Merge ${head}`, body: input.body ?? null, base, head },
      draft: input.draft ?? false,
    }),
  );
}

export function require(world: World, repository: Repository, ...rules: Rule[]): void {
  value(
    createRuleset(world, system, {
      ...{ source: { kind: 'repository', repository }, name: 'main', rules },
    }),
  );
}

export function requiredCheck(context: string, integrationId: number | null = null): Rule {
  return { type: 'required_status_checks', strict: false, checks: [{ context, integrationId }] };
}

export function aCheck(
  world: World,
  repository: Repository,
  input: {
    readonly by: Actor;
    readonly headSha: string;
    readonly conclusion?: CheckConclusion;
    readonly name?: string;
  },
): CheckRun {
  const { by, headSha, conclusion, name = 'norepeat' } = input;
  return value(
    createCheckRun(world, by, {
      ...{ repository, name, headSha },
      ...(conclusion === undefined ? {} : { conclusion }),
    }),
  );
}
