import { describe, expect, it } from 'vitest';
import { DAY, HOUR, MINUTE } from '../../../src/core/time.ts';
import { EXAMPLE, HOME, notesIn, OWN, valid } from './sources.ts';

const ms = (amount: number) => ({ unit: 'ms', amount });

describe('a policy file becomes a policy', () => {
  it('the example with every section is read key by key, nothing lost', () => {
    const policy = valid(EXAMPLE);
    expect(policy.source).toEqual({ repo: HOME.repo, path: '.github/norepeat.yml' });
    expect(policy.organisationWide).toBe(true);
    expect(policy.incidentRepository).toEqual({ owner: 'acme', name: 'incidents' });
    expect(policy.privateRepository).toBeNull();
    expect(policy.timeZone).toBe('UTC');
    expect(policy.severities.map(({ id }) => id)).toEqual(['sev1', 'sev2', 'sev3', 'sev4', 'sev5']);
    expect(policy.severities[0]).toEqual({
      id: 'sev1',
      name: 'SEV-1',
      criteria: ['Large number of customers or a broad feature', 'Blocks most teams'],
      thresholds: { users: 20, customers: 25, cost: 100 },
      acknowledgeWithin: ms(5 * MINUTE),
      mitigateWithin: ms(30 * MINUTE),
      updateEvery: ms(30 * MINUTE),
      reassessEvery: ms(HOUR),
      roles: ['commander', 'tech-lead', 'communications'],
      postmortem: 'required',
      postmortemWithin: ms(3 * DAY),
      postmortemTemplate: null,
      actionItemsWithin: ms(15 * DAY),
    });
    expect(policy.services).toEqual([
      {
        id: 'checkout',
        team: { org: 'acme', slug: 'payments' },
        repositories: ['acme/checkout', 'acme/checkout-*'],
        paths: [{ repository: 'acme/monorepo', glob: 'services/checkout/**' }],
        responders: ['alice', 'bob'],
        runbook: 'https://…',
        dashboard: 'https://…',
      },
    ]);
    expect(policy.dontRepeat).toEqual({
      severities: ['sev1', 'sev2'],
      starts: 'mitigated',
      grace: ms(0),
      mode: 'enforce',
      branches: ['main', 'release/*'],
      unowned: 'pass',
      exemptAuthors: ['dependabot[bot]'],
      vouch: 'other',
      waivers: {
        approvers: [{ kind: 'team', team: { org: 'acme', slug: 'incident-commanders' } }],
        longest: ms(30 * DAY),
      },
    });
    expect(policy.postmortems).toEqual({
      directory: 'postmortems',
      reviewers: [{ kind: 'team', team: { org: 'acme', slug: 'sre' } }],
      uninvolvedReviewer: true,
      blameWords: null,
    });
    expect(notesIn(EXAMPLE)).toEqual([]);
    const none = valid('postmortems: { blame_words: [] }');
    expect(none.postmortems.blameWords).toEqual([]);
  });

  it('incidents of an organisation live in its repository named incidents unless said otherwise', () => {
    expect(valid('incidents: {}').incidentRepository).toEqual({ owner: 'acme', name: 'incidents' });
  });

  it("incidents of a repository's own policy live in that repository", () => {
    expect(valid('incidents: {}', OWN).incidentRepository).toEqual(OWN.repo);
    const { owner, name } = OWN.repo;
    const named = valid(`incidents: { repository: ${owner}/${name} }`, OWN);
    expect(named.incidentRepository).toEqual(OWN.repo);
  });

  it('a gate nobody spoke of only advises, one with a section enforces', () => {
    expect(valid('incidents: {}').dontRepeat).toMatchObject({
      mode: 'advise',
      severities: ['sev1', 'sev2'],
      starts: 'mitigated',
      grace: ms(0),
      branches: null,
      unowned: 'pass',
      vouch: 'other',
      waivers: { approvers: [], longest: ms(30 * DAY) },
    });
    expect(valid('dont_repeat: {}').dontRepeat.mode).toBe('enforce');
    expect(valid('dont_repeat: { mode: advise }').dontRepeat.mode).toBe('advise');
  });

  it('the gate covers the two most severe levels of whatever scale is in force', () => {
    const severitiesOf = (text: string) => valid(text).dontRepeat.severities;
    expect(severitiesOf('incidents: { scale: priority }')).toEqual(['p0', 'p1']);
    expect(severitiesOf('severities: [{ id: only }]')).toEqual(['only']);
  });

  it('durations are read in every unit, business days as such', () => {
    const clocks = (text: string) =>
      valid(`severities: [{ id: a, update_every: ${text} }]`).severities[0]?.updateEvery;
    expect(clocks('90s')).toEqual(ms(90_000));
    expect(clocks('30m')).toEqual(ms(30 * MINUTE));
    expect(clocks('4h')).toEqual(ms(4 * HOUR));
    expect(clocks('3d')).toEqual(ms(3 * DAY));
    expect(clocks('2w')).toEqual(ms(14 * DAY));
    expect(clocks('5bd')).toEqual({ unit: 'business-days', amount: 5 });
    expect(clocks('none')).toBeNull();
  });

  it('approvers are teams where a slash says so, else people', () => {
    const { approvers } = valid('dont_repeat: { waivers: { approvers: [alice, acme/sre] } }')
      .dontRepeat.waivers;
    expect(approvers).toEqual([
      { kind: 'person', login: 'alice' },
      { kind: 'team', team: { org: 'acme', slug: 'sre' } },
    ]);
  });

  it('roles of the file come after the built-in ones, or give them other names', () => {
    const { roles } = valid(`
roles:
  - { id: liaison, name: Customer liaison }
  - { id: tech-lead, name: Operations lead }
`);
    expect(roles.map(({ id, name }) => `${id}: ${name}`)).toEqual([
      'commander: Commander',
      'tech-lead: Operations lead',
      'communications: Communications lead',
      'infrastructure: Infrastructure lead',
      'executive: Executive lead',
      'scribe: Scribe',
      'liaison: Customer liaison',
    ]);
  });

  it('a byte order mark, Windows line ends, JSON and aliases are read like anything else', () => {
    expect(valid('\uFEFFincidents:\r\n  scale: priority\r\n').severities[0]?.id).toBe('p0');
    expect(valid('{"incidents": {"scale": "priority"}}').severities[0]?.id).toBe('p0');
    const shared = 'services: { a: &same { team: acme/one }, b: *same }';
    expect(valid(shared).services.map(({ team }) => team?.slug)).toEqual(['one', 'one']);
  });

  it('services keep the order of the file and may have any plain name', () => {
    const { services } = valid('services: { web: {}, constructor: {}, api.v2: {} }');
    expect(services.map(({ id }) => id)).toEqual(['web', 'constructor', 'api.v2']);
  });
});

describe('what is allowed but probably not meant is noted at its line', () => {
  it('a gate that enforces and lets nobody grant a waiver', () => {
    expect(notesIn('dont_repeat:\n  mode: enforce\n')).toEqual([
      '1 dont_repeat: Nobody can grant a waiver: dont_repeat.waivers.approvers lists no one.',
    ]);
    expect(notesIn('dont_repeat: { mode: advise }')).toEqual([]);
  });

  it('a built-in level that became the whole scale', () => {
    expect(notesIn('incidents: {}\nseverities: [{ id: sev1 }]')).toEqual([
      expect.stringMatching(/^2 severities: .*incidents\.scale: sev/),
    ]);
    expect(notesIn('severities: [{ id: high }, { id: low }]')).toEqual([]);
  });

  it("a service without a team, and somebody else's repository", () => {
    expect(notesIn('services:\n  web:\n    repositories:\n      - other/web\n')).toEqual([
      '2 services.web: No team owns web: add team: org/slug.',
      expect.stringMatching(/^4 services\.web\.repositories\[0\]: .*other\/web/),
    ]);
  });
});
