import { describe, expect, test } from 'vitest';
import {
  gateShape,
  heldTeams,
  isHeld,
  teamChanges,
  type Owed,
} from '../../../src/core/gate/policy-impact.ts';
import { freePass, judge, undecided } from '../../../src/core/gate/judge.ts';
import { HOUR, plus } from '../../../src/core/time.ts';
import { aPolicy } from '../../builders/a-policy.ts';
import {
  aMatter,
  anObligation,
  anObligedIncident,
  aPolicyThat,
  aWaiver,
  DISCOVERY,
  issue,
  NOW,
  owes,
  PAYMENTS,
} from '../../builders/gate.ts';

const owed = (over: Partial<Owed> = {}): Owed => ({
  policy: aPolicy(),
  obligations: [anObligation()],
  ...over,
});
const nothing = owed({ obligations: [] });
const told = (before: Owed | null, after: Owed) =>
  teamChanges(before, after, NOW).map(
    ({ change, team, incident }) => `${change} ${team.slug} #${String(incident.ref.number)}`,
  );

describe('which teams another policy would hold', () => {
  const both = owed({ obligations: [anObligation({ teams: [owes(PAYMENTS), owes(DISCOVERY)] })] });
  const waived = owed({
    obligations: [anObligation({ teams: [owes(PAYMENTS, { waiver: aWaiver() })] })],
  });
  const advising = owed({ policy: aPolicyThat({ mode: 'advise' }) });

  test.each<[string, Owed | null, Owed, readonly string[]]>([
    ['the same', owed(), owed(), []],
    ['one more team', owed(), both, ['held discovery #12']],
    ['one team less', both, owed(), ['released discovery #12']],
    ['an incident less', owed(), nothing, ['released payments #12']],
    ['the first policy', null, owed(), ['held payments #12']],
    ['waived under both', waived, waived, []],
    ['waived is not held', waived, owed(), ['held payments #12']],
    ['advice holds nobody', owed(), advising, ['released payments #12']],
    ['nor did it before', advising, owed(), ['held payments #12']],
    ['advice for advice', advising, advising, []],
  ])('%s', (_, before, after, expected) => {
    expect(told(before, after)).toEqual(expected);
  });

  test('a longer grace releases, and says until when', () => {
    const holdsFrom = plus(NOW, HOUR);
    const later = owed({ obligations: [anObligation({ holdsFrom })] });
    expect(teamChanges(owed(), later, NOW)).toMatchObject([
      { change: 'released', heldFrom: holdsFrom },
    ]);
    expect(told(later, owed())).toEqual(['held payments #12']);
  });

  test('a proposal cannot make a restricted incident one that may be named', () => {
    const secret = { owner: 'acme', name: 'security' };
    const ref = issue('acme/security#3');
    const restricted = anObligation({ incident: anObligedIncident({ ref, restricted: true }) });
    const open = anObligation({ incident: anObligedIncident({ ref }), teams: [owes(DISCOVERY)] });
    const changes = teamChanges(
      owed({ policy: aPolicy({ privateRepository: secret }), obligations: [restricted] }),
      owed({ policy: aPolicy({ incidentRepository: secret }), obligations: [open] }),
      NOW,
    );
    expect(changes).toHaveLength(2);
    expect(changes.every(({ incident }) => incident.restricted)).toBe(true);
  });

  test('only what is open holds a team', () => {
    expect(heldTeams(owed(), NOW)).toEqual([PAYMENTS]);
    expect(heldTeams(waived, NOW)).toEqual([]);
    expect(heldTeams(advising, NOW)).toEqual([]);
  });
});

describe('a decision under a policy', () => {
  test('is held where it fails, and nobody knows where it could not be made', () => {
    expect(isHeld(judge(aMatter(), new Map()))).toBe(true);
    expect(isHeld(judge(aMatter({ policy: aPolicyThat({ mode: 'advise' }) }), new Map()))).toBe(
      false,
    );
    expect(isHeld(freePass())).toBe(false);
    expect(isHeld(undecided('github'))).toBeNull();
  });
});

describe('what the gate looks at', () => {
  test('differs with everything that can change a verdict', () => {
    const { dontRepeat, services } = aPolicy();
    const others: readonly Owed[] = [
      nothing,
      owed({ policy: aPolicyThat({ unowned: 'block' }) }),
      owed({ policy: aPolicyThat({ branches: ['release/*'] }) }),
      owed({ policy: aPolicyThat({ waivers: { ...dontRepeat.waivers, approvers: [] } }) }),
      owed({ policy: aPolicy({ services: services.slice(1) }) }),
      owed({ policy: aPolicy({ privateRepository: { owner: 'acme', name: 'security' } }) }),
    ];
    const shapes = [owed(), ...others].map(gateShape);
    expect(new Set(shapes).size).toBe(shapes.length);
  });

  test('does not differ with a runbook or a time zone', () => {
    const services = aPolicy().services.map((one) => ({ ...one, runbook: null }));
    const policy = aPolicy({ services, timeZone: 'Asia/Tokyo' });
    expect(gateShape(owed({ policy }))).toBe(gateShape(owed()));
  });
});
