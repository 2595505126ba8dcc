/** An incident that many people talked about, and what GitHub would show of it. */
import { fold } from '../../src/core/incident/fold.ts';
import type { IncidentFacts } from '../../src/core/incident/facts.ts';
import type { Incident } from '../../src/core/incident/incident.ts';
import { toRecord } from '../../src/core/incident/record.ts';
import type { Ledger } from '../../src/core/ledger/ledger.ts';
import type { Telling } from '../../src/core/postmortem/telling.ts';
import { aPolicy } from '../../tests/builders/a-policy.ts';
import { aComment, minute } from '../../tests/builders/facts.ts';
import { run } from '../../tests/builders/run-incident.ts';

/** What people write while it burns: mostly talk, some of it formatted, now and then a command. */
const SAID = [
  'The pool of `checkout` is empty again',
  'p99 is at 4 s in eu-west, **12 %** of requests fail | eu-east is fine',
  '/note rolled back release 4711, the error rate falls',
  'see https://dashboards.example/d/42 and #7',
  'ok',
  'Is anybody looking at the *database*? @carol\n\n```\nFATAL: too many connections\n```',
  'Trying it with forty connections now, on one host first.',
  '/note the vendor confirms that their side is well',
] as const;

/** What was read and decided of an incident with so many comments, of which one in four is a `/note`. */
export interface LongIncident {
  readonly facts: IncidentFacts;
  readonly ledger: Ledger;
}

export function anIncidentWith(comments: number): LongIncident {
  const all = Array.from({ length: comments }, (_, at) =>
    aComment(SAID[at % SAID.length] ?? '', {
      id: 2000 + at,
      createdAt: minute(5 + at / 10),
      by: at % 3 === 0 ? 'alice' : 'bob',
    }),
  );
  const end = minute(10 + comments / 10);
  const first = aComment('/ack\n/commander @bob\n/detected 13:58', { id: 1001 });
  const last = aComment('/mitigated rolled back\n/resolved the pool is larger', {
    ...{ id: 900_000, createdAt: end },
  });
  const { facts, ledger } = run({ comments: [first, ...all, last], wholeAt: end });
  return { facts, ledger };
}

export function folded({ facts, ledger }: LongIncident): Incident {
  return fold(toRecord({ facts, ledger, policy: POLICY }), POLICY);
}

const POLICY = aPolicy();

/** What its postmortem is told from, with exactly so many entries in its timeline: the latest. */
export function tellingOf(long: LongIncident, entries: number): Telling {
  const incident = folded(long);
  const timeline = incident.timeline.slice(-entries);
  if (timeline.length !== entries) throw new Error(`There are ${String(timeline.length)} entries.`);
  return { incident: { ...incident, timeline }, policy: POLICY, madeOfRows: new Map() };
}

/** The same, half an hour later: somebody said something more, and another figure is known. */
export function later(telling: Telling): Telling {
  const { incident } = telling;
  const [last] = incident.timeline.slice(-1);
  if (last === undefined) throw new Error('Nothing happened.');
  const more = { ...last, text: 'Everything is quiet', key: true };
  return {
    ...telling,
    incident: {
      ...incident,
      timeline: [...incident.timeline, more],
      impact: { ...incident.impact, users: 12 },
    },
  };
}
