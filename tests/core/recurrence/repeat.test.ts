import { describe, expect, test } from 'vitest';
import type { IncidentFacts } from '../../../src/core/incident/facts.ts';
import { asPast } from '../../../src/core/recurrence/as-past.ts';
import { asksForSimilar } from '../../../src/core/recurrence/asked.ts';
import type { Policy } from '../../../src/core/policy/policy.ts';
import { aPolicy } from '../../builders/a-policy.ts';
import { afterwards, anItem, owing, PEOPLE_AND_APPROVERS } from '../../builders/an-obligation.ts';
import { aComment, CREATED, formBody, minute } from '../../builders/facts.ts';
import { answerTo, run } from '../../builders/run-incident.ts';

const said = (body: string, by = 'bob'): Partial<IncidentFacts> => ({
  body: formBody({ severity: 'SEV-3', sla: 'No' }),
  comments: [aComment(body, { by, createdAt: minute(5) })],
});
const repeats = (rule: Policy['repeats']): Policy => aPolicy({ repeats: rule });
const ONE_LEVEL = repeats({ raise: 'one-level' });

describe('/repeat-of', () => {
  test('is a relation, a line of the timeline, and the latest one stands', () => {
    const { incident } = run(said('/repeat-of #3\n/repeat-of #4\n/repeat-of #4'));
    expect(incident.repeatOf?.number).toBe(4);
    expect(incident.relations.map(({ kind, issue }) => [kind, issue.number])).toEqual([
      ['repeat-of', 4],
    ]);
    expect(
      incident.timeline.filter(({ kind }) => kind === 'relation').map(({ text }) => text),
    ).toEqual(['The same as #3 once more', 'The same as #4 once more']);
  });

  test.each([
    ['unknown', 'there is no incident acme/incidents#\u200b3', '`/similar`'],
    [
      'circle',
      'acme/incidents#\u200b3 is a repeat of this incident already',
      '`/related acme/incidents#3`',
    ],
  ] as const)(
    'of one that is %s is refused, with what to write instead',
    (target, words, instead) => {
      const { ledger, incident } = run(said('/repeat-of #3'), {
        repeats: { 'acme/incidents#3': target },
      });
      expect(answerTo(ledger)).toContain(words);
      expect(answerTo(ledger)).toContain(instead);
      expect(incident.repeatOf).toBeNull();
    },
  );

  test('of itself is refused', () => {
    expect(answerTo(run(said('/repeat-of #12')).ledger)).toContain('cannot refer to itself');
  });

  test('by somebody without the right is refused', () => {
    const { ledger, incident } = run(said('/repeat-of #3', 'eve'));
    expect(answerTo(ledger)).toContain('has no right');
    expect(incident.repeatOf).toBeNull();
  });

  test('with another command that cannot be is not taken either', () => {
    expect(run(said('/repeat-of #3\n/reopen')).incident.repeatOf).toBeNull();
  });
});

describe('the follow-up of a repeat', () => {
  const after = (policy: Policy, words = '/repeat-of #3') =>
    run(said(`/resolved rolled back\n${words}`), { policy }).incident;

  test('is that of the severity, unless the policy raises it', () => {
    const { followUp, severity, dontRepeat } = after(aPolicy());
    expect(followUp).toEqual({ severity: severity.inForce, because: null });
    expect(dontRepeat.covered).toBe(false);
  });

  test('is one level up, with what that asks for, and leaves the severity as it is', () => {
    const incident = after(ONE_LEVEL);
    expect(incident.severity.inForce.id).toBe('sev3');
    expect(incident.followUp).toMatchObject({ severity: { id: 'sev2' }, because: 'repeat' });
    expect(incident.dontRepeat.covered).toBe(true);
    expect(incident.postmortem.is).toBe('due');
  });

  test('is at least the one that the policy names, and never below its own', () => {
    const atLeast = (severity: string) => after(repeats({ raise: 'at-least', severity }));
    expect(atLeast('sev1').followUp.severity.id).toBe('sev1');
    expect(atLeast('sev4').followUp).toMatchObject({ severity: { id: 'sev3' }, because: null });
  });

  test('is raised for repeats only, and for the worst no further', () => {
    expect(after(ONE_LEVEL, '/related #3').followUp.because).toBeNull();
    const worst = after(ONE_LEVEL, '/severity sev1\n/repeat-of #3');
    expect(worst.followUp).toMatchObject({ severity: { id: 'sev1' }, because: null });
  });

  test('holds from when it was said, and another word does not lift it', () => {
    const policy = ONE_LEVEL;
    const first = run(said('/resolved rolled back\n/repeat-of #3'), { policy });
    const { incident } = run(
      {
        ...said('/resolved rolled back\n/repeat-of #3'),
        comments: [
          ...(said('/resolved rolled back\n/repeat-of #3').comments ?? []),
          aComment('/repeat-of #4', { id: 1002, by: 'bob', createdAt: minute(9) }),
        ],
      },
      { policy, ledger: first.ledger },
    );
    expect(incident.repeatOf?.number).toBe(4);
    expect(incident.dontRepeat.covered).toBe(true);
  });
});

describe('what later ones remember', () => {
  const remember = ({ incident, facts }: ReturnType<typeof run>) => asPast(incident, facts);

  test('is how it ended, how long it took, and what somebody said had helped', () => {
    const state = run({
      comments: [
        aComment('/mitigated switched the pool off', { by: 'bob', createdAt: minute(30) }),
        aComment('/resolved', { id: 1002, by: 'bob', createdAt: minute(90) }),
      ],
    });
    const { ended } = remember(state);
    expect(ended).toMatchObject({ as: 'resolved', how: 'Mitigated: switched the pool off' });
    expect(ended?.took).toBe(minute(30) - (state.incident.clocks.startedAt ?? CREATED));
    expect(remember(run()).ended).toBeNull();
  });

  test('is each item that was to prevent it, and what became of it', () => {
    const open = owing();
    expect(remember(afterwards(open, {})).prevention).toMatchObject([
      { ref: anItem().ref, became: 'open', by: null },
    ]);
    const done = anItem({
      state: 'closed',
      stateReason: 'completed',
      closedAt: minute(60),
      closedBy: { by: { login: 'carol', kind: 'person' }, pull: null },
    });
    expect(remember(afterwards(open, { subIssues: [done] })).prevention).toMatchObject([
      { became: 'done', by: 'carol' },
    ]);
  });

  test('is what an approver accepted as it is, and why', () => {
    const accept = (words: string) =>
      remember(
        afterwards(
          owing(),
          {
            comments: [
              aComment('/mitigated rolled back', { id: 1, by: 'bob', createdAt: minute(10) }),
              aComment(words, { id: 1003, by: 'ivy', createdAt: minute(60) }),
            ],
          },
          PEOPLE_AND_APPROVERS,
        ),
      );
    expect(accept('/accept the vendor is leaving')).toMatchObject({
      accepted: { by: 'ivy', reason: 'the vendor is leaving' },
      prevention: [{ became: 'accepted', by: 'ivy' }],
    });
    expect(accept('/accept acme/checkout#34 too dear')).toMatchObject({
      accepted: null,
      prevention: [{ became: 'accepted', by: 'ivy' }],
    });
  });
});

describe('/similar', () => {
  test('may be asked by anybody, and waits for its answer until that has its 👍', () => {
    const state = run(said('/similar', 'mallory'));
    expect(state.ledger.some(({ verdict }) => verdict === 'accepted')).toBe(true);
    expect(asksForSimilar(state.facts, state.ledger)).toBe(true);
    const comments = state.facts.comments.map((one) => ({ ...one, ownReactions: ['+1'] as const }));
    expect(asksForSimilar({ comments }, state.ledger)).toBe(false);
  });
});
