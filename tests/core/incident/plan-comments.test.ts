import { describe, expect, it } from 'vitest';
import type { CommentFacts, IncidentFacts } from '../../../src/core/incident/facts.ts';
import { plan } from '../../../src/core/incident/plan.ts';
import { aComment, minute, SELF } from '../../builders/facts.ts';
import { perform } from '../../builders/perform.ts';
import { run } from '../../builders/run-incident.ts';
import { NOW, ofKind, planned, settle } from './planned.ts';

function replies(facts: IncidentFacts): readonly CommentFacts[] {
  return facts.comments.filter(({ body }) => body.startsWith('<!-- norepeat:answer'));
}

describe('answers', () => {
  it('👍 for what was accepted, 😕 and one reply for what was refused', () => {
    const comments = [aComment('/ack', { id: 1 }), aComment('/mitgated', { id: 2 })];
    const { facts } = settle({ comments });
    const reactions = facts.comments.slice(0, 2).map(({ ownReactions }) => ownReactions);
    expect(reactions).toEqual([['+1'], ['confused']]);
    expect(replies(facts)).toHaveLength(1);
    expect(replies(facts)[0]?.body).toContain('/mitigated');
  });

  it('a reply goes before its reaction, so that a crash between them loses nothing', () => {
    const { effects } = planned({ comments: [aComment('/mitgated')] });
    const kinds = effects.map((effect) => ('marker' in effect ? effect.marker : effect.kind));
    expect(kinds.indexOf('<!-- norepeat:answer 1001 -->')).toBeLessThan(kinds.indexOf('react'));
  });

  it('a refused comment that its author mended gets 👍, and the reply goes', () => {
    const first = settle({ comments: [aComment('/mitgated')] });
    const comments = first.facts.comments.map((comment) =>
      comment.id === 1001 ? { ...comment, body: '/mitigated', editedAt: minute(5) } : comment,
    );
    const { facts } = settle({ ...first.facts, comments }, first);
    expect(facts.comments.find(({ id }) => id === 1001)?.ownReactions).toEqual(['+1']);
    expect(replies(facts)).toEqual([]);
  });

  it('an edited reply is put right, a deleted one stays away', () => {
    const first = settle({ comments: [aComment('/mitgated')] });
    const edited = first.facts.comments.map((comment) =>
      comment.body.includes('norepeat:answer')
        ? { ...comment, body: `${comment.body} LOL` }
        : comment,
    );
    expect(replies(settle({ ...first.facts, comments: edited }, first).facts)).toEqual(
      replies(first.facts),
    );
    const without = first.facts.comments.filter(({ body }) => !body.includes('norepeat:answer'));
    expect(replies(settle({ ...first.facts, comments: without }, first).facts)).toEqual([]);
  });

  it('/help and /timeline are answered once, to anybody', () => {
    const first = settle({ comments: [aComment('/help\n/timeline', { by: 'eve' })] });
    expect(replies(first.facts)).toHaveLength(1);
    const comments = [
      ...first.facts.comments,
      aComment('/ack', { id: 7000, createdAt: minute(9) }),
    ];
    expect(replies(settle({ ...first.facts, comments }, first).facts)).toEqual(
      replies(first.facts),
    );
  });

  it('the app never answers itself', () => {
    const { facts } = settle({ comments: [aComment('/ack\n/help', { by: SELF })] });
    expect(replies(facts)).toEqual([]);
  });
});

describe('the summary', () => {
  it('is one comment: edits are undone, duplicates deleted, a deleted one is restored', () => {
    const first = settle({});
    const own = (facts: IncidentFacts) =>
      facts.comments.filter(({ body }) => body.startsWith('<!-- norepeat:summary -->'));
    const [summary] = own(first.facts);
    const others = first.facts.comments.filter((comment) => comment !== summary);
    const worlds: readonly (readonly CommentFacts[])[] = [
      others,
      [...others, { ...summary!, body: `${summary!.body}\n\nhacked` }],
      [...others, summary!, { ...summary!, id: 9000, nodeId: 'IC_9000' }],
    ];
    for (const comments of worlds) {
      const { facts } = settle({ ...first.facts, comments }, first);
      expect(own(facts).map(({ body }) => body)).toEqual([summary!.body]);
    }
  });

  it('is never somebody else’s comment with the same marker', () => {
    const forged = aComment('<!-- norepeat:summary -->\nAll is well', { id: 5, by: 'eve' });
    const { facts } = settle({ comments: [forged] });
    expect(facts.comments.find(({ id }) => id === 5)?.body).toBe(forged.body);
    expect(facts.comments.filter(({ author }) => author.kind === 'self').length).toBeGreaterThan(0);
  });

  it('carries the first page of the ledger, further pages lie in comments of their own', () => {
    const reconciled = run();
    const { effects } = plan({
      ...reconciled,
      now: NOW,
      ledgerBlocks: ['<!-- a -->', '<!-- b -->'],
    });
    const bodies = ofKind(effects, 'keep-comment').map(({ body }) => body);
    expect(bodies[0]).toContain('<!-- a -->');
    expect(bodies[1]).toContain('<!-- b -->');
    const later = perform(reconciled.facts, effects);
    const shrunk = plan({
      ...run(later, { ledger: reconciled.ledger }),
      now: NOW,
      ledgerBlocks: ['<!-- a -->'],
    });
    expect(ofKind(shrunk.effects, 'delete-comment')).toHaveLength(1);
  });
});
