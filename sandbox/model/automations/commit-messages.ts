/** What commit messages do: reference issues on any branch, close them on the default branch. */
import type { Performer } from '../actor.ts';
import { close } from '../actions/issue-state.ts';
import type { PushEvent } from '../events.ts';
import { recordEvent } from '../happenings.ts';
import type { GitCommit } from '../records/git.ts';
import type { Issue } from '../records/issue.ts';
import type { Repository } from '../records/repository.ts';
import { referencedIssuesInText } from '../references.ts';
import { canRead, may } from '../roles.ts';
import type { World } from '../world.ts';

/** Reads the messages of the pushed commits. */
export function followMessages(
  world: World,
  performer: Performer,
  push: PushEvent & { readonly repository: Repository },
): void {
  const { repository } = push;
  const isDefault = push.ref === `refs/heads/${repository.defaultBranch}`;
  for (const commit of push.commits) {
    for (const { issue, closing } of referencedIssuesInText(world, repository, commit.message)) {
      if (!canRead(world, performer, issue.repository)) continue;
      reference(world, performer, issue, { commit, commitRepository: repository });
      const closes = closing && isDefault && issue.pull === null && issue.state === 'open';
      if (closes && may(world, performer, issue.repository, 'triage')) {
        close(world, performer, issue, {
          reason: 'completed',
          closer: { kind: 'commit', commit, repository },
        });
      }
    }
  }
}

function reference(
  world: World,
  performer: Performer,
  issue: Issue,
  by: { readonly commit: GitCommit; readonly commitRepository: Repository },
): void {
  const known = issue.timeline.some(
    (event) => event.event === 'referenced' && event.commit.sha === by.commit.sha,
  );
  if (!known) recordEvent(world, issue, performer, { event: 'referenced', ...by });
}
