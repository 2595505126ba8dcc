import { describe, expect, it } from 'vitest';
import { heldState, obligationOf } from '../../../src/core/followup/owed.ts';
import { violationAt } from '../../../src/core/followup/violation.ts';
import { plan } from '../../../src/core/incident/plan.ts';
import type { IncidentFacts } from '../../../src/core/incident/facts.ts';
import type { PullEntry } from '../../../src/core/ledger/ledger.ts';
import type { Policy } from '../../../src/core/policy/policy.ts';
import { DAY, instantFromIso, plus, type Instant } from '../../../src/core/time.ts';
import { aPolicy } from '../../builders/a-policy.ts';
import { aComment, formBody, minute } from '../../builders/facts.ts';
import { afterwards, anItem, owedWords, owing } from '../../builders/an-obligation.ts';
import { answerTo, type Run } from '../../builders/run-incident.ts';

/** One comment each, a minute apart, from minute 20 on. */
function says(...sayings: readonly (readonly [string, string])[]): Partial<IncidentFacts> {
  return {
    comments: sayings.map(([by, body], index) =>
      aComment(body, { id: 50 + index, by, createdAt: minute(20 + index) }),
    ),
  };
}

function withPolicy(dontRepeat: Partial<Policy['dontRepeat']>): Policy {
  const policy = aPolicy();
  return { ...policy, dontRepeat: { ...policy.dontRepeat, ...dontRepeat } };
}

function waiverOf(state: Run) {
  return obligationOf(state)?.teams[0]?.waiver ?? null;
}

const REQUEST = ['bob', '/waive until 2026-12-01 the vendor ships its part then'] as const;
const END = instantFromIso('2026-12-02T00:00:00Z');

describe('a waiver', () => {
  it('holds from the approval of another approver to its end, exclusive', () => {
    const state = afterwards(owing(), says(REQUEST, ['ivy', '/approve-waiver']));
    const obligation = obligationOf(state)!;
    const [team] = obligation.teams;
    expect(team?.waiver).toEqual({
      requestedBy: 'bob',
      grantedBy: 'ivy',
      grantedAt: minute(21),
      until: END,
      reason: 'the vendor ships its part then',
    });
    expect(violationAt(obligation, team!, plus(END, -1)).is).toBe('waived');
    expect(violationAt(obligation, team!, END).is).toBe('open');
  });

  it('that is only asked for holds nothing back', () => {
    expect(waiverOf(afterwards(owing(), says(REQUEST)))).toBeNull();
  });

  it('is written to the ledger with its team, whatever services are named later', () => {
    const { ledger } = afterwards(owing(), says(REQUEST));
    expect(JSON.stringify(ledger)).toContain('"team":"acme/payments"');
  });

  it('that is renewed holds until the new one is granted, and is then the new one', () => {
    const renewal = ['bob', '/waive until 2026-12-10 it takes longer'] as const;
    const asked = afterwards(owing(), says(REQUEST, ['ivy', '/approve-waiver'], renewal));
    expect(waiverOf(asked)?.until).toBe(END);
    const granted = afterwards(
      owing(),
      says(REQUEST, ['ivy', '/approve-waiver'], renewal, ['joe', '/approve-waiver']),
    );
    expect(waiverOf(granted)).toMatchObject({ until: plus(END, 9 * DAY), grantedBy: 'joe' });
  });

  it.each(['ivy', 'bob', 'carol'])('is ended by %s, as that only tightens', (by) => {
    const state = afterwards(
      owing(),
      says(REQUEST, ['ivy', '/approve-waiver'], [by, '/revoke-waiver']),
    );
    expect(waiverOf(state)).toBeNull();
  });

  it('is looked at again when it ends, also when the incident is resolved', () => {
    const granted = afterwards(
      owing(),
      says(REQUEST, ['ivy', '/approve-waiver'], ['bob', '/resolved done']),
    );
    // Reminders of what comes after the incident may be looks before that one; none is instead of it.
    const after = (now: Instant) => plan({ ...granted, now, ledgerBlocks: [] }).lookAgainAt;
    for (let now = minute(30); now < END; now = plus(now, DAY / 2)) {
      expect(after(now)).toBeGreaterThan(now);
      expect(after(now)).toBeLessThanOrEqual(END);
    }
    expect(after(plus(END, -1))).toBe(END);
    expect(heldState(obligationOf(granted), minute(30))).not.toBe(
      heldState(obligationOf(granted), END),
    );
  });

  it('is told on the timeline: asked for, granted, ended', () => {
    const state = afterwards(
      owing(),
      says(REQUEST, ['ivy', '/approve-waiver'], ['bob', '/revoke-waiver']),
    );
    const told = state.incident.timeline.filter(({ kind }) => kind === 'dont-repeat');
    expect(told.map(({ by, text }) => [by, text])).toEqual([
      [null, "Merges of acme/payments are held until the don't-repeat work is done"],
      [
        'bob',
        'Asked for a waiver for acme/payments until 2026-12-02 00:00 UTC: the vendor ships its part then',
      ],
      ['ivy', 'Waived acme/payments until 2026-12-02 00:00 UTC, as bob asked'],
      ['bob', 'Ended the waiver of acme/payments'],
    ]);
  });
});

describe('a way out is refused, in one sentence that helps,', () => {
  it.each<readonly [string, readonly (readonly [string, string])[], string]>([
    [
      'when whoever asked grants it',
      [
        ['ivy', REQUEST[1]],
        ['ivy', '/approve-waiver'],
      ],
      'nobody grants a waiver that they asked for',
    ],
    [
      'when it is granted by no approver',
      [REQUEST, ['alice', '/approve-waiver']],
      'acme/incident-commanders',
    ],
    ['when nobody asked', [['ivy', '/approve-waiver']], 'nobody has asked'],
    [
      'when it would last too long',
      [['bob', '/waive until 2027-03-01 later']],
      'latest end is 2026-12-21 14:20 UTC',
    ],
    [
      'when the team has no part in it',
      [['bob', '/waive discovery until 2026-12-01 later']],
      'there is acme/payments',
    ],
    [
      'when there is no waiver to end',
      [['bob', '/revoke-waiver']],
      'no waiver that could be ended',
    ],
    ['when no approver accepts', [['bob', '/accept not feasible']], 'acme/incident-commanders'],
    ['when the accepted item is none', [['ivy', '/accept #99 not feasible']], 'acme/checkout#34'],
  ])('%s', (_, sayings, words) => {
    const state = afterwards(owing(), says(...sayings));
    expect(answerTo(state.ledger, 50 + sayings.length - 1)).toContain(words);
    expect(owedWords(state)).toEqual(['acme/payments: #34']);
    expect(waiverOf(state)).toBeNull();
  });

  it('when nothing is owed', () => {
    const minor = { body: formBody({ severity: 'SEV-5', sla: 'No' }) };
    const state = afterwards(owing(minor), { ...minor, ...says(REQUEST, ['ivy', '/accept done']) });
    expect(answerTo(state.ledger, 50)).toContain('nothing to lift');
    expect(answerTo(state.ledger, 51)).toContain('nothing to lift');
  });

  it('when it does not say for which of several teams', () => {
    const two = { ...says(['bob', '/service search'], REQUEST), subIssues: [] };
    const state = afterwards(owing({}, { item: false }), two);
    expect(answerTo(state.ledger, 51)).toContain('acme/discovery and acme/payments');
  });

  it('when the policy names no approvers, with where to list them', () => {
    const policy = withPolicy({
      waivers: { approvers: [], longest: { unit: 'ms', amount: 30 * DAY } },
    });
    const state = afterwards(owing({}, { policy }), says(REQUEST, ['bob', '/severity sev5']));
    expect(answerTo(state.ledger, 50)).toContain('dont_repeat.waivers.approvers');
    expect(answerTo(state.ledger, 51)).toContain('.github/norepeat.yml');
  });
});

describe('what an approver accepts', () => {
  it('ends the obligation for good, whatever is said afterwards', () => {
    const state = afterwards(
      owing(),
      says(['ivy', '/accept the vendor is gone'], ['bob', '/severity sev2'], ['bob', '/reopen x']),
    );
    expect(obligationOf(state)).toBeNull();
  });

  it('of one item leaves the others', () => {
    const other = anItem({
      nodeId: 'I_35',
      ref: { repo: { owner: 'acme', name: 'checkout' }, number: 35 },
    });
    const before = owing();
    const second = {
      ...before.ledger.find((one) => one.verdict === 'item')!,
      nodeId: 'I_35',
      ref: other.ref,
    };
    const state = afterwards(
      { ...before, ledger: [...before.ledger, second] },
      {
        subIssues: [anItem(), other],
        ...says(['ivy', '/accept acme/checkout#34 the vendor is gone']),
      },
    );
    expect(owedWords(state)).toEqual(['acme/payments: #35']);
  });
});

describe('an obligation', () => {
  it('carries what was said on pull requests, and who may vouch', () => {
    const pull = { repo: { owner: 'acme', name: 'checkout' }, number: 40 };
    const said = (remark: number, what: PullEntry['said']): PullEntry => ({
      verdict: 'on-pull',
      remark,
      url: `https://github.example/acme/checkout/pull/40#issuecomment-${String(remark)}`,
      pull,
      by: 'ivy',
      at: minute(25),
      said: what,
    });
    const before = owing();
    const ledger = [
      ...before.ledger,
      said(700, { kind: 'fixes' }),
      said(701, { kind: 'override', sha: 'a'.repeat(40), reason: 'a hotfix' }),
    ];
    const state = afterwards({ ...before, ledger }, says(['bob', '/commander @carol']));
    const obligation = obligationOf(state);
    expect(obligation).toMatchObject({
      since: minute(10),
      roleHolders: ['carol'],
      fixes: [{ pull, by: 'ivy', at: minute(25) }],
      overrides: [{ pull, sha: 'a'.repeat(40), by: 'ivy', reason: 'a hotfix', at: minute(25) }],
    });
    expect(obligation?.fixTargets.map(({ ref }) => ref.number)).toEqual([12, 34]);
    const told = state.incident.timeline.filter(({ kind }) => kind === 'dont-repeat');
    expect(told.map(({ text }) => text)).toContain(
      'Let commit aaaaaaa of acme/checkout#40 through: a hotfix',
    );
  });

  it('is none while nothing has started, of a drill, and while nobody has confirmed it', () => {
    expect(obligationOf(afterwards(owing(), { comments: [] }))).not.toBeNull();
    expect(obligationOf(owing({ body: formBody({ severity: 'SEV-1', drill: true }) }))).toBeNull();
  });

  it('ends when every item is done with evidence, and begins again when one is reopened', () => {
    const done = anItem({
      state: 'closed',
      stateReason: 'completed',
      closedAt: minute(40),
      closedBy: { by: { login: 'bob', kind: 'person' }, pull: null },
      assignees: ['carol'],
    });
    const closed = afterwards(owing(), { subIssues: [done] });
    expect(obligationOf(closed)).toBeNull();
    expect(closed.incident.timeline.map(({ at, text }) => [at, text])).toContainEqual([
      minute(40),
      "Don't-repeat items of acme/payments are done: merges are no longer held by this incident",
    ]);
    expect(owedWords(afterwards(closed, { subIssues: [anItem()] }))).toEqual([
      'acme/payments: #34',
    ]);
  });

  it('without any item is owed by every team of the affected services', () => {
    const body = formBody({ severity: 'SEV-1', services: 'checkout, search' });
    expect(owedWords(owing({ body }, { item: false }))).toEqual([
      'acme/discovery: ',
      'acme/payments: ',
    ]);
  });

  it('of an item whose teams have no part in the incident any more is everybody’s', () => {
    const before = owing();
    const orphan = before.ledger.map((entry) =>
      entry.verdict === 'item' ? { ...entry, teams: [{ org: 'acme', slug: 'old-name' }] } : entry,
    );
    expect(owedWords({ ...before, ledger: orphan })).toEqual(['acme/payments: #34']);
  });

  it('starts when the policy says', () => {
    const starts = (when: Policy['dontRepeat']['starts']): string | null => {
      const state = owing({}, { policy: withPolicy({ starts: when }) });
      const { since } = state.incident.dontRepeat;
      return since === null ? null : String((since - minute(0)) / 60_000);
    };
    expect([starts('declared'), starts('mitigated'), starts('resolved')]).toEqual([
      '0',
      '10',
      null,
    ]);
  });

  it('holds after the grace', () => {
    const policy = withPolicy({ grace: { unit: 'ms', amount: 2 * DAY } });
    const state = owing({}, { policy });
    const obligation = obligationOf(state)!;
    expect(obligation.holdsFrom).toBe(plus(minute(10), 2 * DAY));
    expect(violationAt(obligation, obligation.teams[0]!, minute(30)).is).toBe('grace');
    expect(plan({ ...state, now: minute(30), ledgerBlocks: [] }).effects).not.toEqual([]);
  });
});
