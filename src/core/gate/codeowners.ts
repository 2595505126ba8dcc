import type { TeamRef } from '../policy/policy.ts';
import { ownersIndex } from './codeowners-index.ts';
import { readPattern } from './codeowners-pattern.ts';
import type { CodeOwners, CodeOwnersRule } from './facts.ts';

/**
 * The rules of a CODEOWNERS file as GitHub reads it: a pattern, then owners; `#` begins a comment at the
 * start of a line and among the owners; a blank in a pattern is escaped; a line with a pattern or an owner
 * that GitHub would not understand is skipped as a whole. People and addresses own nothing here, but
 * their line takes the files from the teams of earlier lines. Teams as written. A file of 3 MB or more
 * is no CODEOWNERS file to GitHub, and gives no rules.
 */
export function parseCodeOwners(text: string): readonly CodeOwnersRule[] {
  if (utf8Length(text) >= TOO_LARGE) return [];
  return text.split(/\r\n?|\n/).flatMap((line, index) => {
    const rule = ruleOf(index === 0 ? line.replace(/^\ufeff/, '') : line, index + 1);
    return rule === undefined ? [] : [rule];
  });
}

/** The teams of the last rule that fits. For many paths make one `ownersIndex`. */
export function ownersOf(owners: CodeOwners, path: string): readonly TeamRef[] {
  return ownersIndex(owners).ruleFor(path)?.teams ?? [];
}

const TOO_LARGE = 3 * 1024 * 1024;

function ruleOf(line: string, number: number): CodeOwnersRule | undefined {
  const [pattern = '', ...words] = wordsOf(line);
  if (readPattern(pattern) === undefined) return undefined;
  const owners = beforeComment(words);
  if (!owners.every(isOwner)) return undefined;
  return { line: number, pattern, teams: owners.flatMap(teamOf) };
}

/** Split at blanks that no backslash escapes; empty for blank lines and comments. */
function wordsOf(line: string): readonly string[] {
  const trimmed = line.trimStart();
  if (trimmed.startsWith('#')) return [];
  return trimmed.match(/(?:\\.|[^\s\\]|\\$)+/g) ?? [];
}

function beforeComment(words: readonly string[]): readonly string[] {
  const at = words.findIndex((word) => word.includes('#'));
  if (at === -1) return words;
  const [owner = ''] = words[at]?.split('#') ?? [];
  return [...words.slice(0, at), ...(owner === '' ? [] : [owner])];
}

function isOwner(word: string): boolean {
  return TEAM.test(word) || USER.test(word) || ADDRESS.test(word);
}

function teamOf(word: string): readonly TeamRef[] {
  const [, org, slug] = TEAM.exec(word) ?? [];
  return org === undefined || slug === undefined ? [] : [{ org, slug }];
}

const TEAM = /^@([A-Za-z0-9][A-Za-z0-9-]{0,99})\/([A-Za-z0-9._-]{1,100})$/;
/** People managed by an enterprise have an underscore (`mona_acme`). */
const USER = /^@[A-Za-z0-9][A-Za-z0-9_-]{0,99}$/;
const ADDRESS = /^[^\s@]{1,100}@[^\s@.]{1,100}(?:\.[^\s@.]{1,100}){1,8}$/;

function utf8Length(text: string): number {
  let length = text.length;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    // Half a surrogate pair makes two bytes, so a pair makes four.
    if (unit > 0x7f) length += unit > 0x7ff && (unit < 0xd800 || unit > 0xdfff) ? 2 : 1;
  }
  return length;
}
