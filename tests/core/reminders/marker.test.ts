import { describe, expect, it } from 'vitest';
import type { IncidentFacts } from '../../../src/core/incident/facts.ts';
import type { RemindedEntry } from '../../../src/core/ledger/ledger.ts';
import { remindersAt } from '../../../src/core/reminders/look.ts';
import { reminderMarker, remindersSeen } from '../../../src/core/reminders/marker.ts';
import { MINUTE, plus } from '../../../src/core/time.ts';
import { aPolicy } from '../../builders/a-policy.ts';
import { anIncident } from '../../builders/an-incident.ts';
import { aComment, minute, person, SELF, someFacts } from '../../builders/facts.ts';
import { aClock, DAYS } from './support.ts';

const seen = (...comments: IncidentFacts['comments']): IncidentFacts => someFacts({ comments });
const due = minute(15);
const written = (count: number, at = minute(15)) =>
  aComment(`<!-- norepeat:reminder acknowledge ${String(due)} ${String(count)} -->\n\n@alice`, {
    by: SELF,
    createdAt: at,
    id: 2000 + count,
  });

function at(facts: IncidentFacts, now: number, ledger: readonly RemindedEntry[] = []) {
  // Only one clock runs: it is mitigated by nobody, updated and reassessed never.
  const [severity] = aPolicy().severities.filter(({ id }) => id === 'sev2');
  const only = { ...severity!, mitigateWithin: null, updateEvery: null, reassessEvery: null };
  const usual = anIncident({ severity: 'sev2' });
  const incident = { ...usual, severity: { ...usual.severity, inForce: only } };
  const about = { incident, facts, ledger, obligation: null, policy: aPolicy() };
  const { due: some, next } = remindersAt(about, minute(now));
  return { counts: some.map(({ count }) => count), next };
}

describe('a reminder that is seen in the incident', () => {
  it('is read back from its marker', () => {
    const clock = aClock(DAYS, '2026-11-27T00:00:00Z', { id: 'item I_kw-_1=' });
    const body = `${reminderMarker({ clock, count: 3 })}\n\nText`;
    expect(remindersSeen(seen(aComment(body, { by: SELF })))).toMatchObject([
      { clock: 'item I_kw-_1=', due: clock.due, count: 3 },
    ]);
  });

  it('is read back with all that were said with it, and with nothing that is written below', () => {
    const clocks = ['mitigate', 'update', 'item I_kw-_1='].map((id, index) =>
      aClock(DAYS, `2026-11-2${String(index)}T00:00:00Z`, { id }),
    );
    const markers = clocks.map((clock, index) => reminderMarker({ clock, count: index + 1 }));
    const forged = reminderMarker({ clock: clocks[0]!, count: 99 });
    for (const end of ['\n', '\r\n']) {
      const body = [...markers, '', '@alice', forged].join(end);
      const found = remindersSeen(seen(aComment(body, { by: SELF, createdAt: minute(15) })));
      expect(found).toEqual(
        clocks.map(({ id, due: on }, index) => ({
          ...{ verdict: 'reminded', clock: id, due: on, count: index + 1 },
          at: plus(minute(15), 5000),
        })),
      );
    }
    expect(remindersSeen(seen(aComment(markers.join('\n'), { by: SELF })))).toHaveLength(3);
  });

  it('is not written again when the ledger does not know of it', () => {
    expect(at(seen(), 15)).toEqual({ counts: [1], next: minute(16) });
    const after = at(seen(written(1)), 15);
    expect(after.counts).toEqual([]);
    expect(after.next).toBeGreaterThanOrEqual(minute(30));
    expect(after.next).toBeLessThan(minute(31));
  });

  it('counts on from the last that is known, wherever it is known from', () => {
    const entry = { verdict: 'reminded', clock: 'acknowledge', due, overdue: 1 } as const;
    const known = [{ ...entry, count: 1, at: minute(15) }];
    expect(at(seen(written(1), written(2, minute(30))), 46, known).counts).toEqual([3]);
    expect(at(seen(), 31, known).counts).toEqual([2]);
  });

  it('moves nothing when the ledger knows of it too', () => {
    const entry = { verdict: 'reminded', clock: 'acknowledge', due, overdue: 1 } as const;
    const known = [{ ...entry, count: 1, at: minute(15) }];
    expect(at(seen(written(1)), 16, known).next).toBe(minute(30));
  });

  it('that was dated a second before its moment is not written once more', () => {
    expect(at(seen(written(1, plus(minute(15), -1000))), 15).counts).toEqual([]);
  });

  it('is not believed from anybody else, nor when somebody wrote over it', () => {
    const { body, createdAt } = written(1);
    const forged = aComment(body, { by: 'mallory', createdAt });
    expect(at(seen(forged), 15).counts).toEqual([1]);
    const edited = { ...written(99), editor: person('mallory'), editedAt: minute(16) };
    expect(at(seen(edited), 16).counts).toEqual([1]);
  });

  it('of another moment is another matter', () => {
    const other = aComment(`<!-- norepeat:reminder acknowledge ${String(due - MINUTE)} 2 -->`, {
      by: SELF,
      createdAt: minute(14),
    });
    expect(at(seen(other), 15).counts).toEqual([1]);
  });
});
