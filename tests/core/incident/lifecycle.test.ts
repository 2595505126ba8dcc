import { describe, expect, it } from 'vitest';
import { isoOf } from '../../../src/core/time.ts';
import { aComment, closed, formBody, labeled, minute, reopened } from '../../builders/facts.ts';
import { answerTo, run } from '../../builders/run-incident.ts';

/** Bob says these, one comment each, at these minutes after the declaration. */
function says(...sayings: readonly (readonly [number, string])[]) {
  return sayings.map(([at, body], index) =>
    aComment(body, { id: 1001 + index, createdAt: minute(at) }),
  );
}

function clocksOf(comments: ReturnType<typeof says>, facts: Parameters<typeof run>[0] = {}) {
  return run({ ...facts, comments }).incident.clocks;
}

const started1358 = { body: formBody({ started: '2026-11-21 13:58' }) };

describe('an incident runs from declared to resolved', () => {
  it('is declared until somebody acknowledges', () => {
    expect(run().incident.status).toEqual({ is: 'declared', since: minute(0) });
  });

  it('is acknowledged by the first who says so, and a second acknowledgement changes nothing', () => {
    const comments = [
      aComment('/ack', { id: 1, by: 'bob', createdAt: minute(2) }),
      aComment('/ack', { id: 2, by: 'alice', createdAt: minute(3) }),
    ];
    const { incident, ledger } = run({ comments });
    expect(incident.status).toEqual({ is: 'acknowledged', since: minute(2), by: 'bob' });
    expect(ledger.filter(({ verdict }) => verdict === 'accepted')).toHaveLength(2);
    expect(incident.timeline.filter(({ kind }) => kind === 'acknowledged')).toHaveLength(1);
  });

  it('is mitigated at the time that was named, not at the time of naming it', () => {
    const { incident } = run({ comments: says([40, '/mitigated at 14:32 rolled back']) });
    expect(incident.status).toEqual({ is: 'mitigated', since: minute(32), by: 'bob' });
    expect(incident.timeline.find(({ kind }) => kind === 'mitigated')).toMatchObject({
      kind: 'mitigated',
      at: minute(32),
      text: 'Mitigated: rolled back',
    });
  });

  it('takes the moment of saying when no time is named', () => {
    expect(clocksOf(says([40, '/mitigated'])).mitigatedAt).toBe(minute(40));
  });

  it('is acknowledged at the latest when it is mitigated', () => {
    expect(clocksOf(says([40, '/mitigated at 14:32'])).acknowledgedAt).toBe(minute(32));
  });

  it('is acknowledged no earlier than it was declared', () => {
    const clocks = clocksOf(says([5, '/mitigated at 13:59']), started1358);
    expect(clocks.acknowledgedAt).toBe(minute(0));
    expect(clocks.mitigatedAt).toBe(minute(-1));
  });

  it('is mitigated with its resolution when nobody said so before', () => {
    const clocks = clocksOf(says([60, '/resolved']));
    expect(clocks).toMatchObject({ mitigatedAt: minute(60), resolvedAt: minute(60) });
  });

  it('moves an implied mitigation along when the resolution is corrected', () => {
    const clocks = clocksOf(says([60, '/resolved'], [61, '/resolved at 14:50']));
    expect(clocks).toMatchObject({ mitigatedAt: minute(50), resolvedAt: minute(50) });
  });

  it('stays resolved when its mitigation is corrected', () => {
    const { incident } = run({
      comments: says([60, '/resolved'], [61, '/mitigated at 14:32']),
    });
    expect(incident.status.is).toBe('resolved');
    expect(incident.clocks).toMatchObject({ mitigatedAt: minute(32), resolvedAt: minute(60) });
  });

  it('keeps a mitigation that somebody named when the resolution is corrected', () => {
    const clocks = clocksOf(
      says([40, '/mitigated at 14:32'], [60, '/resolved'], [61, '/resolved at 14:50']),
    );
    expect(clocks).toMatchObject({ mitigatedAt: minute(32), resolvedAt: minute(50) });
  });

  it('shows one line for a mitigation however often its time is corrected', () => {
    const { incident } = run({
      comments: says([40, '/mitigated rolled back'], [41, '/mitigated at 14:32']),
    });
    const lines = incident.timeline.filter(({ kind }) => kind === 'mitigated');
    expect(lines).toEqual([
      expect.objectContaining({ at: minute(32), text: 'Mitigated: rolled back' }),
    ]);
  });

  it('goes back to work when it is reopened, and forgets when it was mended', () => {
    const { incident } = run({
      comments: says(
        [1, '/ack'],
        [40, '/mitigated'],
        [60, '/resolved'],
        [70, '/reopen it came back'],
      ),
    });
    expect(incident.status).toEqual({ is: 'acknowledged', since: minute(70), by: 'bob' });
    expect(incident.clocks).toMatchObject({
      acknowledgedAt: minute(1),
      mitigatedAt: null,
      resolvedAt: null,
    });
  });

  it('can be mitigated again after it was reopened', () => {
    const { incident } = run({
      comments: says([40, '/mitigated'], [50, '/reopen no'], [60, '/mitigated now really']),
    });
    expect(incident.clocks.mitigatedAt).toBe(minute(60));
    const kinds = incident.timeline.map(({ kind }) => kind);
    expect(kinds).toEqual(['declared', 'mitigated', 'dont-repeat', 'reopened', 'mitigated']);
  });
});

describe('closing', () => {
  /** Nothing is left of it: of a severity that asks for nothing afterwards, and resolved. */
  const over = says([30, '/severity sev4\n/resolved']);

  it('closes as done when a person with the right closes what is over, and keeps the clocks as they are', () => {
    const { incident } = run({
      state: 'closed',
      comments: over,
      events: [labeled('incident', { by: 'alice', at: minute(0) }), closed({ at: minute(90) })],
    });
    expect(incident.status).toEqual({
      is: 'closed',
      since: minute(90),
      by: 'bob',
      because: { why: 'done' },
    });
    expect(incident.clocks).toMatchObject({ resolvedAt: minute(30), closedAt: minute(90) });
  });

  it.each([
    ['was never acknowledged', [], 'declared'],
    ['is not mitigated', says([5, '/ack']), 'acknowledged'],
    ['is not resolved', says([5, '/severity sev4\n/mitigated']), 'mitigated'],
    ['has a postmortem to write', says([5, '/resolved']), 'resolved'],
  ] as const)('does not count while it %s: it stays what it was', (_, comments, status) => {
    const { incident, ledger } = run({ comments, events: [closed({ at: minute(90) })] });
    expect(incident.status.is).toBe(status);
    expect(incident.clocks.closedAt).toBeNull();
    expect(ledger).toContainEqual({
      verdict: 'not-counted',
      early: true,
      act: { kind: 'closed' },
      by: 'bob',
      at: minute(90),
    });
  });

  it('does not count by an app either, whoever let it in', () => {
    const stale = { login: 'stale', kind: 'bot' } as const;
    const { incident, ledger } = run({ events: [closed({ by: stale, at: minute(90) })] });
    expect(incident.status.is).toBe('declared');
    expect(ledger).toContainEqual(expect.objectContaining({ early: true, by: 'stale' }));
  });

  it('is open again after a native reopening, as after /reopen', () => {
    const events = [closed({ at: minute(90) }), reopened({ at: minute(95) })];
    expect(run({ comments: over, events }).incident.status.is).toBe('acknowledged');
    const byCommand = run({
      events: [closed({ at: minute(90) })],
      comments: [...over, ...says([95, '/reopen too early']).map((one) => ({ ...one, id: 2001 }))],
    });
    expect(byCommand.incident.status.is).toBe('acknowledged');
  });

  it('undone by whoever closed it too early takes nothing back', () => {
    const events = [closed({ at: minute(90) }), reopened({ at: minute(91) })];
    const { incident } = run({ comments: says([30, '/resolved']), events });
    expect(incident.status).toMatchObject({ is: 'resolved', since: minute(30) });
  });

  it.each([
    ['/false-alarm a test monitor', { why: 'false-alarm', reason: 'a test monitor' }],
    [
      '/duplicate #7',
      { why: 'duplicate', of: { repo: { owner: 'acme', name: 'incidents' }, number: 7 } },
    ],
  ])('%s closes with its reason', (command, because) => {
    expect(run({ comments: says([3, command]) }).incident.status).toMatchObject({
      is: 'closed',
      because,
    });
  });

  it('takes a reason after the closing without moving the clock', () => {
    const { incident } = run({
      events: [closed({ at: minute(90) })],
      comments: says([30, '/severity sev4\n/resolved'], [95, '/duplicate #7']),
    });
    expect(incident.status).toMatchObject({ since: minute(90), because: { why: 'duplicate' } });
  });

  it('does not take a plain closing as a new reason', () => {
    const { incident } = run({
      events: [closed({ at: minute(95) })],
      comments: says([90, '/false-alarm nothing']),
    });
    expect(incident.status).toMatchObject({ because: { why: 'false-alarm' } });
  });

  it('still takes corrections of the clocks', () => {
    const { incident } = run({
      events: [closed({ at: minute(90) })],
      comments: says(
        [80, '/severity sev4\n/resolved'],
        [95, '/mitigated at 14:32\n/resolved at 14:50\n/started 13:58'],
      ),
    });
    expect(incident.status.is).toBe('closed');
    expect(incident.clocks).toMatchObject({
      startedAt: minute(-2),
      mitigatedAt: minute(32),
      resolvedAt: minute(50),
    });
  });
});

describe('an impossible order is refused with the reason', () => {
  it.each([
    ['mitigated before it started', started1358, says([40, '/mitigated at 13:50']), 'mitigated'],
    [
      'resolved before it was mitigated',
      {},
      says([40, '/mitigated at 14:32'], [50, '/resolved at 14:20']),
      'resolved',
    ],
    ['resolved before it started', started1358, says([40, '/resolved at 13:50']), 'resolved'],
    ['detected before it started', started1358, says([5, '/detected 13:50']), 'detected'],
    ['detected after it was declared', {}, says([5, '/detected 14:03']), 'detected'],
    ['started after it was declared', {}, says([5, '/started 14:03']), 'started'],
    [
      'started after it was mitigated',
      {},
      says([40, '/mitigated at 13:59'], [50, '/started 14:00']),
      'mitigated',
    ],
    [
      'mitigated after it was resolved',
      {},
      says([50, '/resolved at 14:40'], [60, '/mitigated at 14:55']),
      'resolved',
    ],
  ])('%s', (_, facts, comments, word) => {
    const { ledger } = run({ ...facts, comments });
    const last = comments.at(-1)?.id;
    expect(answerTo(ledger, last)).toContain(word);
  });

  it.each([
    ['a time a year ago', '/started 2025-11-21 13:58', 'too long ago'],
    ['a time before anybody had computers', '/started 1926-11-21 13:58', 'ago'],
    ['a time tomorrow', '/mitigated at 2026-11-22 14:00', 'future'],
  ])('%s', (_, command, reason) => {
    expect(answerTo(run({ comments: says([30, command]) }).ledger)).toContain(reason);
  });

  it.each([
    ['/reopen what is being worked on', says([5, '/reopen why not'])],
    ['/ack of what is closed', says([3, '/false-alarm x'], [5, '/ack'])],
    ['/mitigated without a time of what is resolved', says([3, '/resolved'], [5, '/mitigated'])],
    ['/resolved without a time of what is closed', says([3, '/false-alarm x'], [5, '/resolved'])],
    ['/duplicate of itself', says([5, '/duplicate #12'])],
    ['/incident declare on an incident', says([5, '/incident declare'])],
  ])('%s', (_, comments) => {
    const last = comments.at(-1)?.id;
    expect(answerTo(run({ comments }).ledger, last)).toBeTypeOf('string');
  });

  it('accepts equal times: started, detected and declared in one second', () => {
    const { incident } = run({ comments: says([5, '/started 14:00\n/detected 14:00']) });
    expect(incident.clocks).toMatchObject({ startedAt: minute(0), detectedAt: minute(0) });
  });

  it('accepts corrections that only make sense together, in either order', () => {
    const facts = { body: formBody({ started: '2026-11-21 13:50', detected: '2026-11-21 13:52' }) };
    const { incident } = run({
      ...facts,
      comments: says([5, '/started 13:55\n/detected 13:57']),
    });
    expect(incident.clocks).toMatchObject({ startedAt: minute(-5), detectedAt: minute(-3) });
  });

  it('accepts a mitigation before the detection: what mends itself is noticed later', () => {
    const facts = { body: formBody({ started: '2026-11-21 13:00', detected: '2026-11-21 13:40' }) };
    const { incident } = run({ ...facts, comments: says([5, '/mitigated at 13:30']) });
    expect(isoOf(incident.clocks.mitigatedAt!)).toBe('2026-11-21T13:30:00.000Z');
  });

  it('names the two times and a line that would be taken', () => {
    const comments = says([40, '/mitigated at 14:32'], [50, '/resolved at 14:20']);
    const answer = answerTo(run({ comments }).ledger, 1002);
    expect(answer).toContain('14:20');
    expect(answer).toContain('14:32');
    expect(answer).toContain('/resolved at');
  });

  it('refuses the whole comment when one of its commands is impossible', () => {
    const { incident } = run({ comments: says([5, '/ack\n/reopen now']) });
    expect(incident.status.is).toBe('declared');
  });
});
