import type { DoneBy, NoEvidence } from '../../followup/evidence.ts';
import type { CountedItem } from '../../followup/items.ts';
import { formatIssue, sameIssue, sameRepo } from '../../ids.ts';
import type { LinkedIssue, SubIssueFacts } from '../../incident/facts.ts';
import type { Incident } from '../../incident/incident.ts';
import { phrasing, type Words } from '../../markdown/build.ts';
import { safeCode, safeLink, safeString } from '../../markdown/safe.ts';
import type { View } from './view.ts';

/** An action item as the summary shows it: also one that was counted and is no sub-issue any more. */
export interface ItemRow extends Pick<LinkedIssue, 'ref' | 'title' | 'url' | 'restricted'> {
  readonly assignees: readonly string[];
  readonly isDone: boolean;
  readonly stands: Words;
}

/** What is to do comes first, else in GitHub's order. */
export function itemRows(view: View): readonly ItemRow[] {
  const { actionItems, countedItems } = view.incident;
  const rows = [
    ...actionItems.map((item) => {
      const counted = countedItems.find(({ entry }) => entry.nodeId === item.nodeId);
      return counted === undefined ? plainRow(item) : countedRow(counted, view);
    }),
    ...countedItems.filter(({ linked }) => !linked).map((one) => countedRow(one, view)),
  ];
  return [...rows.filter(({ isDone }) => !isDone), ...rows.filter(({ isDone }) => isDone)];
}

/** Those that are not done. */
export function openItems(view: View): readonly ItemRow[] {
  return itemRows(view).filter(({ isDone }) => !isDone);
}

function plainRow({ ref, title, url, restricted, assignees, ...item }: SubIssueFacts): ItemRow {
  const isDone = item.state !== 'open';
  const closed = item.stateReason === 'not_planned' ? 'not planned' : 'done';
  return { ref, title, url, restricted, assignees, isDone, stands: isDone ? closed : 'open' };
}

function countedRow(counted: CountedItem, view: View): ItemRow {
  const { entry, item } = counted;
  const { incident } = view;
  const shown = item ?? {
    ...{ ref: entry.ref, title: entry.title, url: entry.url, assignees: [] },
    // Of one that can be read no more, nobody knows who could.
    restricted: !sameRepo(entry.ref.repo, incident.ref.repo),
  };
  const { ref, title, url, restricted, assignees } = shown;
  const accepted = isAccepted(counted, incident);
  const isDone = accepted || counted.standing.is === 'done';
  const stands = accepted ? 'accepted as it is' : standing(counted, view);
  return { ref, title, url, restricted, assignees, isDone, stands };
}

function isAccepted({ entry }: CountedItem, { dontRepeat }: Incident): boolean {
  const { accepted, acceptedItems } = dontRepeat;
  return accepted !== null || acceptedItems.some(({ item }) => sameIssue(item, entry.ref));
}

function standing(counted: CountedItem, view: View): Words {
  const { entry, standing: how } = counted;
  const accept = safeCode(`/accept ${nameForCommand(entry.ref, view)} reason`);
  switch (how.is) {
    case 'open':
      return 'open';
    case 'done':
      return doneWords(how.by, counted, view);
    case 'closed-without-evidence':
      return noEvidence(how.because, counted, accept);
    case 'taken-away':
      return phrasing('taken away, and still owed: a waiver approver may say ', accept);
  }
}

/** A pull request is named where whoever sees the item sees it too: in the item's own repository. */
function doneWords(by: DoneBy, { item }: CountedItem, { incident }: View): Words {
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

function noEvidence(because: NoEvidence, { item }: CountedItem, accept: Words): Words {
  switch (because) {
    case 'closed-by-assignee':
      return 'closed without evidence: somebody other than its assignee has to close it';
    case 'closed-by-owner': {
      const owner = safeString(item?.closedBy?.by.login ?? '', 100);
      return `closed without evidence: nobody was assigned, so it is the item of ${owner}, who wanted it; somebody other than ${owner} has to close it`;
    }
    case 'owner-unknown':
      return 'closed without evidence: nobody was assigned, and it is not known who asked for it; a merged pull request has to close it, or, with somebody assigned, somebody else';
    case 'closed-by-app':
      return 'closed without evidence: a person other than its assignee, or a merged pull request, has to close it';
    case 'closer-unknown':
      return 'closed without evidence: GitHub does not say who closed it; reopen it and close it again';
    case 'closed-before':
      return 'closed before it became an item: reopen it, and close it again when it is done';
    case 'assignees-unknown':
      return phrasing(
        'closed without evidence: its assignees changed too often to tell whose work it was; a merged pull request has to close it, or a waiver approver says ',
        accept,
      );
    case 'not-completed':
      return phrasing(
        'closed, but not as completed: it has to be done, or a waiver approver says ',
        accept,
      );
  }
}

/** As a command reads it. */
function nameForCommand(ref: CountedItem['entry']['ref'], { incident }: View): string {
  return sameRepo(ref.repo, incident.ref.repo) ? `#${String(ref.number)}` : formatIssue(ref);
}
