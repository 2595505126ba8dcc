/** What a region of a postmortem can hold. Templates name them: `<!-- norepeat:timeline -->`. */
export const REGION_KINDS = [
  'summary',
  'severity',
  'impact',
  'phases',
  'timeline',
  'detection',
  'containment',
  'root-cause',
  'resolution',
  'related-incidents',
  'lessons',
  'action-items',
  'participants',
] as const;

export type RegionKind = (typeof REGION_KINDS)[number];
