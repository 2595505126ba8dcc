import type { Effect } from '../../effects.ts';
import { postmortemCheck } from '../../messages/postmortem/check.ts';
import type { PullFacts } from '../facts.ts';
import type { PostmortemInput } from './plan.ts';

/** What is left, on the head of the pull request; nothing where the head says so already. */
export function checkEffects(
  { facts, telling }: PostmortemInput,
  { headOid, reported }: PullFacts,
): readonly Effect[] {
  const { document, doubles, repo } = facts;
  const run = postmortemCheck({ document, doubles, telling, headSha: headOid, repo });
  return run.externalId === reported ? [] : [run];
}
