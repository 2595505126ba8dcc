import type { Effect } from '../effects.ts';
import type { CommentFacts, IncidentFacts } from './facts.ts';

/** The app's own comments that begin with this marker, oldest first. Anybody can type a marker: only `self` counts. */
export function ownComments(facts: IncidentFacts, marker: string): readonly CommentFacts[] {
  return facts.comments
    .filter(({ author, body }) => author.kind === 'self' && body.startsWith(marker))
    .sort((a, b) => a.id - b.id);
}

/**
 * The app's own comments that somebody rewrote so that they begin with no marker any more, oldest first:
 * what they say now is not the app's word, but stands under its name.
 */
export function defacedComments(facts: IncidentFacts): readonly CommentFacts[] {
  return facts.comments
    .filter(({ author, body }) => author.kind === 'self' && !body.startsWith('<!-- norepeat:'))
    .sort((a, b) => a.id - b.id);
}

/**
 * The effects that leave exactly one comment with this marker and this text (`body` begins with the
 * marker): none when it is there already.
 */
export function keepComment(
  facts: IncidentFacts,
  marker: string,
  body: string,
  spare?: CommentFacts,
): readonly Effect[] {
  const [oldest = spare, ...duplicates] = ownComments(facts, marker);
  const existing = oldest === undefined ? null : { id: oldest.id, nodeId: oldest.nodeId };
  const issue = facts.ref;
  return [
    ...(oldest !== undefined && sameText(oldest.body, body)
      ? []
      : [{ kind: 'keep-comment', issue, marker, existing, body } as const]),
    ...duplicates.map((comment) => deleteComment(facts, comment)),
  ];
}

export function deleteComment(facts: IncidentFacts, { id, nodeId }: CommentFacts): Effect {
  return { kind: 'delete-comment', issue: facts.ref, comment: { id, nodeId } };
}

/** GitHub's forms write line ends their own way and trim what is left over. */
export function sameText(a: string, b: string): boolean {
  const plain = (text: string): string => text.replaceAll('\r\n', '\n').trim();
  return plain(a) === plain(b);
}
