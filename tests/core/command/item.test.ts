import { describe, expect, it, test } from 'vitest';
import { parseComment, type CommentContext } from '../../../src/core/command/parse.ts';
import { instantFromIso, isoOf } from '../../../src/core/time.ts';
import { aPolicy } from '../../builders/a-policy.ts';

const onItem: CommentContext = {
  home: { owner: 'acme', name: 'checkout' },
  policy: aPolicy({
    taxonomy: { causes: ['change', 'third-party', 'capacity'], components: ['database'] },
  }),
  saidAt: instantFromIso('2026-11-21T14:00:00Z'),
  saidBy: 'bob',
  place: 'item',
  item: { repo: { owner: 'acme', name: 'checkout' }, number: 34 },
};
const onIncident: CommentContext = { ...onItem, place: 'incident' };

function said(body: string, context = onItem): readonly unknown[] {
  const parsed = parseComment(body, context);
  if (parsed.kind !== 'commands') throw new Error(JSON.stringify(parsed));
  return parsed.commands.map((command) =>
    'until' in command ? { ...command, until: isoOf(command.until) } : command,
  );
}

function refused(body: string, context = onItem): { problem: string; instead: string } {
  const parsed = parseComment(body, context);
  const [first] = parsed.kind === 'refused' ? parsed.problems : [];
  if (first === undefined) throw new Error(JSON.stringify(parsed));
  return { problem: first.problem, instead: first.instead };
}

describe('on an action item', () => {
  test.each([
    ['/owner @alice', { kind: 'owner', login: 'alice' }],
    ['/owner alice, please', { kind: 'owner', login: 'alice' }],
    ['/owner me', { kind: 'owner', login: 'bob' }],
    ['/due 2026-12-01', { kind: 'due', until: '2026-12-02T00:00:00.000Z' }],
    ['/due in 5 days', { kind: 'due', until: '2026-11-26T14:00:00.000Z' }],
    ['/due 2bd', { kind: 'due', until: '2026-11-24T14:00:00.000Z' }],
    ['/confirm', { kind: 'confirm' }],
    ['/confirm it works for us', { kind: 'confirm' }],
    ['/not-doing the importer is gone', { kind: 'not-doing', reason: 'the importer is gone' }],
    ['/snooze 30m', { kind: 'snooze', until: '2026-11-21T14:30:00.000Z' }],
    ['/snooze 90 minutes', { kind: 'snooze', until: '2026-11-21T15:30:00.000Z' }],
    ['/snooze for 2h', { kind: 'snooze', until: '2026-11-21T16:00:00.000Z' }],
    ['/snooze 3d', { kind: 'snooze', until: '2026-11-24T14:00:00.000Z' }],
    ['/snooze until 2026-12-01', { kind: 'snooze', until: '2026-12-02T00:00:00.000Z' }],
    ['/help', { kind: 'help' }],
  ])('%s is understood', (body, command) => {
    expect(said(body)).toEqual([command]);
  });

  test.each([
    ['/owner', 'it does not say whose it is', '/owner @bob'],
    ['/owner @acme/payments', 'an item is owned by a person, not by a team', '/owner @bob'],
    ['/owner @alice @bob', 'an item is owned by one person', '/owner @bob'],
    ['/due', 'it does not say when it is due', '/due in 5 days'],
    ['/due 2026-11-20', '`2026-11-20` is past', '/due in 5 days'],
    ['/due soon', '“soon” is not a day I can read', '/due in 5 days'],
    ['/snooze', 'it does not say for how long', '/snooze 2h'],
    ['/snooze 0m', '`0m` is no time at all', '/snooze 2h'],
    ['/not-doing', 'it needs a reason, so that everybody understands', undefined],
    ['/confrim', 'there is no `/confrim`', '/confirm'],
  ])('%s is refused with what to write', (body, problem, instead) => {
    const answer = refused(body);
    expect(answer.problem).toBe(problem);
    expect(answer.instead).toBe(instead ?? answer.instead);
    expect(parseComment(answer.instead, onItem).kind).toBe('commands');
  });

  it('what is said on the incident is sent there, and `/accept` names the item', () => {
    const where = 'this is said in a comment on the incident, not on an action item';
    expect(refused('/resolved')).toMatchObject({ problem: where });
    expect(refused('/accept it cannot be done')).toEqual({
      problem: where,
      instead: '/accept acme/checkout#34 it cannot be done',
    });
    expect(refused('/accept #7 it cannot be done').instead).toBe(
      '/accept acme/checkout#34 it cannot be done',
    );
  });

  test.each(['/lgtm', '/assign @alice', '/note well', '/etc', '/incident declare it is down'])(
    '%s is nobody’s slip',
    (body) => {
      expect(parseComment(body, onItem).kind).toBe('no-commands');
    },
  );
});

describe('on an incident', () => {
  test.each([
    ['/cause change', [{ kind: 'cause', change: 'add', word: 'change' }]],
    ['/cause Third party', [{ kind: 'cause', change: 'add', word: 'third-party' }]],
    ['/cause -change', [{ kind: 'cause', change: 'remove', word: 'change' }]],
    [
      '/cause change, -capacity',
      [
        { kind: 'cause', change: 'add', word: 'change' },
        { kind: 'cause', change: 'remove', word: 'capacity' },
      ],
    ],
    ['/component Database', [{ kind: 'component', change: 'add', word: 'database' }]],
    ['/similar', [{ kind: 'similar' }]],
    ['/snooze 2h', [{ kind: 'snooze', until: '2026-11-21T16:00:00.000Z' }]],
  ])('%s is understood', (body, commands) => {
    expect(said(body, onIncident)).toEqual(commands);
  });

  it('an earlier incident is named once', () => {
    const issue = { repo: onItem.home, number: 12 };
    expect(said('/repeat-of #12', onIncident)).toEqual([{ kind: 'repeat-of', issue }]);
    expect(refused('/repeat-of #12 #13', onIncident).problem).toBe(
      'it can be the repeat of one incident only',
    );
    expect(refused('/repeat-of', onIncident).instead).toBe('/repeat-of #12');
  });

  it('a near miss is answered with the word of the policy', () => {
    expect(refused('/cause chnage', onIncident)).toEqual({
      problem: '“chnage” is no cause of the policy; there are change, third-party, capacity',
      instead: '/cause change',
    });
    expect(refused('/component -databse', onIncident).instead).toBe('/component -database');
    expect(refused('/cause', onIncident).instead).toBe('/cause change');
    const policy = aPolicy({ taxonomy: { causes: [], components: [] } });
    expect(refused('/component disk', { ...onIncident, policy }).problem).toBe(
      'the policy has no words for components',
    );
  });

  it('minutes are a pause and no deadline', () => {
    expect(parseComment('/waive 30m we wait', onIncident).kind).toBe('refused');
  });
});
