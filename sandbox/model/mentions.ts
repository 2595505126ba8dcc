/** What naming people and issues in a text sets off: mentioned, subscribed and cross-referenced events. */
import type { Performer } from './actor.ts';
import { recordEvent } from './happenings.ts';
import type { Issue } from './records/issue.ts';
import { mentionedUsers, referencedIssues } from './references.ts';
import { canRead, roleOf } from './roles.ts';
import type { World } from './world.ts';

/**
 * Reads a text written on `issue` and records its consequences. Each person is mentioned once per issue,
 * each pair of issues cross-referenced once. Only issues the writer can see are touched.
 */
export function noteMentions(
  world: World,
  issue: Issue,
  performer: Performer,
  markdown: string | null,
): void {
  for (const user of mentionedUsers(world, markdown)) {
    if (issue.mentioned.has(user.id) || roleOf(world, user, issue.repository) === null) continue;
    issue.mentioned.add(user.id);
    recordEvent(world, issue, { account: user, viaApp: null }, { event: 'mentioned' });
    recordEvent(world, issue, { account: user, viaApp: null }, { event: 'subscribed' });
  }
  for (const { issue: target } of referencedIssues(world, issue.repository, markdown)) {
    if (target === issue || !canRead(world, performer, target.repository)) continue;
    crossReference(world, performer, issue, target);
  }
}

function crossReference(world: World, performer: Performer, source: Issue, target: Issue): void {
  const known = target.timeline.some(
    (event) => event.event === 'cross-referenced' && event.source === source,
  );
  if (known) return;
  recordEvent(world, target, performer, { event: 'cross-referenced', source });
}
