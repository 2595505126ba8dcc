/** Forks: repositories that share a network of git objects. */
import type { Actor } from '../actor.ts';
import type { Organization, User } from '../records/accounts.ts';
import type { Repository } from '../records/repository.ts';
import type { Result } from '../result.ts';
import { forbidden, ok, unprocessable } from '../result.ts';
import { authorize } from '../roles.ts';
import { findRepository } from '../world.ts';
import type { World } from '../world.ts';
import { addDefaultLabels } from './labels.ts';
import { addRepository } from './repositories.ts';

/** Copies a repository's branches and tags to another owner. Forking again answers the fork there is. */
export function forkRepository(
  world: World,
  actor: Actor,
  input: {
    readonly repository: Repository;
    readonly owner: User | Organization;
    readonly name?: string;
  },
): Result<Repository> {
  const { repository, owner } = input;
  const allowed = authorize(world, actor, repository, 'read');
  if (!allowed.ok) return allowed;
  const { account, system } = allowed.value;
  const mine =
    owner === account || (owner.type === 'Organization' && owner.members.has(account.id));
  if (!mine && !system) return forbidden('You cannot fork into this account.');
  if (owner === repository.owner)
    return unprocessable('A repository cannot be forked to its owner.');
  const existing = [...world.state.repositories.values()].find(
    (each) => each.parent === repository && each.owner === owner,
  );
  if (existing !== undefined) return ok(existing);
  const fork = addRepository(
    world,
    {
      owner,
      name: freeName(world, owner, input.name ?? repository.name),
      visibility: repository.visibility,
      defaultBranch: repository.defaultBranch,
      parent: repository,
      settings: { ...repository.settings, hasIssues: false },
    },
    repository.objects,
  );
  addDefaultLabels(world, fork);
  for (const [branch, sha] of repository.branches) fork.branches.set(branch, sha);
  for (const [tag, sha] of repository.tags) fork.tags.set(tag, sha);
  world.emit(repository, account, { name: 'fork', forkee: fork });
  return ok(fork);
}

function freeName(world: World, owner: User | Organization, wanted: string): string {
  for (let suffix = 0; ; suffix += 1) {
    const name = suffix === 0 ? wanted : `${wanted}-${suffix}`;
    if (findRepository(world, owner.login, name) === undefined) return name;
  }
}
