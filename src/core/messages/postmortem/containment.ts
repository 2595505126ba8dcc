import type { RootContent } from 'mdast';
import { bullets, paragraph, phrasing } from '../../markdown/build.ts';
import { safe } from '../../markdown/safe.ts';
import type { Telling } from '../../postmortem/telling.ts';
import { reopenings, saidOf } from './story.ts';
import { targetWords } from './targets.ts';
import { afterBeginning, columnTime, timeOf } from './times.ts';
import { personName, quoted, sentences } from './words.ts';

const MOST = 10;

/** When the damage was stopped, how, and whether it held; null while it has not been. */
export function containmentRegion(telling: Telling): readonly RootContent[] | null {
  const { incident } = telling;
  const { mitigatedAt } = incident.clocks;
  if (mitigatedAt === null) return null;
  const { by, text } = saidOf(incident, 'mitigated');
  const after = afterBeginning(mitigatedAt, telling);
  const target = targetWords(incident.severity.inForce, 'mitigate', telling);
  const again = reopenings(incident);
  return [
    paragraph(
      sentences(
        `The damage was stopped at ${timeOf(mitigatedAt, telling)}${after === null ? '' : `, ${after}`}${by === null ? '' : `, said ${personName(by)}`}.`,
        text === null ? null : phrasing('What helped: ', quoted(text)),
        target === null ? null : `${target}.`,
      ),
    ),
    ...(again.length === 0
      ? []
      : [
          paragraph('It did not hold at once:'),
          bullets(
            again
              .slice(-MOST)
              .map((entry) =>
                phrasing(
                  `${columnTime(entry.at, telling)} ${personName(entry.by)}: `,
                  safe(entry.text, 280),
                ),
              ),
          ),
        ]),
  ];
}
