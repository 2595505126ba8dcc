/**
 * The messages room: every sentence that a person reads from the app, one file a kind of message, built as
 * a tree and never as text pasted together. This file is its heart, the incident summary.
 */
import type { RootContent } from 'mdast';
import type { Obligation } from '../followup/obligation.ts';
import { deadlinesOf } from '../incident/deadlines.ts';
import { formatIssue, type IssueRef } from '../ids.ts';
import type { Incident } from '../incident/incident.ts';
import { bullets, code, html, markdownOf, paragraph, strong } from '../markdown/build.ts';
import { safeSentence, safeString } from '../markdown/safe.ts';
import type { Policy } from '../policy/policy.ts';
import type { Instant } from '../time.ts';
import { clocksSection } from './summary/clocks-section.ts';
import { dontRepeatSection, nobodyHeld } from './summary/dont-repeat-section.ts';
import { linkedSections } from './summary/linked-sections.ts';
import { priorSection, recurrenceBanners, similarSection } from './summary/recurrence-sections.ts';
import { servicesSection } from './summary/services-section.ts';
import { severitySection } from './summary/severity-section.ts';
import { sixLines } from './summary/six-lines.ts';
import { taxonomySection } from './summary/taxonomy-section.ts';
import { timelineSection } from './summary/timeline-section.ts';
import type { View } from './summary/view.ts';

/** The first line of the summary; trusted only in a comment of the app's own. */
export const SUMMARY_MARKER = '<!-- norepeat:summary -->';

/** What the words of the summary take at most, in characters; the rest of a comment is for the ledger. */
export const SUMMARY_ROOM = 25_000;

export interface SummaryExtras {
  /** Signed blocks of the ledger, invisible, put at the end as they are: at most 38,000 characters. */
  readonly ledgerBlocks: readonly string[];
  /** What is owed after the incident; left out where nothing is. */
  readonly obligation?: Obligation | null;
  /** When it closes by itself; left out where that takes somebody's work. */
  readonly closesAt?: Instant | null;
}

/**
 * The incident in one comment: six lines that say where it stands and what to do next, and everything
 * else folded below. The same input gives the same text, and `now` changes it only when something
 * becomes overdue, so that it is rewritten only when there is news.
 */
export function summaryComment(
  incident: Incident,
  policy: Policy,
  now: Instant,
  extras: SummaryExtras,
): string {
  const { obligation = null, closesAt = null } = extras;
  const view: View = {
    incident,
    policy,
    now,
    due: deadlinesOf(incident, policy),
    obligation,
    closesAt,
  };
  const ledger = extras.ledgerBlocks.map((block) => html(block));
  for (const most of [30, 15, 5]) {
    const blocks = wholeSummary(view, most);
    if (markdownOf(blocks).length <= SUMMARY_ROOM) return markdownOf([...blocks, ...ledger]);
  }
  return markdownOf([...top(view), footer(), ...ledger]);
}

function wholeSummary(view: View, most: number): readonly RootContent[] {
  return [
    ...top(view),
    ...severitySection(view),
    ...clocksSection(view),
    ...servicesSection(view, most),
    ...taxonomySection(view, most),
    ...priorSection(view, most),
    ...dontRepeatSection(view, most),
    ...similarSection(view, most),
    ...linkedSections(view, most),
    ...timelineSection(view, most),
    footer(),
  ];
}

function top(view: View): readonly RootContent[] {
  return [html(SUMMARY_MARKER), ...banners(view), sixLines(view), ...warnings(view)];
}

/** What must be known before anything else is read. */
function banners(view: View): readonly RootContent[] {
  const { incident } = view;
  const drill = paragraph(strong('Drill.'), ' An exercise: nothing is really broken.');
  const restricted = paragraph(
    strong('Restricted.'),
    ' Do not quote or link this where people without access can read it.',
  );
  const unconfirmed = paragraph(
    strong('Unconfirmed.'),
    ` Declared by ${safeString(incident.declaredBy, 100)}, who has no right to steer incidents here. It binds nobody until somebody with that right says `,
    code('/ack'),
    '.',
  );
  const carried = (from: IssueRef): RootContent =>
    paragraph(
      strong('Carried on.'),
      ` It stands in for ${safeString(formatIssue(from), 200)}, which was deleted or moved away: what was decided there holds here.`,
    );
  return [
    ...(incident.carriesOn === null ? [] : [carried(incident.carriesOn)]),
    ...(incident.drill ? [drill] : []),
    ...(incident.restricted ? [restricted] : []),
    ...(incident.confirmed === null && incident.status.is !== 'closed' ? [unconfirmed] : []),
    ...recurrenceBanners(view),
    ...nobodyHeld(view),
  ];
}

const MOST_WARNINGS = 5;

/** What somebody wrote and the app could not read: never dropped in silence. */
function warnings({ incident }: View): readonly RootContent[] {
  const shown = incident.warnings
    .slice(0, MOST_WARNINGS)
    .map((warning) => safeSentence(warning, 240));
  const left = incident.warnings.length - shown.length;
  if (shown.length === 0) return [];
  const more = left > 0 ? [`and ${String(left)} more like these`] : [];
  return [paragraph(strong('Not understood:')), bullets([...shown, ...more])];
}

function footer(): RootContent {
  return html(
    '<sub><code>/help</code> lists the commands. This comment is kept current; edits to it are undone.</sub>',
  );
}
