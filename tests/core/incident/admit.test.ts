import { describe, expect, it } from 'vitest';
import { admit, toLookUp } from '../../../src/core/incident/admit.ts';
import type { CommentFacts, IncidentFacts } from '../../../src/core/incident/facts.ts';
import { originMarker } from '../../../src/core/incident/origin.ts';
import { ledgerPages, readLedgerPages } from '../../../src/core/ledger/block.ts';
import { aPolicy } from '../../builders/a-policy.ts';
import {
  aComment,
  closed,
  formBody,
  labeled,
  minute,
  PEOPLE,
  people,
  person,
  reopened,
  SELF,
  someFacts,
} from '../../builders/facts.ts';
import { answerTo, run } from '../../builders/run-incident.ts';

/** An incident that eve, who is nobody here, declared with the form. */
const byEve: Partial<IncidentFacts> = {
  author: person('eve'),
  events: [labeled('incident', { by: 'eve', at: minute(0) })],
};

describe('who may', () => {
  it.each([
    ['write access', people({ alice: 'write', bob: 'write' })],
    ['maintain access', people({ alice: 'write', bob: 'maintain' })],
    ['admin access', people({ alice: 'write', bob: 'admin' })],
    [
      'membership in the owning team',
      people({ alice: 'write', bob: { teams: ['acme/payments'] } }),
    ],
  ])('%s is a right', (_, rights) => {
    const { incident } = run({ comments: [aComment('/ack')] }, { people: rights });
    expect(incident.status.is).toBe('acknowledged');
  });

  it.each([
    ['read access', people({ alice: 'write', bob: 'read' })],
    ['triage access', people({ alice: 'write', bob: 'triage' })],
    [
      'membership in the team of another service',
      people({ alice: 'write', bob: { teams: ['acme/discovery'] } }),
    ],
  ])('%s is none', (_, rights) => {
    const { incident, ledger } = run({ comments: [aComment('/ack')] }, { people: rights });
    expect(incident.status.is).toBe('declared');
    expect(answerTo(ledger)).toContain('bob');
  });

  it('any owning team has the right while no known service is named', () => {
    const { incident } = run(
      { body: formBody({ services: '_No response_' }), comments: [aComment('/ack')] },
      { people: people({ alice: 'write', bob: { teams: ['acme/discovery'] } }) },
    );
    expect(incident.status.is).toBe('acknowledged');
  });

  it('a role in the incident is a right from the moment it is given', () => {
    const comments = [
      aComment('/note too early', { id: 1, by: 'eve', createdAt: minute(1) }),
      aComment('/commander @Eve', { id: 2, by: 'bob', createdAt: minute(2) }),
      aComment('/severity sev3', { id: 3, by: 'eve', createdAt: minute(3) }),
    ];
    const rights = people({ alice: 'write', bob: 'write', eve: 'read' });
    const { incident, ledger } = run({ comments }, { people: rights });
    expect(answerTo(ledger, 1)).toBeDefined();
    expect(incident.severity.inForce.id).toBe('sev3');
  });

  it('a right lost later takes nothing back, and a right gained later gives nothing', () => {
    const comments = [
      aComment('/severity sev3', { id: 1, by: 'bob', createdAt: minute(1) }),
      aComment('/severity sev4', { id: 2, by: 'eve', createdAt: minute(2) }),
    ];
    const events = [
      labeled('incident', { by: 'alice', at: minute(0) }),
      labeled('sla-breach', { by: 'bob', at: minute(3) }),
      labeled('drill', { by: 'eve', at: minute(3) }),
    ];
    const before = run({ comments, events });
    const after = run(
      { comments, events },
      { ledger: before.ledger, people: people({ alice: 'none', bob: 'none', eve: 'admin' }) },
    );
    expect(after.incident).toEqual(before.incident);
    expect(after.incident).toMatchObject({ slaBreach: true, drill: false });
    expect(after.incident.severity.inForce.id).toBe('sev3');
  });

  it('a comment that was accepted once is not run again when every copy of the ledger is lost', () => {
    const given = { id: 1, by: 'bob', createdAt: minute(1), ownReactions: ['+1'] } as const;
    const { ledger, incident } = run({ comments: [aComment('/severity sev5', given)] });
    expect(incident.severity.chosenBy).toBe('recommended');
    expect(ledger.some((entry) => 'comment' in entry)).toBe(false);
  });

  it('a label set by somebody without the right does not count', () => {
    const { incident } = run({ events: [labeled('severity:sev5', { by: 'eve', at: minute(2) })] });
    expect(incident.severity.chosenBy).toBe('recommended');
  });

  it('a label set by another app counts: somebody with the right installed it', () => {
    const by = { login: 'monitor', kind: 'bot' } as const;
    const { incident } = run({ events: [labeled('severity:sev3', { by, at: minute(2) })] });
    expect(incident.severity.inForce.id).toBe('sev3');
  });

  it('anybody may ask for help and for the timeline', () => {
    const { ledger } = run({ comments: [aComment('/help\n/timeline', { by: 'eve' })] });
    expect(ledger).toContainEqual(expect.objectContaining({ verdict: 'accepted', by: 'eve' }));
  });
});

describe('what is looked up', () => {
  it('names everybody who did or said something undecided, once', () => {
    const facts = someFacts({
      comments: [
        aComment('/ack', { id: 1, by: 'bob' }),
        aComment('/note x', { id: 2, by: 'Bob' }),
        aComment('just talking', { id: 3, by: 'dora' }),
        aComment('/help', { id: 4, by: 'finn' }),
        aComment('/sevrity sev1', { id: 5, by: 'gwen' }),
        aComment('/ack', { id: 6, by: SELF }),
      ],
      events: [
        labeled('incident', { by: 'alice', at: minute(0) }),
        labeled('severity:sev1', { by: 'carol' }),
        labeled('good first issue', { by: 'hugo' }),
        labeled('status:declared', { by: SELF }),
      ],
    });
    const logins = toLookUp(facts, [], aPolicy()).logins.map((login) => login.toLowerCase());
    expect([...logins].sort()).toEqual(['alice', 'bob', 'carol']);
  });

  it('is nobody once everything is decided', () => {
    const { facts, ledger, policy } = run({
      comments: [aComment('/ack'), aComment('/ack', { id: 7, by: 'eve' })],
      events: [labeled('severity:sev1', { by: 'carol' })],
    });
    expect(toLookUp(facts, ledger, policy)).toEqual({ logins: [], issues: [], repeats: [] });
  });

  it('leaves undecided what somebody said whose rights are not known', () => {
    const facts = someFacts({ comments: [aComment('/ack', { by: 'zoe' })] });
    const { ledger } = admit({
      facts,
      ledger: [],
      policy: aPolicy(),
      people: PEOPLE,
      issues: new Map(),
      repeats: new Map(),
    });
    expect(ledger.some((entry) => 'comment' in entry)).toBe(false);
  });
});

describe('comments', () => {
  it('are accepted once: an edit afterwards runs nothing', () => {
    const first = run({ comments: [aComment('/severity sev3')] });
    const edited = aComment('/severity sev1', { editedAt: minute(5) });
    expect(run({ comments: [edited] }, { ledger: first.ledger }).ledger).toEqual(first.ledger);
  });

  it('are accepted once: deleting takes nothing back', () => {
    const first = run({ comments: [aComment('/severity sev3')] });
    const after = run({ comments: [] }, { ledger: first.ledger });
    expect(after.incident.severity).toEqual(first.incident.severity);
  });

  it('that were refused are tried again when their author edits them, as said at the edit', () => {
    const first = run({ comments: [aComment('/mitgated')] });
    expect(answerTo(first.ledger)).toContain('/mitigated');
    const edited = aComment('/mitigated', { editedAt: minute(7) });
    const { incident, ledger } = run({ comments: [edited] }, { ledger: first.ledger });
    expect(incident.clocks.mitigatedAt).toBe(minute(7));
    expect(answerTo(ledger)).toBeUndefined();
  });

  it('that were refused and are not edited are not tried again', () => {
    const comments = [aComment('/ack', { by: 'eve' })];
    const first = run({ comments });
    const again = run({ comments }, { ledger: first.ledger, people: people({ eve: 'admin' }) });
    expect(again.ledger).toEqual(first.ledger);
  });

  it('whose refused commands were taken out need no answer any more', () => {
    const first = run({ comments: [aComment('/mitgated')] });
    const edited = aComment('never mind', { editedAt: minute(7) });
    const { ledger } = run({ comments: [edited] }, { ledger: first.ledger });
    expect(ledger).toContainEqual(expect.objectContaining({ verdict: 'withdrawn', comment: 1001 }));
    const back = aComment('/ack', { editedAt: minute(8) });
    expect(run({ comments: [back] }, { ledger }).incident.status.is).toBe('acknowledged');
  });

  it('whose words are another person’s never run', () => {
    const forged = aComment('/severity sev5', { editedAt: minute(2), editor: person('mallory') });
    const { incident, ledger } = run({ comments: [forged] });
    expect(incident.severity.chosenBy).toBe('recommended');
    expect(answerTo(ledger)).toContain('mallory');
  });

  it('by this app or by other apps run nothing', () => {
    const comments = [
      aComment('/ack', { id: 1, by: SELF }),
      aComment('/ack', { id: 2, by: { login: 'dependabot', kind: 'bot' } }),
    ];
    expect(run({ comments }).ledger.some((entry) => 'comment' in entry)).toBe(false);
  });

  it('from before the issue was an incident run nothing', () => {
    const { incident } = run({
      body: 'checkout is slow',
      comments: [aComment('/resolved', { createdAt: minute(1) })],
      events: [labeled('incident', { by: 'bob', at: minute(10) })],
    });
    expect(incident.status.is).toBe('declared');
  });

  it('are decided in order of time, whatever the order in which they were read', () => {
    const comments: readonly CommentFacts[] = [
      aComment('/severity sev1', { id: 9, createdAt: minute(9) }),
      aComment('/severity sev3', { id: 3, createdAt: minute(3) }),
    ];
    expect(run({ comments }).incident.severity.inForce.id).toBe('sev1');
  });

  it('of 64 KB of emoji, right-to-left text and nulls are read and hurt nobody', () => {
    const wild = `${'👩‍👩‍👧‍👦'.repeat(2000)}\u202eevil\0 שלום ${'|`*_<!--'.repeat(3000)}\n\n/ack`.slice(
      -65_000,
    );
    const { incident } = run({ comments: [aComment(wild), aComment('مرحبا 🚒', { id: 5 })] });
    expect(incident.timeline.every(({ text }) => Array.from(text).length <= 280)).toBe(true);
  });
});

describe('the form of somebody without the right', () => {
  const form = (fields: Parameters<typeof formBody>[0]): Partial<IncidentFacts> => ({
    author: person('eve'),
    body: formBody(fields),
    comments: [aComment('/ack', { id: 1, by: 'bob', createdAt: minute(5) })],
  });
  const modest = form({ services: 'checkout', severity: 'SEV-3', users: '8' });
  const grand = form({ services: 'checkout, search', severity: 'SEV-5', users: '1', drill: true });

  it('counts as its author has it, until somebody confirms it', () => {
    const before = run({ ...modest, comments: [] });
    const after = run({ ...grand, comments: [] }, { ledger: before.ledger });
    expect(after.incident).toMatchObject({ services: ['checkout', 'search'], drill: true });
  });

  it('counts as it stood when somebody confirmed it, whatever its author makes of it later', () => {
    const before = run(modest);
    const after = run(grand, { ledger: before.ledger });
    const { services, impact, severity, drill } = before.incident;
    expect(after.incident).toMatchObject({ services, impact, severity, drill });
    expect(after.ledger).toEqual(before.ledger);
    expect(readLedgerPages(ledgerPages(before.ledger, 30_000))).toEqual(before.ledger);
  });

  it('counts for nothing when it is written after somebody else declared the incident', () => {
    const plain = {
      author: person('eve'),
      body: 'It is slow.',
      events: [labeled('incident', { by: 'bob', at: minute(1) })],
    };
    const before = run(plain);
    const { body } = grand;
    const after = run({ ...plain, body: body ?? '' }, { ledger: before.ledger });
    expect(after.incident.services).toEqual([]);
    expect(after.incident.drill).toBe(false);
  });

  it('of somebody with the right goes on counting as it is edited', () => {
    const before = run({ ...modest, author: person('alice') });
    const after = run({ ...grand, author: person('alice') }, { ledger: before.ledger });
    expect(after.incident.services).toEqual(['checkout', 'search']);
  });
});

describe('an unconfirmed declaration', () => {
  it('is one by somebody without write access and in no team', () => {
    expect(run(byEve).incident).toMatchObject({ confirmed: null, declaredBy: 'eve' });
    expect(run().incident.confirmed).toEqual({ by: 'alice', at: minute(0) });
    const byCarol = { author: person('carol'), events: [] };
    expect(run(byCarol).incident.confirmed?.by).toBe('carol');
  });

  it.each<[string, Partial<IncidentFacts>]>([
    ['/ack', { comments: [aComment('/ack')] }],
    ['/severity', { comments: [aComment('/severity sev3')] }],
    ['/commander', { comments: [aComment('/commander me')] }],
    ['a severity label', { events: [labeled('severity:sev3')] }],
    ['a status label', { events: [labeled('status:acknowledged')] }],
    ['the incident label set again', { events: [labeled('incident')] }],
  ])('is confirmed by %s of somebody with the right', (_, facts) => {
    const events = [...(byEve.events ?? []), ...(facts.events ?? [])];
    const { incident } = run({ ...byEve, ...facts, events });
    expect(incident.confirmed).toEqual({ by: 'bob', at: minute(1) });
    expect(incident.timeline.filter(({ kind }) => kind === 'confirmed')).toHaveLength(1);
  });

  it.each<[string, Partial<IncidentFacts>]>([
    ['its declarer’s /ack', { comments: [aComment('/ack', { by: 'eve' })] }],
    ['its declarer’s label', { events: [labeled('severity:sev1', { by: 'eve' })] }],
    ['a comment', { comments: [aComment('looking')] }],
    ['/help', { comments: [aComment('/help')] }],
    ['a note', { comments: [aComment('/note looks like spam')] }],
    ['an edit by another', { comments: [aComment('/ack', { editor: person('mallory') })] }],
  ])('is not confirmed by %s', (_, facts) => {
    const events = [...(byEve.events ?? []), ...(facts.events ?? [])];
    expect(run({ ...byEve, ...facts, events }).incident.confirmed).toBeNull();
  });

  it('may be called a false alarm without being confirmed', () => {
    const { incident } = run({ ...byEve, comments: [aComment('/false-alarm spam')] });
    expect(incident.confirmed).toBeNull();
    expect(incident.status.is).toBe('closed');
  });

  it('may be taken back by its declarer, and brought back, until it is confirmed', () => {
    const close = closed({ by: 'eve', at: minute(3) });
    const events = [...(byEve.events ?? []), close];
    expect(run({ ...byEve, events }).incident.status.is).toBe('closed');
    const again = [...events, reopened({ by: 'eve', at: minute(4) })];
    expect(run({ ...byEve, events: again }).incident).toMatchObject({
      confirmed: null,
      status: { is: 'declared' },
    });
    const confirmed = run({ ...byEve, events, comments: [aComment('/ack')] });
    expect(confirmed.incident.status.is).toBe('acknowledged');
  });

  it('is confirmed at once when somebody with the right labels an issue of a stranger', () => {
    const { incident } = run({
      author: person('eve'),
      body: 'I cannot pay',
      events: [labeled('incident', { by: 'bob', at: minute(10) })],
    });
    expect(incident).toMatchObject({
      declaredBy: 'bob',
      declaredVia: 'label',
      confirmed: { by: 'bob', at: minute(10) },
      clocks: { declaredAt: minute(10) },
    });
  });
});

describe('an incident that the app opened', () => {
  const from = { repo: { owner: 'acme', name: 'checkout' }, number: 5 };
  const marker = originMarker({ via: 'command', by: 'bob', from, dedupKey: null });

  it('was declared by whoever asked, from where it was asked', () => {
    const { incident } = run({ author: SELF, body: `${formBody()}\n\n${marker}`, events: [] });
    expect(incident).toMatchObject({
      declaredBy: 'bob',
      declaredVia: 'command',
      confirmed: { by: 'bob' },
    });
    expect(incident.relations).toContainEqual(
      expect.objectContaining({ kind: 'declared-from', issue: from }),
    );
  });

  it('cannot be claimed with a forged marker', () => {
    const { incident } = run({ ...byEve, body: `${formBody()}\n\n${marker}` });
    expect(incident).toMatchObject({ declaredBy: 'eve', declaredVia: 'form', confirmed: null });
  });

  it('keeps its declaration when its text is edited', () => {
    const first = run({ author: SELF, body: `${formBody()}\n\n${marker}`, events: [] });
    const after = run({ author: SELF, body: 'gone', events: [] }, { ledger: first.ledger });
    expect(after.incident).toMatchObject({ declaredBy: 'bob', declaredVia: 'command' });
  });
});

describe('whom and what a command names', () => {
  const nobody = { login: 'bbo', exists: false, permission: 'read', teams: [] } as const;
  const known = new Map([...PEOPLE, ['bbo', nobody] as const]);

  it('is looked up together with who says it', () => {
    const comments = [aComment('/commander @Dave\n/related acme/checkout#34', { by: 'bob' })];
    const { logins, issues } = toLookUp(someFacts({ comments }), [], aPolicy());
    expect(logins).toEqual(expect.arrayContaining(['bob', 'Dave']));
    expect(issues).toEqual([{ repo: { owner: 'acme', name: 'checkout' }, number: 34 }]);
  });

  it('must be a user of GitHub to have a role; somebody with a like name is suggested', () => {
    const comments = [aComment('/commander @bbo', { by: 'alice' })];
    const { ledger, incident } = run({ comments }, { people: known });
    expect(answerTo(ledger)).toContain('there is no user bbo');
    expect(answerTo(ledger)).toContain('/commander @bob');
    expect(incident.roles.has('commander')).toBe(false);
  });

  it('must be able to read the incident to have a role', () => {
    const { ledger } = run({ comments: [aComment('/role commander @eve', { by: 'alice' })] });
    expect(answerTo(ledger)).toContain('eve cannot see this repository');
  });

  it('stays undecided as long as nobody has looked', () => {
    const comments = [aComment('/commander @zoe', { by: 'alice' })];
    expect(run({ comments }).ledger.some((entry) => 'comment' in entry)).toBe(false);
  });

  it.each(['/related acme/checkout#99999', '/duplicate acme/checkout#99999'])(
    'must be there: %s',
    (words) => {
      const missing = ['acme/checkout#99999'];
      const { ledger, incident } = run({ comments: [aComment(words)] }, { missing });
      expect(answerTo(ledger)).toContain('there is no issue or pull request acme/checkout');
      expect(incident.status.is).toBe('declared');
    },
  );
});

describe('a service that the policy does not know', () => {
  const body = formBody({ services: 'checkout, chekout, payment gateway' });
  const after = (line: string): ReturnType<typeof run> => run({ body, comments: [aComment(line)] });

  it.each([
    ['/service -chekout', ['payment gateway']],
    ['/service -Chekout', ['payment gateway']],
    ['/service -payment gateway', ['chekout']],
    ['/service -chekout, -search', ['payment gateway']],
  ])('is taken off by its name, and no other: %s', (line, unknownServices) => {
    const { incident } = after(line);
    expect(incident).toMatchObject({ services: ['checkout'], unknownServices });
  });

  it('which the incident has not either is refused with those that it has', () => {
    const { incident, ledger } = after('/service -chekot');
    expect(incident.unknownServices).toEqual(['chekout', 'payment gateway']);
    expect(answerTo(ledger)).toContain(
      '“chekot” is not a service of this incident; it has checkout, chekout and payment gateway. Write `/service -chekout`.',
    );
  });

  it('is never answered with a line that takes off one that the policy knows', () => {
    for (const line of ['/service -checkot', '/service -serch', '/service -', '/service -ab cd']) {
      const services = line.includes('checkot') ? 'checkout' : 'checkout, chekout';
      const { ledger } = run({ body: formBody({ services }), comments: [aComment(line)] });
      expect(answerTo(ledger)).not.toMatch(/Write `\/service -(?:checkout|search)/);
    }
  });
});

describe('of a comment with one impossible line', () => {
  const impossible = '/related acme/checkout#99999';

  it('nothing is carried out, and it says so where there was more', () => {
    const { incident, ledger } = run(
      { comments: [aComment(`/severity sev3 smaller\n${impossible}`)] },
      { missing: ['acme/checkout#99999'] },
    );
    expect(incident.severity.chosenBy).toBe('recommended');
    expect(answerTo(ledger)).toContain('**Nothing of this comment was carried out.**');
  });

  it('a single one is only told what was wrong', () => {
    const { ledger } = run(
      { comments: [aComment(impossible)] },
      { missing: ['acme/checkout#99999'] },
    );
    expect(answerTo(ledger)).not.toContain('Nothing of this comment');
  });
});
