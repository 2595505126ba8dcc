import { expect, test } from 'vitest';
import type { NativeEvent } from '../../src/core/incident/facts.ts';
import { DAY, MINUTE, plus } from '../../src/core/time.ts';
import { rememberLooked } from '../../src/flow/looked.ts';
import { markMentioning } from '../../src/flow/mentioning-issues.ts';
import { formatKey, type JobKey } from '../../src/flow/ports/job-key.ts';
import { CREATED, minute, person, someFacts } from '../builders/facts.ts';

const mention = (number: number): NativeEvent => ({
  kind: 'cross-referenced',
  at: minute(number),
  by: person('mallory'),
  source: {
    ref: { repo: { owner: 'acme', name: 'checkout' }, number },
    ...{ title: 'Spam', url: `https://github.example/acme/checkout/issues/${String(number)}` },
    ...{ state: 'open', isPullRequest: false, restricted: false },
  },
});

test('an issue that mentions an incident is looked at once a day, however often that is read', async () => {
  const marked: string[] = [];
  let now = minute(60);
  const deps = {
    looked: rememberLooked(),
    clock: { now: () => now },
    queue: {
      mark: (keys: readonly JobKey[]) => {
        marked.push(...keys.map(formatKey));
        return Promise.resolve();
      },
    },
  };
  const read = (numbers: readonly number[]): Promise<void> =>
    markMentioning(deps, someFacts({ events: numbers.map(mention), wholeAt: now }));
  await read([1, 2]);
  for (let reads = 0; reads < 10; reads += 1) {
    now = plus(now, 15 * MINUTE);
    await read([1, 2, 3]);
  }
  expect(marked).toEqual([1, 2, 3].map((number) => `item:acme/checkout#${String(number)}`));
  now = plus(CREATED, DAY + DAY / 2);
  await read([1]);
  expect(marked).toHaveLength(4);
});
