import { describe, expect, test } from 'vitest';
import { parseComment } from '../../../src/core/command/parse.ts';
import { context, said, refused, kindOf } from './comments.ts';

describe('slips get an answer, strangers are left alone', () => {
  test.each([
    ['/mitgated', '/mitigated'],
    ['/mitigatd at 14:32', '/mitigated at 14:32'],
    ['/severty sev2', '/severity sev2'],
    ['/akc', '/ack'],
    ['/comander @alice', '/commander @alice'],
    ['/updaet Rolling back', '/update Rolling back'],
    ['/sev1', '/severity sev1'],
    ['/close', '/resolved'],
  ])('%s is answered with %s', (body, instead) => {
    expect(refused(body)[0]?.instead).toBe(instead);
  });

  test.each([
    '/etc/passwd',
    '/usr/bin/env node',
    '/tmp',
    '/var is full',
    '/healthz answers 500',
    '/api/v1/orders answers 500',
    '/node is a folder',
    '//comment',
    '/ 5',
    '/12',
    '/rebase',
    '/lgtm',
    '/assign @alice',
    '/cherry-pick v1',
    '/orders.csv',
  ])('%s is none of our business', (body) => {
    expect(kindOf(body)).toBe('no-commands');
  });

  test('where no incident is, only /incident is a command', () => {
    const place = 'thread' as const;
    for (const body of ['/ack', '/reopen', '/mitgated', '/help', '/declare x']) {
      expect(parseComment(body, { ...context, place }).kind).toBe('no-commands');
    }
    expect(said('/lgtm\n/incident declare', { place })).toEqual([{ kind: 'declare', title: null }]);
    expect(refused('/incident', { place })[0]?.instead).toBe('/incident declare Checkout is down');
  });
});

describe('what cannot be understood is refused with a line that would be', () => {
  test.each([
    ['/severity', 'it does not say which severity: sev1, sev2, sev3, sev4, sev5', '/severity sev1'],
    [
      '/severity sve2',
      '“sve2” is not a severity of the policy; there are sev1, sev2, sev3, sev4, sev5',
      '/severity sev2',
    ],
    [
      '/severity 3',
      '“3” is not a severity of the policy; there are sev1, sev2, sev3, sev4, sev5',
      '/severity sev3',
    ],
    ['/impact', 'it gives no figure', '/impact users=15% customers=3%'],
    ['/impact users=15% many', 'I cannot read “many” as a figure', '/impact users=15%'],
    [
      '/impact users=140%',
      'users cannot be more than 100 percent',
      '/impact users=15% customers=3%',
    ],
    [
      '/impact usres=5%',
      'the figures are users, customers and cost, not “usres” (did you mean users?)',
      '/impact users=15% customers=3%',
    ],
    ['/impact users=5% users=6%', 'it gives users twice', '/impact users=5%'],
    [
      '/mitigated at 25:10',
      '`25:10` is not a time of day',
      '/mitigated at 14:32 rolled back to v41',
    ],
    [
      '/mitigated at 1432',
      '`1432` is not a time I can read',
      '/mitigated at 14:32 rolled back to v41',
    ],
    [
      '/resolved at 2026-02-30 12:00',
      '`2026-02-30 12:00` is not a day of the calendar',
      '/resolved at 16:10 the faulty index is fixed',
    ],
    ['/started 2027-01-01 10:00', '`2027-01-01 10:00` lies in the future', '/started 13:58'],
    [
      '/started 1926-11-21 10:00',
      '`1926-11-21 10:00` is more than ten years ago',
      '/started 13:58',
    ],
    ['/started', 'it does not say when', '/started 13:58'],
    ['/started 13:58 or so', 'I understand the time, but not “or so” after it', '/started 13:58'],
    ['/ack at 14:05', 'an acknowledgement is always as of now', '/ack'],
    [
      '/reopen',
      'it needs a reason, so that everybody understands',
      '/reopen errors are back in eu-west',
    ],
    ['/note', 'a note needs a text', '/note at 14:32 error rate back to normal in eu-west'],
    [
      '/note at 14:32',
      'a note needs a text',
      '/note at 14:32 error rate back to normal in eu-west',
    ],
    [
      '/role',
      'it does not say which role: commander, tech-lead, communications, infrastructure, executive, scribe',
      '/role commander @alice',
    ],
    [
      '/role captain @bob',
      '“captain” is not a role of the policy; there are commander, tech-lead, communications, infrastructure, executive, scribe',
      '/role commander @bob',
    ],
    ['/commander @acme/payments', 'a role is held by a person, not by a team', '/commander @dana'],
    ['/commander @alice @bob', 'a role is held by one person at a time', '/commander @dana'],
    [
      '/service chekout',
      '“chekout” is not a service of the policy; there are checkout, search',
      '/service checkout',
    ],
    ['/service', 'it does not say which service: checkout, search', '/service checkout'],
    ['/related soon', 'it does not say which issue', '/related #12'],
    ['/duplicate #12 and #13', null, null],
    ['/duplicate #12 #13', 'it can be the duplicate of one incident only', '/duplicate #12'],
    [
      '/incident',
      'the one thing `/incident` can do is declare',
      '/incident declare Checkout is down',
    ],
  ])('%s', (body, problem, instead) => {
    if (problem === null) {
      expect(kindOf(body)).toBe('commands');
      return;
    }
    expect(refused(body)).toEqual([{ line: 1, found: body, problem, instead }]);
  });

  test('what is written instead is understood, so copying it works', () => {
    const lines = ['/severity sve2', '/impact users=15% many', '/mitgated', '/service chekout'];
    for (const line of lines) expect(kindOf(refused(line)[0]!.instead)).toBe('commands');
  });

  test('one line that is not understood refuses the whole comment and names every such line', () => {
    const problems = refused('/ack\n/severity huge\n/mitgated');
    expect(problems.map(({ line }) => line)).toEqual([2, 3]);
  });

  test('more than fifty commands are refused at once', () => {
    const problems = refused('/ack\n'.repeat(51));
    expect(problems).toHaveLength(1);
    expect(problems[0]?.problem).toBe('one comment can hold 50 commands');
    expect(said('/ack\n'.repeat(50))).toHaveLength(50);
  });
});
