import type { RootContent } from 'mdast';
import { bullets, code, details, phrasing } from '../../markdown/build.ts';
import { countOf } from '../spans.ts';
import { timelineLine } from '../timeline.ts';
import type { View } from './view.ts';

/** The key events, and how to see the rest. */
export function timelineSection(view: View, most: number): readonly RootContent[] {
  const { incident, policy } = view;
  const total = incident.timeline.length;
  if (total === 0) return [];
  const key = incident.timeline.filter((entry) => entry.key);
  const shown = key.slice(-most);
  const show = { longest: 160, linked: true };
  const lines = shown.map((entry) => timelineLine(entry, { incident, policy, show }));
  const rest =
    total > shown.length ? [phrasing(`${String(total)} entries in all: `, code('/timeline'))] : [];
  const title =
    shown.length < key.length
      ? `Timeline: the latest ${String(shown.length)} of ${String(key.length)} key events`
      : `Timeline: ${countOf(key.length, 'key event')}`;
  return details(title, [bullets([...lines, ...rest])]);
}
