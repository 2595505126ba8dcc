import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { weighRemark, type ItemCommand } from '../../../src/core/followup/item-sayings.ts';
import { itemsAsSaid, settledItems } from '../../../src/core/followup/follow-up-items.ts';
import type { FollowUpItem } from '../../../src/core/followup/follow-up-item.ts';
import { countedItems } from '../../../src/core/followup/items.ts';
import { itemEffects } from '../../../src/core/followup/plan-items.ts';
import { NOTHING_OWED } from '../../../src/core/followup/dont-repeat.ts';
import type { Incident } from '../../../src/core/incident/incident.ts';
import type { ItemStateEvent, SubIssueFacts } from '../../../src/core/incident/facts.ts';
import type { ItemSaying, Ledger, OnItemEntry } from '../../../src/core/ledger/ledger.ts';
import { mergeLedgers } from '../../../src/core/ledger/merge.ts';
import { itemBody } from '../../../src/core/messages/action-item.ts';
import { isoOf, type Instant } from '../../../src/core/time.ts';
import { aPolicy } from '../../builders/a-policy.ts';
import { anIncident } from '../../builders/an-incident.ts';
import { anItemEntry, ITEM_REF } from '../../builders/an-obligation.ts';
import { aSubIssue, minute, people, person, SELF, someFacts } from '../../builders/facts.ts';
import { runs } from '../../support/properties.ts';

const POLICY = aPolicy();
let remark = 0;
const say = (said: ItemSaying, at: number, by = 'carol'): OnItemEntry => {
  remark += 1;
  return {
    verdict: 'on-item',
    remark,
    url: `https://github.example/acme/checkout/issues/34#issuecomment-${String(remark)}`,
    item: ITEM_REF,
    nodeId: 'I_34',
    by,
    at: minute(at),
    said,
  };
};
const confirm = (at: number, by?: string) => say({ kind: 'confirm' }, at, by);
const notDoing = (at: number) => say({ kind: 'not-doing', reason: 'switched off' }, at);
const item = (more: Partial<SubIssueFacts> = {}) =>
  aSubIssue({ assignees: ['bob'], labels: ['action-item'], ...more });
const closedBy = (login: string, at = 30, more: Partial<SubIssueFacts> = {}) =>
  item({
    state: 'closed',
    stateReason: 'completed',
    closedAt: minute(at),
    closedBy: { by: person(login), pull: null },
    ...more,
  });
const moved = (change: ItemStateEvent['change'], at: number, by = person('bob')) => ({
  change,
  at: minute(at),
  by,
});
const work = (
  one: SubIssueFacts,
  ledger: Ledger = [],
  dontRepeat: Incident['dontRepeat'] = NOTHING_OWED,
): FollowUpItem => {
  const severity = anIncident().followUp.severity;
  const facts = someFacts({ subIssues: [one] });
  const [found] = settledItems(itemsAsSaid(facts, mergeLedgers(ledger)), {
    dontRepeat,
    severity,
    policy: POLICY,
  });
  if (found === undefined) throw new Error('no item');
  return found;
};

describe('an item is over', () => {
  test('when somebody whose work it is not says so, whoever closed it, or nobody', () => {
    for (const one of [
      item(),
      closedBy('bob'),
      closedBy('bob', 30, { stateReason: 'not_planned' }),
    ]) {
      expect(work(one, [confirm(40)])).toMatchObject({
        evidence: { is: 'done', by: { kind: 'confirmation', login: 'carol' } },
        over: true,
      });
    }
  });

  test('not when its assignee says so, or who took themselves off before', () => {
    expect(work(item(), [confirm(40, 'Bob')]).over).toBe(false);
    const left = { change: 'unassigned', login: 'bob', by: person('bob'), at: minute(20) } as const;
    const one = item({ assignees: [], assignments: { events: [left], complete: true } });
    expect(work(one, [confirm(40, 'bob')]).over).toBe(false);
  });

  test('not when somebody reopened it since; the app’s own reopening contradicts nobody', () => {
    expect(work(item({ stateEvents: [moved('reopened', 41)] }), [confirm(40)]).over).toBe(false);
    expect(work(item({ stateEvents: [moved('reopened', 39)] }), [confirm(40)]).over).toBe(true);
    const byApp = item({ stateEvents: [moved('reopened', 41, SELF)] });
    expect(work(byApp, [confirm(40)]).over).toBe(true);
  });

  test('not when more was done since than GitHub shows', () => {
    const stateEvents = Array.from({ length: 10 }, (_, i) => moved('closed', 50 + i));
    expect(work(item({ stateEvents }), [confirm(40)]).over).toBe(false);
  });

  test('when somebody said with a reason that it will not be done, until it is taken up again', () => {
    const dropped = { by: 'carol', reason: 'switched off', at: minute(40) };
    expect(work(item(), [notDoing(40)])).toMatchObject({ dropped, over: true });
    const again = item({ stateEvents: [moved('reopened', 50)] });
    expect(work(again, [notDoing(40)])).toMatchObject({ dropped: null, over: false });
  });

  test('when it was closed before anybody made it an item, and not if it is a don’t-repeat item', () => {
    const early = closedBy('bob', -10);
    expect(work(early).over).toBe(true);
    expect(work(early, [anItemEntry()]).over).toBe(false);
  });

  test('as don’t-repeat item by an approver’s acceptance only', () => {
    const ledger = [anItemEntry(), notDoing(40)];
    expect(work(item(), ledger)).toMatchObject({ dropped: null, over: false });
    const accepted = { by: 'ivy', at: minute(50), reason: 'infeasible' };
    const one = { ...NOTHING_OWED, acceptedItems: [{ ...accepted, item: ITEM_REF }] };
    expect(work(item(), ledger, one)).toMatchObject({ dropped: accepted, over: true });
    const all = { ...NOTHING_OWED, accepted };
    expect(work(item(), ledger, all).over).toBe(true);
    expect(work(item(), [anItemEntry({ at: minute(60) })], all).over).toBe(false);
  });
});

test('a confirmed don’t-repeat item holds no merges', () => {
  const facts = someFacts({ subIssues: [item()] });
  const standing = (ledger: Ledger) => countedItems(facts, ledger)[0]?.standing.is;
  expect(standing([anItemEntry()])).toBe('open');
  expect(standing([anItemEntry(), confirm(40)])).toBe('done');
  expect(standing([anItemEntry(), confirm(40, 'bob')])).toBe('open');
});

describe('an item is due', () => {
  const due = (one: FollowUpItem) => (one.due === null ? null : isoOf(one.due));

  test('as the severity of the follow-up says, from when it became one', () => {
    const within = anIncident().followUp.severity.actionItemsWithin;
    if (within?.unit !== 'ms') throw new Error('the builder has changed');
    expect(work(item()).due).toBe(minute(0) + within.amount);
  });

  test('as was said last', () => {
    const ledger = [minute(500), minute(900)].map((until, index) =>
      say({ kind: 'due', until }, 20 + index),
    );
    expect(due(work(item(), ledger))).toBe(isoOf(minute(900)));
  });

  test('also where it lay before it was transferred', () => {
    const ledger = [
      anItemEntry(),
      anItemEntry({ nodeId: 'I_77', was: 'I_34' }),
      say({ kind: 'due', until: minute(500) }, 20),
    ];
    expect(due(work(item({ nodeId: 'I_77' }), ledger))).toBe(isoOf(minute(500)));
  });
});

test('the order and repetition of what was said change nothing', () => {
  const sayings = fc.array(
    fc.record({
      at: fc.integer({ min: 1, max: 60 }),
      by: fc.constantFrom('alice', 'bob', 'carol'),
      said: fc.oneof(
        fc.constant<ItemSaying>({ kind: 'confirm' }),
        fc.constant<ItemSaying>({ kind: 'not-doing', reason: 'no' }),
        fc.constantFrom('alice', 'bob').map((login): ItemSaying => ({ kind: 'owner', login })),
        fc
          .integer({ min: 100, max: 900 })
          .map((until): ItemSaying => ({ kind: 'due', until: minute(until) })),
      ),
    }),
    { maxLength: 8 },
  );
  fc.assert(
    fc.property(sayings, fc.integer(), (all, seed) => {
      const entries = all.map(({ at, by, said }) => say(said, at, by));
      const mixed = [...entries, ...entries].sort(
        (a, b) => ((a.remark * seed) % 7) - ((b.remark * seed) % 7),
      );
      expect(work(item(), mixed)).toEqual(work(item(), entries));
    }),
    runs(),
  );
});

describe('what the app does about items', () => {
  const effects = (
    one: SubIssueFacts,
    {
      ledger = [],
      incident = {},
      now = 60,
    }: {
      readonly ledger?: Ledger;
      readonly incident?: Partial<Omit<Incident, 'severity'>>;
      readonly now?: number;
    } = {},
  ) => {
    const facts = someFacts({ subIssues: [one] });
    const items = [work(one, ledger)];
    const state = anIncident({ items, actionItems: [one], ...incident });
    return itemEffects({ incident: state, facts, ledger, policy: POLICY, now: minute(now) });
  };
  const kinds = (...args: Parameters<typeof effects>) => effects(...args).map(({ kind }) => kind);

  test('it opens what was closed without evidence, and says why before', () => {
    const all = effects(closedBy('bob'));
    expect(all.map(({ kind }) => kind)).toEqual(['keep-comment', 'reopen-issue']);
    const [comment] = all;
    const body = comment?.kind === 'keep-comment' ? comment.body : '';
    expect(body).toContain(`<!-- norepeat:item-reopened ${String(minute(30))} -->`);
    expect(body).toContain('`/confirm`');
    expect(body).toContain('`/not-doing`');
  });

  test('a don’t-repeat item is let go by an approver only, and the line to copy says how', () => {
    const all = effects(closedBy('bob', 30, { stateReason: 'not_planned' }), {
      ledger: [anItemEntry()],
    });
    const body = all.flatMap((one) => (one.kind === 'keep-comment' ? [one.body] : []))[0] ?? '';
    expect(body).toContain('`/accept acme/checkout#34 reason`');
    expect(body).toContain('acme/incident-commanders');
    expect(body).not.toContain('/not-doing');
  });

  test('it says so once a day, and reopens three times an hour at most', () => {
    const byApp = (at: number) => moved('reopened', at, SELF);
    const twice = closedBy('bob', 30, { stateEvents: [byApp(20)] });
    expect(kinds(twice)).toEqual(['reopen-issue']);
    const often = closedBy('bob', 50, { stateEvents: [byApp(20), byApp(30), byApp(40)] });
    expect(kinds(often)).toEqual([]);
    expect(kinds(often, { now: 81 })).toEqual(['reopen-issue']);
  });

  test('it closes what is confirmed as completed, and what will not be done as not planned', () => {
    const reason = (ledger: Ledger) =>
      effects(item(), { ledger }).map((one) =>
        one.kind === 'close-issue' ? one.reason : one.kind,
      );
    expect(reason([confirm(40)])).toEqual(['completed']);
    expect(reason([notDoing(40)])).toEqual(['not_planned']);
    expect(reason([])).toEqual([]);
  });

  test('it does nothing for an unconfirmed declaration, a false alarm or a duplicate', () => {
    const bare = closedBy('bob', 30, { labels: [] });
    expect(kinds(bare, { incident: { confirmed: null } })).toEqual([]);
    const over = (because: Extract<Incident['status'], { is: 'closed' }>['because']) =>
      ({ status: { is: 'closed', since: minute(50), by: 'alice', because } }) as const;
    expect(kinds(bare, { incident: over({ why: 'false-alarm', reason: 'no' }) })).toEqual([]);
    expect(kinds(bare, { incident: over({ why: 'duplicate', of: ITEM_REF }) })).toEqual([]);
    expect(kinds(bare, { incident: over({ why: 'done' }) })).toContain('reopen-issue');
  });

  test('the latest of a word and a click decides whose it is', () => {
    const ledger = [say({ kind: 'owner', login: 'alice' }, 20)];
    const [first, ...others] = effects(item(), { ledger });
    const assigning = { kind: 'assign', issue: ITEM_REF, add: ['alice'], remove: ['bob'] };
    expect(first).toMatchObject(assigning);
    expect(others).toEqual([]);
    const click = { change: 'assigned', login: 'bob', by: person('eve'), at: minute(30) } as const;
    const later = item({ assignments: { events: [click], complete: true } });
    expect(effects(later, { ledger })).toEqual([]);
  });

  test('whom GitHub leaves out is told once, by a marker of that very word', () => {
    const word = say({ kind: 'owner', login: 'erin' }, 20);
    const [assigning] = effects(item(), { ledger: [word] });
    if (assigning?.kind !== 'assign') throw new Error(JSON.stringify(assigning));
    const { marker, body } = assigning.leftOut!;
    expect(marker).toContain(String(word.remark));
    expect(body.startsWith(marker)).toBe(true);
    expect(body).toContain('GitHub cannot assign erin here');
    expect(body).not.toContain('@erin');
  });

  test('the line of an item that the app opened says until when, and only that line', () => {
    const body = itemBody('<!-- norepeat:item I_12 7 0 -->', {
      kind: 'prevent',
      incident: { ref: ITEM_REF, url: 'https://github.example/x', title: null, restricted: false },
      askedBy: 'alice',
      ofPostmortem: false,
      team: null,
      due: minute(0),
      timeZone: 'UTC',
      dontRepeat: false,
    });
    const ledger = [say({ kind: 'due', until: minute(5000) }, 20)];
    const [edit] = effects(item({ author: SELF, body }), { ledger });
    if (edit?.kind !== 'edit-text') throw new Error(JSON.stringify(edit));
    expect(edit.from.split('\n').at(-1)).toBe('Due: 2026-11-21');
    expect(edit.to.split('\n').at(-1)).toBe('Due: 2026-11-25');
    expect(body.startsWith(edit.from)).toBe(true);
    const without = body.replace(/^Due:.*$/m, 'Whenever you like');
    expect(effects(item({ author: SELF, body: without }), { ledger })).toEqual([]);
    expect(effects(item({ body }), { ledger })).toEqual([]);
    const done = closedBy('carol', 30, { author: SELF, body });
    expect(effects(done, { ledger }), 'what is over stays as it is').toEqual([]);
  });

  test('a hand-added issue shows that it is an item, unless somebody took the label off', () => {
    const labelled = { kind: 'label-issue', issue: ITEM_REF, add: ['action-item'], remove: [] };
    expect(effects(item({ labels: [] }))).toContainEqual(labelled);
    const off = {
      change: 'unlabeled',
      label: 'action-item',
      by: person('eve'),
      at: minute(9),
    } as const;
    expect(effects(item({ labels: [], labelEvents: [off] }))).toEqual([]);
  });
});

test('an item is its assignees’, else whom `/owner` named and GitHub cannot assign', () => {
  const named = [say({ kind: 'owner', login: 'erin' }, 20)];
  expect(work(item(), named).owners).toEqual(['bob']);
  const nobody = item({ assignees: [] });
  expect(work(nobody).owners).toEqual([]);
  expect(work(nobody, named).owners).toEqual(['erin']);
  const off = { change: 'unassigned', login: 'bob', at: minute(30) } as const;
  const left = (by: typeof SELF) => ({ events: [{ ...off, by }], complete: true });
  expect(work({ ...nobody, assignments: left(SELF) }, named).owners).toEqual(['erin']);
  expect(work({ ...nobody, assignments: left(person('eve')) }, named).owners).toEqual([]);
});

describe('what is said on an item', () => {
  const weigh = (command: ItemCommand, more: Partial<Parameters<typeof weighRemark>[1]> = {}) => {
    const weighed = weighRemark([command], {
      by: 'carol',
      at: minute(50),
      item: item(),
      ledger: [],
      steersIncident: true,
      here: undefined,
      named: people({ alice: 'write', eve: 'none' }),
      ...more,
    });
    return weighed.kind === 'said' ? weighed.sayings : weighed.refusal;
  };

  test('counts of whoever steers the incident, may write there, or owns it; of nobody else', () => {
    const out = { steersIncident: false };
    expect(weigh({ kind: 'confirm' }, out)).toEqual({ why: 'no-right', login: 'carol' });
    const here = people({ carol: 'write' }).get('carol');
    expect(weigh({ kind: 'confirm' }, { ...out, here })).toEqual([{ kind: 'confirm' }]);
    const until: Instant = minute(100);
    expect(weigh({ kind: 'due', until }, { ...out, by: 'BOB' })).toEqual([{ kind: 'due', until }]);
  });

  test('is refused where nobody can vouch, do or see it', () => {
    expect(weigh({ kind: 'confirm' }, { by: 'bob' })).toMatchObject({ why: 'own-work' });
    expect(weigh({ kind: 'owner', login: 'mallory' })).toMatchObject({ why: 'no-such-user' });
    expect(weigh({ kind: 'owner', login: 'eve' })).toMatchObject({ why: 'cannot-see' });
    expect(weigh({ kind: 'due', until: minute(50) })).toMatchObject({ why: 'past' });
    expect(weigh({ kind: 'snooze', until: minute(60 * 24 * 40) })).toMatchObject({
      why: 'quiet-too-long',
    });
    const command = { kind: 'not-doing', reason: 'no' } as const;
    expect(weigh(command, { ledger: [anItemEntry()] })).toEqual({ why: 'counted', item: ITEM_REF });
    expect(weigh(command)).toEqual([command]);
  });

  test('counts whole: of one kind the last, of different kinds all', () => {
    const commands: readonly ItemCommand[] = [
      { kind: 'due', until: minute(100) },
      { kind: 'owner', login: 'alice' },
      { kind: 'confirm' },
      { kind: 'due', until: minute(200) },
      { kind: 'confirm' },
    ];
    const weighed = weighRemark(commands, {
      ...{ by: 'carol', at: minute(50), item: item(), ledger: [] },
      ...{ steersIncident: true, here: undefined, named: people({ alice: 'write' }) },
    });
    expect(weighed).toEqual({
      kind: 'said',
      sayings: [
        { kind: 'due', until: minute(200) },
        { kind: 'owner', login: 'alice' },
        { kind: 'confirm' },
      ],
    });
  });
});
