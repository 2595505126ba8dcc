import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import type { IncidentFacts, NativeEvent } from '../../../src/core/incident/facts.ts';
import { isIncident } from '../../../src/core/incident/is-incident.ts';
import {
  aComment,
  closed,
  formBody,
  labeled,
  minute,
  person,
  reopened,
  unlabeled,
} from '../../builders/facts.ts';
import { anItem, owedWords, owing, afterwards } from '../../builders/an-obligation.ts';
import { patience, runs } from '../../support/properties.ts';

vi.setConfig({ testTimeout: patience(120_000) });

describe('without an approver', () => {
  const COMMAND = fc.constantFrom(
    '/severity sev5',
    '/severity sev1',
    '/impact users=0% customers=0% cost=0%',
    '/service -checkout',
    '/service search',
    '/service -search',
    '/false-alarm no',
    '/duplicate #7',
    '/reopen again',
    '/mitigated',
    '/mitigated at 14:20',
    '/mitigated at 14:01',
    '/resolved',
    '/accept not feasible',
    '/approve-waiver acme/payments',
    '/waive acme/payments in 5 days please',
    '/revoke-waiver acme/payments',
    '/commander @bob',
    '/ack',
    '/accept acme/checkout#34 no',
    '/started 13:00',
  );
  const CLICK = fc.constantFrom<
    (done: { by: string; at: ReturnType<typeof minute> }) => NativeEvent
  >(
    (done) => labeled('severity:sev5', done),
    (done) => unlabeled('severity:sev1', done),
    (done) => labeled('drill', done),
    (done) => unlabeled('drill', done),
    (done) => labeled('false-alarm', done),
    (done) => unlabeled('service:checkout', done),
    (done) => labeled('service:search', done),
    (done) => labeled('status:declared', done),
    (done) => labeled('status:resolved', done),
    (done) => unlabeled('incident', done),
    (done) => closed(done),
    (done) => reopened(done),
    ({ by, at }) => ({ kind: 'sub-issue-removed', issue: anItem(), by: person(by), at }),
    ({ by, at }) => ({ kind: 'sub-issue-added', issue: anItem(), by: person(by), at }),
  );
  const STEP = fc.record({
    by: fc.constantFrom('alice', 'bob', 'carol', 'eve'),
    what: fc.oneof(
      COMMAND.map((body) => ({ body, click: null })),
      CLICK.map((click) => ({ body: null, click })),
    ),
    linked: fc.boolean(),
    /** The label taken off the item after this step. */
    strips: fc.boolean(),
    body: fc.constantFrom('SEV-1', 'SEV-5'),
  });

  it('nothing that anybody says or does makes a team that owes stop owing', () => {
    fc.assert(
      fc.property(fc.array(STEP, { minLength: 1, maxLength: 8 }), fc.boolean(), (steps, atOnce) => {
        let state = owing();
        let comments: IncidentFacts['comments'] = [];
        let events: IncidentFacts['events'] = [];
        let labelEvents = anItem().labelEvents;
        for (const [index, { by, what, linked, strips, body }] of steps.entries()) {
          const at = minute(20 + index);
          if (what.body !== null) {
            comments = [...comments, aComment(what.body, { id: 100 + index, by, createdAt: at })];
          } else {
            events = [...events, what.click({ by, at })];
          }
          if (strips) {
            const change = labelEvents.length % 2 === 0 ? 'unlabeled' : 'labeled';
            labelEvents = [...labelEvents, { at, by: person(by), change, label: 'dont-repeat' }];
          }
          if (atOnce && index < steps.length - 1) continue;
          const on = labelEvents.length % 2 === 0;
          const item = anItem({ labels: on ? ['dont-repeat'] : [], labelEvents });
          state = afterwards(state, {
            comments,
            events,
            body: formBody({ severity: body }),
            subIssues: linked ? [item] : [],
            detached: linked ? [] : [item],
          });
          const payments = owedWords(state).find((words) => words.startsWith('acme/payments'));
          expect(payments).toBe('acme/payments: #34');
          expect(state.incident.dontRepeat.since).toBeLessThanOrEqual(minute(10));
          expect(isIncident(state.facts, true, state.ledger)).toBe(true);
        }
      }),
      runs(60),
    );
  });
});
