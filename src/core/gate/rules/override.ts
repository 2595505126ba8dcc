import type { Obligation, Override } from '../../followup/obligation.ts';
import { sameIssue } from '../../ids.ts';
import type { OverrideEvidence } from '../decision.ts';
import type { PullFacts } from '../facts.ts';
import type { Authors } from './authors.ts';

/**
 * `/override` lets exactly the commit through that it names, for the incidents that held it when it was
 * said. That an approver said it was decided then; that it was not the author is looked at again, for the
 * commit may have become the head of another pull request since.
 */
export function overrides(
  pulls: readonly PullFacts[],
  headSha: string,
  obligation: Obligation,
  authors: Authors,
): readonly OverrideEvidence[] {
  return obligation.overrides
    .filter(({ pull }) => pulls.some(({ ref }) => sameIssue(ref, pull)))
    .map((override) => {
      const because = reasonOf(override, headSha, authors);
      const outcome = because === 'this-head' ? 'lifts' : 'no';
      return { rule: 'override', outcome, override, because };
    });
}

function reasonOf(
  { by, sha }: Override,
  headSha: string,
  authors: Authors,
): OverrideEvidence['because'] {
  if (sha.toLowerCase() !== headSha.toLowerCase()) return 'other-head';
  return authors.logins.has(by.toLowerCase()) ? 'by-author' : 'this-head';
}
