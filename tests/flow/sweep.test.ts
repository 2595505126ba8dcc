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

test('a sweep looks where something was said that is answered there, and nowhere else', async () => {
  const stage = await setStage();
  const at = { owner: 'acme', repo: 'checkout' };
  const says = async (body: string): Promise<number> => {
    const { data } = await stage.as('bob').issues.create({ ...at, title: 'Slow', body: 'x' });
    await stage.as('bob').issues.createComment({ ...at, issue_number: data.number, body });
    return data.number;
  };
  const severity = await says('/severity sev2');
  const slip = await says('/confrim');
  await says('see /var/log and /rebase');
  await stage.sandbox.control.idle();
  stage.memory.due.clear();
  await stage.run({ kind: 'sweep', repo: { owner: 'acme', name: 'checkout' } });
  const told = [...stage.memory.due.keys()].filter((key) => /^(?:item|pull-commands):/.test(key));
  expect(told).toEqual([`item:acme/checkout#${severity}`, `item:acme/checkout#${slip}`]);
  await stage.close();
});
