import type { RootContent } from 'mdast';
import type { RegionKind } from '../../postmortem/regions/kinds.ts';
import type { Telling } from '../../postmortem/telling.ts';
import { containmentRegion } from './containment.ts';
import { detectionRegion } from './detection.ts';
import { impactRegion } from './impact.ts';
import { lessonsRegion } from './lessons.ts';
import { participantsRegion } from './participants.ts';
import { phasesRegion } from './phases.ts';
import { relatedIncidentsRegion } from './related-incidents.ts';
import { resolutionRegion } from './resolution.ts';
import { rootCauseRegion } from './root-cause.ts';
import { severityRegion } from './severity.ts';
import { summaryRegion } from './summary.ts';
import { timelineRegion } from './timeline.ts';

/** What the incident says in a region; null where it says nothing there. */
export type Renderer = (telling: Telling) => readonly RootContent[] | null;

/** Every kind but the table of action items, which is merged row by row. */
export const RENDERERS: Readonly<Record<Exclude<RegionKind, 'action-items'>, Renderer>> = {
  summary: summaryRegion,
  severity: severityRegion,
  impact: impactRegion,
  phases: phasesRegion,
  timeline: timelineRegion,
  detection: detectionRegion,
  containment: containmentRegion,
  'root-cause': rootCauseRegion,
  resolution: resolutionRegion,
  'related-incidents': relatedIncidentsRegion,
  lessons: lessonsRegion,
  participants: participantsRegion,
};
