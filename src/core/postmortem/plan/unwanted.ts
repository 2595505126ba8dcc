/** The open postmortem of what turned out to be a false alarm, a duplicate, a drill, or less severe. */
import type { Effect } from '../../effects.ts';
import { sameText } from '../../incident/own-comments.ts';
import {
  UNWANTED_MARKER,
  unwantedCheck,
  unwantedComment,
} from '../../messages/postmortem/unwanted.ts';
import type { PullFacts } from '../facts.ts';
import type { PostmortemInput } from './plan.ts';

/** Said there, once, with a check that asks for nothing; closed where nobody but the app wrote in it. */
export function unwantedEffects(
  { telling, facts }: PostmortemInput,
  pull: PullFacts,
): readonly Effect[] {
  const { incident } = telling;
  const [there = null] = saidThere(pull);
  const body = unwantedComment(incident, !pull.touched);
  const run = unwantedCheck(incident, { repo: facts.repo, headSha: pull.headOid });
  const says = { kind: 'keep-comment', issue: pull.ref, marker: UNWANTED_MARKER } as const;
  return [
    ...(there !== null && sameText(there.body, body) ? [] : [{ ...says, existing: there, body }]),
    ...(run.externalId === pull.reported ? [] : [run]),
    ...(pull.touched ? [] : [{ kind: 'close-pull', pull: pull.ref } as const]),
  ];
}

/** It is owed after all: what was said holds no longer. */
export function wantedEffects(pull: PullFacts): readonly Effect[] {
  return saidThere(pull).map(({ id, nodeId }) => ({
    kind: 'delete-comment',
    issue: pull.ref,
    comment: { id, nodeId },
  }));
}

function saidThere({ ownComments }: PullFacts): PullFacts['ownComments'] {
  return ownComments.filter(({ body }) => body.startsWith(UNWANTED_MARKER));
}
