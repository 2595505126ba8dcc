import type { Root } from 'mdast';
import { LONGEST_DOCUMENT, readDocument } from '../../markdown/read.ts';
import { contentHash, coreOf, silentHash } from '../content-hash.ts';
import { INLINE_FACTS } from '../inline-facts.ts';
import { lineCounter } from '../lines.ts';
import { findMarkers, type Marker, type MarkerGroup } from './markers.ts';
import { REGION_KINDS } from './kinds.ts';

/** A part of a document that the app fills: between a start marker and its end marker. */
export interface Region {
  /** A kind of region for blocks, a fact for what stands within a line. */
  readonly name: string;
  readonly form: 'block' | 'inline';
  /** It stands in the words of a link, where no other link can be. */
  readonly inLink: boolean;
  readonly start: Marker;
  readonly end: Marker;
  /** Offsets of what it says; of a block without the blank lines around it. */
  readonly from: number;
  readonly to: number;
  /** Lines of its start marker and its end marker, from 1. */
  readonly line: number;
  readonly endLine: number;
  /**
   * A person wrote in it: it does not say what its marker says that the app last wrote. One without
   * a hash was not written by the app; it is untouched only while it is empty.
   */
  readonly touched: boolean;
  /** Untouched words of the app or of a template, which stand there as long as the incident says nothing. */
  readonly silent: boolean;
}

export interface RegionProblem {
  /** From 1. */
  readonly line: number;
  /** As it stands in the marker; empty for the whole document. */
  readonly name: string;
  readonly what:
    /** No kind of region, and no fact, has this name. */
    | 'unknown'
    | 'no-end'
    | 'no-start'
    /** It ends inside another region, or another ends inside it. */
    | 'crossing'
    /** A block in a list or a quotation. */
    | 'in-container'
    /** A block's marker beside other text. */
    | 'not-alone'
    /** Longer than what is read; there are no regions then. */
    | 'too-long';
}

export interface FoundRegions {
  /** Whole ones of known names, in the order of the document. */
  readonly regions: readonly Region[];
  readonly problems: readonly RegionProblem[];
}

/** All regions of a document, also those that a person wrote in, and what is wrong with its markers. */
export function readRegions(markdown: string): FoundRegions {
  return parseDocument(markdown).found;
}

/** A document that was parsed once, for everybody who looks into it. */
export interface ParsedDocument {
  /** Without a byte order mark; all offsets count from here. */
  readonly source: string;
  readonly byteOrderMark: string;
  readonly tree: Root;
  readonly found: FoundRegions;
}

export function parseDocument(markdown: string): ParsedDocument {
  const byteOrderMark = markdown.startsWith('\ufeff') ? '\ufeff' : '';
  const source = markdown.slice(byteOrderMark.length);
  if (source.length > LONGEST_DOCUMENT) {
    const problems: RegionProblem[] = [{ line: 1, name: '', what: 'too-long' }];
    const tree: Root = { type: 'root', children: [] };
    return { source, byteOrderMark, tree, found: { regions: [], problems } };
  }
  const tree = readDocument(source);
  return { source, byteOrderMark, tree, found: regionsOf(source, tree) };
}

function regionsOf(source: string, tree: Root): FoundRegions {
  const { groups, misplaced } = findMarkers(source, tree);
  const lineOf = lineCounter(source);
  const problemOf = (marker: Marker, what: RegionProblem['what']): RegionProblem => ({
    line: lineOf(marker.from),
    name: marker.name,
    what,
  });
  const regions: Region[] = [];
  const problems = misplaced.map(({ marker, why }) => problemOf(marker, why));
  for (const group of groups) {
    const { pairs, alone } = paired(group);
    regions.push(...pairs.map((pair) => regionOf(source, { ...pair, ...group }, lineOf)));
    problems.push(...alone.map(({ marker, what }) => problemOf(marker, what)));
  }
  return {
    regions: outermost(regions),
    problems: problems.sort((a, b) => a.line - b.line),
  };
}

/** In order, without those inside another: what encloses them is one text. */
function outermost(regions: readonly Region[]): readonly Region[] {
  let end = 0;
  return regions
    .toSorted((a, b) => a.start.from - b.start.from)
    .filter((region) => {
      const isInside = region.start.from < end;
      if (!isInside) end = region.end.to;
      return !isInside;
    });
}

interface Pairing {
  readonly pairs: readonly { readonly start: Marker; readonly end: Marker }[];
  readonly alone: readonly { readonly marker: Marker; readonly what: RegionProblem['what'] }[];
}

/** Each end belongs to the start right before it; whatever else there is belongs to nothing. */
function paired({ form, markers }: MarkerGroup): Pairing {
  const pairs: { start: Marker; end: Marker }[] = [];
  const alone: { marker: Marker; what: RegionProblem['what'] }[] = [];
  let open: Marker | null = null;
  for (const marker of markers) {
    if (SINGLE.has(marker.name)) continue;
    if (!isKnown(marker.name, form)) {
      if (marker.is === 'start') alone.push({ marker, what: 'unknown' });
      continue;
    }
    if (marker.is === 'start') {
      if (open !== null) alone.push({ marker: open, what: 'no-end' });
      open = marker;
    } else if (open === null) {
      alone.push({ marker, what: 'no-start' });
    } else if (open.name === marker.name) {
      pairs.push({ start: open, end: marker });
      open = null;
    } else {
      alone.push({ marker: open, what: 'crossing' }, { marker, what: 'crossing' });
      open = null;
    }
  }
  if (open !== null) alone.push({ marker: open, what: 'no-end' });
  return { pairs, alone };
}

/** Markers that enclose nothing: of a row of the action table. */
const SINGLE: ReadonlySet<string> = new Set(['item']);
const KINDS: ReadonlySet<string> = new Set(REGION_KINDS);

function isKnown(name: string, form: Region['form']): boolean {
  return form === 'block' ? KINDS.has(name) : Object.hasOwn(INLINE_FACTS, name);
}

function regionOf(
  source: string,
  { start, end, form, inLink }: Pick<Region, 'start' | 'end' | 'form' | 'inLink'>,
  lineOf: (offset: number) => number,
): Region {
  const inside = { from: start.to, to: end.from };
  const { from, to } = form === 'inline' ? inside : coreOf(source, inside.from, inside.to);
  const content = source.slice(from, to);
  const silent = start.hash === silentHash(content);
  const isWritten = silent || start.hash === contentHash(content);
  const touched = start.hash === null ? content.trim() !== '' : !isWritten;
  return {
    name: start.name,
    form,
    inLink,
    start,
    end,
    from,
    to,
    line: lineOf(start.from),
    endLine: lineOf(end.from),
    touched,
    silent,
  };
}
