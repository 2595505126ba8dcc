import type { Effect } from '../effects.ts';
import type { CommentEntry, Ledger } from '../ledger/ledger.ts';
import { helpReply } from '../messages/help.ts';
import { similarReply } from '../messages/past-incidents.ts';
import { timelineReply } from '../messages/timeline.ts';
import type { Policy } from '../policy/policy.ts';
import type { CommentFacts, IncidentFacts, Reaction } from './facts.ts';
import type { Incident } from './incident.ts';
import { isAskedAgain } from './flood.ts';
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
 * is not posted again, and one that somebody edited is put right. Of a flood, the reaction is all there is.
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
  const asked = entry.verdict === 'accepted' ? askedIn(entry) : [];
  if (entry.verdict !== 'accepted' || asked.length === 0) {
    return present.map((reply) => deleteComment(facts, reply));
  }
  const fresh = asked.filter((kind) => !isAskedAgain(entry, kind, input.ledger));
  // Given once: what it showed then is what was asked for.
  if (answered || fresh.length === 0) return [];
  const words = fresh.map((kind) => ANSWERS[kind](input)).join('\n\n');
  return keepComment(facts, marker, `${marker}\n${words}`);
}

type Asking = 'help' | 'timeline' | 'similar';

/** What is answered in words; asked for again by the same person a moment later, with 👍 alone. */
const ANSWERS: Readonly<Record<Asking, (input: Answering) => string>> = {
  help: ({ policy }) => helpReply(policy),
  timeline: ({ incident, policy }) => timelineReply(incident, policy),
  similar: ({ incident, policy }) => similarReply(incident, policy),
};

const ASKING = ['help', 'timeline', 'similar'] as const satisfies readonly Asking[];

function askedIn({
  commands,
}: Extract<CommentEntry, { readonly verdict: 'accepted' }>): readonly Asking[] {
  return ASKING.filter((kind) => commands.some((command) => command.kind === kind));
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
