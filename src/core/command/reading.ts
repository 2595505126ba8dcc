import { parseIssue, parseRepo, type IssueRef, type RepoRef } from '../ids.ts';
import { cut } from '../markdown/characters.ts';
import { plainText } from '../markdown/plain.ts';
import type { Policy, Schedule } from '../policy/policy.ts';
import type { Instant } from '../time.ts';
import type { Command, CommandKind } from './command.ts';
import type { Saying } from './moment.ts';

/** What one line says, or what is wrong with it and how to write it. */
export type Read =
  | { readonly kind: 'read'; readonly commands: readonly Command[] }
  | {
      readonly kind: 'wrong';
      readonly problem: string;
      readonly instead: string;
      readonly elsewhere?: CommandKind;
    };

export interface Arguments {
  /** What follows the word on its line, invisible characters taken out. */
  readonly rest: string;
  /** `rest` and the lines below it that belong to it. */
  readonly text: string;
}

export interface Surroundings {
  readonly home: RepoRef;
  readonly policy: Policy;
  readonly saidAt: Instant;
  /** Who said it, so that `/commander me` can be understood; null where that is not known. */
  readonly saidBy: string | null;
}

/** Longer texts are cut: the whole of it stays in the comment, one click away. */
export const LONGEST_TEXT = 2000;
export const LONGEST_REASON = 500;
export const LONGEST_TITLE = 200;

export function read(command: Command): Read {
  return { kind: 'read', commands: [command] };
}

export function wrong(problem: string, instead: string): Read {
  return { kind: 'wrong', problem, instead };
}

/** What people wrote, as plain text; null when there is nothing. */
export function sentence(markdown: string, longest: number): string | null {
  const text = plainText(markdown.replace(/^[\s:–—-]+(?=\S)/u, ''));
  return text === '' ? null : cut(text, longest);
}

/** The text after so many words. */
export function after(text: string, words: number): string {
  return text.replace(new RegExp(String.raw`^\s*(?:\S+(?:\s+|$)){${String(words)}}`), '');
}

/** `#12`, `12`, `acme/checkout#34`, or an address that ends in `acme/checkout/issues/34`. */
export function issueOf(word: string, home: RepoRef): IssueRef | undefined {
  const bare = word.replace(/[.:!)]+$/, '').replace(/^\(/, '');
  const address = /^<?https?:\/\/[^/\s]+\/([^/\s]+\/[^/\s]+)\/(?:issues|pull)\/(\d+)(?:[/?#]\S*)?$/;
  const [, repo, number] = address.exec(bare) ?? [];
  if (repo !== undefined && number !== undefined) {
    return parseRepo(repo) === undefined ? undefined : parseIssue(`${repo}#${number}`);
  }
  return parseIssue(/^\d+$/.test(bare) ? `#${bare}` : bare, home);
}

export function sayingOf({ saidAt, policy }: Surroundings): Saying & Schedule {
  return { saidAt, timeZone: policy.timeZone, calendar: policy.calendar };
}

export function quoted(text: string): string {
  return `“${cut(text.trim(), 40)}”`;
}

export function listed(ids: readonly string[]): string {
  const shown = ids.slice(0, 10).join(', ');
  return ids.length > 10 ? `${shown} and ${String(ids.length - 10)} more` : shown;
}
