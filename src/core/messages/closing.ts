/** What the app says when an incident is closed: too early, or because everything is done. */
import { postmortemBranch } from '../followup/postmortem-branch.ts';
import type { Missing } from '../followup/missing.ts';
import { formatIssue, sameRepo, type IssueRef } from '../ids.ts';
import type { Clocks, Incident } from '../incident/incident.ts';
import { statisticsOf, type Statistics } from '../incident/statistics.ts';
import { bullets, code, markdownOf, paragraph, phrasing, strong, text } from '../markdown/build.ts';
import type { Words } from '../markdown/build.ts';
import { safe, safeCode, safeLink, safeString } from '../markdown/safe.ts';
import { formatTeam } from '../policy/services.ts';
import { countOf, spanWords } from './spans.ts';
import { AGREE } from './summary/dont-repeat-section.ts';

const MOST = 20;

/** To whoever closed it while something was missing: exactly what, and what to write. */
export function closedEarlyComment(
  by: string,
  left: readonly Missing[],
  incident: Pick<Incident, 'ref' | 'restricted'>,
): string {
  const shown = left.slice(0, MOST).map((one) => missingWords(one, incident));
  const more = left.length - shown.length;
  return markdownOf([
    paragraph(
      strong('Opened again:'),
      ' ',
      safe(by, 100),
      ' closed this, and it is not over yet. ',
      left.length === 1 ? 'One thing is missing:' : `${String(left.length)} things are missing:`,
    ),
    bullets([...shown, ...(more > 0 ? [`and ${countOf(more, 'more thing')}`] : [])]),
    paragraph(
      'When that is done, it closes by itself. Was it no incident, or another one? ',
      code('/false-alarm reason'),
      ' and ',
      code('/duplicate #12'),
      ' close it at once.',
    ),
  ]);
}

/** One line of the list. */
function missingWords(one: Missing, incident: Pick<Incident, 'ref' | 'restricted'>): Words {
  switch (one.is) {
    case 'resolution':
      return phrasing(
        STAGE[one.status],
        ': ',
        code(one.status === 'mitigated' ? '/resolved what was done' : '/mitigated what helped'),
        one.status === 'mitigated' ? '' : phrasing(', then ', code('/resolved what was done')),
      );
    case 'item': {
      const { ref, url, title, restricted } = one.item.item;
      const name = itemName({ ref, url, title, restricted }, incident);
      const state = one.item.evidence.is === 'open' ? ' is open' : ' is closed without evidence';
      return phrasing('the action item ', name, state);
    }
    case 'taken-away': {
      const { entry, item } = one.item;
      const restricted = item?.restricted ?? !sameRepo(entry.ref.repo, incident.ref.repo);
      const name = itemName(item ?? { ...entry, restricted }, incident);
      const accept = `/accept ${nameOf(entry.ref, incident.ref)} reason`;
      return phrasing(
        'the action item ',
        name,
        ' was taken away and is still owed: put it back, or a waiver approver says ',
        safeCode(accept),
      );
    }
    case 'agreement':
      return phrasing(
        `${safeString(formatTeam(one.team), 150)} has not agreed on what keeps it from happening again: `,
        code(AGREE),
      );
    case 'postmortem':
      return one.pull?.state === 'open'
        ? phrasing('the postmortem is not merged yet: ', safeLink(one.pull.url, 'pull request'))
        : phrasing('the postmortem is not published: ', publishWords(incident.ref));
  }
}

const STAGE = {
  declared: 'nobody has acknowledged it',
  acknowledged: 'it is not mitigated',
  mitigated: 'it is not resolved',
} as const;

/** How a postmortem is published. */
export function publishWords({ number }: IssueRef): Words {
  return phrasing(
    code('/postmortem'),
    ' opens it on the branch ',
    code(postmortemBranch(number)),
    '; merge its pull request into the default branch',
  );
}

/** The last word on an incident of which everything is done. */
export function closedComment(incident: Incident): string {
  const { postmortem } = incident;
  const wasAskedFor =
    incident.items.length + incident.countedItems.length > 0 || postmortem.is === 'published';
  const figures = statisticsWords(incident.clocks);
  return markdownOf([
    paragraph(
      strong('Closed:'),
      wasAskedFor
        ? ' it is resolved, and everything that was to do afterwards is done'
        : ' it is resolved, and nothing was left to do afterwards',
      ...(postmortem.is === 'published'
        ? ['; the ', ...safeLink(postmortem.pull.url, 'postmortem'), ' is published']
        : []),
      '.',
    ),
    ...(figures === null ? [] : [paragraph(text(figures))]),
    paragraph('If it comes back: ', code('/reopen reason'), '.'),
  ]);
}

/**
 * `Acknowledged 3 min after it was declared · mitigated 40 min, closed 9 d after it started`: what is
 * known, each with the moment it is counted from; null where nothing is.
 */
export function statisticsWords(clocks: Clocks): string | null {
  const spans = statisticsOf(clocks);
  const figures = (which: readonly Figure[]): readonly string[] =>
    which.flatMap((figure) => {
      const span = spans[figure];
      return span === null ? [] : [`${FIGURES[figure]} ${spanWords(span)}`];
    });
  const answered = figures(['acknowledge']);
  const ended = figures(['detect', 'mitigate', 'resolve', 'close']);
  const line =
    clocks.startedAt === null
      ? after('it was declared', [...answered, ...ended])
      : [...after('it was declared', answered), ...after('it started', ended)];
  const words = line.join(' · ');
  return words === '' ? null : `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}

function after(beginning: string, figures: readonly string[]): readonly string[] {
  return figures.length === 0 ? [] : [`${figures.join(', ')} after ${beginning}`];
}

type Figure = keyof Statistics;

const FIGURES: Readonly<Record<Figure, string>> = {
  detect: 'detected',
  acknowledge: 'acknowledged',
  mitigate: 'mitigated',
  resolve: 'resolved',
  close: 'closed',
};

interface Named {
  readonly ref: IssueRef;
  readonly url: string;
  readonly title: string;
  readonly restricted: boolean;
}

/** Number and title with a link; no more than that there is one, where not everybody may know. */
function itemName(
  { ref, url, title, restricted }: Named,
  incident: Pick<Incident, 'ref' | 'restricted'>,
): Words {
  if (restricted && !incident.restricted) return 'in a restricted repository';
  return phrasing(safeLink(url, safeString(nameOf(ref, incident.ref))), ' ', safe(title, 120));
}

function nameOf(ref: IssueRef, home: IssueRef): string {
  return sameRepo(ref.repo, home.repo) ? `#${String(ref.number)}` : formatIssue(ref);
}
