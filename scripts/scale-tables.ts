/** What each built-in scale holds, level by level, for who sets a policy. */
import { format } from 'prettier';
import { code, markdownOf, paragraph, table, type Words } from '../src/core/markdown/build.ts';
import type { Duration, Severity } from '../src/core/policy/policy.ts';
import { SCALES } from '../src/core/policy/scales.ts';
import { DAY, HOUR, MINUTE } from '../src/core/time.ts';

/** The whole of docs/scales.md. */
export async function scalesPage(): Promise<string> {
  const scales = Object.entries(SCALES).map(([name, levels]) =>
    [`## \`incidents.scale: ${name}\``, markdownOf([scaleTable(levels)])].join('\n\n'),
  );
  const page = [HEAD, markdownOf(INTRODUCTION), ...scales].join('\n\n');
  return format(page, { parser: 'markdown' });
}

const HEAD =
  '<!-- Made from src/core/policy/scales.ts by `npm run derive`. -->\n\n# The built-in scales';

const INTRODUCTION = [
  paragraph(
    'What holds for a level as long as ',
    code('severities'),
    ' in the policy does not say otherwise. Spans are written as there: ',
    code('5m'),
    ', ',
    code('8h'),
    ' and ',
    code('15d'),
    ' run day and night, ',
    code('5bd'),
    ' are business days of the calendar.',
  ),
  paragraph(
    code('acknowledge_within'),
    ' and ',
    code('mitigate_within'),
    ' run from the declaration, ',
    code('postmortem_within'),
    ' from the resolution, ',
    code('action_items_within'),
    ' from the moment the item became one.',
  ),
];

function scaleTable(levels: readonly Severity[]): ReturnType<typeof table> {
  return table(
    ['Key', ...levels.map(({ name }) => name)],
    ROWS.map(([key, words]) => [code(key), ...levels.map(words)]),
  );
}

const ROWS: readonly (readonly [string, (level: Severity, rank: number) => Words])[] = [
  ['id', ({ id }) => code(id)],
  ['thresholds', ({ thresholds }) => thresholdWords(thresholds)],
  ['acknowledge_within', (level) => durationText(level.acknowledgeWithin)],
  ['mitigate_within', (level) => durationText(level.mitigateWithin)],
  ['update_every', (level) => durationText(level.updateEvery)],
  ['reassess_every', (level) => durationText(level.reassessEvery)],
  ['roles', ({ roles }) => (roles.length === 0 ? 'none' : roles.join(', '))],
  ['postmortem', ({ postmortem }) => postmortem],
  ['postmortem_within', (level) => durationText(level.postmortemWithin)],
  ['postmortem_template', (_level, rank) => (rank < 2 ? 'full' : 'short')],
  ['action_items_within', (level) => durationText(level.actionItemsWithin)],
];

function thresholdWords(thresholds: Severity['thresholds']): string {
  const figures = Object.entries(thresholds).map(([what, from]) => `${what} ${String(from)}`);
  return figures.length === 0 ? 'none' : figures.join(', ');
}

/** As a policy says it: `30m`, `2h`, `15d`, `5bd`. Throws where the policy has no word for it. */
export function durationText(duration: Duration | null): string {
  if (duration === null) return 'none';
  if (duration.unit === 'business-days') return `${String(duration.amount)}bd`;
  const unit = UNITS.find(([, size]) => duration.amount % size === 0);
  if (unit === undefined) throw new Error(`not whole minutes: ${String(duration.amount)} ms`);
  return `${String(duration.amount / unit[1])}${unit[0]}`;
}

const UNITS = [
  ['d', DAY],
  ['h', HOUR],
  ['m', MINUTE],
] as const;
