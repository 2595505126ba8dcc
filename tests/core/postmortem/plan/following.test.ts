import { describe, expect, it } from 'vitest';
import { planPostmortem } from '../../../../src/core/postmortem/plan/plan.ts';
import type { PostmortemFacts } from '../../../../src/core/postmortem/facts.ts';
import { HOUR, plus } from '../../../../src/core/time.ts';
import { aPostmortem, aPull, aResolvedIncident, aReview } from '../../../builders/a-postmortem.ts';
import { minute } from '../../../builders/facts.ts';
import { effectOf, opened } from './planned.ts';

describe('an open postmortem', () => {
  const renamed = aResolvedIncident({ title: 'Checkout lost orders' });
  const later = plus(minute(61), HOUR);

  it('is left alone where it says what the incident says', () => {
    const plan = planPostmortem(aPostmortem({ facts: opened(), now: later }));
    expect(plan.effects.filter(({ kind }) => kind !== 'report-check')).toEqual([]);
  });

  it('follows the incident with one commit on the head that was read', () => {
    const commit = effectOf(
      aPostmortem({ facts: opened(), incident: renamed, now: later }),
      'write-branch',
    );
    expect(commit).toMatchObject({ expected: 'branch-1', from: 'branch-1' });
    expect(commit?.files.map(({ text }) => text).join('')).not.toContain('Checkout is down');
  });

  it('is not written twice within an hour, and looks again when it may be', () => {
    const plan = planPostmortem(
      aPostmortem({ facts: opened(), incident: renamed, now: minute(90) }),
    );
    expect(plan.effects.filter(({ kind }) => kind === 'write-branch')).toEqual([]);
    expect(plan.lookAgainAt).toBe(later);
  });

  it('is not written any more once a person approved, also when that was dismissed', () => {
    for (const review of [aReview(), aReview({ state: 'dismissed', approved: true })]) {
      const facts = opened({ pull: aPull({ reviews: [review] }) });
      const plan = planPostmortem(aPostmortem({ facts, incident: renamed, now: later }));
      expect(plan.effects.filter(({ kind }) => kind === 'write-branch')).toEqual([]);
      expect(plan.lookAgainAt).toBeNull();
    }
  });

  it('is written on after a bot approved, or a person asked for changes', () => {
    const bot = aReview({ by: { login: 'checker', kind: 'bot' } });
    for (const review of [bot, aReview({ state: 'changes-requested' })]) {
      const facts = opened({ pull: aPull({ reviews: [review] }) });
      const input = aPostmortem({ facts, incident: renamed, now: later });
      expect(effectOf(input, 'write-branch')).toBeDefined();
    }
  });

  it('stays where people moved its document', () => {
    const facts = opened();
    const document = { path: 'archive/moved.md', text: facts.document?.text ?? '' };
    const input = aPostmortem({ facts: { ...facts, document }, incident: renamed, now: later });
    expect(effectOf(input, 'write-branch')?.files.map(({ path }) => path)).toEqual([
      'archive/moved.md',
      'postmortems/README.md',
    ]);
    expect(effectOf(input, 'write-branch')?.files[1]?.text).toContain('(../archive/moved.md)');
  });

  it('is written anew where somebody deleted it, but not beside one without its front matter', () => {
    const gone = opened({ document: null });
    const files = ['postmortems/README.md'];
    const deleted = { ...gone, pull: aPull({ files }) };
    expect(effectOf(aPostmortem({ facts: deleted, now: later }), 'write-branch')).toBeDefined();
    const replaced = { ...gone, pull: aPull({ files: [...files, 'postmortems/2026/ours.md'] }) };
    const plan = planPostmortem(aPostmortem({ facts: replaced, now: later }));
    expect(plan.effects.map(({ kind }) => kind)).toEqual(['report-check']);
    expect(effectOf(aPostmortem({ facts: replaced, now: later }), 'report-check')).toMatchObject({
      conclusion: 'failure',
      headSha: 'branch-1',
    });
  });

  it.each([
    'docs/notes.md',
    'postmortems-old/ours.md',
    'postmortems/2026/ours.markdown',
    'postmortems/2026/graph.png',
  ])('is written anew where somebody deleted it, whatever %s says', (path) => {
    const files = ['postmortems/README.md', path];
    const deleted = { ...opened({ document: null }), pull: aPull({ files }) };
    const commit = effectOf(aPostmortem({ facts: deleted, now: later }), 'write-branch');
    expect(commit?.files[0]?.path).toMatch(/^postmortems\/2026\/.*-12-checkout-is-down\.md$/);
  });

  it('gets the label that somebody took off', () => {
    const facts = opened({ pull: aPull({ labels: [] }) });
    expect(effectOf(aPostmortem({ facts }), 'label-issue')?.add).toEqual(['postmortem:open']);
  });

  it('gives way in the index where it cannot be merged', () => {
    const facts = opened({ pull: aPull({ conflicting: true }) });
    const others = aPostmortem({ incident: aResolvedIncident({ title: 'Search is down' }) });
    const onMain =
      effectOf(
        {
          ...others,
          telling: {
            ...others.telling,
            incident: { ...others.telling.incident, ref: { repo: facts.repo, number: 13 } },
          },
        },
        'write-branch',
      )?.files[1]?.text ?? null;
    const index = { onMain, onBranch: facts.index?.onBranch ?? null, atParting: null };
    const commit = effectOf(
      aPostmortem({ facts: { ...facts, index }, now: later }),
      'write-branch',
    );
    expect(commit?.files.map(({ path }) => path)).toEqual(['postmortems/README.md']);
    expect(commit?.files[0]?.text).toContain('Search is down');
  });
});

describe('what a person wrote in the document', () => {
  const touched = (facts: PostmortemFacts): PostmortemFacts['document'] => ({
    path: facts.document?.path ?? '',
    text: (facts.document?.text ?? '').replace('Checkout is down<!--', 'The long night<!--'),
  });
  const incident = aResolvedIncident({ title: 'Checkout lost orders' });

  it('stays, and what it would say now is offered once', () => {
    const facts = opened();
    const document = touched(facts);
    const input = aPostmortem({ facts: { ...facts, document }, incident, now: minute(90) });
    const [offer, ...more] = planPostmortem(input).effects.filter(({ kind }) => kind === 'suggest');
    expect(more).toEqual([]);
    expect(offer).toMatchObject({ headOid: 'branch-1', path: document?.path });
    if (offer?.kind !== 'suggest') throw new Error('no offer');
    expect(offer.replacement).toContain('Checkout lost orders');
    expect(offer.words).toContain('Taking it over replaces what was written here');
    const pull = aPull({ offered: [offer.marker], offeredAt: [minute(90)] });
    expect(effectOf({ ...input, facts: { ...facts, document, pull } }, 'suggest')).toBeUndefined();
  });

  it('is asked about at most five times a day', () => {
    const facts = opened();
    const five = Array.from(
      { length: 5 },
      (_, index) => `<!-- norepeat:offer ${String(index)} -->`,
    );
    const pull = aPull({ offered: five, offeredAt: five.map((_, index) => minute(80 + index)) });
    const input = aPostmortem({
      facts: { ...facts, document: touched(facts), pull },
      incident: { ...incident, title: 'Another title' },
      now: minute(100),
    });
    const plan = planPostmortem(input);
    expect(plan.effects.filter(({ kind }) => kind === 'suggest')).toEqual([]);
    expect(plan.lookAgainAt).not.toBeNull();
  });
});
