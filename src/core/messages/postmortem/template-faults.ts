import { INLINE_FACTS } from '../../postmortem/inline-facts.ts';
import { REGION_KINDS } from '../../postmortem/regions/kinds.ts';
import type { RegionProblem } from '../../postmortem/regions/regions.ts';

/** What stands in a template, and what may stand there or is to be done: each without a full stop. */
export interface TemplateFault {
  readonly found: string;
  readonly expected: string;
}

export const EMPTY_TEMPLATE: TemplateFault = {
  found: 'nothing',
  expected: 'a document with at least a heading',
};

export const TEMPLATE_TOO_LONG = tooLong('a hundred thousand characters');

export function tooManyFacts(first: string, most: number): TemplateFault {
  return { found: first, expected: `at most ${String(most)} facts in one template` };
}

export function unknownFact(found: string): TemplateFault {
  const facts = listed(Object.keys(INLINE_FACTS));
  return {
    found,
    expected: `one of the facts ${facts}; behind a backslash, braces are only braces`,
  };
}

export function regionTwice(name: string): TemplateFault {
  return { found: startMarker(name), expected: 'every region only once' };
}

export function markerFault({ name, what }: Omit<RegionProblem, 'line'>): TemplateFault {
  const found = startMarker(name);
  const end = `<!-- /norepeat:${name} -->`;
  switch (what) {
    case 'unknown':
      return { found, expected: `one of the regions ${listed(REGION_KINDS)}` };
    case 'no-end':
      return { found, expected: `\`${end}\` below it, before any other region begins` };
    case 'no-start':
      return { found: end, expected: `\`${found}\` above it` };
    case 'crossing':
      return { found, expected: 'regions after each other: none inside another' };
    case 'in-container':
      return { found, expected: 'a region at the margin, in no list and no quotation' };
    case 'not-alone':
      return { found, expected: 'a marker alone on its line' };
    case 'too-long':
      return tooLong('half a million characters');
  }
}

/** As people write it into a template. */
export function startMarker(name: string): string {
  return `<!-- norepeat:${name} -->`;
}

function tooLong(most: string): TemplateFault {
  return { found: `a file of more than ${most}`, expected: 'a shorter one' };
}

function listed(words: readonly string[]): string {
  return words.map((word) => `\`${word}\``).join(', ');
}
