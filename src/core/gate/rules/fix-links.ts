import type { Obligation } from '../../followup/obligation.ts';
import { sameIssue } from '../../ids.ts';
import type { FixLink } from '../decision.ts';
import type { PullFacts } from '../facts.ts';

/**
 * What makes a pull request the fix of an incident: GitHub's own link to the incident or to one of its
 * open items, or `/fixes`. A link says what the change is for; that it is true, somebody else vouches.
 */
export function fixLinks(pulls: readonly PullFacts[], obligation: Obligation): readonly FixLink[] {
  return pulls.flatMap((pull) => {
    const closes = obligation.fixTargets
      .filter(({ ref }) => pull.closes.some((closed) => sameIssue(closed, ref)))
      .map((target): FixLink => ({ pull: pull.ref, via: 'closes', target }));
    const said = obligation.fixes.some((fix) => sameIssue(fix.pull, pull.ref));
    const incident = { ref: obligation.incident.ref, assignees: [] };
    return said ? [...closes, { pull: pull.ref, via: 'fixes', target: incident }] : closes;
  });
}
