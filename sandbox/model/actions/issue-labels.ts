/** Putting labels on issues and pull requests and taking them off. */
import type { Actor, Performer } from '../actor.ts';
import { emitOnIssue, recordEvent } from '../happenings.ts';
import type { Issue } from '../records/issue.ts';
import type { Label, Repository } from '../records/repository.ts';
import type { Result } from '../result.ts';
import { invalid, notFound, ok } from '../result.ts';
import { authorize, may } from '../roles.ts';
import type { World } from '../world.ts';
import { createLabel, findLabel } from './labels.ts';
import { lengthOf } from '../text.ts';

/** Most labels one issue can carry. */
const labelLimit = 100;

/**
 * Adds labels by name. Names that do not exist become labels when the actor may make labels (REST);
 * with `createMissing: false` they are refused.
 */
export function addLabels(
  world: World,
  actor: Actor,
  input: {
    readonly issue: Issue;
    readonly names: readonly string[];
    readonly createMissing?: boolean;
  },
): Result<readonly Label[]> {
  const { issue, names } = input;
  const allowed = authorize(world, actor, issue.repository, 'triage');
  if (!allowed.ok) return allowed;
  const fault = nameFault(world, allowed.value, issue.repository, input);
  if (fault !== null) return fault;
  const labels = resolveLabels(world, allowed.value, issue.repository, {
    names,
    createMissing: input.createMissing ?? true,
  });
  if (new Set([...issue.labels, ...labels]).size > labelLimit) return tooMany();
  putLabels(world, issue, allowed.value, labels);
  return ok(issue.labels);
}

/** Takes one label off. 404 when the issue does not carry it. */
export function removeLabel(
  world: World,
  actor: Actor,
  input: { readonly issue: Issue; readonly name: string },
): Result<readonly Label[]> {
  const { issue } = input;
  const allowed = authorize(world, actor, issue.repository, 'triage');
  if (!allowed.ok) return allowed;
  const wanted = input.name.toLowerCase();
  const label = issue.labels.find((each) => each.name.toLowerCase() === wanted);
  if (label === undefined) return notFound('Label does not exist');
  takeLabel(world, issue, allowed.value, label);
  return ok(issue.labels);
}

/** Replaces all labels: only the differences become events. */
export function setLabels(
  world: World,
  actor: Actor,
  input: { readonly issue: Issue; readonly names: readonly string[] },
): Result<readonly Label[]> {
  const { issue, names } = input;
  const allowed = authorize(world, actor, issue.repository, 'triage');
  if (!allowed.ok) return allowed;
  const fault = nameFault(world, allowed.value, issue.repository, input);
  if (fault !== null) return fault;
  const wanted = resolveLabels(world, allowed.value, issue.repository, {
    names,
    createMissing: true,
  });
  if (wanted.length > labelLimit) return tooMany();
  for (const label of [...issue.labels]) {
    if (!wanted.includes(label)) takeLabel(world, issue, allowed.value, label);
  }
  putLabels(world, issue, allowed.value, wanted);
  return ok(issue.labels);
}

/** Takes all labels off. */
export function clearLabels(
  world: World,
  actor: Actor,
  input: { readonly issue: Issue },
): Result<readonly Label[]> {
  return setLabels(world, actor, { issue: input.issue, names: [] });
}

/** Labels by name, made where missing if asked and allowed; other missing ones are left out. */
export function resolveLabels(
  world: World,
  performer: Performer,
  repository: Repository,
  input: { readonly names: readonly string[]; readonly createMissing: boolean },
): Label[] {
  const found = new Set<Label>();
  for (const name of input.names) {
    const existing = findLabel(repository, name);
    if (existing !== undefined) found.add(existing);
    else if (input.createMissing && may(world, performer, repository, 'moderate')) {
      const as = { kind: 'system', as: performer.account } as const;
      const made = createLabel(world, as, { repository, name });
      if (made.ok) found.add(made.value);
    }
  }
  return [...found];
}

/** Puts labels on without asking for rights; those already there change nothing. */
export function putLabels(
  world: World,
  issue: Issue,
  performer: Performer,
  labels: readonly Label[],
): void {
  for (const label of labels) {
    if (issue.labels.includes(label)) continue;
    issue.labels.push(label);
    recordEvent(world, issue, performer, { event: 'labeled', label: snapshot(label) });
    emitOnIssue(world, issue, performer.account, { action: 'labeled', label });
  }
}

function takeLabel(world: World, issue: Issue, performer: Performer, label: Label): void {
  issue.labels = issue.labels.filter((each) => each !== label);
  recordEvent(world, issue, performer, { event: 'unlabeled', label: snapshot(label) });
  emitOnIssue(world, issue, performer.account, { action: 'unlabeled', label });
}

function snapshot({ id, name, color }: Label) {
  return { id, name, color };
}

function nameFault(
  world: World,
  performer: Performer,
  repository: Repository,
  input: { readonly names: readonly string[]; readonly createMissing?: boolean },
): ReturnType<typeof invalid> | null {
  const mayMake = input.createMissing !== false && may(world, performer, repository, 'moderate');
  for (const name of input.names) {
    if (findLabel(repository, name) !== undefined) continue;
    const length = lengthOf(name);
    if (!mayMake || name.trim() === '' || length > 50) {
      return invalid({ resource: 'Label', field: 'name', code: 'invalid', value: name });
    }
  }
  return null;
}

function tooMany(): ReturnType<typeof invalid> {
  const message = `an issue may have at most ${labelLimit} labels`;
  return invalid({ resource: 'Issue', field: 'labels', code: 'custom', message });
}
