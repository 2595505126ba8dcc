import { describe, expect, it } from 'vitest';
import { missing, type Missing } from '../../../src/core/followup/missing.ts';
import { debtsOf } from '../../../src/core/followup/owed.ts';
import type { PostmortemPull } from '../../../src/core/incident/facts.ts';
import { anItem, owing } from '../../builders/an-obligation.ts';
import { aComment, aSubIssue, labeled, minute, person } from '../../builders/facts.ts';
import { run, type Run } from '../../builders/run-incident.ts';

function left({ incident, facts, ledger, policy }: Run): readonly Missing[] {
  return missing(incident, debtsOf({ state: incident, facts, ledger, policy }));
}

function kinds(of: Run): readonly string[] {
  return left(of).map(({ is }) => is);
}

const done = (closedBy = 'alice') =>
  anItem({
    state: 'closed',
    stateReason: 'completed',
    assignees: ['bob'],
    closedAt: minute(20),
    closedBy: { by: person(closedBy), pull: null },
  });

const resolved = aComment('/resolved', { id: 50, createdAt: minute(30) });

const merged: PostmortemPull = {
  ref: { repo: { owner: 'acme', name: 'incidents' }, number: 77 },
  url: 'https://github.example/acme/incidents/pull/77',
  title: 'Postmortem',
  state: 'merged',
  mergedAt: minute(60),
  closedAt: minute(60),
};

describe('what is missing', () => {
  it('of one that nobody has taken is that it is resolved, and nothing is foreseen', () => {
    expect(left(run())).toEqual([{ is: 'resolution', status: 'declared' }]);
  });

  it('of one that is mitigated is the resolution, and what the team is to agree on', () => {
    expect(left(owing({}, { item: false }))).toEqual([
      { is: 'resolution', status: 'mitigated' },
      { is: 'agreement', team: { org: 'acme', slug: 'payments' } },
    ]);
  });

  it('of one that is resolved is the follow-up: the item, and the postmortem of its severity', () => {
    expect(kinds(owing({ comments: [resolved] }))).toEqual(['item', 'postmortem']);
  });

  it('is nothing when the item is done with evidence and the postmortem is merged', () => {
    const all = { comments: [resolved], subIssues: [done()], postmortem: merged };
    expect(kinds(owing(all))).toEqual([]);
    expect(kinds(owing({ ...all, postmortem: { ...merged, state: 'open' } }))).toEqual([
      'postmortem',
    ]);
  });

  it('is the item when it was closed without evidence', () => {
    const alone = { comments: [resolved], subIssues: [done('bob')], postmortem: merged };
    expect(kinds(owing(alone))).toEqual(['item']);
  });

  it('is an item that holds no merges all the same', () => {
    const plain = aSubIssue({ labels: ['action-item'], state: 'open' });
    const said = aComment('/severity sev4\n/resolved');
    expect(kinds(run({ comments: [said], subIssues: [plain] }))).toEqual(['item']);
  });

  it('is a counted item that was taken away', () => {
    const { facts, ledger, policy } = owing({ comments: [resolved], postmortem: merged });
    const counted = run(facts, { policy, ledger });
    const entry = { verdict: 'item', nodeId: 'I_34', ref: anItem().ref } as const;
    const known = { ...entry, title: 'Retry', url: anItem().url, teams: [], at: minute(12) };
    const gone = run({ ...counted.facts, subIssues: [] }, { ledger: [...counted.ledger, known] });
    expect(kinds(gone)).toEqual(['taken-away']);
  });

  it.each([
    ['a false alarm', { comments: [aComment('/false-alarm a test')] }],
    ['a duplicate', { comments: [aComment('/duplicate #7')] }],
    ['an unconfirmed declaration', { author: person('eve'), events: [] }],
  ])('is nothing of %s', (_, given) => {
    expect(kinds(run({ ...given, subIssues: [aSubIssue({})] }))).toEqual([]);
  });

  it('of a drill is its end and its items, but no postmortem', () => {
    const given = { comments: [resolved], events: [labeled('drill')], subIssues: [aSubIssue({})] };
    expect(kinds(run(given))).toEqual(['item']);
  });
});
