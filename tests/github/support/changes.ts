/** Changes in `acme/checkout` of the stage, made in the sandbox's own model: what is read goes over HTTP. */
import { commitToBranch } from '../../../sandbox/model/actions/contents.ts';
import { openPull } from '../../../sandbox/model/actions/pull-requests.ts';
import type { Issue } from '../../../sandbox/model/records/issue.ts';
import type { Repository } from '../../../sandbox/model/records/repository.ts';
import type { Result } from '../../../sandbox/model/result.ts';
import { findRepository } from '../../../sandbox/model/world.ts';
import type { VerdictRun } from '../../../src/core/effects.ts';
import type { IssueRef } from '../../../src/core/ids.ts';
import type { PullReader } from '../../../src/flow/ports/pulls.ts';
import { createPullReader } from '../../../src/github/read/pull-reader.ts';
import type { Stage } from '../../flow/support/stage.ts';

export const CHECKOUT = { owner: 'acme', name: 'checkout' };
export const there = { owner: 'acme', repo: 'checkout' };
export const self = { id: 7001, slug: 'norepeat' };

export function done<Value>(result: Result<Value>): Value {
  if (!result.ok) throw new Error(JSON.stringify(result.refusal));
  return result.value;
}

export const checkout = (stage: Stage): Repository =>
  findRepository(stage.sandbox.world, 'acme', 'checkout')!;

export const alice = { kind: 'user', login: 'alice' } as const;

export interface Change {
  readonly head: string;
  readonly base?: string;
  readonly body?: string;
  readonly files?: Readonly<Record<string, string>>;
  readonly deletions?: readonly string[];
}

/** By alice, who owns the organisation. */
export function push(stage: Stage, { head, files, deletions = [] }: Change): string {
  const additions = Object.entries(files ?? { [`${head}.txt`]: head }).map(([path, content]) => ({
    path,
    content,
  }));
  const commit = { branch: head, from: 'main', message: `Change ${head}`, additions, deletions };
  const { world } = stage.sandbox;
  return done(commitToBranch(world, alice, { repository: checkout(stage), ...commit })).sha;
}

export function aPull(stage: Stage, change: Change): Issue {
  const { head, base = 'main', body = null } = change;
  push(stage, change);
  const input = { repository: checkout(stage), title: head, body, base, head };
  return done(openPull(stage.sandbox.world, alice, input));
}

export const refOf = ({ number }: { readonly number: number }): IssueRef => ({
  repo: CHECKOUT,
  number,
});

export const readerOf = (stage: Stage): PullReader => createPullReader(stage.github, self);

/** As the gate reads it. */
export async function read(stage: Stage, pull: { readonly number: number }) {
  const found = await readerOf(stage).pull(refOf(pull));
  if (found.kind === 'gone') throw new Error(found.why);
  return found.value;
}

/** The one that the commit is the head of. */
export async function onlyPull(stage: Stage, pull: { readonly number: number }) {
  return (await read(stage, pull)).facts.pulls[0]!;
}

/** A verdict that holds. */
export const aRun = (headSha: string, over: Partial<VerdictRun> = {}): VerdictRun => ({
  headSha,
  name: 'norepeat/gate',
  externalId: `verdict of ${headSha}`,
  conclusion: 'failure',
  title: 'Held: acme/incidents#7 has no follow-up yet',
  summary: 'Why, and what to do.',
  text: 'What was examined.',
  actions: [{ label: 'Check again', description: 'Reads everything again', identifier: 'again' }],
  ...over,
});
