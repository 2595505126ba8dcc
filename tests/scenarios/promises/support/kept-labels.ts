/** The labels that the app would create first: there from the start, tests need not wait for its pace. */
import { labelCatalog } from '../../../../src/core/incident/labels.ts';
import type { Label } from '../../../../src/core/effects.ts';
import { parsePolicy } from '../../../../src/config/policy/parse-policy.ts';

/** `repository` is `owner/name`, the one that holds the policy. */
export function keptLabels(text: string, repository: string): readonly Label[] {
  const [owner = '', name = ''] = repository.split('/');
  const parsed = parsePolicy(text, {
    repo: { owner, name },
    path: '.github/norepeat.yml',
    organisationWide: name === '.github',
  });
  if (parsed.kind === 'invalid') throw new Error(JSON.stringify(parsed.problems));
  return labelCatalog(parsed.policy);
}
