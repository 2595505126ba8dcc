import type { Effect } from '../effects.ts';
import type { CommentEntry, Ledger } from '../ledger/ledger.ts';
import { helpReply } from '../messages/help.ts';
import { similarReply } from '../messages/past-incidents.ts';
import { timelineReply } from '../messages/timeline.ts';
import type { Policy } from '../policy/policy.ts';
import type { CommentFacts, IncidentFacts, Reaction } from './facts.ts';
import type { Incident } from './incident.ts';
import { deleteComment, keepComment, ownComments } from './own-comments.ts';
import { NO_ANSWER } from './refusal.ts';

interface Answering {
  readonly incident: Incident;
  readonly facts: IncidentFacts;
  readonly ledger: Ledger;
  readonly policy: Policy;
}

/**
 * 👍 for what was accepted, 😕 and one reply for what was refused. The reply goes before the reaction,
 * so that a crash between them loses nothing; once the reaction is there, a reply that somebody deleted
 * is not posted again, and one that somebody edited is put right. Of a flood, 😕 is all there is.
 */
export function answerEffects(input: Answering): readonly Effect[] {
  const comments = new Map(input.facts.comments.map((comment) => [comment.id, comment]));
  return input.ledger.flatMap((entry): readonly Effect[] => {
    const comment = 'comment' in entry ? comments.get(entry.comment) : undefined;
    if (!('comment' in entry) || comment === undefined) return [];
    return [...replyEffects(input, entry, comment), ...reactionEffects(input, entry, comment)];
  });
}

/** The first line of the app's reply to a comment. */
export function answerMarker(comment: number): string {
  return `<!-- norepeat:answer ${String(comment)} -->`;
}

/** The id of the comment that a comment of the app answers; undefined of any other. */
export function answeredComment(body: string): number | undefined {
  const id = /^<!-- norepeat:answer (\d{1,15}) -->/.exec(body)?.[1];
  return id === undefined ? undefined : Number(id);
}

function replyEffects(
  input: Answering,
  entry: CommentEntry,
  comment: CommentFacts,
): readonly Effect[] {
  const { facts } = input;
  const marker = answerMarker(entry.comment);
  const present = ownComments(facts, marker);
  const answered = comment.ownReactions.includes(reactionTo(entry) ?? 'eyes');
  if (entry.verdict === 'refused' && entry.answer !== NO_ANSWER) {
    const isGone = present.length === 0 && answered;
    return isGone ? [] : keepComment(facts, marker, `${marker}\n${entry.answer}`);
  }
  const asked = entry.verdict === 'accepted' ? askedFor(input, entry) : null;
  if (asked === null) return present.map((reply) => deleteComment(facts, reply));
  // Given once: what it showed then is what was asked for.
  return answered ? [] : keepComment(facts, marker, `${marker}\n${asked}`);
}

/** What `/help`, `/timeline` and `/similar` are answered with. */
function askedFor(
  { incident, policy }: Answering,
  { commands }: Extract<CommentEntry, { readonly verdict: 'accepted' }>,
): string | null {
  const asks = (kind: string): boolean => commands.some((command) => command.kind === kind);
  const replies = [
    ...(asks('help') ? [helpReply(policy)] : []),
    ...(asks('timeline') ? [timelineReply(incident, policy)] : []),
    ...(asks('similar') ? [similarReply(incident, policy)] : []),
  ];
  return replies.length === 0 ? null : replies.join('\n\n');
}

function reactionTo(entry: CommentEntry): Reaction | null {
  switch (entry.verdict) {
    case 'accepted':
      return '+1';
    case 'refused':
      return 'confused';
    case 'withdrawn':
      return null;
  }
}

function reactionEffects(
  { facts }: Answering,
  entry: CommentEntry,
  { id, nodeId, ownReactions }: CommentFacts,
): readonly Effect[] {
  const wanted = reactionTo(entry);
  const add = wanted === null || ownReactions.includes(wanted) ? [] : [wanted];
  const remove = VERDICTS.filter((one) => one !== wanted && ownReactions.includes(one));
  return add.length + remove.length === 0
    ? []
    : [{ kind: 'react', issue: facts.ref, comment: { id, nodeId }, add, remove }];
}

const VERDICTS = ['+1', 'confused'] as const satisfies readonly Reaction[];
