import { NOT_KNOWN } from '../messages/postmortem/words.ts';
import { contentHash, silentHash } from './content-hash.ts';
import { followFrontMatter } from './front-matter.ts';
import { inlineContent } from './inline-content.ts';
import { lineAround } from './lines.ts';
import { contentOf, questionsOf } from './regions/content.ts';
import { hashEdit, kindOf } from './regions/edit.ts';
import { parseDocument, type Region } from './regions/regions.ts';
import { spliced, type Edit } from './splice.ts';
import type { Telling } from './telling.ts';

/** What the app would have written into a region that a person wrote in. */
export interface Offer {
  /** The region's name, with `-2` for the second such region that is offered something. */
  readonly region: string;
  /** Lines of the document as it was given, from 1, both included; with the region's start marker. */
  readonly startLine: number;
  readonly endLine: number;
  /** Takes the place of these lines; whoever takes it lets the region follow again. */
  readonly replacement: string;
  /** Of what is offered: the same offer has the same hash. */
  readonly hash: string;
}

export interface Followed {
  /** The document as it should be; the same string where nothing is to be changed. */
  readonly text: string;
  readonly offers: readonly Offer[];
}

/** Longer ones no comment on a line has room for, and nobody reviews. */
const LONGEST_OFFER = 30_000;

/**
 * Brings a document up to what the incident says now. Only regions that nobody wrote in are changed, the
 * action table row by row; all else stays, byte for byte. The document is parsed once.
 */
export function follow(document: string, telling: Telling): Followed {
  const { source, byteOrderMark, found } = parseDocument(document);
  const lineEnd = source.includes('\r\n') ? '\r\n' : '\n';
  const edits: Edit[] = [];
  const offers: Offer[] = [];
  for (const region of found.regions) {
    const change = changeOf(region, { source, telling, lineEnd });
    if (change === null) continue;
    if (change.is === 'edit') edits.push(...rewritten(source, region, change));
    else offers.push(change.offer);
  }
  const matter = found.problems.some(({ what }) => what === 'too-long')
    ? []
    : followFrontMatter(source, telling);
  const all = [...matter, ...edits];
  const text = all.length === 0 ? document : `${byteOrderMark}${spliced(source, all)}`;
  return { text, offers: numbered(offers) };
}

interface Written {
  readonly content: string;
  /** What the marker says of it. */
  readonly hash: string;
}

type Change = ({ readonly is: 'edit' } & Written) | { readonly is: 'offer'; readonly offer: Offer };

interface Given {
  readonly source: string;
  readonly telling: Telling;
  readonly lineEnd: string;
}

function changeOf(region: Region, { source, telling, lineEnd }: Given): Change | null {
  const written = source.slice(region.from, region.to);
  if (region.name === 'action-items') {
    const content = contentOf('action-items', telling, written);
    return content === null || content === written
      ? null
      : { is: 'edit', content, hash: contentHash(content) };
  }
  const now = contentNow(region, telling) ?? takenBack(region);
  if (now === null || now.content === written.replaceAll('\r\n', '\n')) return null;
  const { content, hash } = now;
  if (!region.touched) return { is: 'edit', content: content.replaceAll('\n', lineEnd), hash };
  const offer = hash === region.start.hash ? null : offerOf(source, region, now);
  return offer === null ? null : { is: 'offer', offer };
}

/** What the incident says there; null where it says nothing. */
function contentNow(region: Region, telling: Telling): Written | null {
  const kind = kindOf(region.name);
  const content =
    region.form === 'inline'
      ? inlineContent(region.name, telling, region.inLink)
      : kind === undefined
        ? null
        : contentOf(kind, telling, null);
  return content === null ? null : { content, hash: contentHash(content) };
}

/** What stands in the place of what the incident said and says no more: it was opened again, a cause was taken off. */
function takenBack({ form, name, start, touched, silent }: Region): Written | null {
  if (touched || silent || start.hash === null) return null;
  if (form === 'inline') return { content: NOT_KNOWN, hash: contentHash(NOT_KNOWN) };
  const kind = kindOf(name);
  if (kind === undefined) return null;
  const content = questionsOf(kind);
  return { content, hash: silentHash(content) };
}

function numbered(offers: readonly Offer[]): readonly Offer[] {
  const seen = new Map<string, number>();
  return offers.map((offer) => {
    const nth = (seen.get(offer.region) ?? 0) + 1;
    seen.set(offer.region, nth);
    return nth === 1 ? offer : { ...offer, region: `${offer.region}-${String(nth)}` };
  });
}

/** White space around what is replaced stays: a person may have put it there. */
function rewritten(source: string, region: Region, { content, hash }: Written): readonly Edit[] {
  const { from, to, form, start, end } = region;
  const mark = hashEdit(region, hash);
  if (form === 'inline') return [mark, { from, to, text: content }];
  const lineEnd = content.includes('\r\n') || source.includes('\r\n') ? '\r\n' : '\n';
  const before = lineEndsIn(source.slice(start.to, from), 2, lineEnd);
  const after = lineEndsIn(source.slice(to, end.from), 2, lineEnd);
  return [mark, { from, to, text: `${before}${content}${after}` }];
}

/** So many line ends as are missing for a blank line. */
function lineEndsIn(space: string, wanted: number, lineEnd: string): string {
  const there = space.split(/\r\n|\n|\r/).length - 1;
  return lineEnd.repeat(Math.max(0, wanted - there));
}

function offerOf(source: string, region: Region, now: Written): Offer | null {
  const [from, to] = lineAround(source, region.start.from, Math.max(region.start.to, region.to));
  const shifted = rewritten(source, region, now).map((edit) => ({
    from: edit.from - from,
    to: edit.to - from,
    text: edit.text,
  }));
  const replacement = spliced(source.slice(from, to), shifted).replaceAll('\r\n', '\n');
  if (replacement.length > LONGEST_OFFER) return null;
  const height = source.slice(from, to).split(/\r\n|\n|\r/).length;
  return {
    region: region.name,
    startLine: region.line,
    endLine: region.line + height - 1,
    replacement,
    hash: now.hash,
  };
}
