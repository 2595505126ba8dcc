import fc from 'fast-check';
import { expect, test } from 'vitest';
import { plainText, textOf } from '../../../src/core/markdown/plain.ts';
import { readMarkdown } from '../../../src/core/markdown/read.ts';
import { runs } from '../../support/properties.ts';

test('words without syntax say the same with and without a parser', () => {
  const sign = fc.constantFrom('a', 'Z', 'ß', '山', '1', ' ', '0', '-', ',');
  fc.assert(
    fc.property(fc.string({ unit: sign, maxLength: 12 }), (words) => {
      expect(plainText(words)).toBe(textOf(readMarkdown(words)).trim());
    }),
    runs(),
  );
});
