import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { remembered } from '../../src/core/remembered.ts';
import { runs } from '../support/properties.ts';

const count = (text: string): { readonly text: string; readonly length: number } => ({
  text,
  length: text.length,
});

describe('a function that remembers', () => {
  test('answers as the function does, whatever was asked before and however little it may hold', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ maxLength: 12 }), { maxLength: 40 }),
        fc.nat(30),
        (texts, most) => {
          const answer = remembered(count, most);
          for (const text of texts) expect(answer(text)).toEqual(count(text));
        },
      ),
      runs(),
    );
  });

  test('works out the answer for one text once, while it has room', () => {
    let worked = 0;
    const answer = remembered((text) => {
      worked += 1;
      return count(text);
    }, 8);
    for (const text of ['four', 'four', 'more', 'four', 'more']) answer(text);
    expect(worked).toBe(2);
  });

  test('forgets the oldest first, and never what it has just answered', () => {
    const asked: string[] = [];
    const answer = remembered((text) => {
      asked.push(text);
      return count(text);
    }, 8);
    for (const text of ['four', 'more', 'even more than that', 'even more than that', 'four']) {
      answer(text);
    }
    expect(asked).toEqual(['four', 'more', 'even more than that', 'four']);
  });
});
