/**
 * What GitHub does by itself once something happened. Verbs only make their own change and emit; these
 * listeners do the rest (they run before anybody who subscribes later), so verbs never call in circles.
 */
import type { Performer } from '../actor.ts';
import { dropAutoMerge } from '../actions/auto-merge.ts';
import { suiteFor } from '../actions/checks.ts';
import { entryOf, leaveQueue, queueFor } from '../actions/merge-queue.ts';
import { zeroSha } from '../branches.ts';
import type { DomainEvent, RepositoryEvent } from '../events.ts';
import type { Person } from '../records/accounts.ts';
import type { Repository } from '../records/repository.ts';
import { installationCovers } from '../world.ts';
import type { World } from '../world.ts';
import { tryAutoMerges } from './auto-merges.ts';
import { askCodeOwners } from './code-owners.ts';
import { followMessages } from './commit-messages.ts';
import { followDeletedFork, followPush } from './heads.ts';
import { advanceQueue } from './queues.ts';

/** Subscribes GitHub's own reactions. Called once per world, by `createWorld`. */
export function automate(world: World): void {
  world.events.subscribe((event) => {
    react(world, event);
  });
}

function react(world: World, event: DomainEvent): void {
  if (event.scope !== 'repository') return;
  const performer = senderOf(world, event);
  switch (event.name) {
    case 'push':
      if (!event.ref.startsWith('refs/heads/')) return;
      followPush(world, performer, event);
      followMessages(world, performer, event);
      if (event.after !== zeroSha) requestSuites(world, event.repository, event);
      advance(world, event.repository);
      return;
    case 'pull_request':
      reactToPull(world, performer, event);
      return;
    case 'repository':
      if (event.action === 'deleted') followDeletedFork(world, performer);
      return;
    case 'check_run':
    case 'status':
    case 'pull_request_review':
    case 'pull_request_review_thread':
    case 'repository_ruleset':
      advance(world, event.repository);
      return;
    default:
      return;
  }
}

type PullEvent = Extract<RepositoryEvent, { readonly name: 'pull_request' }>;

function reactToPull(world: World, performer: Performer, event: PullEvent): void {
  const { issue } = event;
  const entry = entryOf(issue);
  switch (event.action) {
    case 'opened':
    case 'ready_for_review':
      askCodeOwners(world, event.sender, issue);
      break;
    case 'closed':
    case 'synchronize':
    case 'converted_to_draft':
      if (entry !== undefined) leaveQueue(world, performer, entry, 'MANUAL');
      if (event.action === 'synchronize') askCodeOwners(world, event.sender, issue);
      else {
        dropAutoMerge(world, performer, issue, 'The pull request cannot be merged any more');
      }
      break;
    case 'edited':
      if (event.changes.base !== undefined) {
        dropAutoMerge(world, performer, issue, 'The base branch was changed');
      }
      break;
    default:
      break;
  }
  advance(world, event.repository);
}

/** Merges whatever became ready in a repository. */
function advance(world: World, repository: Repository): void {
  if (!world.state.repositories.has(repository.id)) return;
  tryAutoMerges(world, repository);
  for (const branch of repository.mergeQueues.keys()) {
    const queue = queueFor(world, repository, branch);
    if (queue !== null) advanceQueue(world, queue);
  }
}

/** GitHub opens a check suite for every App that may write checks and tells the App. */
function requestSuites(
  world: World,
  repository: Repository,
  push: { readonly ref: string; readonly after: string; readonly sender: Person },
): void {
  for (const installation of world.state.installations.values()) {
    if (installation.permissions['checks'] !== 'write') continue;
    if (!installationCovers(installation, repository)) continue;
    const known = [...repository.checkSuites.values()].some(
      (suite) => suite.app === installation.app && suite.headSha === push.after,
    );
    if (known) continue;
    const headBranch = push.ref.replace('refs/heads/', '');
    const { app } = installation;
    const checkSuite = suiteFor(world, repository, { app, headSha: push.after, headBranch });
    world.emit(repository, push.sender, { name: 'check_suite', action: 'requested', checkSuite });
  }
}

/** Who did it, with their own rights: GitHub asks those again for what follows from a push. */
function senderOf(world: World, { sender, ...event }: RepositoryEvent): Performer {
  if (sender.type === 'User') {
    const system = sender.login === 'web-flow';
    return { account: sender, viaApp: null, installation: null, system };
  }
  const installation = [...world.state.installations.values()].find(
    (each) => each.app === sender.app && installationCovers(each, event.repository),
  );
  return {
    account: sender,
    viaApp: sender.app,
    installation: installation ?? null,
    system: installation === undefined && sender.app.slug === 'github-merge-queue',
  };
}
