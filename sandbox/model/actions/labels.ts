/** The labels of a repository. */
import type { Actor } from '../actor.ts';
import type { Label, Repository } from '../records/repository.ts';
import type { FieldError, Result } from '../result.ts';
import { invalid, ok } from '../result.ts';
import { authorize } from '../roles.ts';
import { nodeId, register } from '../world.ts';
import type { World } from '../world.ts';
import { lengthOf } from '../text.ts';

/** The colour of labels made without one. */
export const plainColor = 'ededed';

/** A new label. Name at most 50 characters, description 100, colour six hexadecimal digits. */
export function createLabel(
  world: World,
  actor: Actor,
  input: {
    readonly repository: Repository;
    readonly name: string;
    readonly color?: string;
    readonly description?: string | null;
  },
): Result<Label> {
  const { repository } = input;
  const allowed = authorize(world, actor, repository, 'moderate');
  if (!allowed.ok) return allowed;
  const errors = faults(repository, input, undefined);
  if (errors.length > 0) return invalid(...errors);
  const label = insertLabel(world, repository, input);
  world.emit(repository, allowed.value.account, { name: 'label', action: 'created', label });
  return ok(label);
}

/** Renames or recolours a label. Issues keep it; no event per issue is sent. */
export function editLabel(
  world: World,
  actor: Actor,
  input: {
    readonly label: Label;
    readonly name?: string;
    readonly color?: string;
    readonly description?: string | null;
  },
): Result<Label> {
  const { label } = input;
  const allowed = authorize(world, actor, label.repository, 'moderate');
  if (!allowed.ok) return allowed;
  const errors = faults(label.repository, input, label);
  if (errors.length > 0) return invalid(...errors);
  const before = { name: label.name, color: label.color, description: label.description ?? '' };
  label.name = input.name ?? label.name;
  label.color = (input.color ?? label.color).toLowerCase();
  if (input.description !== undefined) label.description = emptyToNull(input.description);
  label.updatedAt = world.clock.now();
  const changes = {
    ...(before.name === label.name ? {} : { name: { from: before.name } }),
    ...(before.color === label.color ? {} : { color: { from: before.color } }),
    ...(before.description === (label.description ?? '')
      ? {}
      : { description: { from: before.description } }),
  };
  if (Object.keys(changes).length > 0) {
    world.emit(label.repository, allowed.value.account, {
      name: 'label',
      action: 'edited',
      label,
      changes,
    });
  }
  return ok(label);
}

/** Deletes a label and takes it off every issue, without an event per issue. */
export function deleteLabel(
  world: World,
  actor: Actor,
  input: { readonly label: Label },
): Result<Label> {
  const { label } = input;
  const { repository } = label;
  const allowed = authorize(world, actor, repository, 'moderate');
  if (!allowed.ok) return allowed;
  repository.labels.delete(label.id);
  world.state.nodes.delete(label.nodeId);
  for (const issue of repository.issues.values()) {
    issue.labels = issue.labels.filter((each) => each !== label);
  }
  world.emit(repository, allowed.value.account, { name: 'label', action: 'deleted', label });
  return ok(label);
}

/** A label by name, whatever the case. */
export function findLabel(repository: Repository, name: string): Label | undefined {
  const wanted = name.toLowerCase();
  return [...repository.labels.values()].find((label) => label.name.toLowerCase() === wanted);
}

/** The nine labels every new repository comes with. */
export function addDefaultLabels(world: World, repository: Repository): void {
  for (const [name, color, description] of defaultLabels) {
    insertLabel(world, repository, { name, color, description }, true);
  }
}

function insertLabel(
  world: World,
  repository: Repository,
  input: { readonly name: string; readonly color?: string; readonly description?: string | null },
  isDefault = false,
): Label {
  const id = world.nextId();
  const label: Label = {
    id,
    nodeId: nodeId('LA', id),
    repository,
    name: input.name,
    color: (input.color ?? plainColor).toLowerCase(),
    description: emptyToNull(input.description ?? null),
    isDefault,
    createdAt: world.clock.now(),
    updatedAt: world.clock.now(),
  };
  repository.labels.set(id, label);
  register(world, { type: 'Label', record: label });
  return label;
}

function faults(
  repository: Repository,
  input: { readonly name?: string; readonly color?: string; readonly description?: string | null },
  self: Label | undefined,
): FieldError[] {
  const errors: FieldError[] = [];
  const at = (field: string) => ({ resource: 'Label', field });
  if (input.name !== undefined) {
    const taken = findLabel(repository, input.name);
    const length = lengthOf(input.name);
    if (input.name.trim() === '') errors.push({ ...at('name'), code: 'missing_field' });
    else if (length > 50) {
      const message = 'name is too long (maximum is 50 characters)';
      errors.push({ ...at('name'), code: 'custom', message });
    } else if (taken !== undefined && taken !== self) {
      errors.push({ ...at('name'), code: 'already_exists' });
    }
  }
  if (input.color !== undefined && !/^[0-9a-f]{6}$/i.test(input.color)) {
    errors.push({ ...at('color'), code: 'invalid' });
  }
  if (lengthOf(input.description ?? '') > 100) {
    const message = 'description is too long (maximum is 100 characters)';
    errors.push({ ...at('description'), code: 'custom', message });
  }
  return errors;
}

function emptyToNull(text: string | null): string | null {
  return text === '' ? null : text;
}

const defaultLabels = [
  ['bug', 'd73a4a', "Something isn't working"],
  ['documentation', '0075ca', 'Improvements or additions to documentation'],
  ['duplicate', 'cfd3d7', 'This issue or pull request already exists'],
  ['enhancement', 'a2eeef', 'New feature or request'],
  ['good first issue', '7057ff', 'Good for newcomers'],
  ['help wanted', '008672', 'Extra attention is needed'],
  ['invalid', 'e4e669', "This doesn't seem right"],
  ['question', 'd876e3', 'Further information is requested'],
  ['wontfix', 'ffffff', 'This will not be worked on'],
] as const;
