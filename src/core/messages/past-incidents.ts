import { sameRepo, formatIssue, type IssueRef } from '../ids.ts';
import type { Incident } from '../incident/incident.ts';
import {
  bullets,
  joined,
  markdownOf,
  paragraph,
  phrasing,
  strong,
  type Words,
} from '../markdown/build.ts';
import { safe, safeCode, safeLink, safeString } from '../markdown/safe.ts';
import type { Policy } from '../policy/policy.ts';
import type { PastEnding, PastIncident, PriorItem } from '../recurrence/past-incident.ts';
import type { SimilarIncident } from '../recurrence/recurrence.ts';
import type { Share } from '../recurrence/similar.ts';
import { severityById } from '../policy/severities.ts';
import { dateWords } from './moments.ts';
import { spanWords } from './spans.ts';

/** Where it is told: who reads it, and by whose calendar. */
export interface Telling {
  readonly incident: Pick<Incident, 'ref' | 'restricted'>;
  readonly policy: Policy;
}

/** What `/similar` is answered with. */
export function similarReply(incident: Incident, policy: Policy): string {
  const { similar } = incident.recurrence;
  if (similar.length === 0) {
    return markdownOf([
      paragraph(
        'No earlier incident looks like this one. Services, causes, components, title and description are compared; the more of them are named, the better.',
      ),
    ]);
  }
  const telling = { incident, policy };
  const hint = repeatHint(incident);
  return markdownOf([
    paragraph(strong('Earlier incidents that look like this one'), ', the likeliest first:'),
    bullets(similar.map((one) => similarWords(one, telling))),
    ...(hint === null ? [] : [paragraph(hint)]),
  ]);
}

/** One past incident: what it was, how it ended, what was to prevent it, and why it is named here. */
export function similarWords({ past, shares }: SimilarIncident, telling: Telling): Words {
  return phrasing(
    pastName(past, telling),
    ' ',
    safe(past.title, 120),
    `, ${whenWords(past, telling)}: `,
    endingWords(past.ended),
    past.prevention.length === 0
      ? ''
      : phrasing('. To prevent it: ', preventionWords(past.prevention, telling)),
    postmortemWords(past),
    `. ${shareWords(shares)}.`,
  );
}

/** The line to write where it may be one of them; null where nobody has to be told. */
export function repeatHint({
  ref,
  repeatOf,
  recurrence,
}: Pick<Incident, 'ref' | 'repeatOf' | 'recurrence'>): Words | null {
  if (repeatOf !== null) return null;
  const likely = recurrence.similar.find(({ veryAlike }) => veryAlike) ?? recurrence.similar[0];
  if (likely === undefined) return null;
  const it = likely.veryAlike ? 'Probably the same once more? Say ' : 'The same once more? Say ';
  return phrasing(it, safeCode(`/repeat-of ${nameFor(likely.past.ref, ref)}`), '.');
}

/** `#12` with a link. */
export function pastName(past: PastIncident, { incident }: Telling): Words {
  return safeLink(past.url, safeString(nameFor(past.ref, incident.ref)));
}

/** `SEV-1 of 2026-10-14` */
export function whenWords(past: PastIncident, { policy }: Telling): string {
  const day = dateWords(past.declaredAt, policy.timeZone);
  if (past.severity === null) return `of ${day}`;
  const name = severityById(policy, past.severity)?.name ?? past.severity;
  return `${past.drill ? 'DRILL ' : ''}${safeString(name, 40)} of ${day}`;
}

/** Its items and what became of each. */
function preventionWords(items: readonly PriorItem[], telling: Telling): Words {
  const shown = items.slice(0, 3).map((item) => priorWords(item, telling));
  const left = items.length - shown.length;
  return joined([...shown, ...(left > 0 ? [`and ${String(left)} more`] : [])], ', ');
}

/** A prior item that not everybody may read is not named. */
export function priorWords(item: PriorItem, { incident }: Telling): Words {
  const by = item.by === null ? '' : ` by ${safeString(item.by, 100)}`;
  const became = `${BECAME[item.became]}${by}`;
  return item.restricted && !incident.restricted
    ? `a restricted issue (${became})`
    : phrasing(
        safeLink(item.url, safeString(nameFor(item.ref, incident.ref))),
        ' ',
        safe(item.title, 100),
        ` (${became})`,
      );
}

const BECAME = {
  open: 'still open',
  done: 'done',
  dropped: 'dropped',
  accepted: 'accepted as it is',
} as const satisfies Record<PriorItem['became'], string>;

function endingWords(ended: PastEnding | null): Words {
  if (ended === null) return 'still being worked on';
  switch (ended.as) {
    case 'false-alarm':
      return 'it was a false alarm';
    case 'duplicate':
      return 'it was a duplicate';
    case 'resolved':
    case 'done': {
      const took = ended.took === null ? 'over' : `over after ${spanWords(ended.took)}`;
      return ended.how === null ? took : phrasing(`${took}, `, safe(ended.how, 140));
    }
  }
}

function postmortemWords({ postmortem }: PastIncident): Words {
  if (postmortem === null) return '';
  const name = postmortem.published ? 'Postmortem' : 'Postmortem (a draft)';
  return phrasing('. ', safeLink(postmortem.url, name));
}

function shareWords(shares: readonly Share[]): string {
  const words = shares.map((share) => (share === 'words' ? 'similar words' : `same ${share}`));
  const text = words.join(', ');
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

function nameFor(issue: IssueRef, home: IssueRef): string {
  return sameRepo(issue.repo, home.repo) ? `#${String(issue.number)}` : formatIssue(issue);
}
