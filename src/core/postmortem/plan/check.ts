import type { Effect } from '../../effects.ts';
import { postmortemCheck } from '../../messages/postmortem/check.ts';
import type { PullFacts } from '../facts.ts';
import { absentFromIndex } from './index-file.ts';
import type { PostmortemInput } from './plan.ts';
import { rowsByRoom } from './rows.ts';

/** What is left, on the head of the pull request; nothing where the head says so already. */
export function checkEffects(
  input: PostmortemInput,
  { headOid, reported }: PullFacts,
): readonly Effect[] {
  const { document, doubles, repo } = input.facts;
  const unlisted = absentFromIndex(input);
  const { beyond } = rowsByRoom(input, input.now);
  const about = { document, doubles, unlisted, beyond, telling: input.telling };
  const run = postmortemCheck({ ...about, headSha: headOid, repo });
  return run.externalId === reported ? [] : [run];
}
