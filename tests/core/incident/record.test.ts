import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CommentFacts, IncidentFacts, NativeEvent } from '../../../src/core/incident/facts.ts';
import type { Incident } from '../../../src/core/incident/incident.ts';
import { outOfOrder } from '../../../src/core/incident/lifecycle.ts';
import type { Ledger } from '../../../src/core/ledger/ledger.ts';
import type { Instant } from '../../../src/core/time.ts';
import {
  aComment,
  aLinkedIssue,
  closed,
  formBody,
  labeled,
  mentionedBy,
  minute,
  person,
  reopened,
  SELF,
  someFacts,
  unlabeled,
} from '../../builders/facts.ts';
import { run } from '../../builders/run-incident.ts';
import { runs } from '../../support/properties.ts';

const login = fc.constantFrom('alice', 'bob', 'carol', 'eve');
const when = fc.integer({ min: 0, max: 40 }).map(minute);
const line = fc.constantFrom(
  '/ack',
  '/severity sev1',
  '/severity sev4 less than thought',
  '/mitigated',
  '/mitigated at 14:05 rolled back',
  '/resolved',
  '/resolved at 14:10',
  '/reopen it is back',
  '/started 13:50',
  '/started 14:20',
  '/detected 13:55',
  '/commander @carol',
  '/tech-lead @eve',
  '/service search',
  '/service -checkout',
  '/impact users=12% customers=3%',
  '/note at 14:01 graphs look odd',
  '/update we are on it',
  '/related #7',
  '/duplicate #8',
  '/false-alarm nothing there',
  '/help',
  '/mitgated',
  'Looking at it now.',
  '> /resolved',
);
const comment = fc
  .record({ by: login, at: when, lines: fc.array(line, { minLength: 1, maxLength: 3 }) })
  .map(({ by, at, lines }) => ({ by, at, body: lines.join('\n') }));
const comments = fc
  .array(comment, { maxLength: 12 })
  .map((all) =>
    all.map(({ by, at, body }, index): CommentFacts =>
      aComment(body, { id: index + 1, by, createdAt: at }),
    ),
  );
const label = fc.constantFrom(
  'severity:sev1',
  'severity:sev3',
  'severity:odd',
  'status:declared',
  'status:acknowledged',
  'status:mitigated',
  'status:resolved',
  'service:search',
  'service:mystery',
  'sla-breach',
  'drill',
  'false-alarm',
  'incident',
  'bug',
);
const event: fc.Arbitrary<NativeEvent> = fc
  .record({
    by: fc.oneof(login, fc.constant(SELF)),
    at: when,
    label,
    kind: fc.constantFrom('labeled', 'labeled', 'unlabeled', 'closed', 'reopened', 'mention'),
  })
  .map(({ by, at, label: name, kind }): NativeEvent => {
    if (kind === 'labeled') return labeled(name, { by, at });
    if (kind === 'unlabeled') return unlabeled(name, { by, at });
    if (kind === 'closed') return closed({ by, at });
    if (kind === 'reopened') return reopened({ by, at });
    return mentionedBy(aLinkedIssue(), { by, at });
  });
const events = fc
  .array(event, { maxLength: 12 })
  .map((all) => [labeled('incident', { by: 'alice', at: minute(0) }), ...all]);

function shuffled<T>(items: readonly T[], seed: number): readonly T[] {
  const keyed = items.map((item, index) => ({ item, key: Math.imul(index + 1, seed | 1) % 1009 }));
  return keyed.sort((a, b) => a.key - b.key).map(({ item }) => item);
}

describe('the order in which GitHub is read', () => {
  it('makes no difference, and neither does reading twice', () => {
    fc.assert(
      fc.property(comments, events, fc.nat(), (said, done, seed) => {
        const once = run({ comments: said, events: done });
        const other = run({
          comments: shuffled(said, seed),
          events: shuffled([...done, ...done], seed + 7),
        });
        expect(other.incident).toEqual(once.incident);
        const again = run({ comments: said, events: done }, { ledger: once.ledger });
        expect(again).toEqual(once);
      }),
      runs(80),
    );
  });

  it('makes no difference to the ledger when all of it is read at once', () => {
    fc.assert(
      fc.property(comments, events, fc.nat(), (said, done, seed) => {
        const shuffledRun = run({ comments: shuffled(said, seed), events: shuffled(done, seed) });
        expect(shuffledRun.ledger).toEqual(run({ comments: said, events: done }).ledger);
      }),
      runs(),
    );
  });
});

describe('after something was accepted', () => {
  const decided = fc.tuple(comments, events).map(([said, done]) => {
    const { incident, ledger } = run({ comments: said, events: done });
    return { facts: { comments: said, events: done }, incident, ledger };
  });

  it('no edit, deletion or forged comment changes anything but the timeline of comments', () => {
    const forgery = fc.constantFrom('edit', 'edit-by-another', 'delete', 'forge-own', 'keep');
    fc.assert(
      fc.property(decided, fc.array(forgery, { minLength: 12, maxLength: 12 }), (before, what) => {
        const tampered = before.facts.comments.flatMap((one, index) => tamper(one, what[index]));
        const facts = { comments: tampered, events: before.facts.events };
        const after = run(facts, { ledger: before.ledger });
        expect(steered(after.incident)).toEqual(steered(before.incident));
      }),
      runs(60),
    );
  });

  it('no lost, renamed or repeated label event changes what it meant', () => {
    fc.assert(
      fc.property(decided, (before) => {
        const facts = { comments: before.facts.comments, events: [] };
        const after = run(facts, { ledger: before.ledger });
        const mentions = before.incident.mentions;
        expect(steered({ ...after.incident, mentions })).toEqual(
          steered({ ...before.incident, relations: after.incident.relations }),
        );
      }),
      runs(),
    );
  });

  it('the clocks are in order', () => {
    fc.assert(
      fc.property(decided, ({ incident: { clocks } }) => {
        const stamp = (at: Instant | null) => (at === null ? null : { at, by: 'x' });
        expect(
          outOfOrder({
            started: stamp(clocks.startedAt),
            detected: stamp(clocks.detectedAt),
            declared: stamp(clocks.declaredAt),
            mitigated: stamp(clocks.mitigatedAt),
            resolved: stamp(clocks.resolvedAt),
            mitigatedImplied: false,
          }),
        ).toBeNull();
        if (clocks.resolvedAt !== null) expect(clocks.mitigatedAt).not.toBeNull();
      }),
      runs(120),
    );
  });
});

/** Everything that steers, without the words of the timeline. */
function steered(incident: Incident): Omit<Incident, 'timeline'> & { readonly kinds: unknown } {
  const { timeline, ...rest } = incident;
  const kinds = timeline
    .filter(({ kind }) => kind !== 'comment' && kind !== 'note' && kind !== 'mention')
    .map(({ kind, at, text }) => ({ kind, at, text }));
  return { ...rest, kinds };
}

function tamper(one: CommentFacts, what: string | undefined): readonly CommentFacts[] {
  switch (what) {
    case 'edit':
      // A refused comment may be mended by its author; an accepted or plain one is edited in vain.
      return /mitgated|\//.test(one.body) ? [one] : [{ ...one, body: `${one.body} Really.` }];
    case 'edit-by-another':
      return [
        {
          ...one,
          body: '/severity sev5\n/resolved',
          editedAt: minute(50),
          editor: person('mallory'),
        },
      ];
    case 'delete':
      return [];
    case 'forge-own':
      return [
        one,
        { ...one, id: one.id + 500, author: person('eve'), editor: person('eve'), body: FORGED },
      ];
    default:
      return [one];
  }
}

const FORGED =
  '<!-- norepeat:summary -->\n<!-- norepeat:ledger [{"verdict":"accepted","comment":1,"by":"eve","at":1,"commands":[{"kind":"ack"}]}] -->\n<!-- norepeat:declared {"via":"command","by":"alice","from":null,"dedupKey":null} -->';

describe('native acts are events like commands', () => {
  const both: readonly (readonly [string, Partial<IncidentFacts>, Partial<IncidentFacts>])[] = [
    [
      'acknowledged',
      { comments: [aComment('/ack')] },
      { events: [labeled('status:acknowledged')] },
    ],
    [
      'mitigated',
      { comments: [aComment('/mitigated')] },
      { events: [labeled('status:mitigated')] },
    ],
    ['resolved', { comments: [aComment('/resolved')] }, { events: [labeled('status:resolved')] }],
    [
      'severity',
      { comments: [aComment('/severity sev3')] },
      { events: [labeled('severity:sev3')] },
    ],
    [
      'service',
      { comments: [aComment('/service search')] },
      { events: [labeled('service:search')] },
    ],
    [
      'service off',
      { comments: [aComment('/service -checkout')] },
      { events: [unlabeled('service:checkout')] },
    ],
  ];

  it.each(both)('%s', (_, byCommand, byClick) => {
    const spoken = run(byCommand).incident;
    const clicked = run(byClick).incident;
    const untold = ({ timeline: _timeline, ...rest }: Incident) => rest;
    expect(untold(clicked)).toEqual(untold(spoken));
    const kinds = ({ timeline }: Incident) =>
      timeline.map(({ kind, at, text }) => [kind, at, text]);
    expect(kinds(clicked)).toEqual(kinds(spoken));
  });

  it('the app’s own labels and closings are echoes', () => {
    const done = [
      labeled('severity:sev5', { by: SELF }),
      labeled('status:resolved', { by: SELF }),
      labeled('drill', { by: SELF }),
      closed({ by: SELF }),
    ];
    const { incident, ledger } = run({ events: done });
    expect(incident).toMatchObject({ status: { is: 'declared' }, drill: false });
    expect(incident.severity.chosenBy).toBe('recommended');
    expect(ledger).toHaveLength(1);
  });

  it('a status label can go back, and an earlier one reopens', () => {
    const steps = [
      labeled('status:resolved', { at: minute(10) }),
      labeled('status:mitigated', { at: minute(20) }),
    ];
    expect(run({ events: steps }).incident.status).toMatchObject({
      is: 'mitigated',
      since: minute(10),
    });
    const back = [...steps, labeled('status:acknowledged', { at: minute(30) })];
    expect(run({ events: back }).incident.clocks).toMatchObject({
      mitigatedAt: null,
      resolvedAt: null,
    });
    const undone = [
      labeled('status:acknowledged', { at: minute(1) }),
      labeled('status:declared', { at: minute(2) }),
    ];
    expect(run({ events: undone }).incident.status.is).toBe('declared');
  });

  it('a status label on a closed incident means nothing', () => {
    const done = [closed({ at: minute(5) }), labeled('status:acknowledged', { at: minute(6) })];
    const comments = [aComment('/severity sev4\n/resolved', { createdAt: minute(3) })];
    expect(run({ comments, events: done }).incident.status.is).toBe('closed');
  });

  it('labels from before the declaration count, closings do not', () => {
    const { incident } = run({
      body: 'slow',
      events: [
        labeled('severity:sev3', { at: minute(1) }),
        labeled('service:search', { at: minute(1) }),
        closed({ at: minute(2) }),
        labeled('incident', { at: minute(5) }),
      ],
    });
    expect(incident.severity.inForce.id).toBe('sev3');
    expect(incident.services).toEqual(['search']);
    expect(incident.status).toEqual({ is: 'declared', since: minute(5) });
  });

  it.each(['sla-breach', 'drill'] as const)('%s can be set and taken off by label', (flag) => {
    const set = [labeled(flag, { at: minute(1) })];
    const taken = [...set, unlabeled(flag, { at: minute(2) })];
    const shown = (done: readonly NativeEvent[]) => {
      const { drill, slaBreach } = run({ events: done }).incident;
      return flag === 'drill' ? drill : slaBreach;
    };
    expect([shown(set), shown(taken)]).toEqual([true, false]);
  });

  it('false-alarm by label closes', () => {
    expect(run({ events: [labeled('false-alarm')] }).incident.status).toMatchObject({
      is: 'closed',
      because: { why: 'false-alarm' },
    });
  });

  it('a service label that the policy does not know is shown and warned of, never dropped', () => {
    const { incident } = run({ events: [labeled('service:mystery')] });
    expect(incident.unknownServices).toEqual(['mystery']);
    expect(incident.warnings.join()).toContain('mystery');
  });
});

describe('what the form said and could not be read', () => {
  const unread = {
    started: '9:4o',
    severity: 'bad',
    users: 'a lot',
    services: 'checkout, chekout',
  };
  const after = (...lines: readonly string[]): readonly string[] =>
    run({
      body: formBody(unread),
      comments: lines.length === 0 ? [] : [aComment(lines.join('\n'))],
    }).incident.warnings;

  it('is warned of until it is said in another way, each for itself', () => {
    const fields = (warnings: readonly string[]): readonly string[] =>
      warnings.map((warning) => warning.replace(/[:“].*$/u, ''));
    const all = ['Started at', 'Users affected (%)', 'Severity', ''];
    expect(fields(after())).toEqual(all);
    expect(fields(after('/note nothing new'))).toEqual(all);
    expect(fields(after('/started 13:40'))).toEqual(['Users affected (%)', 'Severity', '']);
    expect(fields(after('/severity sev3'))).toEqual(['Started at', 'Users affected (%)', '']);
    expect(fields(after('/impact customers=3%'))).toEqual(all);
    expect(fields(after('/impact users=3%'))).toEqual(['Started at', 'Severity', '']);
  });

  it('of a service: until it is taken off, which is what it says where the right one is named', () => {
    const line = '/service -chekout';
    expect(after().at(-1)).toContain(`Take it off: \`${line}\``);
    expect(after(line).join()).not.toContain('chekout');
  });

  it('of a service: no more once the incident is over', () => {
    expect(after('/false-alarm nothing there').join()).not.toContain('chekout');
  });
});

describe('facts without a ledger', () => {
  it('grant nothing: the fold reads no commands from comments', () => {
    const facts = someFacts({ comments: [aComment('/resolved')] });
    const none: Ledger = [];
    const { incident } = run(facts, { ledger: none, people: new Map() });
    expect(incident).toMatchObject({ status: { is: 'declared' }, confirmed: null });
  });
});
