/** The words of the action table: what a row says of the issue that it shows. */
import type { FollowUpItem } from '../../followup/follow-up-item.ts';
import { formatIssue, sameRepo, type IssueRef } from '../../ids.ts';
import { link, markdownOf, phrasing, text, type Words } from '../../markdown/build.ts';
import { safe } from '../../markdown/safe.ts';
import type { Cells } from '../../postmortem/table/item-marker.ts';
import type { Telling } from '../../postmortem/telling.ts';
import { plus } from '../../time.ts';
import { dateWords } from '../moments.ts';

export const ACTION_HEAD: readonly string[] = ['Action', 'Owner', 'Due', 'Status'];

/** An item as its row shows it: each cell as Markdown. */
export function itemCells(work: FollowUpItem, telling: Telling): Cells {
  const { item, owners, due } = work;
  return {
    action: `${cell(safe(item.title, 200))} ${issueLink(item.ref, telling)}`.trim(),
    owner: owners.map(ownerName).join(', '),
    due: due === null ? '' : dateWords(plus(due, -1), telling.policy.timeZone),
    status: statusWords(work),
  };
}

/** One row for all of them: neither what they are nor where they lie is for everybody who reads the document. */
export function restrictedCells(items: readonly FollowUpItem[]): Cells {
  const done = items.filter(({ over }) => over).length;
  const open = items.length - done;
  return {
    action: items.length === 1 ? 'a restricted issue' : `${String(items.length)} restricted issues`,
    owner: '',
    due: '',
    status: done > 0 && open > 0 ? `${String(open)} open` : open > 0 ? 'open' : 'done',
  };
}

/** Whether these are the words of `restrictedCells`, whoever wrote into the row since. */
export function isRestrictedRow(action: string): boolean {
  return /^(?:a|\d+) restricted issues?$/.test(action);
}

/** `([#45](https://…))`: behind the words of an action, the issue that it became. */
export function issueLink(ref: IssueRef, telling: Telling): string {
  const { owner, name } = ref.repo;
  const url = telling.incident.url.replace(
    /\/[^/]+\/[^/]+\/issues\/\d+$/,
    `/${owner}/${name}/issues/${String(ref.number)}`,
  );
  const isHere = sameRepo(ref.repo, telling.incident.ref.repo);
  const label = isHere ? `#${String(ref.number)}` : formatIssue(ref);
  return `(${cell(link(url, label))})`;
}

/** A file pings nobody, so that whose it is stands there as GitHub writes names. */
function ownerName(login: string): string {
  const isLogin = /^[A-Za-z0-9][A-Za-z0-9_-]{0,99}$/.test(login);
  return cell(isLogin ? text(`@${login}`) : safe(login, 100));
}

function statusWords({ item, dropped, evidence, over }: FollowUpItem): string {
  if (evidence.is === 'done') return 'done';
  if (dropped !== null) return 'will not be done';
  if (item.state === 'open') return 'open';
  return over ? 'closed before' : 'closed, not confirmed';
}

function cell(words: Words): string {
  return markdownOf([{ type: 'tableCell', children: phrasing(words) }]);
}
