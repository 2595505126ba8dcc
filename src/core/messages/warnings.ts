/** What a declaration said that could not be read, and how to say it: one line each, `backticks` around commands. */
import { nearestOf } from '../command/words.ts';
import type { FormWarning } from '../incident/form.ts';
import { FORM_LABELS } from '../incident/form-labels.ts';
import type { Policy } from '../policy/policy.ts';

export function formWarning(warning: FormWarning, policy: Policy): string {
  const field = FORM_LABELS[warning.field];
  return `${field}: ${quoted(warning.found)} ${problem(warning, policy)}`;
}

function problem({ expected, field }: FormWarning, policy: Policy): string {
  switch (expected) {
    case 'percent':
      return `is not a percentage; say it with a command: \`/impact ${field}=15%\``;
    case 'severity': {
      const ids = policy.severities.map(({ id }) => id).join(', ');
      return `is not a severity of the policy (${ids}); choose one: \`/severity ${policy.severities[0]?.id ?? ''}\``;
    }
    case 'time':
      return `is not a time I can read; correct it: \`/${field} 14:05\``;
    case 'past-time':
      return `is not a time at which an incident declared then can have begun; correct it: \`/${field} 14:05\``;
    case 'after-started':
      return 'would be before it started and is left out; correct it: `/detected 14:05`';
    case 'yes-or-no':
      return 'is neither yes nor no; if a service-level agreement was broken, set the label sla-breach';
  }
}

/** @param known the services of the incident that the policy knows: what is named already is not to be added. */
export function unknownServiceWarning(
  service: string,
  policy: Policy,
  known: readonly string[] = [],
): string {
  const ids = policy.services.map(({ id }) => id);
  const named = `${quoted(service)} is not a service of the policy, so nobody was called for it`;
  if (ids.length === 0) return named;
  const guess = nearestOf(service, ids) ?? ids[0] ?? '';
  const what = known.includes(guess)
    ? `Take it off: \`/service -${onOneLine(service)}\``
    : `Add one: \`/service ${guess}\``;
  return `${named}; there are ${ids.slice(0, 20).join(', ')}. ${what}`;
}

/** On one line, and without backticks of its own. */
function quoted(found: string): string {
  return `“${onOneLine(found)}”`;
}

function onOneLine(found: string): string {
  return found.replace(/[\s`]+/gu, ' ');
}
