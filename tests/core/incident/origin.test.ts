import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { originMarker, readOrigin } from '../../../src/core/incident/origin.ts';
import { runs } from '../../support/properties.ts';

describe('the origin of an incident that the app opened', () => {
  it('is read back whatever the key of the alarm', () => {
    const key = fc.option(fc.string({ unit: 'binary' }));
    fc.assert(
      fc.property(key, fc.constantFrom('command', 'dispatch'), (dedupKey, via) => {
        const from = { repo: { owner: 'acme', name: 'checkout' }, number: 5 };
        const origin = { via, by: 'monitor', from: via === 'command' ? from : null, dedupKey };
        const marker = originMarker(origin);
        expect(readOrigin(`text\n${marker}\nmore`)).toEqual(origin);
        expect(marker.slice(4, -3)).not.toMatch(/--|[<>]/);
      }),
      runs(),
    );
  });

  it.each([
    '',
    'no marker',
    '<!-- norepeat:declared {} -->',
    '<!-- norepeat:declared [1] -->',
    '<!-- norepeat:declared {"via":"form","by":"x"} -->',
  ])('is unknown in %j', (body) => {
    expect(readOrigin(body)).toBeNull();
  });
});
