import { sameIssue } from '../../ids.ts';
import type { AuthorVouching } from '../decision.ts';
import type { PullFacts } from '../facts.ts';
import { standingOf, type Standings } from './standing.ts';

/**
 * Where authors vouch, whoever opened a linked pull request says by it that it is the fix. Their word needs
 * the same standing as anybody's: otherwise a stranger's pull request would pass by its own description.
 */
export function authorVouchings(
  pulls: readonly PullFacts[],
  standings: Standings,
): readonly AuthorVouching[] {
  if (standings.policy.dontRepeat.vouch === 'other') return [];
  const linked = pulls.filter(({ ref }) => {
    return standings.links.some(({ pull }) => sameIssue(pull, ref));
  });
  const people = linked.map(({ author }) => author).filter(({ kind }) => kind === 'person');
  const once = new Map(people.map((by) => [by.login.toLowerCase(), by]));
  return [...once.values()].map((by) => {
    const standing = standingOf(by.login, standings);
    const outcome = standing === undefined ? 'no' : 'lifts';
    return { rule: 'author', outcome, by, because: standing ?? 'no-standing' };
  });
}
