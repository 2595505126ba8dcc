import { describe, expect, it } from 'vitest';
import { toLookUp } from '../../../src/core/incident/admit.ts';
import { aPolicy } from '../../builders/a-policy.ts';
import { aComment, formBody, PEOPLE, someFacts } from '../../builders/facts.ts';
import { answerTo, run } from '../../builders/run-incident.ts';

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
