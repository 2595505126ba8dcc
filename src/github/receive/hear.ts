/**
 * Deliveries at the door: which keys may have changed, and what is intent that GitHub keeps nowhere.
 * Pure. A delivery is a hint: nothing of it is believed but names, and what cannot be read is no error,
 * since sweeps find what a lost hint would have told.
 */
import type { AppIdentity } from '../../flow/ports/app-identity.ts';
import type { Heard } from '../../flow/ports/heard.ts';
import { formatKey, type JobKey } from '../../flow/ports/job-key.ts';
import { hearCheck, hearCheckSuite } from './checks.ts';
import { hearComment, hearIssue, hearSubIssues } from './issues.ts';
import { hearMember, hearOrganization, hearTeam } from './people.ts';
import { hearInstallation, hearInstallationRepositories, hearRepository } from './places.ts';
import { hearMergeGroup, hearPullRequest, hearReview } from './pulls.ts';
import { hearDispatch, hearLabel, hearPush } from './repositories.ts';
import { Sender } from './schemas.ts';

export interface Delivered {
  /** `X-GitHub-Event` */
  readonly event: string;
  readonly payload: unknown;
}

/** One listener an event; `own` is true for what the app itself did. */
export type Listener = (payload: unknown, own: boolean) => Partial<Heard>;

const LISTENERS: ReadonlyMap<string, Listener> = new Map([
  ['issues', hearIssue],
  ['issue_comment', hearComment],
  ['sub_issues', hearSubIssues],
  ['pull_request', hearPullRequest],
  ['pull_request_review', hearReview],
  ['merge_group', hearMergeGroup],
  ['label', hearLabel],
  ['push', hearPush],
  ['repository_dispatch', hearDispatch],
  ['check_run', hearCheck],
  ['check_suite', hearCheckSuite],
  ['team', hearTeam],
  ['team_add', hearTeam],
  ['membership', hearTeam],
  ['organization', hearOrganization],
  ['member', hearMember],
  ['installation', hearInstallation],
  ['installation_repositories', hearInstallationRepositories],
  ['repository', hearRepository],
]);

/**
 * What a delivery says may have changed. The app's own deeds are echoes: it knows what it did, so they
 * make no keys, with the exception of issues it opened.
 */
export function hear(delivered: Delivered, self: AppIdentity): Heard {
  const listen = LISTENERS.get(delivered.event);
  const heard = listen?.(delivered.payload, isOwn(delivered.payload, self)) ?? {};
  return {
    keys: distinct(heard.keys ?? []),
    intent: heard.intent ?? null,
    glimpses: heard.glimpses ?? [],
    request: heard.request ?? null,
  };
}

function isOwn(payload: unknown, self: AppIdentity): boolean {
  const sender = Sender.safeParse(payload).data?.sender;
  return sender?.type === 'Bot' && sender.login.toLowerCase() === `${self.slug}[bot]`.toLowerCase();
}

function distinct(keys: readonly JobKey[]): readonly JobKey[] {
  return [...new Map(keys.map((key) => [formatKey(key).toLowerCase(), key])).values()];
}
