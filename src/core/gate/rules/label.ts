import type { IssueRef } from '../../ids.ts';
import type { LabelVouching } from '../decision.ts';
import type { PullFacts } from '../facts.ts';
import { counts, wordOf, type Standings } from './standing.ts';

/** Who sets it on a pull request vouches that its present head is the fix. */
export const FIX_LABEL = 'dont-repeat-fix';

/**
 * The label counts when it was set at or after the moment at which the head commit came. Where GitHub
 * does not show that moment, it does not count: it may have been set for something else.
 */
export function labelVouchings(
  pulls: readonly PullFacts[],
  headSha: string,
  standings: Standings,
): readonly LabelVouching[] {
  return pulls.flatMap((pull): readonly LabelVouching[] => {
    const label = pull.fixLabel;
    if (label === null) return [];
    const because = timeliness(pull, headSha) ?? wordOf(label.by, standings);
    return [{ rule: 'label', outcome: counts(because) ? 'lifts' : 'no', label, because }];
  });
}

/** Labels that were set for an earlier head: they must come off, or a later reader would believe them. */
export function staleLabels(pulls: readonly PullFacts[]): readonly IssueRef[] {
  return pulls
    .filter(({ fixLabel, headPushedAt }) => {
      return fixLabel !== null && headPushedAt !== null && fixLabel.at < headPushedAt;
    })
    .map(({ ref }) => ref);
}

function timeliness(
  { fixLabel, headPushedAt, headSha: ownHead }: PullFacts,
  headSha: string,
): 'before-head' | 'head-time-unknown' | undefined {
  if (headPushedAt === null) return 'head-time-unknown';
  const isLate = fixLabel !== null && fixLabel.at >= headPushedAt && ownHead === headSha;
  return isLate ? undefined : 'before-head';
}
