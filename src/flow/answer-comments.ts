/**
 * Comments with commands outside of incidents: on pull requests and on action items. Their only memory is
 * what GitHub shows: 👍 on what was accepted, 😕 and one reply on what was not. A declaration in the same
 * comment shares the reactions (`thread-replies.ts`).
 */
import { parseComment, type CommentContext } from '../core/command/parse.ts';
import type { ParsedComment } from '../core/command/command.ts';
import type { Visibility } from '../core/followup/obligation.ts';
import { issueKey, type IssueRef } from '../core/ids.ts';
import { sameLogin } from '../core/incident/authority.ts';
import type { CommentFacts } from '../core/incident/facts.ts';
import { answerMarker } from '../core/incident/plan-answers.ts';
import type { Instant } from '../core/time.ts';
import type { Looked } from './looked.ts';
import { isThreadFlood } from './thread-flood.ts';
import type { Performer } from './ports/performer.ts';
import { replyToCommands, replyToDeclaration, saysOpened } from './thread-replies.ts';

/** One comment, and what stands around it. */
export interface Remark {
  readonly place: IssueRef;
  /** Of the repository: whether anybody may comment. */
  readonly visibility: Visibility;
  readonly comments: readonly CommentFacts[];
  readonly comment: CommentFacts;
}

/** What a comment says to the app. */
export interface Said {
  readonly parsed: Exclude<ParsedComment, { readonly kind: 'no-commands' }>;
  /** The comment asks to declare an incident too, or did: then its reactions may be that flow's. */
  readonly shared: boolean;
}

/** What a person's own words say; the words of somebody who changed their comment say nothing. */
export function saidIn({ comment, comments }: Remark, context: CommentContext): Said | null {
  const { author, editor, body } = comment;
  if (author.kind !== 'person' || !sameLogin(author.login, editor.login)) return null;
  const parsed = parseComment(body, context);
  if (parsed.kind === 'no-commands') return null;
  const declaring = parseComment(body, { ...context, place: 'thread' });
  // A slip in a declaration is answered where declarations are.
  if (parsed.kind === 'refused' && declaring.kind === 'refused') return null;
  const reply = replyToDeclaration(comment, comments);
  return { parsed, shared: declaring.kind !== 'no-commands' || reply !== undefined };
}

/** When its present text was written. */
export function saidAt({ createdAt, editedAt }: CommentFacts): Instant {
  return editedAt ?? createdAt;
}

/**
 * Accepted once is accepted for good; a refused comment that was edited since is tried again. In doubt
 * where the reaction may be about the declaration that the comment holds too.
 */
export function seenToBe(
  { looked }: { readonly looked: Looked },
  remark: Remark,
  { shared }: Pick<Said, 'shared'>,
): 'answered' | 'in-doubt' | 'new' {
  const { comment, comments } = remark;
  if (looked.has(subjectOf(remark), textOf(remark))) return 'answered';
  const reply = replyToCommands(comment, comments);
  const isOver = reply !== undefined && saidAt(reply) >= saidAt(comment);
  // An answer in words comes before its 👍, a refusal after its 😕: without either it was cut short.
  if (isOver && (shared || VERDICTS.some((one) => comment.ownReactions.includes(one)))) {
    return 'answered';
  }
  const wasHeard = comment.ownReactions.includes('confused') && comment.editedAt === null;
  if (wasHeard && !shared && isThreadFlood(remark)) return 'answered';
  if (!comment.ownReactions.includes('+1')) return 'new';
  if (!shared) return 'answered';
  return reply === undefined ? 'in-doubt' : 'new';
}

const VERDICTS = ['+1', 'confused'] as const;

type Hands = Pick<Performer, 'perform'>;

/** `words`: what was asked for, where the answer is more than 👍. */
export async function accept(
  performer: Hands,
  remark: Remark,
  words: string | null = null,
): Promise<void> {
  const { place: issue, comment, comments } = remark;
  const before = replyToCommands(comment, comments);
  if (words !== null) await reply(performer, remark, words);
  else if (before !== undefined) {
    await performer.perform({ kind: 'delete-comment', issue, comment: before });
  }
  const declaration = replyToDeclaration(comment, comments);
  const otherRefused = declaration !== undefined && !saysOpened(declaration);
  const remove = comment.ownReactions.filter((one) => one === 'confused' && !otherRefused);
  await performer.perform({ kind: 'react', issue, comment, add: ['+1'], remove });
}

/**
 * Of many that are refused to one `stranger` where everybody may comment, the later ones get 😕 alone. Of one
 * that was edited nothing on GitHub shows that it was refused again: it is remembered, or each of them would
 * be weighed with every comment that comes.
 */
export async function refuse(
  { performer, looked }: { readonly performer: Hands; readonly looked: Looked },
  remark: Remark,
  why: { readonly words: string; readonly byStranger: () => Promise<boolean> },
): Promise<void> {
  const { place: issue, comment, comments } = remark;
  if (!comment.ownReactions.includes('confused')) {
    await performer.perform({ kind: 'react', issue, comment, add: ['confused'], remove: [] });
  }
  const existing = replyToCommands(comment, comments) ?? null;
  if (existing === null && isThreadFlood(remark) && (await why.byStranger())) {
    looked.note(subjectOf(remark), textOf(remark));
    return;
  }
  await reply(performer, remark, why.words);
}

function subjectOf({ place, comment }: Remark): string {
  return `comment ${String(comment.id)} on ${issueKey(place)}`;
}

function textOf({ comment }: Remark): string {
  return String(saidAt(comment));
}

/** The one answer to a comment, in words. */
async function reply(
  performer: Hands,
  { place: issue, comment, comments }: Remark,
  words: string,
): Promise<void> {
  const marker = answerMarker(comment.id);
  const existing = replyToCommands(comment, comments) ?? null;
  const body = `${marker}\n${words}`;
  await performer.perform({ kind: 'keep-comment', issue, marker, existing, body });
}

/** The thread as GitHub shows it from now on: whoever says much at once is told no more than others. */
export function afterAnswer(
  { comments, comment }: Remark,
  verdict: 'accepted' | 'refused',
): readonly CommentFacts[] {
  const ownReactions = [verdict === 'accepted' ? ('+1' as const) : ('confused' as const)];
  return comments.map((one) => (one.id === comment.id ? { ...one, ownReactions } : one));
}
