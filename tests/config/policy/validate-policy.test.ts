import { describe, expect, it } from 'vitest';
import { validatePolicy } from '../../../src/config/policy/validate-policy.ts';
import { EXAMPLE } from './sources.ts';

describe('norepeat validate', () => {
  it('a valid file is summed up in one line', () => {
    expect(validatePolicy(EXAMPLE, 'policy.yml')).toEqual({
      isValid: true,
      lines: [
        'policy.yml is valid: severities SEV-1, SEV-2, SEV-3, SEV-4, SEV-5; 1 service; incidents in acme/incidents.',
      ],
    });
  });

  it('every problem is a line that an editor can open', () => {
    const text = EXAMPLE.replace('mode: enforce', 'mod: enforce').replace(
      'starts: mitigated',
      'starts: fixed',
    );
    expect(validatePolicy(text, 'here/policy.yml')).toEqual({
      isValid: false,
      lines: [
        'here/policy.yml:30:11 dont_repeat.starts: found "fixed", expected one of declared, mitigated, resolved.',
        'here/policy.yml:32:3 dont_repeat.mod: found the unknown key "mod", expected one of the keys severities, starts, grace, mode, branches, unowned, exempt, vouch, waivers. Did you mean mode?',
      ],
    });
  });

  it('whose policy it is follows from where its incidents live', () => {
    expect(validatePolicy('incidents: { repository: other/ops }', 'p.yml').isValid).toBe(true);
    const mixed = 'incidents: { repository: other/ops, private_repository: acme/secret }';
    expect(validatePolicy(mixed, 'p.yml').lines).toEqual([
      expect.stringContaining(
        'expected a repository of other, whose policy this is. Did you mean other/secret?',
      ),
    ]);
  });

  it('notes come before the verdict and do not spoil it', () => {
    const { isValid, lines } = validatePolicy('services: { web: {} }', 'p.yml');
    expect(isValid).toBe(true);
    expect(lines[0]).toBe('p.yml:1:13 note: services.web: No team owns web: add team: org/slug.');
    expect(lines).toHaveLength(2);
  });
});
