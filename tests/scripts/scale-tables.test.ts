import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { durationText, scalesPage } from '../../scripts/scale-tables.ts';
import { readDuration } from '../../src/config/policy/duration.ts';
import { SCALES } from '../../src/core/policy/scales.ts';

const read = (path: string): string =>
  readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

const LEVELS = Object.values(SCALES).flat();

describe('the page of the built-in scales', () => {
  it('shows them as they are: run `npm run derive` when this fails', async () => {
    expect(await scalesPage()).toBe(read('docs/scales.md'));
  });

  it('has a column for every level and a row for every key of one, in the words of the policy', () => {
    const page = read('docs/scales.md');
    for (const { id, name } of LEVELS) {
      expect(page).toContain(name);
      expect(page).toContain(`\`${id}\``);
    }
    for (const key of Object.keys(SCALES.sev[0] ?? {})) {
      const word = key.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
      if (word !== 'name' && word !== 'criteria') expect(page).toContain(`| \`${word}\``);
    }
  });

  it('says every span so that a policy that copies it holds the same', () => {
    const spans = LEVELS.flatMap((level) => [
      ...[level.acknowledgeWithin, level.mitigateWithin, level.updateEvery, level.reassessEvery],
      ...[level.postmortemWithin, level.actionItemsWithin],
    ]).filter((span) => span !== null);
    expect(spans.length).toBeGreaterThan(20);
    for (const span of spans) expect(readDuration(durationText(span))).toEqual(span);
  });

  it('is where README and template send whoever asks', () => {
    expect(read('README.md')).toContain('[by scale](docs/scales.md)');
    expect(read('templates/norepeat.yml')).toContain('docs/scales.md');
  });
});
