/**
 * The gate's page: what a check run on a pull request says. It is read by somebody who is blocked, perhaps
 * at night: first why, then what to do, then what was looked at. Everything on it is said in absolute
 * times, so that a page changes only when something has happened.
 */
import type { PhrasingContent } from 'mdast';
import type { ObligedIncident, OwedItem, Visibility } from '../../followup/obligation.ts';
import type { Decision, ViolationFinding } from '../../gate/decision.ts';
import type { CommitFacts } from '../../gate/facts.ts';
import { formatIssue, issueKey, sameRepo, type IssueRef } from '../../ids.ts';
import { joined, phrasing, text, type Words } from '../../markdown/build.ts';
import { safe, safeLink, safeString } from '../../markdown/safe.ts';
import type { Policy, TeamRef } from '../../policy/policy.ts';
import { formatTeam } from '../../policy/services.ts';
import type { Instant } from '../../time.ts';
import { momentWords } from '../moments.ts';

export interface Page {
  readonly decision: Decision;
  readonly headSha: string;
  /** Null where nothing was read: then the page is written as if everybody could read it. */
  readonly commit: CommitFacts | null;
  readonly policy: Policy;
}

/**
 * How much of an incident may stand on the page: everything; number and link, where the page is more
 * widely readable; or only that there is one.
 */
export function discretion(
  incident: Pick<ObligedIncident, 'ref' | 'restricted' | 'visibility'>,
  { commit }: Page,
): 'full' | 'number' | 'nothing' {
  if (commit !== null && sameRepo(commit.repo, incident.ref.repo)) return 'full';
  if (incident.restricted) return 'nothing';
  const readable = commit?.visibility ?? 'public';
  return WIDTH[readable] > WIDTH[incident.visibility] ? 'number' : 'full';
}

const WIDTH: Readonly<Record<Visibility, number>> = { private: 0, internal: 1, public: 2 };

/** `acme/incidents#12` as plain text, `a restricted incident` where its name is not for everybody. */
export function incidentName(incident: ObligedIncident, page: Page): string {
  return discretion(incident, page) === 'nothing'
    ? 'a restricted incident'
    : safeString(formatIssue(incident.ref));
}

/** The same as a link. */
export function incidentLink(incident: ObligedIncident, page: Page): PhrasingContent[] {
  const name = incidentName(incident, page);
  return discretion(incident, page) === 'nothing'
    ? phrasing(name)
    : safeLink(incident.url, text(name));
}

/** With its title, where that may be read. */
export function incidentTitle(incident: ObligedIncident, page: Page): PhrasingContent[] {
  const link = incidentLink(incident, page);
  return discretion(incident, page) === 'full'
    ? phrasing(link, ' ', safe(incident.title, 120))
    : link;
}

/** An item of an incident: link and title, as much of it as may stand here. */
export function itemTitle(item: OwedItem, incident: ObligedIncident, page: Page): Words {
  const name = placeName(item.ref, incident, page, item.restricted);
  if (name === undefined) return 'a restricted item';
  const link = safeLink(item.url, text(name));
  return discretion(incident, page) === 'full'
    ? phrasing(link, ' ', safe(item.title, 120))
    : phrasing(link);
}

/** The name of something that belongs to an incident; undefined where it may not be named. */
export function placeName(
  ref: IssueRef,
  incident: ObligedIncident,
  page: Page,
  restricted = false,
): string | undefined {
  const here = page.commit !== null && sameRepo(page.commit.repo, ref.repo);
  const shown = discretion(incident, page);
  const secret = page.policy.privateRepository;
  const hidden = restricted || (secret !== null && sameRepo(secret, ref.repo));
  const withIncident = sameRepo(ref.repo, incident.ref.repo);
  const known = here || (shown === 'full' && (!hidden || withIncident));
  const numbered = shown === 'number' && withIncident && !hidden;
  return known || numbered ? safeString(formatIssue(ref)) : undefined;
}

export function teamName(team: TeamRef): string {
  return safeString(formatTeam(team), 160);
}

/** `2026-03-02 12:10 UTC` */
export function moment(at: Instant, { policy }: Page): string {
  return momentWords(at, policy.timeZone);
}

/** `def1234` */
export function shortSha(sha: string): string {
  return sha.slice(0, 7);
}

/** `a, b and c`; of many the first few and how many more. */
export function listed(items: readonly Words[], most = 4, last = 'and'): PhrasingContent[] {
  const shown = items.length <= most ? items : items.slice(0, most - 1);
  const rest = items.length - shown.length;
  const all: readonly Words[] = rest > 0 ? [...shown, `${String(rest)} more`] : shown;
  if (all.length < 2) return phrasing(...all);
  return phrasing(joined(all.slice(0, -1), ', '), ` ${last} `, all.at(-1) ?? '');
}

/** The same of plain words. */
export function listedText(items: readonly string[], most = 4): string {
  return listed(items, most)
    .map((node) => (node.type === 'text' ? node.value : ''))
    .join('');
}

/** Each team that holds the commit, once. */
export function holdingTeams(holds: readonly ViolationFinding[]): readonly string[] {
  return [...new Set(holds.map(({ team }) => teamName(team.team)))];
}

/** Each incident because of which it is held, once. */
export function holdingIncidents(
  holds: readonly ViolationFinding[],
): readonly { readonly incident: ObligedIncident; readonly of: readonly ViolationFinding[] }[] {
  const byName = new Map<string, ViolationFinding[]>();
  for (const one of holds) {
    const name = issueKey(one.obligation.incident.ref);
    byName.set(name, [...(byName.get(name) ?? []), one]);
  }
  return [...byName.values()].flatMap((of) => {
    const [first] = of;
    return first === undefined ? [] : [{ incident: first.obligation.incident, of }];
  });
}
