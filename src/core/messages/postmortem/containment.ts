import type { RootContent } from 'mdast';
import { bullets, paragraph, phrasing } from '../../markdown/build.ts';
import { safe } from '../../markdown/safe.ts';
import type { Telling } from '../../postmortem/telling.ts';
import type { TimelineEntry } from '../../timeline/entry.ts';
import { reopenings, saidOf, saidWords } from './story.ts';
import { targetWords } from './targets.ts';
import { columnTime } from './times.ts';
import { personName, sentences } from './words.ts';

const MOST = 10;

/** When the damage was stopped, how, and whether it held; null while it has not been. */
export function containmentRegion(telling: Telling): readonly RootContent[] | null {
  const { incident } = telling;
  const { mitigatedAt } = incident.clocks;
  if (mitigatedAt === null) return null;
  const target = targetWords(incident.severity.inForce, 'mitigate', telling);
  return [
    paragraph(
      sentences(
        saidWords('The damage was stopped', mitigatedAt, {
          said: saidOf(incident, 'mitigated'),
          telling,
        }),
        target,
      ),
    ),
    ...interludes(telling),
  ];
}

/** What seemed to have stopped it, and how it turned out that it had not. */
function interludes(telling: Telling): readonly RootContent[] {
  const { incident } = telling;
  const again = reopenings(incident);
  const last = again.at(-1);
  if (last === undefined) return [];
  const until = incident.timeline.indexOf(last);
  const told = incident.timeline
    .slice(0, until + 1)
    .filter((entry) => STOPS.has(entry.kind) || again.includes(entry));
  return [
    paragraph('It did not hold at first:'),
    bullets(
      told
        .slice(-MOST)
        .map(({ at, by, text }) =>
          phrasing(`${columnTime(at, telling)}, ${personName(by)}: `, safe(text, 280)),
        ),
    ),
  ];
}

const STOPS: ReadonlySet<TimelineEntry['kind']> = new Set<TimelineEntry['kind']>([
  'mitigated',
  'resolved',
]);
