import { describe, expect, test } from 'vitest';
import { contentHash } from '../../../src/core/postmortem/content-hash.ts';
import { unfinished } from '../../../src/core/postmortem/completeness.ts';
import type { Telling } from '../../../src/core/postmortem/telling.ts';
import { instantFromIso } from '../../../src/core/time.ts';
import { anItem, aTelling } from '../../builders/an-item.ts';
import { aPolicy } from '../../builders/a-policy.ts';
import { anIncident } from '../../builders/an-incident.ts';
import { minute } from '../../builders/facts.ts';

const CLOCKS = { ...anIncident().clocks, detectedAt: minute(0), mitigatedAt: minute(40) };
const KNOWN = { impact: { users: 15 }, clocks: CLOCKS };
const TELLING = aTelling([], { incident: KNOWN });

function found(document: string, telling: Telling = TELLING): readonly string[] {
  return unfinished(document, telling).map(({ line, what }) => `${String(line)} ${what.is}`);
}

/** A region as the app leaves it. */
function region(name: string, content: string): string {
  return `<!-- norepeat:${name} ${contentHash(content)} -->\n\n${content}\n\n<!-- /norepeat:${name} -->`;
}

const HEAD = '| Action | Owner | Due | Status |\n| --- | --- | --- | --- |';

test('a document in which everything is said is complete', () => {
  const rows = '| Add a test | @bob | 2026-12-01 | |';
  const document = `# Checkout is down\n\n## Impact\n\nNobody noticed.\n\n## Action items\n\n${HEAD}\n${rows}\n`;
  expect(found(document)).toEqual([]);
});

describe('sections', () => {
  test.each([
    ['nothing', ''],
    ['a comment', '<!-- what happened? -->'],
    ['an empty region', '<!-- norepeat:summary -->\n<!-- /norepeat:summary -->'],
    ['the head of a table', '| Time | What |\n| - | - |'],
    ['cells without words', '| Time | What |\n| - | - |\n| | |'],
    ['an empty list', '-\n-'],
  ])('one that holds %s is empty', (_, content) => {
    expect(found(`# P\n\nIntro.\n\n## Summary\n\n${content}\n\n## Other\n\nText.`)).toEqual([
      '5 empty-section',
    ]);
  });

  test.each([
    ['words', 'It broke.'],
    ['a picture', '![graph](graph.png)'],
    ['code', '```\nlog\n```'],
    ['a picture in HTML', '<img src="graph.png">'],
    ['parts of its own', '### Part\n\nText.'],
  ])('one that holds %s is not', (_, content) => {
    expect(found(`## Summary\n\n${content}\n`)).toEqual([]);
  });

  test('headings in code are none', () => {
    expect(found('```\n## Summary\n```\n')).toEqual([]);
  });
});

describe('questions', () => {
  test('one in emphasis is open until it is answered in its place or below it', () => {
    const asked = '## Lessons\n\n_What went well?_\n';
    expect(unfinished(asked, TELLING)).toEqual([
      {
        line: 3,
        level: 'failure',
        what: { is: 'question', section: 'Lessons', question: 'What went well?' },
      },
    ]);
    expect(found('## Lessons\n\n_What went well?_\n\nThe alarm.\n')).toEqual([]);
    expect(found('## Lessons\n\nThe alarm.\n')).toEqual([]);
  });

  test('emphasis that asks nothing is an answer', () => {
    expect(found('## Lessons\n\n_None._\n')).toEqual([]);
  });

  test('one that the app left because the incident says nothing is open', () => {
    const content = '_When and how was it noticed?_';
    expect(found(`## Detection\n\n${region('detection', content)}\n`)).toEqual(['5 question']);
  });

  test('those in cells are open', () => {
    const table = '| | What |\n| - | - |\n| Integrity | _Was anything lost?_ |';
    expect(found(`## Blast radius\n\n${table}\n`)).toEqual(['5 question']);
  });

  test('each why that nobody answered is one', () => {
    const whys =
      '1. _Why did it fail?_\n2. Why was that possible?\n3. Why? Because of that.\n4. _Why?_ So.';
    expect(found(`## Root cause\n\n${whys}\n`)).toEqual(['3 why', '4 why']);
  });

  test('each number of a why at which nothing stands is one', () => {
    const numbers = '## Root cause\n\n1. The disk was full.\n2.\n3. <!-- go on -->\n';
    expect(unfinished(numbers, TELLING)).toEqual([
      { line: 4, level: 'failure', what: { is: 'why', question: '2.' } },
      { line: 5, level: 'failure', what: { is: 'why', question: '3.' } },
    ]);
    expect(found('## Root cause\n\n1. The disk was full.\n2.\n   - Nobody looked.\n')).toEqual([]);
    expect(found('## Root cause\n\n1.\n2.\n')).toEqual(['1 empty-section']);
    expect(found('## Lessons\n\n1. Look at disks.\n2.\n')).toEqual([]);
  });
});

describe('placeholders', () => {
  test.each(['TODO', 'TBD', '{{title}}', '[describe the impact]', 'FIXME: check'])(
    '%s is still to be written',
    (words) => {
      expect(found(`## Summary\n\nIt broke.\nSee ${words}\n`)).toEqual(['4 placeholder']);
    },
  );

  test('none is one in code, as a link, in another case, or in what the app wrote', () => {
    const text = '`TODO` [add a test](https://github.example) todo';
    const content = 'Bob said: TODO';
    expect(found(`## Summary\n\n${text}\n\n${region('summary', content)}\n`)).toEqual([]);
    expect(found(`## Summary\n\n${region('summary', content).replace('Bob', 'I')}\n`)).toEqual([
      '5 placeholder',
    ]);
  });
});

describe('timeline and impact', () => {
  const unknown = aTelling();

  test('a timeline says when it was noticed and when the damage stopped', () => {
    const document = `## Impact\n\nNone.\n\n## Timeline\n\n${region('timeline', '14:00 declared')}\n`;
    expect(found(document, unknown)).toEqual(['7 no-detection', '7 no-mitigation']);
    expect(found(document)).toEqual([]);
  });

  test('people say it in their own words, too', () => {
    const own =
      '## Impact\n\nNone.\n\n## Timeline\n\n- 14:00 an alert fired\n- 14:40 rolled back\n';
    expect(found(own, unknown)).toEqual([]);
  });

  test('a document without a timeline lacks none of it', () => {
    expect(found('## Impact\n\nNone.\n', unknown)).toEqual([]);
  });

  test('without figures, somebody says in words how bad it was', () => {
    const table = '| Impact | Known |\n| - | - |\n| Services affected | checkout |';
    const facts = `## Impact\n\n${region('impact', table)}\n`;
    expect(found(facts, unknown)).toEqual(['1 no-impact']);
    expect(found(facts)).toEqual([]);
    expect(found(`${facts}\nNobody could pay.\n`, unknown)).toEqual([]);
    expect(found('# P\n\nText.', unknown)).toEqual(['1 no-impact']);
  });

  test('a question on the impact, or an empty section, is said once', () => {
    expect(found('## Impact\n\n_Whom did it harm?_\n', unknown)).toEqual(['3 question']);
    expect(found('## Impact\n', unknown)).toEqual(['1 empty-section']);
  });
});

describe('action items', () => {
  const table = (rows: string): string => `## Action items\n\n${HEAD}\n${rows}`;

  test.each([
    ['| Add | @bob | 2026-12-01 | |', []],
    ['| Add | | 2026-12-01 | |', ['5 no-owner']],
    ['| Add | bob | TBD | |', ['5 no-due']],
    ['| Add | | | |', ['5 no-owner', '5 no-due']],
    ['| Add | Bob Smith | soon | |', ['5 unreadable', '5 unreadable']],
    ['| | @bob | | |', ['5 no-action']],
    ['| _What will be done?_ | | | |', ['5 no-action']],
    ['| | | | |', ['1 no-items']],
    ['', ['1 no-items']],
  ])('of %s is left %s', (row, left) => {
    expect(found(table(row))).toEqual(left);
  });

  test('whoever says why nothing is to be done has answered', () => {
    expect(found('## Action items\n\nNone: the provider mended it.\n')).toEqual([]);
    expect(found(`## Action items\n\nNone.\n\n${HEAD}\n`)).toEqual([]);
  });

  test('of a row with an issue, what the issue says counts', () => {
    const link = '[#45](https://github.example/acme/incidents/issues/45)';
    const row = `| Add (${link}) | @bob | 2026-12-01 | open |`;
    const telling = (over: Parameters<typeof anItem>[1]): Telling =>
      aTelling([anItem(45, over)], { incident: KNOWN });
    expect(found(table(row), telling({}))).toEqual([
      '5 no-owner',
      '5 no-due',
      '5 differs',
      '5 differs',
    ]);
    const due = instantFromIso('2026-12-02T00:00:00Z');
    expect(found(table(row), telling({ owners: ['bob'], due }))).toEqual([]);
    const noon = instantFromIso('2026-12-01T12:00:00Z');
    expect(found(table(row), telling({ owners: ['bob'], due: noon }))).toEqual([]);
    expect(found(table(row), telling({ over: true }))).toEqual([]);
    expect(found(table(`${row}\n${row}`), telling({ owners: ['bob'], due }))).toEqual([
      '6 named-twice',
    ]);
  });
});

test('a broken marker is said with its line', () => {
  expect(unfinished('## Summary\n\nText.\n\n<!-- norepeat:summary -->\n', TELLING)).toEqual([
    {
      line: 5,
      level: 'failure',
      what: { is: 'broken-region', name: 'summary', problem: 'no-end' },
    },
  ]);
});

describe('blame', () => {
  const words = (text: string, telling: Telling = TELLING): readonly string[] =>
    unfinished(`## Summary\n\n${text}\n`, telling).map(({ line, level, what }) =>
      what.is === 'blame' ? `${String(line)} ${level} ${what.words}` : what.is,
    );

  test.each([
    ['Bob was careless.', ['3 warning careless']],
    ['He SHOULD have known.', ['3 warning should have']],
    ['He **should** have known.', ['3 warning should have']],
    ['It was\nhuman\nerror.', ['4 warning human error']],
    ['She should’ve asked.', ["3 warning should've"]],
    ['- It is her fault', ['3 warning her fault']],
    ['| a |\n| - |\n| sloppy |', ['5 warning sloppy']],
  ])('%s is hinted at', (text, hints) => {
    expect(words(text)).toEqual(hints);
  });

  test.each([
    'The blameless review found a page fault.',
    'A carelessness-free default.'.replace('carelessness', 'care'),
    '`git blame` and `human error`',
    '```\nhuman error\n```',
    '> Bob was careless.',
    'The log said "human error" and “user error”.',
    'ahuman errors',
    region('summary', 'Bob was careless.'),
  ])('%s is not', (text) => {
    expect(words(text)).toEqual([]);
  });

  test('a question is asked, and blames nobody', () => {
    expect(words('_What should have shown it sooner?_')).toEqual(['question']);
  });

  test('in a region that somebody changed it is looked for again', () => {
    expect(words(region('summary', 'Bob was there.').replace('there', 'careless'))).toEqual([
      '5 warning careless',
    ]);
  });

  test('a policy brings its own words, or none', () => {
    const having = (blameWords: readonly string[]): Telling => {
      const policy = aPolicy();
      return aTelling([], {
        incident: KNOWN,
        policy: { ...policy, postmortems: { ...policy.postmortems, blameWords } },
      });
    };
    expect(words('Bob was careless (again).', having([]))).toEqual([]);
    expect(words('Bob was careless (again).', having(['(Again)', ' ']))).toEqual([
      '3 warning (again)',
    ]);
  });
});
