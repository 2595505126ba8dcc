import { addDuration } from '../../calendar.ts';
import type { Duration, Severity } from '../../policy/policy.ts';
import type { Telling } from '../../postmortem/telling.ts';
import { safeString } from '../../markdown/safe.ts';
import { countOf, spanWords } from '../spans.ts';

export type Target = 'acknowledge' | 'mitigate';

/** Whether what the severity allows was kept; null where it sets no term, or it has not happened. */
export function wasKept(what: Target, { incident, policy }: Telling): boolean | null {
  const within = allowed(incident.severity.inForce, what);
  const { declaredAt, acknowledgedAt, mitigatedAt } = incident.clocks;
  const at = what === 'acknowledge' ? acknowledgedAt : mitigatedAt;
  if (within === null || at === null) return null;
  return at <= addDuration(declaredAt, within, policy);
}

/** `SEV-1 allows 30 min from the declaration, which was kept.`; null where it sets no term. */
export function targetWords(severity: Severity, what: Target, telling: Telling): string | null {
  const within = allowed(severity, what);
  const kept = wasKept(what, telling);
  if (within === null || kept === null) return null;
  return `${safeString(severity.name, 40)} allows ${allowedWords(within)} from the declaration, which ${kept ? 'was kept' : 'was not kept'}.`;
}

/** `30 min`, `1 business day` */
export function allowedWords(duration: Duration): string {
  return duration.unit === 'ms'
    ? spanWords(duration.amount)
    : countOf(duration.amount, 'business day');
}

function allowed(severity: Severity, what: Target): Duration | null {
  return what === 'acknowledge' ? severity.acknowledgeWithin : severity.mitigateWithin;
}
