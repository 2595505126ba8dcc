/** Branches and tags as the git database API handles them. */
import type { Actor, Performer } from '../actor.ts';
import { isBranchName, setBranch } from '../branches.ts';
import { isAncestor } from '../git/history.ts';
import { pushViolations } from '../queries/push-rules.ts';
import type { BranchChange } from '../queries/push-rules.ts';
import type { Repository } from '../records/repository.ts';
import type { Result } from '../result.ts';
import { ok, unprocessable } from '../result.ts';
import { authorize } from '../roles.ts';
import type { World } from '../world.ts';

export interface Ref {
  /** Fully qualified: `refs/heads/main`. */
  readonly ref: string;
  readonly sha: string;
}

interface RefInput {
  readonly repository: Repository;
  /** `refs/heads/…` or `refs/tags/…`. */
  readonly ref: string;
}

/** A new branch or tag at an existing commit. */
export function createRef(
  world: World,
  actor: Actor,
  input: RefInput & { readonly sha: string },
): Result<Ref> {
  const { repository, ref, sha } = input;
  const allowed = authorize(world, actor, repository, 'push');
  if (!allowed.ok) return allowed;
  const place = placeOf(ref);
  if (place === null || !isBranchName(place.name)) {
    return unprocessable('Reference name must start with "refs/" and be well formed.');
  }
  if (!repository.objects.commits.has(sha)) return unprocessable('Object does not exist');
  if (read(repository, place) !== undefined) return unprocessable('Reference already exists');
  if (place.kind === 'tags') {
    repository.tags.set(place.name, sha);
    const { account } = allowed.value;
    world.emit(repository, account, { name: 'create', refType: 'tag', ref: place.name });
    return ok({ ref, sha });
  }
  return change(world, allowed.value, { repository, branch: place.name, before: null, after: sha });
}

/** Moves a branch or tag; without `force` only forwards. */
export function updateRef(
  world: World,
  actor: Actor,
  input: RefInput & { readonly sha: string; readonly force?: boolean },
): Result<Ref> {
  const { repository, ref, sha } = input;
  const allowed = authorize(world, actor, repository, 'push');
  if (!allowed.ok) return allowed;
  const place = placeOf(ref);
  const before = place === null ? undefined : read(repository, place);
  if (place === null || before === undefined) return unprocessable('Reference does not exist');
  if (!repository.objects.commits.has(sha)) return unprocessable('Object does not exist');
  if (input.force !== true && !isAncestor(repository.objects, before, sha)) {
    return unprocessable('Update is not a fast forward');
  }
  if (place.kind === 'tags') {
    repository.tags.set(place.name, sha);
    return ok({ ref, sha });
  }
  return change(world, allowed.value, { repository, branch: place.name, before, after: sha });
}

/** Deletes a branch or tag. The default branch cannot be deleted. */
export function deleteRef(world: World, actor: Actor, input: RefInput): Result<Ref> {
  const { repository, ref } = input;
  const allowed = authorize(world, actor, repository, 'push');
  if (!allowed.ok) return allowed;
  const place = placeOf(ref);
  const before = place === null ? undefined : read(repository, place);
  if (place === null || before === undefined) return unprocessable('Reference does not exist');
  if (place.kind === 'tags') {
    repository.tags.delete(place.name);
    const { account } = allowed.value;
    world.emit(repository, account, { name: 'delete', refType: 'tag', ref: place.name });
    return ok({ ref, sha: before });
  }
  if (place.name === repository.defaultBranch) {
    return unprocessable('Cannot delete the default branch');
  }
  return change(world, allowed.value, { repository, branch: place.name, before, after: null });
}

function change(world: World, performer: Performer, wanted: BranchChange): Result<Ref> {
  const violations = pushViolations(world, performer, wanted);
  if (violations.length > 0) {
    return unprocessable(`Repository rule violations found\n\n${violations.join('\n\n')}`);
  }
  const { repository, branch, before, after } = wanted;
  setBranch(world, performer, repository, { branch, sha: after });
  return ok({ ref: `refs/heads/${branch}`, sha: after ?? before ?? '' });
}

function placeOf(ref: string): { readonly kind: 'heads' | 'tags'; readonly name: string } | null {
  if (ref.startsWith('refs/heads/')) return { kind: 'heads', name: ref.slice(11) };
  if (ref.startsWith('refs/tags/')) return { kind: 'tags', name: ref.slice(10) };
  return null;
}

function read(
  repository: Repository,
  { kind, name }: { readonly kind: 'heads' | 'tags'; readonly name: string },
): string | undefined {
  return (kind === 'heads' ? repository.branches : repository.tags).get(name);
}
