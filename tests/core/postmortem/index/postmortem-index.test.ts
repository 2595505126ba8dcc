import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { diff3Merge } from 'node-diff3';
import { describe, expect, it } from 'vitest';
import type { IndexEntry } from '../../../../src/core/postmortem/index/entries.ts';
import {
  indexFollowing,
  indexOnOpening,
  indexYielding,
  isNamedIn,
} from '../../../../src/core/postmortem/index/postmortem-index.ts';
import { runs } from '../../../support/properties.ts';

function entry(number: number, overrides: Partial<IndexEntry> = {}): IndexEntry {
  return {
    number,
    day: '2026-11-21',
    title: `Incident number ${String(number)}`,
    href: `2026/2026-11-21-${String(number)}-incident.md`,
    severity: 'SEV-1',
    services: ['checkout'],
    causes: ['change'],
    ...overrides,
  };
}

const open = (
  before: string | null,
  mine: IndexEntry,
  othersOpen: readonly number[] = [],
  published: readonly IndexEntry[] = [],
): string | null => indexOnOpening(before, { mine, othersOpen, published });

/** As GitHub and git do it; null where they conflict. */
function threeWay(ours: string, base: string, theirs: string): string | null {
  const parts = diff3Merge(ours.split('\n'), base.split('\n'), theirs.split('\n'), {
    excludeFalseConflicts: true,
  });
  if (parts.some(({ conflict }) => conflict !== undefined)) return null;
  return parts.flatMap(({ ok }) => ok ?? []).join('\n');
}

function gitMerge(ours: string, base: string, theirs: string): string | null {
  const folder = mkdtempSync(join(tmpdir(), 'norepeat-index-'));
  try {
    const paths = Object.entries({ ours, base, theirs }).map(([name, text]) => {
      const path = join(folder, name);
      writeFileSync(path, text);
      return path;
    });
    execFileSync('git', ['merge-file', '-q', ...paths], { stdio: 'ignore' });
    return readFileSync(join(folder, 'ours'), 'utf8');
  } catch {
    return null;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const HAS_GIT = ((): boolean => {
  try {
    execFileSync('git', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();

/** What a reader sees: no invisible comments, no blank lines. */
function shown(text: string | null): string {
  return (text ?? '')
    .split('\n')
    .map((line) => line.replace(/\s*<!--.*?-->/g, '').trimEnd())
    .filter((line) => line !== '')
    .join('\n');
}

describe('the index of postmortems', () => {
  it('begins with the first postmortem, by year, by service and by cause', () => {
    expect(shown(open(null, entry(12)))).toBe(
      [
        '# Postmortems',
        '## By year',
        '- 2026-11-21 · [Incident number 12](2026/2026-11-21-12-incident.md) · SEV-1',
        '## By service',
        '- **checkout**: 2026-11-21 · [Incident number 12](2026/2026-11-21-12-incident.md) · SEV-1',
        '## By cause',
        '- **change**: 2026-11-21 · [Incident number 12](2026/2026-11-21-12-incident.md) · SEV-1',
      ].join('\n'),
    );
  });

  it('sorts in what was there, newest first, under headings', () => {
    const first = open(null, entry(12, { day: '2025-12-30', services: ['search'] }));
    const second = open(first, entry(40, { services: ['checkout', 'search'], causes: [] }));
    const third = shown(open(second, entry(41, { day: '2026-11-22' })));
    expect(third).toContain('### 2026\n- 2026-11-21 · [Incident number 40]');
    expect(third).toContain('### 2025\n- 2025-12-30 · [Incident number 12]');
    expect(third.indexOf('### 2026')).toBeLessThan(third.indexOf('### 2025'));
    expect(third).toContain('### checkout\n- 2026-11-21 · [Incident number 40]');
    expect(third).toMatch(/### search\n- 2026-11-21 .*40.*\n- 2025-12-30 .*12/);
  });

  it('says nothing twice, however often it is written', () => {
    const once = open(null, entry(12));
    expect(open(once, entry(12))).toBe(once);
    expect(indexFollowing(once ?? '', entry(12))).toBe(once);
  });

  it('puts in what is published and missing', () => {
    const published = [entry(3, { day: '2024-02-01', href: 'https://github.example/pull/4' })];
    expect(shown(open(open(null, entry(12)), entry(13), [], published))).toContain(
      '### 2024\n- 2024-02-01 · [Incident number 3](https://github.example/pull/4)',
    );
  });

  it('follows what its incident says while it is open', () => {
    const text = open(null, entry(12)) ?? '';
    const renamed = shown(
      indexFollowing(text, entry(12, { title: 'Checkout lost orders', causes: [] })),
    );
    expect(renamed).toContain('[Checkout lost orders]');
    expect(renamed).not.toContain('Incident number 12');
    expect(renamed).not.toContain('**change**');
  });

  it('leaves a line that a person changed as it is', () => {
    const text = (open(null, entry(12)) ?? '').replace('· SEV-1', '· SEV-1, the long night');
    expect(indexFollowing(text, entry(12, { title: 'Another title' }))).toContain('the long night');
    const sorted = open(text, entry(13));
    expect(sorted).toContain('the long night');
    expect(open(sorted, entry(14))).toContain('the long night');
  });

  it('never puts itself into an index that had no place for it', () => {
    const text = open(null, entry(12)) ?? '';
    expect(indexFollowing(text, entry(13))).toBe(text);
  });

  it('is left to the next one where another open one needs the same place, or there is none yet', () => {
    const text = open(null, entry(12));
    expect(open(text, entry(13 + 32), [13])).toBeNull();
    expect(open(text, entry(12 + 32), [13])).toBeNull();
    expect(open(null, entry(13), [12])).toBeNull();
    expect(open('# Our postmortems\n', entry(13), [12])).toBeNull();
  });

  it('shows hostile titles as text', () => {
    const title = '`x` <!-- /norepeat:index year --> [a](javascript:alert(1)) | @alice\n# Heading';
    const text = open(null, entry(12, { title })) ?? '';
    expect(open(text, entry(12, { title }))).toBe(text);
    expect(text.split('\n').filter((line) => line.startsWith('# '))).toEqual(['# Postmortems']);
    expect(text).not.toContain('@alice');
    expect(indexFollowing(text, entry(12, { title: 'Plain' }))).not.toContain('javascript');
  });

  describe('people', () => {
    const BEFORE = '# Reading list\n\nStart with the blackout of 2024.\n\n## Thanks\n\nto all\n';

    it('keep the text of an index that they began', () => {
      const text = open(BEFORE, entry(12)) ?? '';
      expect(text.startsWith(BEFORE.trimEnd())).toBe(true);
      expect(shown(text)).toContain('## By year');
    });

    it('keep their text around and between the lists', () => {
      const text = (open(null, entry(12)) ?? '')
        .replace('# Postmortems\n', '# Postmortems\n\nRead one a week.\n')
        .replace('## By cause', 'A word about services.\n\n## Why things break');
      const next = open(text, entry(13)) ?? '';
      expect(next).toContain('# Postmortems\n\nRead one a week.\n');
      expect(next).toContain('A word about services.\n\n## Why things break');
      expect(next.match(/^## /gm)).toHaveLength(3);
    });

    it('keep what they wrote inside a list, below what is sorted', () => {
      const text = (open(null, entry(12)) ?? '').replace(
        '<!-- /norepeat:index year -->',
        '- Before 2020: ask carol\n\n<!-- /norepeat:index year -->',
      );
      expect(open(text, entry(13))).toContain('- Before 2020: ask carol');
    });

    it('keep their line ends', () => {
      const text = (open(BEFORE, entry(12)) ?? '').replaceAll('\n', '\r\n');
      const next = open(text, entry(13)) ?? '';
      expect(next.replaceAll('\r\n', '')).not.toContain('\n');
    });

    it('are not taken for a list when they show its markers in a fence', () => {
      const text = '```html\n<!-- norepeat:index year -->\n<!-- /norepeat:index year -->\n```\n';
      expect((open(text, entry(12)) ?? '').startsWith(text.trimEnd())).toBe(true);
    });
  });

  it('is mended where its markers are broken, by whoever begins alone, and then is whole again', () => {
    const whole = open(open(null, entry(12)), entry(13)) ?? '';
    const lines = whole.split('\n');
    fc.assert(
      fc.property(fc.integer({ min: 0, max: lines.length - 1 }), (cut) => {
        const broken = lines.filter((_, at) => at !== cut).join('\n');
        const mended = open(broken, entry(14), [], [entry(12), entry(13)]) ?? '';
        for (const number of [12, 13, 14])
          expect(mended).toContain(`Incident number ${String(number)}`);
        expect(open(mended, entry(14), [], [entry(12), entry(13)])).toBe(mended);
        expect(mended.match(/^## By year$/gm)?.length ?? 0).toBeLessThan(2);
        expect(open(mended, entry(15), [14])).not.toBeNull();
      }),
      runs(60),
    );
  });
});

describe('postmortems that are written at the same time', () => {
  interface Branch {
    readonly mine: IndexEntry;
    /** The index of main as the branch last got it. */
    base: string | null;
    text: string | null;
  }

  interface Life {
    readonly conflicts: readonly number[];
    readonly open: readonly Branch[];
    readonly main: string | null;
    readonly published: readonly IndexEntry[];
  }

  /**
   * Opens, follows, gives up, merges and has time in any order, as the plan does; says which were merged with
   * a conflict.
   */
  function live(steps: readonly (readonly [number, number])[], merge: typeof threeWay): Life {
    let main: string | null = null;
    let next = 1;
    let open: Branch[] = [];
    const published: IndexEntry[] = [];
    const conflicts: number[] = [];
    for (const [what, which] of steps) {
      const chosen = open[which % Math.max(1, open.length)];
      if (what === 0 || chosen === undefined) {
        next += [1, 2, 5, 16, 31, 32, 33, 64][which % 8] ?? 1;
        const mine = entry(next, {
          services: ['checkout', 'search', 'mail'].slice(which % 3),
          causes: which % 2 === 0 ? [] : ['change'],
          day: `2026-0${String(1 + (which % 9))}-11`,
        });
        const othersOpen = open.map((one) => one.mine.number);
        open.push({
          mine,
          base: main,
          text: indexOnOpening(main, { mine, othersOpen, published }),
        });
      } else if (what === 1) {
        const mine = entry(chosen.mine.number, { title: `Renamed ${String(which)}` });
        if (chosen.text !== null) chosen.text = indexFollowing(chosen.text, mine);
      } else if (what === 2) {
        open = open.filter((one) => one !== chosen);
      } else if (what === 4) {
        hasTime(chosen, { conflicts, open, main, published });
      } else {
        open = open.filter((one) => one !== chosen);
        published.push(chosen.mine);
        if (chosen.text === null || chosen.text === chosen.base) continue;
        const merged: string | null =
          main === chosen.base ? chosen.text : merge(main ?? '', chosen.base ?? '', chosen.text);
        if (merged === null) conflicts.push(chosen.mine.number);
        else main = merged;
      }
    }
    return { conflicts, open, main, published };
  }

  /** One commit of whoever found no room when it opened: it gets main, or then its lines. */
  function hasTime(chosen: Branch, { open, main, published }: Life): void {
    const { mine, base } = chosen;
    const present = chosen.text ?? base;
    if (present !== null && isNamedIn(present, mine.number)) return;
    const numbers = open.map((one) => one.mine.number);
    const at = open.indexOf(chosen);
    const others = { othersOpen: numbers.slice(0, at), openedLater: numbers.slice(at + 1) };
    const text = indexOnOpening(main, { mine, published, ...others });
    if (text === null) return;
    chosen.text = base === main ? text : main;
    chosen.base = main;
  }

  const steps = fc.array(
    fc.tuple(fc.constantFrom(0, 0, 0, 1, 2, 3, 3, 3, 4, 4, 4), fc.integer({ min: 0, max: 40 })),
    { minLength: 4, maxLength: 50 },
  );

  it('are in the index of their own branch, given time, as soon as no other one is open', () => {
    fc.assert(
      fc.property(steps, (life) => {
        const { open, ...rest } = live(life, threeWay);
        for (const one of open) {
          hasTime(one, { ...rest, open: [one] });
          hasTime(one, { ...rest, open: [one] });
          expect(isNamedIn(one.text ?? '', one.mine.number)).toBe(true);
        }
      }),
      runs(100),
    );
  });

  it('are merged in any order without a conflict', () => {
    fc.assert(
      fc.property(steps, (life) => {
        expect(live(life, threeWay).conflicts).toEqual([]);
      }),
      runs(150),
    );
  });

  it.skipIf(!HAS_GIT)('are merged by git itself in any order without a conflict', () => {
    fc.assert(
      fc.property(steps, (life) => {
        expect(live(life, gitMerge).conflicts).toEqual([]);
      }),
      runs(25),
    );
  });

  it('are all in the index once the next one begins alone', () => {
    const base = open(null, entry(1)) ?? '';
    const ours = open(base, entry(12)) ?? '';
    const theirs = open(base, entry(13), [12]) ?? '';
    const main = threeWay(ours, base, theirs) ?? '';
    const next = shown(open(main, entry(14)));
    for (const number of [1, 12, 13, 14])
      expect(next).toContain(`Incident number ${String(number)}`);
    expect(next).toMatch(/### 2026\n- .*13\b.*\n- .*12\b.*\n- .*1\b/);
  });

  it('give way where they began the same index, and get their lines once they have main', () => {
    const main = open(null, entry(12)) ?? '';
    const mine = entry(13);
    const onBranch = open(null, mine) ?? '';
    expect(threeWay(onBranch, '', main)).toBeNull();
    const gave = indexYielding({ onMain: main, onBranch });
    expect(threeWay(gave, '', main)).toBe(main);
    expect(indexYielding({ onMain: main, onBranch: gave })).toBe(main);
    const withOwn = shown(open(gave, mine));
    expect(withOwn).toContain('Incident number 12');
    expect(withOwn).toContain('Incident number 13');
  });
});
