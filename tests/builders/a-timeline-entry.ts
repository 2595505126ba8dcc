import type { TimelineEntry } from '../../src/core/timeline/entry.ts';
import { minute } from './facts.ts';

/** A comment of alice's, so many minutes after the issue was created. */
export function entry(
  at: number,
  text: string,
  overrides: Partial<TimelineEntry> = {},
): TimelineEntry {
  return {
    at: minute(at),
    by: 'alice',
    kind: 'comment',
    text,
    url: null,
    key: false,
    ...overrides,
  };
}
