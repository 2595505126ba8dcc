import { dateWords } from '../../messages/moments.ts';
import { sameRepo } from '../../ids.ts';
import type { PastIncident } from '../../recurrence/past-incident.ts';
import { severityById } from '../../policy/severities.ts';
import { DAY, type Instant } from '../../time.ts';
import type { OtherPostmortem, PostmortemFacts } from '../facts.ts';
import { indexPath } from './postmortem-index.ts';
import type { Telling } from '../telling.ts';

/** What the index says of one postmortem. */
export interface IndexEntry {
  /** The incident's number. */
  readonly number: number;
  /** On which the incident was declared, in the policy's zone: `2026-11-21`. */
  readonly day: string;
  readonly title: string;
  /** From the directory of the index, or an address of the web. */
  readonly href: string;
  /** As people say it: `SEV-1`; null where it is not known. */
  readonly severity: string | null;
  readonly services: readonly string[];
  readonly causes: readonly string[];
}

/** @param document from the root of the repository. */
export function indexEntry(telling: Telling, document: string): IndexEntry {
  const { incident, policy } = telling;
  return {
    number: incident.ref.number,
    day: dateWords(incident.clocks.declaredAt, policy.timeZone),
    title: incident.title,
    href: hrefOf(document, indexPath(policy)),
    severity: incident.severity.inForce.name,
    services: incident.services,
    causes: incident.causes,
  };
}

/** Of what is published in the same repository; they are linked by their pull requests, which say where the document is. */
export function publishedEntries(
  past: readonly PastIncident[],
  { incident, policy }: Telling,
): readonly IndexEntry[] {
  return past.flatMap((one) => {
    const { ref, postmortem, severity } = one;
    if (postmortem?.published !== true || !sameRepo(ref.repo, incident.ref.repo)) return [];
    return [
      {
        number: ref.number,
        day: dateWords(one.declaredAt, policy.timeZone),
        title: one.title,
        href: postmortem.url,
        severity: severity === null ? null : (severityById(policy, severity)?.name ?? severity),
        services: one.services,
        causes: one.causes,
      },
    ];
  });
}

/** A postmortem that is open for longer is given up, or waits: the index waits for it no longer. */
const HOLDS_ITS_PLACE = 30 * DAY;

/** Numbers of the other incidents whose postmortems are being written. */
export interface OthersOpen {
  /** They opened before it: each may hold a place in the index. */
  readonly othersOpen: readonly number[];
  /** They opened while it was open, and left to it what it may want to write. */
  readonly openedLater: readonly number[];
}

/** Where one is merged after all when it is not waited for any more, its branch gives way in the index. */
export function othersOpen(
  { others, pull }: Pick<PostmortemFacts, 'others' | 'pull'>,
  { incident }: Pick<Telling, 'incident'>,
  now: Instant,
): OthersOpen {
  const { number } = incident.ref;
  const open = others
    .filter(({ state, incident: other }) => state === 'open' && other !== number)
    .filter(({ createdAt }) => now - createdAt <= HOLDS_ITS_PLACE);
  const since = pull?.state === 'open' ? pull.createdAt : null;
  const isLater = ({ createdAt, incident: other }: OtherPostmortem): boolean =>
    since !== null && (createdAt > since || (createdAt === since && other > number));
  return {
    othersOpen: open.filter((other) => !isLater(other)).map(({ incident: other }) => other),
    openedLater: open.filter(isLater).map(({ incident: other }) => other),
  };
}

/** The way from one file of a repository to another, as an address. */
function hrefOf(target: string, from: string): string {
  const here = from.split('/').slice(0, -1);
  const there = target.split('/');
  const shared = there.findIndex(
    (part, index) => index >= there.length - 1 || part !== here[index],
  );
  const up = here.slice(shared).map(() => '..');
  const down = there.slice(shared).map(encodeURIComponent);
  return [...up, ...down].join('/');
}
