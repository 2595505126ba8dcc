/** The postmortem that is not open and should be: opened, or opened again. */
import type { Effect } from '../../effects.ts';
import { postmortemBranch } from '../../followup/postmortem-branch.ts';
import {
  COMMIT_HEADLINES,
  commitBody,
  pullBody,
  pullTitle,
} from '../../messages/postmortem/pull-request.ts';
import { documentOf } from '../document-of.ts';
import { documentPath } from '../document-path.ts';
import type { Instant } from '../../time.ts';
import type { PostmortemInput } from './plan.ts';
import { OPEN_LABEL } from './pull-labels.ts';
import { firstIndex } from './index-file.ts';
import { mayWrite } from './may-write.ts';
import type { Telling } from '../telling.ts';

/**
 * Each step looks at what is there, so that whatever came between the steps, the next look goes on from
 * there: the branch with document and index in one commit, then its pull request. A branch that people
 * began, with a document on it, is taken as it is.
 */
export function openingEffects(input: PostmortemInput): readonly Effect[] {
  if (!isWanted(input)) return [];
  const { pull, branch } = input.facts;
  if (pull?.state === 'open' || pull?.state === 'merged') return [];
  // At the commit where it was closed it can be opened again; from any other GitHub refuses that.
  if (pull !== null && pull.merged === null && (branch === null || branch.oid === pull.headOid)) {
    const restore = branch === null ? pull.headOid : null;
    const name = postmortemBranch(input.telling.incident.ref.number);
    return [{ kind: 'reopen-pull', pull: pull.ref, branch: name, restore }];
  }
  if (input.facts.document !== null && branch !== null) return [openPull(input)];
  return mayWrite(input) === 'now' ? [firstCommit(input), openPull(input)] : [];
}

/** From when on it can be opened, where only the hour between two commits is in the way. */
export function waitsToOpen(input: PostmortemInput): Instant | null {
  const writing = isWanted(input) ? mayWrite(input) : 'now';
  return typeof writing === 'object' ? writing.from : null;
}

/**
 * Due, and the incident is over or somebody said `/postmortem`. One that was closed, or merged without a
 * document, stays so until somebody says it afterwards; not one that the app closed because nobody owed it.
 */
export function isWanted({ telling, facts }: PostmortemInput): boolean {
  const { postmortem } = telling.incident;
  const { pull } = facts;
  const closedAt = pull?.state === 'closed' ? pull.closedAt : null;
  if (closedAt === null || pull?.closedBy?.kind === 'self') return isAskedFor(telling.incident);
  return postmortem.is === 'due' && postmortem.asked !== null && postmortem.asked.at > closedAt;
}

/** By somebody, or by the end of the incident. */
export function isAskedFor({ postmortem, status }: Telling['incident']): boolean {
  if (postmortem.is !== 'due') return false;
  return postmortem.asked !== null || status.is === 'resolved' || status.is === 'closed';
}

/** The document and what the index says of it, in one. */
export function firstCommit(input: PostmortemInput): Effect {
  const { facts, telling } = input;
  const { ref } = telling.incident;
  const document = documentOf(input);
  return {
    kind: 'write-branch',
    repo: facts.repo,
    branch: postmortemBranch(ref.number),
    from: facts.branch?.oid ?? facts.main.oid,
    expected: facts.branch?.oid ?? null,
    files: [document, ...firstIndex(input, document.path)],
    headline: COMMIT_HEADLINES.open,
    body: commitBody({ ref }),
  };
}

function openPull({ facts, telling }: PostmortemInput): Effect {
  const { ref } = telling.incident;
  const path = facts.branch === null ? null : facts.document?.path;
  return {
    kind: 'open-pull',
    repo: facts.repo,
    branch: postmortemBranch(ref.number),
    base: facts.main.name,
    title: pullTitle(telling.incident),
    body: pullBody({
      ref,
      path: path ?? documentPath(telling, facts.taken),
      earlier: facts.pull?.url ?? null,
    }),
    labels: [OPEN_LABEL],
  };
}
