import { expect, test } from 'vitest';
import { glance } from '../../../../src/core/messages/postmortem/glance.ts';
import { postmortemCheck } from '../../../../src/core/messages/postmortem/check.ts';
import { failure, warning, type Finding } from '../../../../src/core/postmortem/finding.ts';
import { anIncident } from '../../../builders/an-incident.ts';
import { aTelling } from '../../../builders/an-item.ts';
import { INCIDENT_REF, minute } from '../../../builders/facts.ts';

const CLOCKS = { ...anIncident().clocks, detectedAt: minute(0), mitigatedAt: minute(40) };
const TELLING = aTelling([], { incident: { impact: { users: 15 }, clocks: CLOCKS } });
const PATH = 'postmortems/2026/2026-11-21-12-checkout is down.md';

function checkOf(
  text: string | null,
  doubles: readonly string[] = [],
): ReturnType<typeof postmortemCheck> {
  const document = text === null ? null : { path: PATH, text };
  return postmortemCheck({
    document,
    doubles,
    telling: TELLING,
    headSha: 'abc123',
    repo: INCIDENT_REF.repo,
  });
}

const ROWS = '| Action | Owner | Due |\n| - | - | - |\n| Add a test | | |';

test('what is left is the title, in the order of the document', () => {
  const check = checkOf(`## Root cause\n\n_What broke?_\n\n## Action items\n\n${ROWS}\n`);
  expect(check).toMatchObject({
    kind: 'report-check',
    name: 'norepeat/postmortem',
    headSha: 'abc123',
    conclusion: 'failure',
    title: '3 things left: root cause, an owner, a due date',
  });
  expect(check.annotations.map(({ path, line, level }) => ({ path, line, level }))).toEqual([
    { path: PATH, line: 3, level: 'failure' },
    { path: PATH, line: 9, level: 'failure' },
    { path: PATH, line: 9, level: 'failure' },
  ]);
});

test('every line of the summary leads to its place in the file', () => {
  expect(checkOf('## Summary\n').summary).toContain(
    '[Line 1](https://github.example/acme/incidents/blob/abc123/postmortems/2026/2026-11-21-12-checkout%20is%20down.md?plain=1#L1)',
  );
});

test('a complete document passes, also with hints', () => {
  expect(checkOf('## Summary\n\nIt broke.\n')).toMatchObject({
    conclusion: 'success',
    title: 'Complete',
    annotations: [],
  });
  const hinted = checkOf('## Summary\n\nBob was careless.\n');
  expect(hinted).toMatchObject({ conclusion: 'success', title: 'Complete, with 1 hint' });
  expect(hinted.annotations).toMatchObject([{ line: 3, level: 'warning' }]);
  expect(hinted.annotations[0]?.message).toMatch(/only a hint/);
});

test('where the document is gone it says how to bring it back', () => {
  const check = checkOf(null);
  expect(check).toMatchObject({ conclusion: 'failure', annotations: [] });
  expect(check.summary).toContain('`incident: acme/incidents#12`');
});

test('copies are named where the file begins, and hold up nothing', () => {
  const copies = ['postmortems/copy.md', 'docs/`old`.md'];
  const check = checkOf('## Summary\n\nIt broke.\n', copies);
  expect(check).toMatchObject({ conclusion: 'success', title: 'Complete, with 1 hint' });
  expect(check.annotations).toMatchObject([{ path: PATH, line: 1, level: 'warning' }]);
  const [{ title, message }] = check.annotations as [(typeof check.annotations)[0]];
  expect(title).toContain('postmortems/copy.md');
  expect(message).toContain(PATH);
  expect(message).toContain('is the postmortem');
  expect(checkOf('## Summary\n\nIt broke.\n').externalId).not.toBe(check.externalId);
  const many = checkOf('', [...copies, 'a.md', 'b.md', 'c.md']);
  expect(many.annotations[0]?.title).toContain('2 more');
});

test('the same document gives the same run, another one another', () => {
  const one = checkOf('## Summary\n').externalId;
  expect(checkOf('## Summary\n').externalId).toBe(one);
  expect(checkOf('\n## Summary\n').externalId).not.toBe(one);
});

test('what people wrote pings nobody, is no markup, and is bounded', () => {
  const title = '@acme/all <img src=x> [x](javascript:1) | `';
  const many = Array.from({ length: 300 }, () => `## ${title}\n`).join('\n');
  const check = checkOf(many);
  expect(check.summary).not.toContain('@acme');
  expect(check.summary).not.toMatch(/(?<!\\)<img/);
  expect(check.summary).not.toContain('](javascript');
  expect(check.summary.length).toBeLessThan(65_535);
  expect(check.annotations.length).toBeLessThanOrEqual(100);
  expect(check.title.length).toBeLessThanOrEqual(120);
});

test('a title counts things, not lines, and says as many as fit', () => {
  const question = (section: string): Finding =>
    failure(1, { is: 'question', section, question: '' });
  const owner = failure(1, { is: 'no-owner', action: 'Add', issue: null });
  expect(glance([question('Lessons'), question('Lessons'), owner, owner])).toBe(
    '3 things left: lessons, 2 owners',
  );
  expect(glance([question('SLA')])).toBe('1 thing left: SLA');
  const sections = Array.from({ length: 30 }, (_, at) => question(`Section ${String(at)}`));
  expect(glance(sections)).toMatch(/^30 things left: section 0, .* and \d+ more$/);
  expect(glance(sections).length).toBeLessThan(120);
  expect(glance([warning(1, { is: 'blame', words: 'x', because: 'own' })])).toBe(
    'Complete, with 1 hint',
  );
});
