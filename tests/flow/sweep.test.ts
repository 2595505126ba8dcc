import { expect, test } from 'vitest';
import { labelCatalog } from '../../src/core/incident/labels.ts';
import { aPolicy } from '../builders/a-policy.ts';
import { INCIDENTS, setStage } from './support/stage.ts';

const home = { owner: INCIDENTS.owner, repo: INCIDENTS.name };

test('a sweep has the labels in their colours before any incident is looked at', async () => {
  const stage = await setStage();
  await stage.as('alice').issues.createLabel({ ...home, name: 'incident' });
  await stage.as('alice').issues.create({ ...home, title: 'Down', labels: ['incident'] });
  await stage.sandbox.control.idle();
  stage.memory.due.clear();

  const wire = await stage.during(() => stage.run({ kind: 'sweep', repo: INCIDENTS }));

  expect(wire.writes).toEqual(['mutation KeepLabels']);
  expect([...stage.memory.due.values()]).toContainEqual(
    expect.objectContaining({ kind: 'incident' }),
  );
  const { data } = await stage.as('alice').issues.listLabelsForRepo({ ...home, per_page: 100 });
  for (const { name, color } of labelCatalog(aPolicy())) {
    expect(data).toContainEqual(expect.objectContaining({ name, color }));
  }
  await stage.close();
});
