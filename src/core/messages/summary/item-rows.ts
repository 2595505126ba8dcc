import type { DoneBy, NoEvidence } from '../../followup/evidence.ts';
import type { FollowUpItem } from '../../followup/follow-up-item.ts';
import type { CountedItem } from '../../followup/items.ts';
import { formatIssue, sameIssue, sameRepo } from '../../ids.ts';
import type { LinkedIssue, SubIssueFacts } from '../../incident/facts.ts';
import type { Incident } from '../../incident/incident.ts';
import { code, phrasing, strong, type Words } from '../../markdown/build.ts';
import { safe, safeCode, safeLink, safeString } from '../../markdown/safe.ts';
import { plus } from '../../time.ts';
import { dateWords } from '../moments.ts';
import type { View } from './view.ts';

/** An action item as the summary shows it: also one that was counted and is no sub-issue any more. */
export interface ItemRow extends Pick<LinkedIssue, 'ref' | 'title' | 'url' | 'restricted'> {
  /** Logins. */
  readonly owners: readonly string[];
  readonly isDone: boolean;
  /** Until when, in bold once that has passed; empty where there is no term, or nothing to do any more. */
  readonly due: Words;
  readonly stands: Words;
}

/** What is to do comes first, else in GitHub's order. */
export function itemRows(view: View): readonly ItemRow[] {
  const { actionItems, countedItems, items } = view.incident;
  const rows = [
    ...actionItems
      .filter(({ isPullRequest }) => !isPullRequest)
      .map((item) => {
        const work = items.find((one) => one.item.nodeId === item.nodeId);
        const counted = countedItems.find(({ entry }) => entry.nodeId === item.nodeId);
        if (counted !== undefined) return countedRow(counted, work, view);
        return work === undefined ? plainRow(item) : workRow(work, view);
      }),
    ...countedItems.filter(({ linked }) => !linked).map((one) => countedRow(one, undefined, view)),
  ];
  return [...rows.filter(({ isDone }) => !isDone), ...rows.filter(({ isDone }) => isDone)];
}

/** Those that are not done. */
export function openItems(view: View): readonly ItemRow[] {
  return itemRows(view).filter(({ isDone }) => !isDone);
}

/** One of which nothing is known but what GitHub shows. */
function plainRow({ ref, title, url, restricted, assignees, ...item }: SubIssueFacts): ItemRow {
  const isDone = item.state !== 'open';
  const closed = item.stateReason === 'not_planned' ? 'not planned' : 'done';
  const shown = { ref, title, url, restricted, owners: assignees };
  return { ...shown, isDone, due: '', stands: isDone ? closed : 'open' };
}

/** An item that holds no merges. */
function workRow(work: FollowUpItem, view: View): ItemRow {
  const { ref, title, url, restricted } = work.item;
  const shown = { ref, title, url, restricted, owners: work.owners };
  return { ...shown, isDone: work.over, due: dueCell(work, view), stands: workStands(work, view) };
}

function workStands({ item, dropped, evidence, over }: FollowUpItem, view: View): Words {
  if (evidence.is === 'done') return doneWords(evidence.by, item, view);
  if (dropped !== null) {
    return phrasing('will not be done: ', safe(hidden(item, view) ? '' : dropped.reason, 120));
  }
  if (evidence.is === 'open') return 'open';
  if (over) return 'closed before it became an item';
  return noEvidence(evidence.because, item, phrasing('somebody says ', NOT_DOING, ' there'));
}

const NOT_DOING = code('/not-doing reason');

function hidden({ restricted }: SubIssueFacts, { incident }: View): boolean {
  return restricted && !incident.restricted;
}

/** `2026-12-01`; in bold once that day is over. */
function dueCell({ due, over }: Pick<FollowUpItem, 'due' | 'over'>, view: View): Words {
  if (due === null || over) return '';
  const day = dateWords(plus(due, -1), view.policy.timeZone);
  return view.now >= due ? strong(`⏰ ${day}`) : day;
}

function countedRow(counted: CountedItem, work: FollowUpItem | undefined, view: View): ItemRow {
  const { entry, item } = counted;
  const { incident } = view;
  const shown = item ?? {
    ...{ ref: entry.ref, title: entry.title, url: entry.url, assignees: [] },
    // Of one that can be read no more, nobody knows who could.
    restricted: !sameRepo(entry.ref.repo, incident.ref.repo),
  };
  const { ref, title, url, restricted, assignees } = shown;
  const accepted = work === undefined ? isAccepted(counted, incident) : work.dropped !== null;
  const isDone = accepted || counted.standing.is === 'done';
  const stands = accepted ? 'accepted as it is' : standing(counted, view);
  const due = work === undefined || isDone ? '' : dueCell(work, view);
  const owners = work?.owners ?? assignees;
  return { ref, title, url, restricted, owners, isDone, due, stands };
}

function isAccepted({ entry }: CountedItem, { dontRepeat }: Incident): boolean {
  const { accepted, acceptedItems } = dontRepeat;
  return accepted !== null || acceptedItems.some(({ item }) => sameIssue(item, entry.ref));
}

function standing(counted: CountedItem, view: View): Words {
  const { entry, standing: how } = counted;
  const accept = phrasing(
    'a waiver approver says ',
    safeCode(`/accept ${nameForCommand(entry.ref, view)} reason`),
  );
  switch (how.is) {
    case 'open':
      return 'open';
    case 'done':
      return doneWords(how.by, counted.item, view);
    case 'closed-without-evidence':
      return noEvidence(how.because, counted.item, accept);
    case 'taken-away':
      return phrasing('taken away, and still owed, unless ', accept);
  }
}

/** A pull request is named where whoever sees the item sees it too: in the item's own repository. */
function doneWords(by: DoneBy, item: SubIssueFacts | null, { incident }: View): Words {
  if (by.kind === 'person') return `done, closed by ${safeString(by.login, 100)}`;
  if (by.kind === 'confirmation') return `done, confirmed by ${safeString(by.login, 100)}`;
  const { repo, number } = by.pull;
  const isSeen = item !== null && !item.restricted && sameRepo(repo, item.ref.repo);
  if (!isSeen) return 'done, closed by a merged pull request';
  const url = item.url.replace(/\/issues\/\d+$/, `/pull/${String(number)}`);
  const isHere = sameRepo(repo, incident.ref.repo);
  const name = isHere ? `#${String(number)}` : formatIssue(by.pull);
  return phrasing('done, closed by ', safeLink(url, safeString(name, 200)));
}

function noEvidence(because: NoEvidence, item: SubIssueFacts | null, letGo: Words): Words {
  switch (because) {
    case 'closed-by-assignee':
      return 'closed without evidence: somebody other than its assignee has to close or confirm it';
    case 'closed-by-owner': {
      const owner = safeString(item?.closedBy?.by.login ?? '', 100);
      return `closed without evidence: nobody was assigned, so it is the item of ${owner}, who wanted it; somebody other than ${owner} has to close or confirm it`;
    }
    case 'closed-alone':
      return 'closed without evidence: nobody was assigned; somebody other than whoever closed it has to confirm or close it, too';
    case 'owner-unknown':
      return 'closed without evidence: nobody was assigned, and it is not known who asked for it; a merged pull request has to close it, or, with somebody assigned, somebody else';
    case 'closed-by-stranger':
      return 'closed without evidence: its author closed it, and GitHub does not show that they belong to the repository; somebody with write access there has to confirm it';
    case 'closed-by-app':
      return 'closed without evidence: a person other than its assignee, or a merged pull request, has to close it';
    case 'closer-unknown':
      return 'closed without evidence: GitHub does not say who closed it; reopen it and close it again';
    case 'closed-before':
      return 'closed before it became an item: reopen it, and close it again when it is done';
    case 'assignees-unknown':
      return phrasing(
        'closed without evidence: its assignees changed too often to tell whose work it was; a merged pull request has to close it, or ',
        letGo,
      );
    case 'not-completed':
      return phrasing('closed, but not as completed: it has to be done, or ', letGo);
  }
}

/** As a command reads it. */
function nameForCommand(ref: CountedItem['entry']['ref'], { incident }: View): string {
  return sameRepo(ref.repo, incident.ref.repo) ? `#${String(ref.number)}` : formatIssue(ref);
}
