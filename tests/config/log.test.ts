import { expect, test } from 'vitest';
import { createLog, errorFields } from '../../src/config/log.ts';

test('an error is logged with its causes and without what libraries hang on it', () => {
  const lines: string[] = [];
  const log = createLog('info', { write: (line) => void lines.push(line) });
  const inner = Object.assign(new TypeError('inner'), { event: { payload: 'customer words' } });
  const outer = Object.assign(new AggregateError([inner], 'outer'), { event: { payload: 'more' } });
  log.error(outer);
  log.error({ err: new Error('top', { cause: inner }) }, 'it failed');
  const text = lines.join('');
  expect(text).toContain('inner');
  expect(text).toContain('it failed');
  expect(text).not.toMatch(/customer words|more/);
});

test('a chain of causes without an end is cut', () => {
  const error = new Error('round');
  error.cause = error;
  expect(JSON.stringify(errorFields(error))).toContain('…');
});

test('tokens and payloads in fields are cut', () => {
  const lines: string[] = [];
  const log = createLog('info', { write: (line) => void lines.push(line) });
  log.info({ token: 'ghs_1', payload: { a: 'b1' }, body: 'c1', delivery: 'd1' }, 'stored');
  expect(lines.join('')).toMatch(/d1/);
  expect(lines.join('')).not.toMatch(/ghs_1|b1|c1/);
});
