import type { ParsedComment } from '../command/command.ts';
import { parseComment } from '../command/parse.ts';
import { fingerprint } from '../ledger/fingerprint.ts';
import type { CommentEntry, Ledger, NativeAct } from '../ledger/ledger.ts';
import { actKey, entryKey } from '../ledger/merge.ts';
import type { Policy } from '../policy/policy.ts';
import { instantOf, type Instant } from '../time.ts';
import { actsOf, declarationOf, type Act } from './acts.ts';
import type { Actor, CommentFacts, IncidentFacts } from './facts.ts';

/** Something that may count and that the ledger does not know yet. */
export type Undecided =
  | {
      readonly what: 'act';
      readonly at: Instant;
      readonly by: Actor;
      readonly act: NativeAct;
    }
  | {
      readonly what: 'comment';
      /** When its present text was written: nobody knows what an earlier text said. */
      readonly at: Instant;
      readonly by: Actor;
      readonly comment: CommentFacts;
      readonly parsed: ParsedComment;
      /** Fingerprint of the present text. */
      readonly text: string;
      /** An earlier text was refused, so even "no commands" is news. */
      readonly wasRefused: boolean;
    };

/**
 * Acts not in the ledger, and comments by people with commands that were neither accepted nor, with
 * this very text, refused. Comments from before the declaration were said to an ordinary issue.
 */
export function undecided(
  facts: IncidentFacts,
  ledger: Ledger,
  policy: Policy,
): readonly Undecided[] {
  const acts = actsUndecided(facts, ledger).map((act) => ({ what: 'act', ...act }) as const);
  const { at: declaredAt } = declarationOf(facts, ledger);
  const entries = new Map(
    ledger.flatMap((entry) => ('comment' in entry ? [[entry.comment, entry] as const] : [])),
  );
  const comments = facts.comments
    .filter(({ author }) => author.kind === 'person')
    .filter((comment) => saidAt(comment) >= declaredAt)
    .flatMap((comment) => undecidedComment(comment, entries.get(comment.id), { facts, policy }));
  return [...acts, ...comments];
}

/** Native acts that the ledger does not know yet. */
export function actsUndecided(facts: IncidentFacts, ledger: Ledger): readonly Act[] {
  const known = new Set(ledger.map(entryKey));
  return actsOf(facts, ledger).filter(
    ({ act, by, at }) => !known.has(actKey({ act, by: by.login, at })),
  );
}

function undecidedComment(
  comment: CommentFacts,
  entry: CommentEntry | undefined,
  { facts, policy }: { readonly facts: IncidentFacts; readonly policy: Policy },
): readonly Undecided[] {
  if (entry?.verdict === 'accepted') return [];
  // 👍 without an entry: accepted once, and every copy of what it said then is lost. Nobody knows whether
  // the present text is that text, so it grants nothing.
  if (entry === undefined && comment.ownReactions.includes('+1')) return [];
  const text = fingerprint(comment.body);
  if (entry?.text === text) return [];
  const at = saidAt(comment);
  const context = {
    home: facts.ref.repo,
    policy,
    saidAt: at,
    saidBy: comment.author.login,
  };
  const parsed = parseComment(comment.body, context);
  const wasRefused = entry?.verdict === 'refused';
  if (parsed.kind === 'no-commands' && !wasRefused) return [];
  return [{ what: 'comment', at, by: comment.author, comment, parsed, text, wasRefused }];
}

function saidAt({ createdAt, editedAt }: CommentFacts): Instant {
  return instantOf(Math.max(createdAt, editedAt ?? createdAt));
}
