import type { RootContent } from 'mdast';
import { paragraph, phrasing, strong, type Words } from '../../markdown/build.ts';
import { safeLink, safeString } from '../../markdown/safe.ts';
import type { Telling } from '../../postmortem/telling.ts';
import { listed } from '../followup-refusals.ts';
import { figureWords } from './figures.ts';
import { proseBlocks } from './people-prose.ts';
import { reopenings, saidOf, saidWords } from './story.ts';
import { atTime, atTimeBeside, dayAndTime, later } from './times.ts';
import { issueName, personName, quoted, sentences } from './words.ts';

/** What happened in the words of whoever declared it, whom it hit, how long it took, and how it ended. */
export function summaryRegion(telling: Telling): readonly RootContent[] {
  const { incident } = telling;
  const { blocks, isCut } = proseBlocks(incident.description);
  const more = isCut
    ? [
        paragraph(
          'The rest of the description stands in the ',
          safeLink(incident.url, 'incident'),
          '.',
        ),
      ]
    : [];
  const told = [kindWords(telling), affectedWords(telling), courseWords(telling), endWords(telling)]
    .filter((words) => words !== null)
    .map((words) => paragraph(words));
  return [...blocks, ...more, ...told];
}

/** What a reader must know before everything else. */
function kindWords(telling: Telling): Words | null {
  const { drill, status } = telling.incident;
  const because = status.is === 'closed' ? status.because : null;
  if (because?.why === 'false-alarm') {
    return phrasing(strong('It was a false alarm:'), ' ', quoted(because.reason));
  }
  if (because?.why === 'duplicate') {
    const of = issueName(because.of, telling);
    return phrasing(strong('It was the same as another incident:'), ` ${of}.`);
  }
  return drill ? strong('This was a drill: nothing was broken.') : null;
}

function affectedWords({ incident }: Telling): Words | null {
  const { services, unknownServices, impact, slaBreach } = incident;
  const named = [...services, ...unknownServices].map((id) => safeString(id, 60));
  const figures = figureWords(impact);
  const what =
    named.length === 0
      ? []
      : [`the ${named.length === 1 ? 'service' : 'services'} ${listed(named)}`];
  const affected = [...what, ...figures];
  const told = sentences(
    affected.length === 0 ? null : `It affected ${listed(affected)}.`,
    slaBreach ? 'A service-level agreement was broken.' : null,
  );
  return phrasing(told).length === 0 ? null : told;
}

/** When it began, was noticed and was declared, with the date said once where it is one day. */
function courseWords(telling: Telling): Words {
  const { startedAt, detectedAt, declaredAt } = telling.incident.clocks;
  const by = telling.incident.declaredVia === 'dispatch' ? 'an alarm' : declarer(telling);
  if (startedAt === null) return withoutBeginning(by, telling);
  const noticed =
    detectedAt === null || detectedAt < startedAt
      ? ''
      : `, was noticed ${later(detectedAt - startedAt)}`;
  const and = noticed === '' ? ' and was' : ' and';
  return `It began on ${dayAndTime(startedAt, telling)}${noticed}${and} declared ${atTimeBeside(startedAt, declaredAt, telling)} by ${by}.`;
}

function withoutBeginning(by: string, telling: Telling): string {
  const { detectedAt, declaredAt } = telling.incident.clocks;
  const declared = `declared on ${dayAndTime(declaredAt, telling)} by ${by}`;
  if (detectedAt === null) return `It was ${declared}.`;
  if (detectedAt === declaredAt) return `It was noticed and ${declared}.`;
  return detectedAt < declaredAt
    ? `It was noticed on ${dayAndTime(detectedAt, telling)} and declared ${atTimeBeside(detectedAt, declaredAt, telling)} by ${by}.`
    : `It was ${declared}, and noticed ${later(detectedAt - declaredAt)}.`;
}

function declarer({ incident }: Telling): string {
  return personName(incident.declaredBy);
}

function endWords(telling: Telling): Words | null {
  const { status, clocks } = telling.incident;
  if (status.is === 'closed' && status.because.why !== 'done') return null;
  const resolved = clocks.resolvedAt;
  return sentences(
    againWords(telling),
    clocks.mitigatedAt === null
      ? null
      : saidWords('The damage was stopped', clocks.mitigatedAt, {
          said: { ...saidOf(telling.incident, 'mitigated'), by: null },
          telling,
        }),
    resolved === null
      ? 'It is not resolved yet.'
      : saidWords('It was resolved', resolved, {
          said: { ...saidOf(telling.incident, 'resolved'), by: null },
          telling,
        }),
  );
}

/** It seemed over, and was not. */
function againWords(telling: Telling): string | null {
  const times = reopenings(telling.incident);
  const [first] = times;
  if (first === undefined) return null;
  return times.length === 1
    ? `It seemed to be over, and was opened again ${atTime(first.at, telling)}.`
    : `It seemed to be over and was opened again ${String(times.length)} times, first ${atTime(first.at, telling)}.`;
}
