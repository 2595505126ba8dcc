/** What a proposed policy would change: the dry run on the pull request that proposes it. */
import type { RootContent } from 'mdast';
import type { ObligedIncident, Visibility } from '../followup/obligation.ts';
import type { Change, Gap, PolicyImpact, PullChange, TeamChange } from '../gate/policy-impact.ts';
import { fingerprint } from '../ledger/fingerprint.ts';
import { formatIssue, formatRepo } from '../ids.ts';
import {
  bullets,
  joined,
  markdownOf,
  paragraph,
  phrasing,
  strong,
  text,
} from '../markdown/build.ts';
import type { Words } from '../markdown/build.ts';
import { safeLink, safeString } from '../markdown/safe.ts';
import { formatTeam } from '../policy/services.ts';
import { momentWords } from './moments.ts';
import type { CheckWords } from './policy.ts';

export type Tried =
  | { readonly kind: 'tried'; readonly impact: PolicyImpact }
  /** From a fork: whoever wrote it could ask, policy by policy, about what they may not read. */
  | { readonly kind: 'from-elsewhere' }
  | { readonly kind: 'failed' };

export interface Readers {
  /** Of the repository in which the check is read. */
  readonly visibility: Visibility;
  /** Of the proposed policy. */
  readonly timeZone: string;
}

/** The check of a valid proposal: what it would change first, then that it is valid. */
export function policyTried(valid: CheckWords, tried: Tried, readers: Readers): CheckWords {
  if (tried.kind !== 'tried') {
    const why = paragraph(tried.kind === 'failed' ? COULD_NOT_TRY : FROM_ELSEWHERE);
    return { ...valid, summary: `${valid.summary}\n\n${markdownOf([why])}` };
  }
  const { impact } = tried;
  const gaps = impact.gaps.map((gap) => GAPS[gap]);
  const first = paragraph(strong(firstSentence(impact)), ...gaps.map((gap) => ` ${gap}`));
  const parts = [...teamPart(impact.teams, readers), ...pullPart(impact.pulls, readers)];
  const details = [...parts, ...(parts.length > 0 ? [paragraph(examined(impact))] : [])];
  const told = details.length === 0 ? [] : [markdownOf(details)];
  const texts = [...told, ...(valid.text === null ? [] : [valid.text])];
  return {
    ...valid,
    title: `${valid.title}: ${titleOf(impact)}`,
    summary: `${markdownOf([first])}\n\n${valid.summary} ${NOT_IN_FORCE}`,
    text: texts.length === 0 ? null : texts.join('\n\n'),
  };
}

/** Names what the check says, so that it is written again when that differs and only then. */
export function triedId({ title, summary, text: more }: CheckWords): string {
  return fingerprint(JSON.stringify([title, summary, more]));
}

const NOT_IN_FORCE =
  'It is in force once it is merged into the default branch; this is how it would be with things as they stood when this check ran.';
const FROM_ELSEWHERE =
  'What it would change for merges is worked out for branches of this repository only, not for forks.';
const COULD_NOT_TRY =
  'What it would change for merges could not be worked out this time; Norepeat tries again.';

const GAPS: Readonly<Record<Gap, string>> = {
  'incidents-unread': 'Not every incident has been read yet, so there may be more.',
  'too-many': 'There are more open pull requests than were looked at.',
  undecided: 'Of some pull requests it could not be decided.',
};

/** `With this policy, 2 more pull requests would be held and 1 released.` */
function firstSentence({ pulls, teams }: PolicyImpact): string {
  if (pulls.length > 0) return `With this policy, ${counts(pulls, 'pull request')}.`;
  if (teams.length > 0) {
    return `With this policy, ${counts(teams, 'team')}; no pull request that is open now is concerned.`;
  }
  return 'With this policy, the same merges would be held as now.';
}

function titleOf({ pulls, teams }: PolicyImpact): string {
  if (pulls.length > 0) return counts(pulls, 'pull request', '');
  return teams.length > 0 ? counts(teams, 'team', '') : 'the same merges would be held';
}

function counts(
  changes: readonly { readonly change: Change }[],
  what: string,
  would = ' would be',
): string {
  const held = changes.filter(({ change }) => change === 'held').length;
  const released = changes.length - held;
  const some = (count: number): string => `${String(count)} ${what}${count === 1 ? '' : 's'}`;
  if (held === 0) return `${some(released)}${would} released`;
  const more = `${String(held)} more ${what}${held === 1 ? '' : 's'}${would} held`;
  return released === 0 ? more : `${more} and ${String(released)} released`;
}

const MOST_LISTED = 50;

function teamPart(teams: readonly TeamChange[], readers: Readers): readonly RootContent[] {
  return (['held', 'released'] as const).flatMap((change) => {
    const some = teams.filter((one) => one.change === change);
    if (some.length === 0) return [];
    const title = change === 'held' ? 'Teams that would be held' : 'Teams that would be released';
    const lines = some.slice(0, MOST_LISTED).map((one) => teamLine(one, readers));
    return [paragraph(strong(title)), bullets([...lines, ...more(some.length)])];
  });
}

function teamLine({ team, incident, heldFrom }: TeamChange, readers: Readers): Words {
  const again =
    heldFrom === null ? '' : `, until ${momentWords(heldFrom, readers.timeZone)}: then it is held`;
  return phrasing(
    safeString(formatTeam(team), 160),
    ' because of ',
    incidentWords(incident),
    again,
  );
}

/** Number and link, and never the title: a policy is often more widely readable than incidents. */
function incidentWords(incident: ObligedIncident): Words {
  return incident.restricted
    ? 'a restricted incident'
    : safeLink(incident.url, text(formatIssue(incident.ref)));
}

function pullPart(pulls: readonly PullChange[], readers: Readers): readonly RootContent[] {
  return (['held', 'released'] as const).flatMap((change) => {
    const some = pulls.filter((one) => one.change === change);
    if (some.length === 0) return [];
    const title =
      change === 'held'
        ? 'Pull requests that would be held'
        : 'Pull requests that would be released';
    return [paragraph(strong(title)), bullets(repositoryLines(some, readers))];
  });
}

/** A line a repository; those that not all readers of the policy may see are only counted. */
function repositoryLines(pulls: readonly PullChange[], readers: Readers): readonly Words[] {
  const known = pulls.filter(({ visibility }) => WIDTH[visibility] >= WIDTH[readers.visibility]);
  const byRepo = new Map<string, PullChange[]>();
  for (const pull of known.slice(0, MOST_LISTED)) {
    const name = formatRepo(pull.ref.repo);
    byRepo.set(name, [...(byRepo.get(name) ?? []), pull]);
  }
  const lines = [...byRepo].map(([name, some]) => {
    const links = some.map(({ url, ref }) => safeLink(url, text(`#${String(ref.number)}`)));
    return phrasing(safeString(name), ': ', joined(links, ', '));
  });
  const hidden = pulls.length - known.length;
  const elsewhere =
    hidden === 0 ? [] : [`${String(hidden)} in repositories that not everybody here may read`];
  return [...lines, ...more(known.length), ...elsewhere];
}

const WIDTH: Readonly<Record<Visibility, number>> = { private: 0, internal: 1, public: 2 };

function more(count: number): readonly Words[] {
  return count > MOST_LISTED ? [`and ${String(count - MOST_LISTED)} more`] : [];
}

function examined({ examined: { pulls, repositories } }: PolicyImpact): string {
  const some = (count: number, one: string, many: string): string =>
    `${String(count)} ${count === 1 ? one : many}`;
  return `Looked at: ${some(pulls, 'open pull request', 'open pull requests')} in ${some(repositories, 'repository', 'repositories')}.`;
}
