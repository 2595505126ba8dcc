import type { CommentEntry, Ledger, LedgerEntry } from './ledger.ts';
import { commentJson, isRecord } from './comment-json.ts';
import { mergeLedgers } from './merge.ts';

/**
 * The ledger as texts that are safe inside an HTML comment (`comment-json.ts`), each at most `limit`
 * characters, in order. A long accepted comment is split between its commands. `limit` must leave room
 * for one command (its text is at most 2,000 code points, so 30,000 is always enough); throws otherwise.
 * An empty ledger has no pages.
 */
export function ledgerPages(ledger: Ledger, limit: number): readonly string[] {
  const pages: string[] = [];
  let page = '';
  for (const item of ledger.flatMap((entry) => itemsOf(entry, limit))) {
    if (page !== '' && page.length + item.length + 3 > limit) {
      pages.push(`[${page}]`);
      page = '';
    }
    page = page === '' ? item : `${page},${item}`;
  }
  return page === '' ? pages : [...pages, `[${page}]`];
}

/**
 * Reads pages back, in any order, repeated or not. Whether a page may be trusted was decided before: by
 * its signature. What is no entry is left out, and so is a split comment of which a part is missing.
 */
export function readLedgerPages(pages: readonly string[]): Ledger {
  const whole: LedgerEntry[] = [];
  const parts = new Map<string, Part[]>();
  for (const item of pages.flatMap(itemsIn)) {
    const part = partIn(item);
    if (part !== null) parts.set(part.key, [...(parts.get(part.key) ?? []), part]);
    else if (isLedgerEntry(item)) whole.push(item);
  }
  return mergeLedgers(whole, [...parts.values()].flatMap(joined));
}

type Accepted = Extract<CommentEntry, { readonly verdict: 'accepted' }>;

interface Part {
  readonly key: string;
  readonly index: number;
  readonly count: number;
  readonly entry: Accepted;
}

/** One entry as JSON; a long one as one JSON for each group of its commands. */
function itemsOf(entry: LedgerEntry, limit: number): readonly string[] {
  const json = commentJson(entry);
  if (json.length + 2 <= limit) return [json];
  if (entry.verdict !== 'accepted' || entry.commands.length < 2) {
    throw new Error(`a ledger entry of ${String(json.length)} characters does not fit a page`);
  }
  const count = entry.commands.length;
  const items = entry.commands.map((command, index) =>
    commentJson({ ...entry, commands: [command], part: [index, count] }),
  );
  const longest = items.find((item) => item.length + 2 > limit);
  if (longest === undefined) return items;
  throw new Error(`a command of ${String(longest.length)} characters does not fit a page`);
}

function itemsIn(page: string): readonly unknown[] {
  try {
    const items: unknown = JSON.parse(page);
    return Array.isArray(items) ? (items as readonly unknown[]) : [];
  } catch {
    return [];
  }
}

function partIn(item: unknown): Part | null {
  if (!isRecord(item) || !Array.isArray(item['part'])) return null;
  const [index, count] = item['part'] as readonly unknown[];
  if (!isLedgerEntry(item) || item.verdict !== 'accepted') return null;
  if (typeof index !== 'number' || typeof count !== 'number') return null;
  const { verdict, comment, by, at, commands } = item;
  const entry = { verdict, comment, by, at, commands };
  return { key: `${String(comment)} ${String(at)} ${String(count)}`, index, count, entry };
}

/** The comment whose parts are all there, or nothing. */
function joined(parts: readonly Part[]): readonly LedgerEntry[] {
  const byIndex = new Map(parts.map((part) => [part.index, part]));
  const [first] = parts;
  if (first === undefined) return [];
  const commands = Array.from({ length: first.count }, (_, index) => byIndex.get(index)).flatMap(
    (part) => part?.entry.commands ?? [],
  );
  return commands.length === first.count ? [{ ...first.entry, commands }] : [];
}

function isLedgerEntry(value: unknown): value is LedgerEntry {
  if (!isRecord(value) || typeof value['at'] !== 'number') return false;
  switch (value['verdict']) {
    case 'accepted':
      return isOfComment(value) && isListOf(value['commands'], isCommandLike);
    case 'refused':
      return isOfComment(value) && isText(value['text']) && isText(value['answer']);
    case 'withdrawn':
      return isOfComment(value) && isText(value['text']);
    case 'counted':
    case 'not-counted':
      return isText(value['by']) && isCommandLike(value['act']);
    case 'called':
      return isListOf(value['services'], isText);
    case 'settled':
      return isRecord(value['form']) && isListOf(value['form']['services'], isText);
    default:
      return isFollowupEntry(value);
  }
}

function isFollowupEntry(value: Readonly<Record<string, unknown>>): boolean {
  switch (value['verdict']) {
    case 'item':
      return isText(value['nodeId']) && isIssue(value['ref']) && Array.isArray(value['teams']);
    case 'made':
      return isRecord(value['asked']) && isIssue(value['item']);
    case 'adopted':
      return isText(value['nodeId']) && isIssue(value['item']) && isText(value['by']);
    case 'on-item':
      return isRemark(value) && isIssue(value['item']) && isCommandLike(value['said']);
    case 'reminded':
      return (
        isText(value['clock']) &&
        typeof value['due'] === 'number' &&
        typeof value['count'] === 'number'
      );
    case 'ended':
      return typeof value['resolvedAt'] === 'number';
    case 'on-pull':
      return isRemark(value) && isIssue(value['pull']) && isCommandLike(value['said']);
    default:
      return isPostmortemEntry(value);
  }
}

function isPostmortemEntry(value: Readonly<Record<string, unknown>>): boolean {
  switch (value['verdict']) {
    case 'row':
      return (
        isText(value['row']) &&
        typeof value['place'] === 'number' &&
        isText(value['title']) &&
        isText(value['by'])
      );
    case 'rows-taken':
      return value['asked'] === null || typeof value['asked'] === 'number';
    case 'offered':
      return typeof value['pull'] === 'number' && isText(value['offer']);
    default:
      return false;
  }
}

function isOfComment(value: Readonly<Record<string, unknown>>): boolean {
  return typeof value['comment'] === 'number' && isText(value['by']);
}

function isRemark(value: Readonly<Record<string, unknown>>): boolean {
  return typeof value['remark'] === 'number' && isText(value['by']);
}

function isIssue(value: unknown): boolean {
  return isRecord(value) && isRecord(value['repo']) && typeof value['number'] === 'number';
}

/** Commands and acts were written by this program and signed; their kind is enough to know them by. */
function isCommandLike(value: unknown): boolean {
  return isRecord(value) && isText(value['kind']);
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isListOf(value: unknown, is: (item: unknown) => boolean): boolean {
  return Array.isArray(value) && value.every((item) => is(item));
}
