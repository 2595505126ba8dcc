import { expect, test } from 'vitest';
import { actionTable } from '../../../../src/core/postmortem/table/action-table.ts';
import { unfinished } from '../../../../src/core/postmortem/completeness.ts';
import { anItem, aTelling } from '../../../builders/an-item.ts';
import { instantFromIso } from '../../../../src/core/time.ts';

const secret = anItem(45, {
  issue: { title: 'Rotate the keys', restricted: true },
  owners: ['carol'],
  due: instantFromIso('2026-12-02T00:00:00Z'),
});

// Who guesses right would learn what it is by what is said to differ.
test.each(['@bob', '@carol', ''])('a restricted item is not told by its number, to %s', (owner) => {
  const table = `| Action | Owner | Due | Status |\n|---|---|---|---|\n| Rotate #45 (#45) | ${owner} | 2026-12-05 | |`;
  const document = `# P\n\n<!-- norepeat:action-items -->\n\n${table}\n\n<!-- /norepeat:action-items -->\n`;
  const said = (telling: ReturnType<typeof aTelling>): unknown =>
    unfinished(document, telling).filter(({ line }) => line === 7);
  expect(said(aTelling([secret]))).toEqual(said(aTelling([])));
  expect(actionTable(table, aTelling([secret])).split('\n')[2]).toBe(table.split('\n')[2]);
});
