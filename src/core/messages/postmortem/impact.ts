import type { RootContent } from 'mdast';
import { table, type Words } from '../../markdown/build.ts';
import { safeString } from '../../markdown/safe.ts';
import type { Telling } from '../../postmortem/telling.ts';
import { listed } from '../followup-refusals.ts';
import { spanWords } from '../spans.ts';
import { costWords } from './figures.ts';
import { timeOf } from './times.ts';

/** What the incident knows of its damage, one figure a line; null where it knows nothing. */
export function impactRegion(telling: Telling): readonly RootContent[] | null {
  const { users, customers, cost } = telling.incident.impact;
  const { services, unknownServices, slaBreach } = telling.incident;
  const named = [...services, ...unknownServices].map((id) => safeString(id, 60));
  const rows = [
    row('Users affected', users === undefined ? null : `${String(users)} %`),
    row('Customers affected', customers === undefined ? null : `${String(customers)} %`),
    row('Cost', cost === undefined ? null : costWords(cost)),
    row('Services affected', named.length === 0 ? null : listed(named)),
    row('Duration', durationWords(telling)),
    row('Service-level agreement', slaBreach ? 'broken' : null),
  ].flat();
  return rows.length === 0 ? null : [table(['Impact', 'As far as it is known'], rows)];
}

function row(what: string, value: Words | null): readonly (readonly Words[])[] {
  return value === null ? [] : [[what, value]];
}

/**
 * From the beginning until customers were no longer affected; where nobody knows when it began, from the
 * earliest moment that is known.
 */
function durationWords(telling: Telling): string | null {
  const { startedAt, detectedAt, declaredAt, mitigatedAt, resolvedAt } = telling.incident.clocks;
  const until = mitigatedAt ?? resolvedAt;
  const noticedAt = detectedAt !== null && detectedAt < declaredAt ? detectedAt : null;
  const from = startedAt ?? noticedAt ?? declaredAt;
  if (until === null || until < from) return null;
  const first = noticedAt === null ? 'its declaration' : 'when it was noticed';
  const beginning = startedAt === null ? `, counted from ${first}` : '';
  return `${spanWords(until - from)}, from ${timeOf(from, telling)} to ${timeOf(until, telling)}${beginning}`;
}
