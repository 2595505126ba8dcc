import { expect, test } from 'vitest';
import {
  actionTable,
  rowsOf,
  rowsToMake,
} from '../../../../src/core/postmortem/table/action-table.ts';
import type { Telling } from '../../../../src/core/postmortem/telling.ts';
import { instantFromIso } from '../../../../src/core/time.ts';
import { anItem, aTelling, issueNumber } from '../../../builders/an-item.ts';
import { CREATED } from '../../../builders/facts.ts';

const HEAD = '| Action | Owner | Due | Status |\n| --- | --- | --- | --- |';
const ALERT = anItem(45, {
  issue: { title: 'Add an alert' },
  owners: ['alice'],
  due: instantFromIso('2026-12-02T00:00:00Z'),
});

/** Without the digits of the markers. */
function shown(table: string): string {
  return table.replaceAll(/<!-- norepeat:item [0-9a-f]+ -->/g, '*');
}

function lines(table: string): readonly string[] {
  return shown(table).split(/\r?\n/).slice(2);
}

const ALERT_ROW =
  '| Add an alert ([#45](https://github.example/acme/incidents/issues/45)) | @alice | 2026-12-01 | open * |';

test('a table with nothing to show is its head', () => {
  expect(actionTable(null, aTelling())).toBe(HEAD);
  expect(actionTable('\n', aTelling())).toBe(HEAD);
});

test('each item has a row with its issue, owner, day and status', () => {
  expect(shown(actionTable(null, aTelling([ALERT])))).toBe(`${HEAD}\n${ALERT_ROW}`);
});

test('an untouched row follows its issue', () => {
  const before = actionTable(null, aTelling([ALERT]));
  const after = anItem(45, {
    issue: { title: 'Add two alerts', state: 'closed' },
    owners: ['bob', 'mona_acme'],
    evidence: { is: 'done', by: { kind: 'person', login: 'carol' } },
    over: true,
  });
  expect(lines(actionTable(before, aTelling([after])))).toEqual([
    '| Add two alerts ([#45](https://github.example/acme/incidents/issues/45)) | @bob, @mona_acme |  | done * |',
  ]);
});

test('an untouched row goes when its issue is no item any more', () => {
  const both = actionTable(null, aTelling([ALERT, anItem(46)]));
  expect(actionTable(both, aTelling([ALERT]))).toBe(actionTable(null, aTelling([ALERT])));
  expect(actionTable(both, aTelling())).toBe(HEAD);
});

test('a row stays when its issue is no item any more, but somebody wrote into a column of theirs', () => {
  const head = '| Action | Owner | Due | Status | Notes |\n|---|---|---|---|---|';
  const both = actionTable(head, aTelling([ALERT, anItem(46)]));
  const noted = both.replace('|  |', '| What we tried, and why it did not work |');
  const after = actionTable(noted, aTelling());
  expect(lines(after)).toEqual([
    '| Add an alert ([#45](https://github.example/acme/incidents/issues/45)) | @alice | 2026-12-01 | open * | What we tried, and why it did not work |',
  ]);
  expect(actionTable(after, aTelling())).toBe(after);
  expect(rowsToMake(rowsOf(after, aTelling(), CREATED), aTelling())).toEqual([]);
});

test.each([
  ['its words', (row: string) => row.replace('Add an alert', 'Add a loud alert')],
  ['its owner', (row: string) => row.replace('@alice', '@bob')],
  ['its day', (row: string) => row.replace('2026-12-01', 'soon')],
  ['its status', (row: string) => row.replace('open', 'half done')],
])('a row stays as the person wrote it who changed %s', (_, change) => {
  const touched = change(actionTable(null, aTelling([ALERT])));
  const renamed = anItem(45, { issue: { title: 'Other' }, owners: ['carol'] });
  expect(actionTable(touched, aTelling([renamed]))).toBe(touched);
  expect(actionTable(touched, aTelling())).toBe(touched);
});

test('a table that was laid out anew still follows', () => {
  const before = actionTable(null, aTelling([ALERT]));
  const padded = before.replace('| @alice |', '|  @alice     |');
  expect(lines(actionTable(padded, aTelling([anItem(45, { issue: { title: 'Other' } })])))).toEqual(
    ['| Other ([#45](https://github.example/acme/incidents/issues/45)) |  |  | open * |'],
  );
});

test('items without a row come to the end, before rows that wait blank', () => {
  const current = `${HEAD}\n| Write a runbook | | | |\n| | | | |\n\nSee also the board.\n`;
  expect(shown(actionTable(current, aTelling([ALERT])))).toBe(
    `${HEAD}\n| Write a runbook | | | |\n${ALERT_ROW}\n| | | | |\n\nSee also the board.\n`,
  );
});

test("a person's row gets the name of its issue behind their words, and follows from then on", () => {
  const current = `${HEAD}\n| detect: **Add** an \`a\\|b\` alert | alice | in 5 days | todo |`;
  const [row] = rowsOf(current, aTelling(), CREATED);
  expect(row).toMatchObject({ title: 'Add an a|b alert', kind: 'detect', owner: 'alice' });
  const madeOfRows = new Map([[row?.key ?? '', issueNumber(45)]]);
  const made = actionTable(current, aTelling([ALERT], { madeOfRows }));
  const words =
    '| detect: **Add** an `a\\|b` alert ([#45](https://github.example/acme/incidents/issues/45))';
  expect(lines(made)).toEqual([`${words} | @alice | 2026-12-01 | open * |`]);

  const later = anItem(45, { issue: { title: 'Other' }, owners: ['bob'], due: ALERT.due });
  const followed = actionTable(made, aTelling([later], { madeOfRows }));
  expect(lines(followed)).toEqual([`${words} | @bob | 2026-12-01 | open * |`]);
  expect(rowsOf(followed, aTelling(), CREATED)[0]?.key).toBe(row?.key);
  expect(actionTable(followed, aTelling())).toBe(followed);
});

test.each([
  ['an owner who could not be assigned', '| Add | bob | | |'],
  ['a day nobody can read', '| Add | | when it rains | |'],
  ['a status in their own words', '| Add | | | waits for the vendor |'],
])("a person's row with %s keeps it, and gets only the name of its issue", (_, written) => {
  const current = `${HEAD}\n${written}`;
  const [row] = rowsOf(current, aTelling(), CREATED);
  const madeOfRows = new Map([[row?.key ?? '', issueNumber(45)]]);
  const telling = aTelling([anItem(45)], { madeOfRows });
  const made = actionTable(current, telling);
  expect(lines(made)).toHaveLength(1);
  expect(made.replace(/ \(\[#45\][^|]*/, ' ').replace(/\s+/g, ' ')).toBe(
    current.replace(/\s+/g, ' ').replaceAll('| |', '| |'),
  );
  expect(actionTable(made, telling)).toBe(made);
});

test('the columns of a team stay, in their order and with what stands in them', () => {
  const current = 'Ours:\n\nPrio|Who|Task\n:-|-|-:\nhigh|bob|Write a runbook';
  expect(shown(actionTable(current, aTelling([ALERT])))).toBe(
    `${current}\n|  | @alice | Add an alert ([#45](https://github.example/acme/incidents/issues/45)) * |`,
  );
});

test.each([
  'Corrective action',
  'Preventative Actions',
  'Remediation',
  'Work item',
  'Action items',
])(
  'a table whose head says %s is one of actions: its rows count, and no second table is made',
  (name) => {
    const current = `| ${name} | Owner | Due | Status |\n| - | - | - | - |\n| Write a runbook | | | |`;
    const table = actionTable(current, aTelling([ALERT]));
    expect(shown(table)).toBe(`${current}\n${ALERT_ROW}`);
    expect(rowsOf(current, aTelling(), CREATED)).toMatchObject([{ title: 'Write a runbook' }]);
  },
);

test('what a team wrote into a column of its own changes no row of the app', () => {
  const head = '| Action | Owner | Due | Status | Prio |\n| - | - | - | - | - |';
  const before = actionTable(head, aTelling([ALERT]));
  const filled = before.replace(/\| {2}\|$/, '| high |');
  expect(filled).not.toBe(before);
  const after = actionTable(filled, aTelling([anItem(45, { issue: { title: 'Other' } })]));
  expect(lines(after)).toEqual([
    '| Other ([#45](https://github.example/acme/incidents/issues/45)) |  |  | open * | high |',
  ]);
});

test('line ends stay those of the document', () => {
  const current = `${HEAD}\n| Write a runbook | | | |\n`.replaceAll('\n', '\r\n');
  const table = actionTable(current, aTelling([ALERT]));
  expect(table.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
  expect(lines(table)).toEqual(['| Write a runbook | | | |', ALERT_ROW, '']);
});

test('a table in a quote stays in it', () => {
  const current = '> | Action | Owner |\n> | - | - |\n> | Write a runbook | |';
  expect(lines(actionTable(current, aTelling([ALERT])))[1]).toMatch(/^> \| Add an alert/);
});

test('what is no table stays above the one that is made', () => {
  const table = shown(actionTable('What will change?\n', aTelling([ALERT])));
  expect(table).toBe(`What will change?\n\n${HEAD}\n${ALERT_ROW}\n`);
  expect(actionTable('What will change?\n', aTelling())).toBe('What will change?\n');
});

test('nothing is written where it could not be read again: into code that does not end', () => {
  const open = 'What will change?\n\n```\nexample';
  expect(actionTable(open, aTelling([ALERT]))).toBe(open);
});

test('items that not everybody may know of are counted, and nothing else is said of them', () => {
  const secret = (number: number): ReturnType<typeof anItem> =>
    anItem(number, { issue: { title: 'Rotate the key', restricted: true }, owners: ['mallory'] });
  const one = actionTable(null, aTelling([secret(90)]));
  expect(lines(one)).toEqual(['| a restricted issue |  |  | open * |']);
  const two = actionTable(one, aTelling([secret(90), secret(91), ALERT]));
  expect(lines(two)).toEqual(['| 2 restricted issues |  |  | open * |', ALERT_ROW]);
  expect(rowsOf(two, aTelling(), CREATED).map(({ link }) => link?.number)).toEqual([45]);
  expect(actionTable(two, aTelling([ALERT]))).toBe(actionTable(null, aTelling([ALERT])));
});

test('a title breaks no table, pings nobody and forges nothing', () => {
  const hostile = '| x | @acme/all <!-- /norepeat:action-items --> ``` | `a|b` [x](javascript:1)';
  const table = actionTable(null, aTelling([anItem(46, { issue: { title: hostile } }), ALERT]));
  const rows = rowsOf(table, aTelling(), CREATED);
  expect(table.split('\n')).toHaveLength(4);
  expect(rows.map(({ link }) => link?.number)).toEqual([46, 45]);
  expect(table).not.toContain('@acme');
  expect(table).not.toContain('<!-- /');
});

test('rows are read with kind, title, owner, day and line', () => {
  const document = `# Postmortem\n\n${HEAD}\n| prevent: Add a test | @bob | 2026-12-01 | |\n| Check #45 again | | | |`;
  expect(rowsOf(document, aTelling(), CREATED)).toMatchObject([
    {
      title: 'Add a test',
      kind: 'prevent',
      owner: 'bob',
      due: instantFromIso('2026-12-02T00:00:00Z'),
      link: null,
      line: 5,
      problems: [],
    },
    { title: 'Check #45 again', kind: 'prevent', owner: null, due: null, link: null, line: 6 },
  ]);
});

test.each([
  ['#45', 'acme/incidents#45'],
  ['#45 Add an alert', 'Add an alert'],
  ['Add an alert (#45)', 'Add an alert'],
  ['Add an alert: #45', 'Add an alert'],
  ['Add an alert (acme/incidents#45)', 'Add an alert'],
  ['[Add an alert](https://github.example/acme/incidents/issues/45)', 'Add an alert'],
  ['https://github.example/acme/incidents/issues/45', 'acme/incidents#45'],
  ['Add an alert ([#45](https://github.example/acme/incidents/issues/45))', 'Add an alert'],
])('%s names an issue as its own', (action, title) => {
  const [row] = rowsOf(`${HEAD}\n| ${action} | | | |`, aTelling(), CREATED);
  expect(row).toMatchObject({ link: issueNumber(45), title });
});

test.each([
  'Look at #45 again',
  'Undo what #45 did (see #46 and others)',
  '`#45`',
  'Add an alert (other/repo#45)',
  'Add an alert (#12)',
  'Add (https://github.example/acme/incidents/pull/45)',
  'Add (https://elsewhere.example/acme/incidents/issues/45)',
])('%s names none', (action) => {
  const [row] = rowsOf(`${HEAD}\n| ${action} | | | |`, aTelling(), CREATED);
  expect(row?.link).toBeNull();
});

test.each(['', '-', '…', 'TODO', 'TBD', '<action>', '[what will change]', '<!-- fill in -->'])(
  'a row in which “%s” is to be done is none yet',
  (action) => {
    expect(rowsOf(`${HEAD}\n| ${action} | @alice | | |`, aTelling(), CREATED)).toEqual([]);
  },
);

test.each([
  ['@alice', 'alice'],
  ['alice', 'alice'],
  ['[@alice](https://github.example/alice)', 'alice'],
  ['mona\\_acme', 'mona_acme'],
  ['@alice (payments)', 'alice'],
  ['tbd', null],
  ['', null],
])('the owner in “%s” is %s', (cell, owner) => {
  const [row] = rowsOf(`${HEAD}\n| Add | ${cell} | | |`, aTelling(), CREATED);
  expect(row).toMatchObject({ owner, problems: [] });
});

test.each(['Alice Smith', '@acme/payments', '@alice and @bob', 'alice@example.com', 'me'])(
  'no owner can be read in “%s”, and the row counts without',
  (cell) => {
    const [row] = rowsOf(`${HEAD}\n| Add | ${cell} | | |`, aTelling(), CREATED);
    expect(row).toMatchObject({ title: 'Add', owner: null, problems: [{ column: 'owner' }] });
  },
);

test.each([
  ['2026-12-01', '2026-12-02T00:00:00Z'],
  ['by 2026-12-01', '2026-12-02T00:00:00Z'],
  ['5d', '2026-11-26T14:00:00Z'],
  ['in 5 days', '2026-11-26T14:00:00Z'],
])('“%s” is due before %s', (cell, until) => {
  const [row] = rowsOf(`${HEAD}\n| Add | | ${cell} | |`, aTelling(), CREATED);
  expect(row).toMatchObject({ due: instantFromIso(until), problems: [] });
});

test('a day that passed while people wrote is still that day', () => {
  const later = instantFromIso('2027-01-20T00:00:00Z');
  const [row] = rowsOf(`${HEAD}\n| Add | | 2026-12-01 | |`, aTelling(), later);
  expect(row).toMatchObject({ due: instantFromIso('2026-12-02T00:00:00Z'), problems: [] });
});

test.each(['next week', 'soon', '01/12/2026', '2026-02-31', '2025-12-01', '0d'])(
  'no day can be read in “%s”, and the row counts without',
  (cell) => {
    const [row] = rowsOf(`${HEAD}\n| Add | | ${cell} | |`, aTelling(), CREATED);
    expect(row).toMatchObject({ title: 'Add', due: null, problems: [{ column: 'due' }] });
  },
);

test('rows that say the same are different rows, and stay so when one has its issue', () => {
  const twice = `${HEAD}\n| Add | | | |\n| add | | | |\n| Other | | | |`;
  const keys = rowsOf(twice, aTelling(), CREATED).map(({ key }) => key);
  expect(new Set(keys).size).toBe(3);
  const madeOfRows = new Map([[keys[0] ?? '', issueNumber(45)]]);
  const telling: Telling = aTelling([anItem(45)], { madeOfRows });
  const linked = actionTable(twice, telling);
  const rows = rowsOf(linked, telling, CREATED);
  expect(rows.map(({ key }) => key)).toEqual(keys);
  expect(rowsToMake(rows, telling).map(({ key }) => key)).toEqual(keys.slice(1));
  const another = linked.replace('| --- |\n', '| --- |\n| Add | bob | | |\n');
  expect(rowsToMake(rowsOf(another, telling, CREATED), telling)).toHaveLength(3);
});

test('an issue that a person named is to be linked, one that the app wrote there is not', () => {
  const current = `${actionTable(null, aTelling([ALERT]))}\n| Add (#46) | | | |`;
  const rows = rowsOf(current, aTelling(), CREATED);
  expect(rows.map(({ link }) => link?.number)).toEqual([45, 46]);
  expect(rowsToMake(rows, aTelling()).map(({ link }) => link?.number)).toEqual([46]);
  expect(rowsToMake(rows, aTelling([anItem(46)]))).toEqual([]);
});

test('a copied row of the app with another issue typed in is a person’s, and that issue is to be linked', () => {
  const current = actionTable(null, aTelling([ALERT]));
  const copy = (lines(current)[0] === ALERT_ROW ? current.split('\n')[2] : undefined) ?? '';
  const both = `${current}\n${copy.replace('[#45]', '[#46]').replace('/45)', '/46)')}`;
  const telling = aTelling([ALERT]);
  const rows = rowsOf(both, telling, CREATED);
  expect(rows.map(({ link, byApp }) => [link?.number, byApp])).toEqual([
    [45, true],
    [46, false],
  ]);
  expect(rowsToMake(rows, telling).map(({ link }) => link?.number)).toEqual([46]);
  const linked = aTelling([ALERT, anItem(46)]);
  expect(rowsToMake(rowsOf(both, linked, CREATED), linked)).toEqual([]);
  expect(lines(actionTable(both, linked))).toHaveLength(2);
});

test('rows count in the region; where there is none, in tables of actions with owners', () => {
  const region = `<!-- norepeat:action-items -->\n\n${HEAD}\n| Add | | | |\n\n<!-- /norepeat:action-items -->`;
  const other = '| What | When | Who |\n| - | - | - |\n| rolled back | 14:05 | bob |';
  const document = `${other}\n\n${region}\n\n| Task | Owner |\n| - | - |\n| Elsewhere | bob |\n`;
  const titles = (text: string): readonly string[] =>
    rowsOf(text, aTelling(), CREATED).map(({ title }) => title);
  expect(titles(document)).toEqual(['Add']);
  expect(titles(document.replaceAll(/<!-- .* -->/g, ''))).toEqual(['Add', 'Elsewhere']);
});
