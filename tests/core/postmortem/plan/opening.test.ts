import { describe, expect, it } from 'vitest';
import { planPostmortem } from '../../../../src/core/postmortem/plan/plan.ts';
import type { PostmortemFacts } from '../../../../src/core/postmortem/facts.ts';
import { DAY, plus } from '../../../../src/core/time.ts';
import {
  aPostmortem,
  aPull,
  aResolvedIncident,
  postmortemFacts,
} from '../../../builders/a-postmortem.ts';
import { aPolicy } from '../../../builders/a-policy.ts';
import { minute } from '../../../builders/facts.ts';
import { effectOf, kinds, opened } from './planned.ts';

describe('opening a postmortem', () => {
  it('writes document and index in one commit on a branch from the default branch, then opens the pull request', () => {
    const input = aPostmortem();
    expect(kinds(input)).toEqual(['write-branch', 'open-pull']);
    const commit = effectOf(input, 'write-branch');
    expect(commit).toMatchObject({
      branch: 'norepeat/postmortem-12',
      from: 'main-1',
      expected: null,
    });
    expect(commit?.files.map(({ path }) => path)).toEqual([
      'postmortems/2026/2026-11-21-12-checkout-is-down.md',
      'postmortems/README.md',
    ]);
    expect(commit?.files[0]?.text).toContain('incident: acme/incidents#12');
  });

  it('opens a pull request that names the incident, and closes nothing', () => {
    const pull = effectOf(aPostmortem(), 'open-pull');
    expect(pull?.title).toBe('Postmortem: Checkout is down (#12)');
    expect(pull?.body).toContain('Postmortem of #12');
    expect(pull?.body).not.toMatch(/\b(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?):?\s+#/i);
    expect(pull?.labels).toEqual(['postmortem:open']);
  });

  it('makes the index that is missing, unless another one is being written; not for ever', () => {
    const now = minute(61);
    const pathsWhile = (age: number) => {
      const createdAt = plus(now, -age);
      const others = [{ incident: 9, state: 'open', createdAt, reviewers: [] }] as const;
      const commit = effectOf(
        aPostmortem({ facts: postmortemFacts({ others }), now }),
        'write-branch',
      );
      return commit?.files.map(({ path }) => path.split('/').at(-1));
    };
    const document = '2026-11-21-12-checkout-is-down.md';
    expect(pathsWhile(30 * DAY)).toEqual([document]);
    expect(pathsWhile(30 * DAY + 1)).toEqual([document, 'README.md']);
  });

  it('takes a place beside files of that name that main has already, and writes over none', () => {
    const taken = ['', '-2'].map(
      (end) => `postmortems/2026/2026-11-21-12-Checkout-is-down${end}.md`,
    );
    const input = aPostmortem({ facts: postmortemFacts({ taken }) });
    const free = 'postmortems/2026/2026-11-21-12-checkout-is-down-3.md';
    const [document, index] = effectOf(input, 'write-branch')?.files ?? [];
    expect(document?.path).toBe(free);
    expect(index?.text).toContain('(2026/2026-11-21-12-checkout-is-down-3.md)');
    expect(effectOf(input, 'open-pull')?.body).toContain(`\`${free}\``);
  });

  it('waits for the resolution, unless somebody asked for it', () => {
    const status = { is: 'mitigated', since: minute(40), by: 'bob' } as const;
    const due = (asked: { by: string; at: ReturnType<typeof minute> } | null) =>
      aPostmortem({
        incident: aResolvedIncident({
          status,
          postmortem: { is: 'due', by: null, pull: null, asked },
        }),
      });
    expect(kinds(due(null))).toEqual([]);
    expect(kinds(due({ by: 'bob', at: minute(50) }))).toEqual(['write-branch', 'open-pull']);
  });

  it('is not done where none is asked for', () => {
    const incident = aResolvedIncident({ postmortem: { is: 'not-asked' } });
    expect(planPostmortem(aPostmortem({ incident }))).toMatchObject({
      effects: [],
      lookAgainAt: null,
    });
  });

  it('goes on where a crash left a branch without a commit', () => {
    const facts = postmortemFacts({ branch: { oid: 'main-1', ownCommitAt: null } });
    expect(effectOf(aPostmortem({ facts }), 'write-branch')).toMatchObject({ expected: 'main-1' });
  });

  it('only opens the pull request where the document is there already, whoever wrote it', () => {
    const document = {
      path: 'notes/ours.md',
      text: '---\nincident: acme/incidents#12\n---\n# Ours\n',
    };
    const facts = postmortemFacts({ branch: { oid: 'theirs', ownCommitAt: null }, document });
    expect(kinds(aPostmortem({ facts }))).toEqual(['open-pull']);
    expect(effectOf(aPostmortem({ facts }), 'open-pull')?.body).toContain('`notes/ours.md`');
  });

  it("is made of the team's template", () => {
    const template = { path: '.github/postmortem.md', text: '# Ours: {{title}}\n' };
    const facts = postmortemFacts({ template });
    const text = effectOf(aPostmortem({ facts }), 'write-branch')?.files[0]?.text;
    expect(text).toContain('# Ours: ');
  });

  it("is made of a built-in template, with a note, where the team's is broken or missing", () => {
    const broken = { path: '.github/postmortem.md', text: '# Ours\n\n<!-- norepeat:timelin -->\n' };
    const text = effectOf(
      aPostmortem({ facts: postmortemFacts({ template: broken }) }),
      'write-branch',
    )?.files[0]?.text;
    expect(text).toMatch(
      /> The template `\.github\/postmortem\.md` has markers .* the first in line 3\./,
    );
    expect(text).toContain('## What happened');
    const severities = aPolicy().severities.map((one) => ({
      ...one,
      postmortemTemplate: '.github/own.md',
    }));
    const severity = severities[1];
    if (severity === undefined) throw new Error('no severity');
    const incident = aResolvedIncident({ followUp: { severity, because: null } });
    const policy = aPolicy({ severities });
    const missing = effectOf(aPostmortem({ incident, policy }), 'write-branch')?.files[0]?.text;
    expect(missing).toContain('> The policy names the template `.github/own.md`');
  });

  it('is short for the less severe', () => {
    const severity = aPolicy().severities[2];
    if (severity === undefined) throw new Error('no severity');
    const incident = aResolvedIncident({ followUp: { severity, because: null } });
    expect(effectOf(aPostmortem({ incident }), 'write-branch')?.files[0]?.text).not.toContain(
      '## Why',
    );
  });

  it('leaves the index to the next one where another open one makes it', () => {
    const others = [{ incident: 11, state: 'open', createdAt: minute(0), reviewers: [] }] as const;
    const commit = effectOf(aPostmortem({ facts: postmortemFacts({ others }) }), 'write-branch');
    expect(commit?.files).toHaveLength(1);
  });
});

describe('a pull request closed without being merged', () => {
  const closed = (branch: PostmortemFacts['branch']): PostmortemFacts =>
    opened({ branch, pull: aPull({ state: 'closed', closedAt: minute(90) }) });
  const asked = (at: number) =>
    aResolvedIncident({
      postmortem: { is: 'due', by: null, pull: null, asked: { by: 'bob', at: minute(at) } },
    });

  it('stays closed until somebody asks for it afterwards', () => {
    const facts = closed({ oid: 'branch-1', ownCommitAt: null });
    expect(kinds(aPostmortem({ facts, now: minute(200) }))).toEqual([]);
    expect(kinds(aPostmortem({ facts, incident: asked(80), now: minute(200) }))).toEqual([]);
    expect(kinds(aPostmortem({ facts, incident: asked(91), now: minute(200) }))).toEqual([
      'reopen-pull',
    ]);
  });

  it('gets its branch back, at the commit that people left', () => {
    const effect = effectOf(
      aPostmortem({ facts: closed(null), incident: asked(91) }),
      'reopen-pull',
    );
    expect(effect).toMatchObject({ branch: 'norepeat/postmortem-12', restore: 'branch-1' });
  });

  it('makes way for another one where its branch went on without it', () => {
    const facts = closed({ oid: 'branch-9', ownCommitAt: null });
    const input = aPostmortem({ facts, incident: asked(91) });
    expect(kinds(input)).toEqual(['open-pull']);
    expect(effectOf(input, 'open-pull')?.body).toContain('pull/40');
  });
});
