import { describe, expect, it } from 'vitest';
import { planPostmortem } from '../../../../src/core/postmortem/plan/plan.ts';
import type { PostmortemFacts } from '../../../../src/core/postmortem/facts.ts';
import {
  aPostmortem,
  aPull,
  aResolvedIncident,
  postmortemFacts,
} from '../../../builders/a-postmortem.ts';
import { aSubIssue, minute, SELF, person, aComment, someFacts } from '../../../builders/facts.ts';
import { effectOf, kinds, type Of, opened } from './planned.ts';

describe('a merged postmortem', () => {
  const merged = (overrides: Partial<PostmortemFacts> = {}): PostmortemFacts =>
    opened({
      branch: null,
      pull: aPull({
        state: 'merged',
        closedAt: minute(200),
        merged: { at: minute(200), by: person('dave') },
        labels: ['postmortem:open'],
      }),
      ...overrides,
    });
  const now = minute(201);

  it('is told to the incident, with a link to the document, once', () => {
    const input = aPostmortem({ facts: merged(), now });
    const comment = effectOf(input, 'keep-comment');
    expect(comment?.body).toContain('blob/main/postmortems/2026/2026-11-21-12-checkout-is-down.md');
    const there = aComment(comment?.body ?? '', { by: SELF });
    const record = someFacts({ comments: [there] });
    expect(effectOf({ ...input, record }, 'keep-comment')).toBeUndefined();
  });

  it('shows that it is published', () => {
    expect(effectOf(aPostmortem({ facts: merged(), now }), 'label-issue')).toMatchObject({
      add: ['postmortem:published'],
      remove: ['postmortem:open'],
    });
  });

  it('is told to items that the app opened, once, and to no others', () => {
    const body =
      '<!-- norepeat:item I_12 1 0 -->\nAction item.\n\nDue: 2026-12-01\n\nIt is done when …';
    const own = aSubIssue({ body, author: SELF });
    const incident = aResolvedIncident({ actionItems: [own, aSubIssue({ body })] });
    const input = aPostmortem({ incident, facts: merged(), now });
    const edits = planPostmortem(input).effects.filter(
      (one): one is Of<'edit-text'> => one.kind === 'edit-text',
    );
    expect(edits).toHaveLength(1);
    const after = (edits[0]?.to ?? '') + body.slice(edits[0]?.from.length);
    expect(after).toContain(
      'Postmortem: https://github.example/acme/incidents/pull/40\n\nDue: 2026-12-01\n',
    );
    const told = aResolvedIncident({ actionItems: [{ ...own, body: after }] });
    expect(
      effectOf(aPostmortem({ incident: told, facts: merged(), now }), 'edit-text'),
    ).toBeUndefined();
  });

  it('says nothing of a restricted incident where others read', () => {
    const body = '<!-- norepeat:item I_12 1 0 -->\nAction item.\n\nDue: 2026-12-01\n';
    const incident = aResolvedIncident({
      restricted: true,
      actionItems: [aSubIssue({ body, author: SELF })],
    });
    expect(effectOf(aPostmortem({ incident, facts: merged(), now }), 'edit-text')).toBeUndefined();
  });

  it('makes action items of its rows, once, by whoever merged it', () => {
    const facts = merged();
    const row = '| Alert on errors | @alice | 2026-12-01 | |';
    const text = (facts.document?.text ?? '').replace(/(\| Action .*\n\|.*\n)/, `$1${row}\n`);
    expect(text).toContain(row);
    const document = { path: facts.document?.path ?? '', text };
    const plan = planPostmortem(aPostmortem({ facts: { ...facts, document }, now }));
    expect(plan.entries).toMatchObject([
      { verdict: 'row', title: 'Alert on errors', owner: 'alice', by: 'dave' },
      { verdict: 'rows-taken', asked: null },
    ]);
    const again = aPostmortem({ facts: { ...facts, document }, now, ledger: plan.entries });
    expect(planPostmortem(again).entries).toEqual([]);
  });

  it('takes the rows of the moment for /create-items, also before it is merged', () => {
    const facts = opened();
    const said = {
      verdict: 'accepted',
      comment: 77,
      by: 'bob',
      at: minute(80),
      commands: [{ kind: 'create-items' }],
    } as const;
    const row = '| Alert on errors | | | |';
    const text = (facts.document?.text ?? '').replace(/(\| Action .*\n\|.*\n)/, `$1${row}\n`);
    const document = { path: facts.document?.path ?? '', text };
    const input = aPostmortem({ facts: { ...facts, document }, ledger: [said] });
    const { entries } = planPostmortem(input);
    expect(entries).toMatchObject([
      { verdict: 'row', by: 'bob' },
      { verdict: 'rows-taken', asked: 77 },
    ]);
    expect(planPostmortem({ ...input, ledger: [said, ...entries] }).entries).toEqual([]);
  });

  it('is history after a while: nothing is put back', () => {
    expect(kinds(aPostmortem({ facts: merged(), now: minute(60 * 24 * 30) }))).toEqual([]);
  });
});

describe('a pull request that was merged without a document', () => {
  const now = minute(201);
  const empty = (overrides: Partial<PostmortemFacts> = {}): PostmortemFacts =>
    postmortemFacts({
      branch: { oid: 'branch-1', ownCommitAt: minute(61) },
      pull: aPull({
        state: 'closed',
        closedAt: minute(200),
        merged: { at: minute(200), by: person('dave') },
      }),
      ...overrides,
    });
  const askedAt = (at: number) =>
    aResolvedIncident({
      postmortem: { is: 'due', by: null, pull: null, asked: { by: 'bob', at: minute(at) } },
    });

  it('is told to the incident once, with what to do; nothing is opened in its place', () => {
    const input = aPostmortem({ facts: empty(), now });
    expect(kinds(input)).toEqual(['keep-comment']);
    const body = effectOf(input, 'keep-comment')?.body ?? '';
    expect(body).toMatch(/not published:.*#40.*merged by dave.*no document/);
    expect(body).toContain('`/postmortem`');
    const record = someFacts({ comments: [aComment(body, { by: SELF })] });
    expect(kinds({ ...input, record })).toEqual([]);
    const before = aPostmortem({ facts: empty(), now, incident: askedAt(100) });
    expect(kinds({ ...before, record })).toEqual([]);
  });

  it('is told to nobody where none is owed', () => {
    const incident = aResolvedIncident({ postmortem: { is: 'not-asked' } });
    expect(kinds(aPostmortem({ facts: empty(), now, incident }))).toEqual([]);
  });

  it('is followed by another one, once somebody asks: GitHub opens none again that was merged', () => {
    const incident = askedAt(200.5);
    const effects = ['keep-comment', 'write-branch', 'open-pull'];
    expect(kinds(aPostmortem({ facts: empty(), now, incident }))).toEqual(effects);
    const gone = aPostmortem({ facts: empty({ branch: null }), now, incident });
    expect(kinds(gone)).toEqual(effects);
    expect(effectOf(gone, 'write-branch')).toMatchObject({ from: 'main-1', expected: null });
  });

  it('leaves the rows to the one with a document', () => {
    expect(planPostmortem(aPostmortem({ facts: empty(), now })).entries).toEqual([]);
  });
});
