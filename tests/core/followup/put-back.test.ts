import { describe, expect, it } from 'vitest';
import { aComment, labeled, minute, SELF, unlabeled } from '../../builders/facts.ts';
import { owedWords, owing, afterwards } from '../../builders/an-obligation.ts';
import { clicked, keptComments } from './slipping.ts';

describe('the comment that says that a click did not count', () => {
  const drill = clicked((done) => labeled('drill', done))('bob');

  it('is not written again when somebody deletes it', () => {
    const first = afterwards(owing(), drill);
    const [body = ''] = keptComments(first);
    const own = aComment(body, {
      id: 90,
      by: { login: 'norepeat', kind: 'self' },
      createdAt: minute(21),
    });
    const second = afterwards(first, { ...drill, comments: [own] });
    expect(keptComments(second)).toEqual([]);
    const third = afterwards(second, drill);
    expect(keptComments(third)).toEqual([]);
  });
});

describe('a click that is repeated without end', () => {
  it('is put back each time and told once a day of quiet', () => {
    const labeller = { login: 'labeller', kind: 'bot' } as const;
    const on = (minutes: number) => labeled('drill', { by: labeller, at: minute(minutes) });
    const off = (minutes: number) => unlabeled('drill', { by: SELF, at: minute(minutes) });
    const war = Array.from({ length: 40 }, (_, i) => [on(20 + 5 * i), off(22 + 5 * i)]).flat();
    const after = afterwards(owing(), { events: war, labels: ['incident', 'drill'] });
    expect(owedWords(after)).toEqual(['acme/payments: #34']);
    expect(after.ledger.filter((one) => 'loosens' in one)).toHaveLength(40);
    expect(keptComments(after)).toHaveLength(1);
    const later = afterwards(after, { events: [...war, on(3 * 24 * 60)] });
    expect(keptComments(later)).toHaveLength(2);
  });
});
