import { DateTime } from 'luxon';
import type { Code, RootContent } from 'mdast';
import { table } from '../../markdown/build.ts';
import type { Telling } from '../../postmortem/telling.ts';
import { DAY, type Instant } from '../../time.ts';
import { spanWords } from '../spans.ts';
import { phasesOf, type Phase } from './course.ts';
import { columnTime, zoneWords } from './times.ts';

/**
 * How long the incident went unnoticed, was worked on and so on, as a chart that GitHub draws, and the same
 * in figures for whoever does not see it. Null with fewer than two moments that differ.
 */
export function phasesRegion(telling: Telling): readonly RootContent[] | null {
  const phases = phasesOf(telling.incident.clocks);
  if (phases.length === 0) return null;
  const zone = zoneWords(telling.policy.timeZone);
  const rows = phases.map(({ name, from, to }) => [
    name,
    columnTime(from, telling),
    columnTime(to, telling),
    spanWords(to - from),
  ]);
  return [
    chartOf(phases, telling.policy.timeZone),
    table(['Phase', `From (${zone})`, 'To', 'How long'], rows),
  ];
}

/**
 * A Gantt chart in the language of Mermaid. Its times are those of the clocks on the wall in the policy's
 * zone, for Mermaid knows no zones; where these would run backwards, in UTC. Every word in it is ours.
 */
function chartOf(phases: readonly Phase[], zone: string): Code {
  const shown = runsForwards(phases, zone) ? zone : 'UTC';
  const first = phases[0]?.from ?? 0;
  const last = phases.at(-1)?.to ?? 0;
  const lines = [
    'gantt',
    `  title Phases of the incident (${titleWords(shown)})`,
    '  dateFormat YYYY-MM-DD HH:mm:ss',
    '  todayMarker off',
    `  axisFormat ${last - first < DAY ? '%H:%M' : last - first < 4 * DAY ? '%m-%d %H:%M' : '%Y-%m-%d'}`,
    ...phases.map((phase) => `  ${taskOf(phase, shown)}`),
  ];
  return { type: 'code', lang: 'mermaid', meta: null, value: lines.join('\n') };
}

/** Red while customers were affected. */
function taskOf({ name, from, to, harmful }: Phase, zone: string): string {
  const label = `${name}, ${spanWords(to - from)}`;
  const style = harmful ? 'crit' : 'active';
  return `${label} :${style}, ${wallOf(from, zone)}, ${wallOf(to, zone)}`;
}

function runsForwards(phases: readonly Phase[], zone: string): boolean {
  return phases.every(({ from, to }) => wallOf(from, zone) < wallOf(to, zone));
}

function wallOf(at: Instant, zone: string): string {
  return DateTime.fromMillis(at, { zone }).toFormat('yyyy-MM-dd HH:mm:ss');
}

/** A zone is a name that the policy's reader has checked; in a chart only its plain characters stand. */
function titleWords(zone: string): string {
  return zoneWords(zone).replaceAll(/[^A-Za-z0-9_+/ -]/g, '');
}
