import { describe, expect, it } from 'vitest';
import type { IndexEntry } from '../../../../src/core/postmortem/index/entries.ts';
import {
  indexFollowing,
  indexOnOpening,
} from '../../../../src/core/postmortem/index/postmortem-index.ts';

function entry(number: number, title = `Incident number ${String(number)}`): IndexEntry {
  return {
    number,
    day: '2026-11-21',
    title,
    href: `2026/${String(number)}.md`,
    severity: 'SEV-1',
    services: ['checkout'],
    causes: ['change'],
  };
}

function alone(before: string | null, mine: IndexEntry): string {
  return indexOnOpening(before, { mine, published: [], othersOpen: [] }) ?? '';
}

/** Every third line as another system ends it. */
function mixed(text: string, end: string): string {
  const other = end === '\n' ? '\r\n' : '\n';
  const lines = text.split('\n');
  return lines
    .map((line, at) => `${line}${at === lines.length - 1 ? '' : at % 3 === 0 ? other : end}`)
    .join('');
}

describe.each([
  ['mostly of one system', '\n'],
  ['mostly of the other', '\r\n'],
] as const)('an index whose lines end differently, %s', (_, end) => {
  const before = mixed(
    `# Reading list\n\nStart here.\n\n${alone(null, entry(12))}\n\nThanks.\n`,
    end,
  );

  it('is recognised, and keeps the end of every line that stays', () => {
    const after = indexOnOpening(before, { mine: entry(13), published: [], othersOpen: [12] });
    const added = (after ?? '').split(/(?<=\n)/).filter((line) => line.includes('number 13'));
    expect(added).toHaveLength(3);
    expect(added.every((line) => line.endsWith(end) && (end === '\r\n' || !/\r/.test(line)))).toBe(
      true,
    );
    expect((after ?? '').split(/(?<=\n)/).filter((line) => !line.includes('number 13'))).toEqual(
      before.split(/(?<=\n)/),
    );
  });

  it('is not written only for its line ends', () => {
    expect(indexFollowing(before, entry(12))).toBe(before);
    const sorted = alone(before, entry(13));
    expect(alone(sorted, entry(13))).toBe(sorted);
  });

  it('keeps the ends of people’s lines also when everything is sorted in', () => {
    const after = alone(before, entry(13));
    expect(after.startsWith(before.slice(0, before.indexOf('<!-- norepeat')))).toBe(true);
    expect(after.endsWith(before.slice(before.lastIndexOf('Thanks')))).toBe(true);
    expect(after.match(/^## By year/gm)).toHaveLength(1);
  });
});
