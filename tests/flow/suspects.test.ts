import { expect, test, vi } from 'vitest';
import { formatIssue } from '../../src/core/ids.ts';
import { onEachStage } from './support/each-stage.ts';
import { INCIDENTS, type Stage } from './support/stage.ts';

let stage: Stage;
onEachStage(async (set) => {
  stage = set;
  await stage.settle();
});

const at = { owner: INCIDENTS.owner, repo: INCIDENTS.name };

test('suspects are asked for only once the incident and its services are known to whoever looks', async () => {
  const asked: (readonly string[] | null)[] = [];
  const mark = stage.memory.queue.mark.bind(stage.memory.queue);
  vi.spyOn(stage.memory.queue, 'mark').mockImplementation((keys, options) => {
    for (const key of keys) {
      if (key.kind !== 'suspects') continue;
      asked.push(stage.memory.known.get(formatIssue(key.issue))?.services ?? null);
    }
    return mark(keys, options);
  });
  const { data } = await stage
    .as('alice')
    .issues.create({ ...at, title: 'Checkout is down', labels: ['incident', 'service:checkout'] });
  await stage.settle();
  await stage
    .as('alice')
    .issues.createComment({ ...at, issue_number: data.number, body: '/service search' });
  await stage.settle();
  expect(asked).toEqual([['checkout'], ['checkout', 'search']]);
});
