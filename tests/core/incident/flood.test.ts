import { describe, expect, test } from 'vitest';
import { answerEffects } from '../../../src/core/incident/plan-answers.ts';
import type { CommentFacts, IncidentFacts } from '../../../src/core/incident/facts.ts';
import { aComment, minute, SELF } from '../../builders/facts.ts';
import { answerTo, run } from '../../builders/run-incident.ts';

const SLIP = '/mitgated';

function said(by: string, body: string, index: number, at = index): CommentFacts {
  return aComment(body, { by, id: 2000 + index, createdAt: minute(1 + at) });
}

function several(by: string, body: string, count: number): readonly CommentFacts[] {
  return Array.from({ length: count }, (_, index) => said(by, body, index));
}

const onPublic = (comments: readonly CommentFacts[], more: Partial<IncidentFacts> = {}) =>
  run({ visibility: 'public', comments, ...more });

function answered(told: ReturnType<typeof run>): readonly boolean[] {
  return told.facts.comments
    .filter(({ author }) => author.kind === 'person')
    .map(({ id }) => (answerTo(told.ledger, id) ?? '') !== '');
}

describe('on a public incident', () => {
  test.each(['/ack', SLIP])(
    'the fourth refused comment of somebody without the right within ten minutes gets no words: %s',
    (body) => {
      expect(answered(onPublic(several('eve', body, 5)))).toEqual([true, true, true, false, false]);
    },
  );

  test('but 😕 like every refused one, and nothing else', () => {
    const told = onPublic(several('eve', '/ack', 4));
    const effects = answerEffects(told).filter(
      (effect) => !('comment' in effect) || effect.comment.id === 2003,
    );
    const about = effects.filter((effect) => JSON.stringify(effect).includes('2003'));
    expect(about).toMatchObject([{ kind: 'react', add: ['confused'], remove: [] }]);
  });

  test('with the right, every slip is answered', () => {
    expect(
      answered(onPublic([said('bob', '/ack', 0), ...several('bob', SLIP, 6).slice(1)])),
    ).toEqual([false, ...Array.from({ length: 5 }, () => true)]);
  });

  test('one does not use up the answers of another', () => {
    const comments = [...several('eve', '/ack', 3), said('mallory', SLIP, 10, 3)];
    expect(answered(onPublic(comments))).toEqual([true, true, true, true]);
  });

  test('after ten quiet minutes there is an answer again', () => {
    const comments = [...several('eve', '/ack', 4), said('eve', '/ack', 9, 20)];
    expect(answered(onPublic(comments))).toEqual([true, true, true, false, true]);
  });

  test('what was decided once stays, however often it is read', () => {
    const first = onPublic(several('eve', '/ack', 5));
    const again = run(first.facts, { ledger: first.ledger });
    expect(again.ledger).toEqual(first.ledger);
  });

  test('an edit that is refused again in a flood takes the old answer back', () => {
    const comments = several('eve', '/ack', 4);
    const first = onPublic(comments);
    const edited = { ...comments[0]!, body: '/resolved', editedAt: minute(6) };
    const reply = aComment('<!-- norepeat:answer 2000 -->\nNo.', { by: SELF, id: 3000 });
    const next = run(
      { ...first.facts, comments: [edited, ...comments.slice(1), reply] },
      { ledger: first.ledger },
    );
    expect(answerTo(next.ledger, 2000)).toBe('');
    const deleted = answerEffects(next).filter(({ kind }) => kind === 'delete-comment');
    expect(deleted).toMatchObject([{ comment: { id: 3000 } }]);
  });
});

test('where only members may comment, everybody is answered', () => {
  const told = run({ visibility: 'private', comments: several('eve', '/ack', 5) });
  expect(answered(told)).toEqual([true, true, true, true, true]);
});

describe('what is only asked for', () => {
  /** By comment, whether its answer has words. */
  const shown = (told: ReturnType<typeof run>): readonly number[] =>
    answerEffects(told).flatMap((effect) =>
      effect.kind === 'keep-comment' ? [Number(/answer (\d+)/.exec(effect.marker)?.[1])] : [],
    );

  test.each(['/help', '/timeline', '/similar'])(
    '%s is answered to the same person once in ten minutes, and each gets 👍',
    (body) => {
      const told = run({ visibility: 'private', comments: several('bob', body, 9) });
      expect(shown(told)).toEqual([2000]);
      const reactions = answerEffects(told).filter(({ kind }) => kind === 'react');
      expect(reactions.filter((one) => 'add' in one && one.add[0] === '+1')).toHaveLength(9);
    },
  );

  test('is answered to others, of other things, and again later', () => {
    const comments = [
      said('bob', '/help', 0),
      said('carol', '/help', 1),
      said('bob', '/timeline', 2),
      said('bob', '/help\n/similar', 3),
      said('bob', '/help', 4, 14),
    ];
    const told = run({ comments });
    expect(shown(told)).toEqual([2000, 2001, 2002, 2003, 2004]);
    const both = answerEffects(told).flatMap((effect) =>
      effect.kind === 'keep-comment' && effect.marker.includes('2003') ? [effect.body] : [],
    );
    expect(both).toEqual([expect.not.stringContaining('/not-doing')]);
  });

  test('gives a stranger no more answers to what is refused', () => {
    const told = onPublic([said('eve', '/similar', 0), ...several('eve', SLIP, 6).slice(1)]);
    expect(answered(told)).toEqual([false, true, true, true, false, false]);
  });
});
