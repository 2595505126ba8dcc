import { describe, expect, it } from 'vitest';
import { exemptPaths } from '../../../../src/core/gate/rules/exempt-paths.ts';
import { parseRepo } from '../../../../src/core/ids.ts';
import { aPolicy } from '../../../builders/a-policy.ts';
import { aPull, changed } from '../../../builders/gate.ts';

const policy = { ...aPolicy(), privateRepository: { owner: 'acme', name: 'security' } };

/** Repository, files, and whether they pass. */
const TABLE: readonly (readonly [repo: string, paths: readonly string[], passes: boolean])[] = [
  ['acme/incidents', ['postmortems/2026/2026-11-21-12-checkout.md'], true],
  ['Acme/Incidents', ['postmortems/README.md', 'postmortems/a/b.md'], true],
  ['acme/security', ['postmortems/a.md'], true],
  ['acme/incidents', ['.github/ISSUE_TEMPLATE/incident.yml'], true],
  ['acme/incidents', ['.github/ISSUE_TEMPLATE/incident.yml', 'postmortems/a.md'], true],
  ['acme/.github', ['.github/norepeat.yml'], true],
  // Each only where it belongs.
  ['acme/checkout', ['postmortems/a.md'], false],
  ['acme/checkout', ['.github/ISSUE_TEMPLATE/incident.yml'], false],
  ['acme/checkout', ['.github/norepeat.yml'], false],
  ['acme/incidents', ['.github/norepeat.yml'], false],
  // Nothing else beside it, nothing that only looks like it.
  ['acme/incidents', ['postmortems/a.md', 'src/x.ts'], false],
  ['acme/incidents', ['postmortems'], false],
  ['acme/incidents', ['postmortems-old/a.md'], false],
  ['acme/incidents', ['x/postmortems/a.md'], false],
  ['acme/incidents', ['Postmortems/a.md'], false],
  ['acme/.github', ['.github/norepeat.yml', '.github/workflows/x.yml'], false],
  ['acme/incidents', [], false],
];

describe('a change of nothing but what people need to get out', () => {
  it.each(TABLE)('in %s: %j passes: %s', (name, paths, passes) => {
    const repo = parseRepo(name)!;
    const found = exemptPaths(aPull({ files: changed(...paths) }), { repo, policy });
    expect(found.outcome).toBe(passes ? 'passes' : 'no');
  });

  it('does not pass when a part of its files is not known', () => {
    const files = { ...changed('postmortems/a.md'), complete: false };
    const repo = policy.incidentRepository;
    expect(exemptPaths(aPull({ files }), { repo, policy }).outcome).toBe('no');
  });

  it('follows the folder of the policy', () => {
    const own = {
      ...policy,
      postmortems: { ...policy.postmortems, directory: 'docs/postmortems' },
    };
    const at = (path: string): string =>
      exemptPaths(aPull({ files: changed(path) }), { repo: own.incidentRepository, policy: own })
        .outcome;
    expect([at('docs/postmortems/a.md'), at('postmortems/a.md'), at('docs/a.md')]).toEqual([
      'passes',
      'no',
      'no',
    ]);
  });
});
