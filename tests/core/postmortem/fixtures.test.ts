import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { describe, expect, test } from 'vitest';
import { follow } from '../../../src/core/postmortem/follow.ts';
import { frontMatterOf, incidentOf } from '../../../src/core/postmortem/front-matter.ts';
import { readRegions } from '../../../src/core/postmortem/regions/regions.ts';
import { newDocument } from '../../../src/core/postmortem/template.ts';
import { FIXTURES, fixtures, type Fixture } from './fixture.ts';

const ALL = fixtures();

function documentOf({ template, telling, notice, before, edited }: Fixture): string {
  if (before === null) return newDocument({ template, telling, notice });
  return follow(edited(newDocument({ template, telling: before, notice })), telling).text;
}

describe.each(ALL)('the postmortem of $name', (fixture) => {
  const document = documentOf(fixture);
  const { telling, before } = fixture;

  test('is what its folder says', async () => {
    await expect(document).toMatchFileSnapshot(join(FIXTURES, fixture.name, 'postmortem.md'));
  });

  test('is changed by nothing when it is rendered twice', () => {
    expect(follow(document, telling).text).toBe(document);
  });

  test('names its incident in front matter that YAML can read', () => {
    const matter = frontMatterOf(document);
    const yaml = load(document.slice(matter?.from, matter?.to)) as Record<string, unknown>;
    expect(incidentOf(document)).toEqual(telling.incident.ref);
    expect(yaml).toMatchObject({ incident: 'acme/incidents#12', url: telling.incident.url });
    if (before === null) expect(yaml.title).toBe(telling.incident.title);
  });

  test('has the regions that its template has, and no text of anybody makes another', () => {
    if (before !== null) return;
    const named = (text: string): readonly string[] =>
      readRegions(text)
        .regions.filter(({ form }) => form === 'block')
        .map(({ name }) => name);
    expect(named(document)).toEqual(named(fixture.template));
    expect(readRegions(document).regions.filter(({ touched }) => touched)).toEqual([]);
  });
});

test('there are at least 25 of them', () => {
  expect(ALL.length).toBeGreaterThanOrEqual(25);
});

test('what was offered where people wrote is what the incident says now', () => {
  const [fixture] = ALL.filter(({ name }) => name === 'followed-around-what-people-wrote');
  const opened = newDocument({
    template: fixture!.template,
    telling: fixture!.before!,
    notice: null,
  });
  const edited = fixture!.edited(opened);
  const { offers } = follow(edited, fixture!.telling);
  expect(offers.map(({ region }) => region)).toEqual(['timeline', 'root-cause']);
  for (const { startLine, endLine, replacement } of offers) {
    const lines = edited.split('\n');
    lines.splice(startLine - 1, endLine - startLine + 1, replacement);
    const again = follow(lines.join('\n'), fixture!.telling);
    expect(again.offers.length).toBe(offers.length - 1);
  }
});

test('a template is read from disk as it is kept there', () => {
  const crlf = readFileSync(join(FIXTURES, 'template-with-crlf', 'template.md'), 'utf8');
  expect(crlf).toContain('\r\n');
});
