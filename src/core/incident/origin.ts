import type { IncidentFacts } from './facts.ts';
import { commentJson, isRecord, readCommentJson } from '../ledger/comment-json.ts';
import { formatIssue, parseIssue, type IssueRef } from '../ids.ts';

/**
 * How an incident that the app itself opened came to be: by `/incident declare`, by `repository_dispatch`,
 * or to carry on one that was deleted or moved away while something of it was owed.
 */
export interface DeclarationOrigin {
  readonly via: 'command' | 'dispatch' | 'carried';
  /** Who asked: the comment's author, or the owner of the token that sent the dispatch. */
  readonly by: string;
  /** The issue or pull request in which the command stood, or the incident that is carried on. */
  readonly from: IssueRef | null;
  /** Repeats with the same key become comments while the incident is open. */
  readonly dedupKey: string | null;
}

const NAME = 'norepeat:declared';
const VIA = ['command', 'dispatch', 'carried'] as const;

/** The hidden line that the app writes into the body of an incident it opens. */
export function originMarker(origin: DeclarationOrigin): string {
  return `<!-- ${NAME} ${commentJson({ ...origin, from: origin.from === null ? null : formatIssue(origin.from) })} -->`;
}

/** Reads the marker back. Trust it only in an issue whose author is this app: anybody can type one. */
export function readOrigin(body: string): DeclarationOrigin | null {
  const value = readCommentJson(body, NAME);
  if (!isRecord(value)) return null;
  const { via, by, from, dedupKey } = value;
  const known = VIA.find((one) => one === via);
  if (known === undefined || typeof by !== 'string') return null;
  return {
    via: known,
    by,
    from: typeof from === 'string' ? (parseIssue(from) ?? null) : null,
    dedupKey: typeof dedupKey === 'string' ? dedupKey : null,
  };
}

/** The incident that this one carries on, if the app opened it for that. */
export function carriedFrom({
  author,
  body,
}: Pick<IncidentFacts, 'author' | 'body'>): IssueRef | null {
  const origin = author.kind === 'self' ? readOrigin(body) : null;
  return origin?.via === 'carried' ? origin.from : null;
}
