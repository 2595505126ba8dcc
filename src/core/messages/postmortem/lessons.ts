import type { RootContent } from 'mdast';
import { bullets, paragraph, strong, type Words } from '../../markdown/build.ts';
import { safeString } from '../../markdown/safe.ts';
import type { Telling } from '../../postmortem/telling.ts';
import { countOf, spanWords } from '../spans.ts';
import { reopenings } from './story.ts';
import { allowedWords, wasKept, type Target } from './targets.ts';

/**
 * What the clocks and earlier incidents say of how it went; what people learned of it they say themselves.
 * Null where neither has anything to say.
 */
export function lessonsRegion(telling: Telling): readonly RootContent[] | null {
  const kept = TARGETS.filter((target) => wasKept(target, telling) === true);
  const missed = TARGETS.filter((target) => wasKept(target, telling) === false);
  const badly = [...missed.map((target) => spanLine(target, telling)), ...repeatLines(telling)];
  const blocks = [
    ...part(
      'What the figures say went well',
      kept.map((target) => spanLine(target, telling)),
    ),
    ...part('What the figures say went badly', badly),
  ];
  return blocks.length === 0 ? null : blocks;
}

const TARGETS: readonly Target[] = ['acknowledge', 'mitigate'];

function part(title: string, lines: readonly Words[]): readonly RootContent[] {
  return lines.length === 0 ? [] : [paragraph(strong(`${title}:`)), bullets(lines)];
}

function spanLine(target: Target, { incident }: Telling): string {
  const { declaredAt, acknowledgedAt, mitigatedAt } = incident.clocks;
  const { acknowledgeWithin, mitigateWithin, name } = incident.severity.inForce;
  const [at, within, what] =
    target === 'acknowledge'
      ? [acknowledgedAt, acknowledgeWithin, 'Acknowledged']
      : [mitigatedAt, mitigateWithin, 'Damage stopped'];
  const took = spanWords((at ?? declaredAt) - declaredAt);
  const allowed = within === null ? '' : `; ${safeString(name, 40)} allows ${allowedWords(within)}`;
  return `${what} ${took} after the declaration${allowed}.`;
}

function repeatLines({ incident }: Telling): readonly string[] {
  const { earlier } = incident.recurrence;
  const open = earlier
    .flatMap(({ prevention }) => prevention)
    .filter(({ became }) => became === 'open');
  const again = reopenings(incident).length;
  return [
    ...(earlier.length === 0
      ? []
      : [
          `It had happened ${earlier.length === 1 ? 'once' : `${String(earlier.length)} times`} before${open.length === 0 ? '' : `, and ${countOf(open.length, 'action item')} agreed on then ${open.length === 1 ? 'is' : 'are'} still open`}.`,
        ]),
    ...(again === 0
      ? []
      : [
          `It was opened again ${again === 1 ? 'once' : `${String(again)} times`} after it had seemed over.`,
        ]),
  ];
}
