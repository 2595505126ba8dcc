import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { endingOf } from '../../../src/core/followup/endings.ts';
import { debtsOf } from '../../../src/core/followup/owed.ts';
import type { IncidentFacts } from '../../../src/core/incident/facts.ts';
import { mergeLedgers } from '../../../src/core/ledger/merge.ts';
import { DAY, MINUTE, plus, type Instant } from '../../../src/core/time.ts';
import { aPolicy } from '../../builders/a-policy.ts';
import { ITEM_REF } from '../../builders/an-obligation.ts';
import {
  aComment,
  aSubIssue,
  closed,
  INCIDENT_REF,
  minute,
  person,
  reopened,
} from '../../builders/facts.ts';
import { oneLook } from '../../builders/one-look.ts';
import { perform } from '../../builders/perform.ts';
import { run, type Run } from '../../builders/run-incident.ts';
import { runs } from '../../support/properties.ts';

/** 2026-11-21 is a Saturday: a business day after it ends on Monday. */
const MONDAY = plus(minute(0), 2 * DAY);

function endingAt(of: Run, now: Instant) {
  const { incident, facts, ledger, policy } = of;
  return endingOf({ ...of, debts: debtsOf({ state: incident, facts, ledger, policy }), now });
}

const calm = (at: number, id = 1): Partial<IncidentFacts> => ({
  comments: [aComment('/severity sev4\n/resolved', { id, createdAt: minute(at) })],
});

const doneItem = aSubIssue({
  state: 'closed',
  stateReason: 'completed',
  assignees: ['bob'],
  closedAt: minute(20),
  closedBy: { by: person('alice'), pull: null },
});

describe('an incident of which nothing was asked', () => {
  it('is over a business day after somebody said that it is resolved, and not before', () => {
    const state = run(calm(3));
    const at = plus(MONDAY, 3 * MINUTE);
    expect(endingAt(state, minute(4))).toEqual({ entry: null, at });
    expect(endingAt(state, plus(at, -1))).toEqual({ entry: null, at });
    expect(endingAt(state, at).entry).toEqual({ verdict: 'ended', resolvedAt: minute(3), at });
  });

  it('waits from when it was said, whatever time was given', () => {
    const early = aComment('/severity sev4\n/resolved at 14:01', { createdAt: minute(50) });
    const state = run({ comments: [early] });
    expect(state.incident.clocks.resolvedAt).toBe(minute(1));
    expect(endingAt(state, minute(60)).at).toBe(plus(MONDAY, 50 * MINUTE));
  });

  it('does not wait where the policy waits for nothing', () => {
    const policy = aPolicy({ closeAfter: { unit: 'ms', amount: 0 } });
    expect(endingAt(run(calm(3), { policy }), minute(3)).entry).not.toBeNull();
  });
});

describe('an incident of which something was asked', () => {
  it('is over at once when it is done', () => {
    const state = run({ ...calm(30), subIssues: [doneItem] });
    expect(endingAt(state, minute(31)).entry).toMatchObject({ at: minute(31) });
  });

  it('is not over while something is missing, however long that takes', () => {
    const open = run({ ...calm(30), subIssues: [aSubIssue({})] });
    expect(endingAt(open, plus(MONDAY, 300 * DAY))).toEqual({ entry: null, at: null });
    const owed = run({ comments: [aComment('/severity sev1\n/resolved')] });
    expect(endingAt(owed, plus(MONDAY, 300 * DAY))).toEqual({ entry: null, at: null });
  });

  describe('because a text names its items', () => {
    const adopting = {
      ...({ verdict: 'adopted', item: ITEM_REF, nodeId: 'I_34', via: 'task-list' } as const),
      ...{ by: 'alice', at: minute(40) },
    } as const;
    const withAdopted = (given: Partial<IncidentFacts> = {}): Run => {
      const state = run({ ...calm(30), subIssues: [doneItem], ...given });
      return { ...state, ledger: mergeLedgers(state.ledger, [adopting]) };
    };

    it('is not over between an adoption and its linking, nor for what GitHub refuses for an hour', () => {
      const state = withAdopted({ subIssues: [{ ...doneItem, nodeId: 'I_1' }] });
      const given = { entry: null, at: minute(100) };
      expect(endingAt(state, minute(41))).toEqual(given);
      expect(endingAt(state, plus(minute(100), -1))).toEqual(given);
      expect(endingAt(state, minute(100)).entry).not.toBeNull();
    });

    it('waits no longer once it is linked, taken off again or below another issue', () => {
      expect(endingAt(withAdopted(), minute(41)).entry).not.toBeNull();
      const other = { ...doneItem, nodeId: 'I_1' };
      const elsewhere = aSubIssue({ parent: { ...INCIDENT_REF, number: 99 } });
      const detached = withAdopted({ subIssues: [other], detached: [elsewhere] });
      expect(endingAt(detached, minute(41)).entry).not.toBeNull();
    });
  });

  it('is not over before an item that was asked for in the same breath is there', () => {
    const said = aComment('/severity sev4\n/action detect Alert on it\n/resolved');
    const state = run({ comments: [said], subIssues: [doneItem] });
    expect(endingAt(state, plus(MONDAY, 9 * DAY))).toEqual({ entry: null, at: null });
  });
});

describe('an ending', () => {
  it.each<[string, Partial<IncidentFacts>]>([
    ['what is not resolved', { comments: [aComment('/severity sev4\n/mitigated')] }],
    ['a false alarm', { comments: [aComment('/false-alarm no')] }],
    ['an unconfirmed declaration', { author: person('eve'), events: [] }],
  ])('never comes to %s', (_, given) => {
    expect(endingAt(run(given), plus(MONDAY, 9 * DAY))).toEqual({ entry: null, at: null });
  });

  it('is dated in whole seconds, and never before anything that was decided', () => {
    const state = run({ ...calm(30), subIssues: [doneItem] });
    expect(endingAt(state, plus(minute(31), 400)).entry?.at).toBe(minute(31));
    expect(endingAt(state, plus(minute(30), -5000)).entry).toBeNull();
    const policy = aPolicy({ closeAfter: { unit: 'ms', amount: 0 } });
    const late = run({ ...calm(30), subIssues: [doneItem] }, { policy });
    expect(endingAt(late, minute(30)).entry?.at).toBe(minute(30));
  });

  it('ends one resolution: opened again it waits for another', () => {
    const first = run({ ...calm(30), subIssues: [doneItem] });
    const { entry } = endingAt(first, minute(31));
    const ledger = mergeLedgers(first.ledger, entry === null ? [] : [entry]);
    const over = run(first.facts, { ledger });
    expect(over.incident.status).toMatchObject({ is: 'closed', by: null, since: minute(31) });
    const events = [...first.facts.events, reopened({ at: minute(31) })];
    const again = run({ ...first.facts, events }, { ledger });
    expect(again.incident.status.is).toBe('acknowledged');
    expect(endingAt(again, minute(90))).toEqual({ entry: null, at: null });
    const said = aComment('/resolved', { id: 2, createdAt: minute(40) });
    const comments = [...first.facts.comments, said];
    const second = run({ ...first.facts, events, comments }, { ledger: again.ledger });
    expect(endingAt(second, minute(41)).entry).toMatchObject({ resolvedAt: minute(40) });
  });
});

/** Reads, decides and performs at these minutes, seeing what had happened by then, until all is done. */
function lived(story: Partial<IncidentFacts>, readings: readonly number[]) {
  let ledger: Run['ledger'] = [];
  let own: IncidentFacts | null = null;
  for (const at of [...readings, 200, 201, 202]) {
    const seen = upTo(story, minute(at));
    const mine = own === null ? [] : own.comments.filter(({ author }) => author.kind === 'self');
    const clicks = own === null ? [] : own.events.filter(({ by }) => by.kind === 'self');
    const facts = {
      ...seen,
      comments: [...(seen.comments ?? []), ...mine],
      events: [...(seen.events ?? []), ...clicks],
      labels: own?.labels ?? ['incident'],
      assignees: own?.assignees ?? [],
      state: own?.state ?? 'open',
    } satisfies Partial<IncidentFacts>;
    const decided = run(facts, { ledger });
    const { entry } = endingAt(decided, minute(at));
    ledger = mergeLedgers(decided.ledger, entry === null ? [] : [entry]);
    const now = run(facts, { ledger });
    const look = oneLook(now, minute(at));
    ({ ledger } = look);
    own = perform(
      now.facts,
      look.effects.filter(({ kind }) => kind !== 'add-sub-issue' && !isOfItem(kind)),
    );
  }
  return run(own ?? {}, { ledger }).incident;
}

function isOfItem(kind: string): boolean {
  return kind === 'keep-labels' || kind === 'edit-text';
}

function upTo(story: Partial<IncidentFacts>, now: Instant): Partial<IncidentFacts> {
  const happened = ({ at }: { readonly at: Instant }): boolean => at <= now;
  return {
    ...story,
    comments: (story.comments ?? []).filter(({ createdAt }) => createdAt <= now),
    events: (story.events ?? []).filter(happened),
    subIssues: (story.subIssues ?? []).map((item) =>
      item.closedAt !== null && item.closedAt > now
        ? { ...item, state: 'open', stateReason: null, closedAt: null, closedBy: null }
        : item,
    ),
  };
}

describe('whenever the app reads it', () => {
  it('an incident that is closed too early and finished afterwards ends closed as done', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(80), { maxLength: 5 }),
        fc.nat(80),
        fc.nat(80),
        (readings, close, finish) => {
          const story = {
            comments: [aComment('/severity sev4\n/resolved', { createdAt: minute(30) })],
            events: [closed({ at: minute(close) })],
            subIssues: [{ ...doneItem, closedAt: minute(finish) }],
          };
          const { status } = lived(
            story,
            readings.toSorted((a, b) => a - b),
          );
          expect(status).toMatchObject({ is: 'closed', because: { why: 'done' } });
        },
      ),
      runs(25),
    );
  });
});
