import { describe, expect, test } from 'vitest';
import type { Command } from '../../../src/core/command/command.ts';
import { parseComment, type CommentContext } from '../../../src/core/command/parse.ts';
import { instantFromIso } from '../../../src/core/time.ts';
import { aPolicy, aService } from '../../builders/a-policy.ts';

const incidents = { owner: 'acme', name: 'incidents' };
const onIncident: CommentContext = {
  home: incidents,
  policy: aPolicy(),
  saidAt: instantFromIso('2026-11-21T14:40:00Z'),
  saidBy: 'dana',
};
const onPull: CommentContext = {
  ...onIncident,
  home: { owner: 'acme', name: 'checkout' },
  place: 'pull',
};
const december = instantFromIso('2026-12-16T00:00:00Z');
const inFiveDays = instantFromIso('2026-11-26T14:40:00Z');
const issue = (number: number, name = 'incidents') => ({ repo: { owner: 'acme', name }, number });

function said(body: string, context: CommentContext): readonly Command[] {
  const parsed = parseComment(body, context);
  if (parsed.kind !== 'commands') throw new Error(JSON.stringify(parsed));
  return parsed.commands;
}

function refused(body: string, context: CommentContext) {
  const parsed = parseComment(body, context);
  if (parsed.kind !== 'refused') throw new Error(JSON.stringify(parsed));
  return parsed.problems[0]!;
}

describe('on an incident', () => {
  const waive = {
    kind: 'waive',
    team: null,
    until: december,
    reason: 'the vendor is late',
  } as const;

  test.each<[string, Command]>([
    ['/waive until 2026-12-15 the vendor is late', waive],
    ['/waive until 2026-12-15: the vendor is late', waive],
    ['/waive until 2026-12-15 because the vendor is late', waive],
    ['/waive until 2026-12-15\nthe vendor\nis late', { ...waive, reason: 'the vendor\nis late' }],
    ['/waive payments until 2026-12-15 the vendor is late', { ...waive, team: 'acme/payments' }],
    [
      '/waive @acme/payments, until 2026-12-15 the vendor is late',
      { ...waive, team: 'acme/payments' },
    ],
    [
      '/waive for Payments until 2026-12-15 the vendor is late',
      { ...waive, team: 'acme/payments' },
    ],
    ['/waive search until 2026-12-15 the vendor is late', { ...waive, team: 'acme/discovery' }],
    ['/waive in 5 days the vendor is late', { ...waive, until: inFiveDays }],
    ['/waive for 5 days the vendor is late', { ...waive, until: inFiveDays }],
    [
      '/waive payments 5d the vendor is late',
      { ...waive, until: inFiveDays, team: 'acme/payments' },
    ],
    ['/waive 5bd the vendor is late', { ...waive, until: instantFromIso('2026-11-27T14:40:00Z') }],
    ['/approve-waiver', { kind: 'approve-waiver', team: null }],
    ['/approve-waiver payments', { kind: 'approve-waiver', team: 'acme/payments' }],
    [
      '/approve-waiver for @acme/discovery, thanks',
      { kind: 'approve-waiver', team: 'acme/discovery' },
    ],
    ['/revoke-waiver', { kind: 'revoke-waiver', team: null }],
    ['/revoke-waiver checkout', { kind: 'revoke-waiver', team: 'acme/payments' }],
    ['/accept the vendor is gone', { kind: 'accept', item: null, reason: 'the vendor is gone' }],
    ['/accept 3 vendors are gone', { kind: 'accept', item: null, reason: '3 vendors are gone' }],
    [
      '/accept #13 the vendor is gone',
      { kind: 'accept', item: issue(13), reason: 'the vendor is gone' },
    ],
    [
      '/accept acme/checkout#4: gone',
      { kind: 'accept', item: issue(4, 'checkout'), reason: 'gone' },
    ],
    [
      '/accept https://github.example/acme/checkout/issues/4 gone',
      { kind: 'accept', item: issue(4, 'checkout'), reason: 'gone' },
    ],
    // Understood, so that it can be answered where to say it.
    ['/fixes #12', { kind: 'fixes', issue: issue(12) }],
    ['/override 1a2b3c4 now', { kind: 'override', sha: '1a2b3c4', reason: 'now' }],
  ])('%s', (body, command) => {
    expect(said(body, onIncident)).toEqual([command]);
  });

  const NO_TEAM = (word: string) =>
    `“${word}” is no team that owns a service; there are payments, discovery`;
  const REASON = 'it needs a reason, so that everybody understands';

  test.each([
    ['/waive', 'it does not say until when', null],
    ['/waive the vendor is late', 'it does not say until when', null],
    [
      '/waive payments',
      'it does not say until when',
      '/waive payments in 5 days the vendor ships its part of the fix next week',
    ],
    [
      '/waive until 2026-12-15',
      REASON,
      '/waive until 2026-12-15 the vendor ships its part of the fix next week',
    ],
    ['/waive until 2026-11-20 vendor', '`2026-11-20` is past', '/waive in 5 days vendor'],
    ['/waive payments until Friday, vendor', '`Friday` is not a day I can read', null],
    [
      '/waive paymnets until 2026-12-15 vendor',
      NO_TEAM('paymnets'),
      '/waive payments until 2026-12-15 vendor',
    ],
    [
      '/waive ours until 2026-12-15',
      NO_TEAM('ours'),
      '/waive until 2026-12-15 the vendor ships its part of the fix next week',
    ],
    ['/approve-waiver fine', NO_TEAM('fine'), '/approve-waiver'],
    ['/revoke-waiver acme/discvery', NO_TEAM('acme/discvery'), '/revoke-waiver discovery'],
    ['/accept', REASON, null],
    ['/accept #13', REASON, null],
    ['/aprove-waiver payments', 'there is no `/aprove-waiver`', '/approve-waiver payments'],
    ['/wavie in 5 days vendor', 'there is no `/wavie`', '/waive in 5 days vendor'],
  ])('%s is refused with a line that is understood', (body, problem, instead) => {
    const refusal = refused(body, onIncident);
    expect(refusal.problem).toBe(problem);
    if (instead !== null) expect(refusal.instead).toBe(instead);
    expect(parseComment(refusal.instead, onIncident).kind).toBe('commands');
  });

  test('a team that two organisations have must be named in full', () => {
    const services = ['acme', 'umbrella'].map((org) =>
      aService({ id: `pay-${org}`, team: { org, slug: 'payments' } }),
    );
    const context = { ...onIncident, policy: aPolicy({ services }) };
    expect(refused('/approve-waiver payments', context).problem).toMatch(/payments/);
    expect(said('/approve-waiver umbrella/payments', context)).toEqual([
      { kind: 'approve-waiver', team: 'umbrella/payments' },
    ]);
    expect(said('/approve-waiver pay-acme', context)).toEqual([
      { kind: 'approve-waiver', team: 'acme/payments' },
    ]);
  });

  test('where no service has a team there is nobody to waive for', () => {
    const context = { ...onIncident, policy: aPolicy({ services: [aService({ team: null })] }) };
    expect(refused('/approve-waiver payments', context).problem).toBe(
      'the policy names no team that owns a service',
    );
  });
});

describe('on a pull request', () => {
  test.each<[string, Command]>([
    ['/fixes acme/incidents#12', { kind: 'fixes', issue: issue(12) }],
    ['/fixes acme/incidents#12, see the log', { kind: 'fixes', issue: issue(12) }],
    ['/fixes https://github.example/acme/incidents/issues/12', { kind: 'fixes', issue: issue(12) }],
    ['/fixes acme/checkout#40', { kind: 'fixes', issue: issue(40, 'checkout') }],
    [
      '/override 1a2b3c4 customers cannot pay',
      { kind: 'override', sha: '1a2b3c4', reason: 'customers cannot pay' },
    ],
    ['/override `1A2B3C4D` now', { kind: 'override', sha: '1a2b3c4d', reason: 'now' }],
    [
      '/override https://github.example/acme/checkout/commit/1a2b3c4d now',
      { kind: 'override', sha: '1a2b3c4d', reason: 'now' },
    ],
    [`/override ${'a'.repeat(40)} now`, { kind: 'override', sha: 'a'.repeat(40), reason: 'now' }],
    ['/help', { kind: 'help' }],
    ['/incident declare Checkout is down', { kind: 'declare', title: 'Checkout is down' }],
  ])('%s', (body, command) => {
    expect(said(body, onPull)).toEqual([command]);
  });

  test('#12 is an issue of this repository: only where incidents are is that an incident', () => {
    for (const body of ['/fixes #12', '/fixes 12', '/fixes #12 #13']) {
      expect(refused(body, onPull)).toMatchObject({
        problem: '`#12` is an issue of this repository; incidents are in acme/incidents',
        instead: '/fixes acme/incidents#12',
      });
    }
    expect(said('/fixes #12', { ...onPull, home: incidents })).toEqual([
      { kind: 'fixes', issue: issue(12) },
    ]);
    const secret = { owner: 'acme', name: 'security' };
    const policy = aPolicy({ privateRepository: secret });
    expect(said('/fixes #12', { ...onPull, policy, home: secret })).toEqual([
      { kind: 'fixes', issue: { repo: secret, number: 12 } },
    ]);
  });

  test.each([
    ['/fixes', 'it does not say which incident', '/fixes acme/incidents#12'],
    ['/fixes the outage', 'it does not say which incident', '/fixes acme/incidents#12'],
    [
      '/fixes acme/incidents#12 acme/incidents#13',
      'it links one incident; write a line for each',
      '/fixes acme/incidents#12',
    ],
    ['/override', 'it does not say which commit; the check prints the line to copy', null],
    [
      '/override customers cannot pay',
      'it does not say which commit; the check prints the line to copy',
      null,
    ],
    ['/override 1a2b now', '“1a2b” is too short for a commit: it takes seven digits', null],
    [`/override ${'a'.repeat(65)} now`, null, null],
    [
      '/override 1a2b3c4',
      'it needs a reason, so that everybody understands',
      '/override 1a2b3c4 customers cannot pay until this is out',
    ],
    ['/fixed acme/incidents#12', 'there is no `/fixed`', '/fixes acme/incidents#12'],
    ['/overide 1a2b3c4 now', 'there is no `/overide`', '/override 1a2b3c4 now'],
  ])('%s is refused with a line that is understood', (body, problem, instead) => {
    const refusal = refused(body, onPull);
    if (problem !== null) expect(refusal.problem).toBe(problem);
    if (instead !== null) expect(refusal.instead).toBe(instead);
    expect(parseComment(refusal.instead, onPull).kind).toBe('commands');
  });

  test.each([
    ['/waive payments until 2026-12-15 vendor', '/waive payments until 2026-12-15 vendor'],
    ['/waive', '/waive in 5 days the vendor ships its part of the fix next week'],
    ['/waiver in 5 days vendor', '/waive in 5 days vendor'],
    ['/approve-waiver payments', '/approve-waiver payments'],
    ['/revoke-waiver', '/revoke-waiver'],
    ['/accept the vendor is gone', '/accept the vendor is gone'],
    ['/severity sev1', '/severity sev1'],
  ])(
    '%s is answered with where to say it, and a line that is understood there',
    (body, instead) => {
      const refusal = refused(body, onPull);
      expect(refusal.problem).toBe(
        'this is said in a comment on the incident, not on a pull request',
      );
      expect(refusal.instead).toBe(instead);
      expect(parseComment(refusal.instead, onIncident).kind).toBe('commands');
    },
  );

  test.each(
    [
      '/ack',
      '/close',
      '/reopen',
      '/update',
      '/approve',
      '/lgtm',
      '/hold',
      '/retest',
      '/rebase',
    ].concat([
      '/assign @bob',
      '/cc @bob',
      '/label bug',
      '/files',
      '/fix',
      '/help-wanted',
      '/waiting',
      '/commander @bob',
    ]),
  )('%s may be for another app and is left alone', (body) => {
    expect(parseComment(body, onPull).kind).toBe('no-commands');
  });
});

test('on another issue none of these is a command', () => {
  for (const body of ['/fixes acme/incidents#12', '/override 1a2b3c4 now', '/waive', '/help']) {
    expect(parseComment(body, { ...onPull, place: 'thread' }).kind).toBe('no-commands');
  }
});
