import { expect, test } from 'vitest';
import { readOptions } from '../../sandbox/demo/options.ts';

test('without options the demo stays until Ctrl-C, on free ports', () => {
  expect(readOptions([])).toEqual({
    kind: 'valid',
    options: { exit: false, verbose: false, port: 0, appPort: 0 },
  });
});

test('ports are numbers', () => {
  expect(readOptions(['--exit', '--port', '4000', '--app-port', '4001'])).toMatchObject({
    options: { exit: true, port: 4000, appPort: 4001 },
  });
});

test.each(['--help', '-h'])('%s is an answer and no mistake', (asked) => {
  const read = readOptions(['--exit', asked]);
  expect(read).toMatchObject({ kind: 'help' });
  expect('usage' in read && read.usage).toMatch(/^npm run demo takes:\n/);
});

test.each([
  [['--bogus'], '--bogus'],
  [['story'], 'story'],
  [['--port'], '--port'],
  [['--port', 'abc'], '--port "abc" is not a port.'],
  [['--port', '0'], '--port "0" is not a port.'],
  [['--app-port', '65536'], '--app-port "65536" is not a port.'],
])('%j is refused with what is known', (args, problem) => {
  const read = readOptions(args);
  expect(read).toMatchObject({ kind: 'refused' });
  if (read.kind !== 'refused') return;
  expect(read.why.split('\n')[0]).toContain(problem);
  expect(read.why).toContain('--exit ');
});
