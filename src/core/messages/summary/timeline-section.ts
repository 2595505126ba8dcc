import type { RootContent } from 'mdast';
import { bullets, code, details, phrasing } from '../../markdown/build.ts';
import { timelineLine } from '../timeline.ts';
import type { View } from './view.ts';

/** The key events, and how to see the rest. */
export function timelineSection(view: View, most: number): readonly RootContent[] {
  const { incident, policy } = view;
  const total = incident.timeline.length;
  if (total === 0) return [];
  const key = incident.timeline.filter((entry) => entry.key);
  const shown = key.slice(-most);
  const lines = shown.map((entry) => timelineLine(entry, { incident, policy, longest: 160 }));
  const rest =
    total > shown.length ? [phrasing(`${String(total)} entries in all: `, code('/timeline'))] : [];
  return details(
    `Timeline: ${String(shown.length)} key ${shown.length === 1 ? 'event' : 'events'}`,
    [bullets([...lines, ...rest])],
  );
}
