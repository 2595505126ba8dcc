/** Check runs, which only Apps write. */
import type { Actor, Performer } from '../actor.ts';
import { runsOfSuite, suiteState } from '../queries/checks.ts';
import type { App } from '../records/accounts.ts';
import type {
  CheckAction,
  CheckAnnotation,
  CheckConclusion,
  CheckRun,
  CheckStatus,
  CheckSuite,
} from '../records/checks.ts';
import type { Repository } from '../records/repository.ts';
import type { FieldError, Result } from '../result.ts';
import { forbidden, invalid, ok, unprocessable } from '../result.ts';
import { authorize } from '../roles.ts';
import { nodeId, register } from '../world.ts';
import type { World } from '../world.ts';
import { lengthOf } from '../text.ts';

export interface CheckOutput {
  readonly title?: string | null;
  readonly summary?: string | null;
  readonly text?: string | null;
  /** At most 50; added to those of earlier requests. */
  readonly annotations?: readonly CheckAnnotation[];
}

export interface CheckFields {
  readonly name?: string;
  readonly status?: CheckStatus;
  /** Giving a conclusion completes the run. */
  readonly conclusion?: CheckConclusion | null;
  readonly startedAt?: number;
  readonly completedAt?: number;
  readonly externalId?: string;
  readonly detailsUrl?: string;
  readonly output?: CheckOutput;
  readonly actions?: readonly CheckAction[];
}

/** Longest summary and text, in characters. */
const textLimit = 65_535;
/** Most runs of one name a suite keeps; older ones are dropped. */
const runLimit = 1000;

/** Reports a new run on a commit. */
export function createCheckRun(
  world: World,
  actor: Actor,
  input: CheckFields & {
    readonly repository: Repository;
    readonly name: string;
    readonly headSha: string;
  },
): Result<CheckRun> {
  const { repository, headSha } = input;
  const allowed = asApp(world, actor, repository);
  if (!allowed.ok) return allowed;
  const errors = fieldFaults(input);
  if (input.name.trim() === '') errors.push(fault('name', 'missing_field'));
  if (errors.length > 0) return invalid(...errors);
  if (!repository.objects.commits.has(headSha)) {
    return unprocessable(`No commit found for SHA: ${headSha}`);
  }
  const { app, performer } = allowed.value;
  const suite = suiteFor(world, repository, { app, headSha, headBranch: null });
  const run = insertRun(world, suite, input.name);
  fill(world, run, { status: 'queued', ...input });
  dropOldRuns(world, run);
  suite.awaitingRerun = false;
  const sender = performer.account;
  world.emit(repository, sender, { name: 'check_run', action: 'created', checkRun: run });
  if (run.status === 'completed') announceCompletion(world, performer, run);
  return ok(run);
}

/** Changes a run: only the App that made it may. */
export function updateCheckRun(
  world: World,
  actor: Actor,
  input: CheckFields & { readonly checkRun: CheckRun },
): Result<CheckRun> {
  const { checkRun } = input;
  const allowed = asApp(world, actor, checkRun.repository);
  if (!allowed.ok) return allowed;
  const { app, performer } = allowed.value;
  if (checkRun.suite.app !== app) {
    return forbidden(
      `Invalid app_id \`${app.id}\` - check run can only be modified by the GitHub App that created it.`,
    );
  }
  const errors = fieldFaults(input);
  if (errors.length > 0) return invalid(...errors);
  const before = checkRun.status;
  fill(world, checkRun, input);
  checkRun.suite.awaitingRerun = false;
  checkRun.suite.updatedAt = world.clock.now();
  if (checkRun.status === 'completed' && before !== 'completed') {
    announceCompletion(world, performer, checkRun);
  }
  return ok(checkRun);
}

/** The suite of an App on a commit, made on first use. */
export function suiteFor(
  world: World,
  repository: Repository,
  of: { readonly app: App; readonly headSha: string; readonly headBranch: string | null },
): CheckSuite {
  for (const suite of repository.checkSuites.values()) {
    if (suite.app === of.app && suite.headSha === of.headSha) return suite;
  }
  const id = world.nextId();
  const branch = [...repository.branches].find(([, sha]) => sha === of.headSha)?.[0];
  const suite: CheckSuite = {
    id,
    nodeId: nodeId('CS', id),
    repository,
    app: of.app,
    headSha: of.headSha,
    headBranch: of.headBranch ?? branch ?? null,
    before: repository.objects.commits.get(of.headSha)?.parents[0] ?? null,
    createdAt: world.clock.now(),
    updatedAt: world.clock.now(),
    rerequestable: true,
    awaitingRerun: false,
  };
  repository.checkSuites.set(id, suite);
  register(world, { type: 'CheckSuite', record: suite });
  return suite;
}

function asApp(
  world: World,
  actor: Actor,
  repository: Repository,
): Result<{ readonly app: App; readonly performer: Performer }> {
  const allowed = authorize(world, actor, repository, 'checks');
  if (!allowed.ok) return allowed;
  const performer = allowed.value;
  if (performer.installation === null || performer.viaApp === null) {
    return forbidden('You must authenticate via a GitHub App.');
  }
  return ok({ app: performer.viaApp, performer });
}

function insertRun(world: World, suite: CheckSuite, name: string): CheckRun {
  const id = world.nextId();
  const run: CheckRun = {
    id,
    nodeId: nodeId('CR', id),
    repository: suite.repository,
    suite,
    name,
    headSha: suite.headSha,
    status: 'queued',
    conclusion: null,
    startedAt: world.clock.now(),
    completedAt: null,
    externalId: null,
    detailsUrl: suite.app.externalUrl,
    title: null,
    summary: null,
    text: null,
    annotations: [],
    actions: [],
  };
  suite.repository.checkRuns.set(id, run);
  register(world, { type: 'CheckRun', record: run });
  return run;
}

function fill(world: World, run: CheckRun, fields: CheckFields): void {
  run.name = fields.name ?? run.name;
  run.externalId = fields.externalId ?? run.externalId;
  run.detailsUrl = fields.detailsUrl ?? run.detailsUrl;
  run.actions = fields.actions ?? run.actions;
  run.startedAt = fields.startedAt ?? run.startedAt;
  const { output } = fields;
  if (output !== undefined) {
    run.title = output.title ?? run.title;
    run.summary = output.summary ?? run.summary;
    run.text = output.text ?? run.text;
    run.annotations.push(...(output.annotations ?? []));
  }
  if (fields.conclusion != null) {
    run.status = 'completed';
    run.conclusion = fields.conclusion;
    run.completedAt = fields.completedAt ?? world.clock.now();
  } else if (fields.status !== undefined && fields.status !== 'completed') {
    run.status = fields.status;
    run.conclusion = null;
    run.completedAt = null;
  }
}

function fieldFaults(fields: CheckFields): FieldError[] {
  const errors: FieldError[] = [];
  if (fields.status === 'completed' && fields.conclusion == null) {
    errors.push(fault('conclusion', 'missing_field'));
  }
  const { output, actions = [] } = fields;
  if (output !== undefined) errors.push(...outputFaults(output));
  if (actions.length > 3) errors.push(tooLong('actions', 'items', 3));
  for (const action of actions) {
    if (action.label.length > 20) errors.push(tooLong('actions.label', 'characters', 20));
    if (action.description.length > 40) {
      errors.push(tooLong('actions.description', 'characters', 40));
    }
    if (action.identifier.length > 20) {
      errors.push(tooLong('actions.identifier', 'characters', 20));
    }
  }
  return errors;
}

function outputFaults(output: CheckOutput): FieldError[] {
  const errors: FieldError[] = [];
  if (output.summary == null) errors.push(fault('output.summary', 'missing_field'));
  for (const field of ['summary', 'text'] as const) {
    if (lengthOf(output[field] ?? '') > textLimit) {
      errors.push(tooLong(`output.${field}`, 'characters', textLimit));
    }
  }
  if ((output.annotations ?? []).length > 50) {
    errors.push(tooLong('output.annotations', 'items', 50));
  }
  return errors;
}

function fault(field: string, code: FieldError['code']): FieldError {
  return { resource: 'CheckRun', field, code };
}

function tooLong(field: string, unit: string, limit: number): FieldError {
  const message = `${field} exceeds a maximum of ${limit} ${unit}`;
  return { resource: 'CheckRun', field, code: 'custom', message };
}

function dropOldRuns(world: World, latest: CheckRun): void {
  const same = runsOfSuite(latest.suite).filter(({ name }) => name === latest.name);
  for (const run of same.slice(0, Math.max(0, same.length - runLimit))) {
    latest.repository.checkRuns.delete(run.id);
    world.state.nodes.delete(run.nodeId);
  }
}

function announceCompletion(world: World, { account }: Performer, checkRun: CheckRun): void {
  const { repository, suite } = checkRun;
  world.emit(repository, account, { name: 'check_run', action: 'completed', checkRun });
  if (suiteState(suite).status === 'completed') {
    world.emit(repository, account, {
      name: 'check_suite',
      action: 'completed',
      checkSuite: suite,
    });
  }
}
