/** What the incident and its items learn of a postmortem that was merged, with a document or without. */
import type { Effect } from '../../effects.ts';
import { sameIssue, sameRepo, type IssueRef } from '../../ids.ts';
import type { SubIssueFacts } from '../../incident/facts.ts';
import { keepComment } from '../../incident/own-comments.ts';
import {
  postmortemLine,
  publishedComment,
  withoutDocumentComment,
} from '../../messages/postmortem/published.ts';
import { DAY, plus } from '../../time.ts';
import type { PullFacts } from '../facts.ts';
import type { PostmortemInput } from './plan.ts';
import { OPEN_LABEL, PUBLISHED_LABEL } from './pull-labels.ts';

/** For so long after the merge the comment is kept; afterwards it is history, and people may delete it. */
const KEPT_FOR = 14 * DAY;

export function mergedEffects(input: PostmortemInput, pull: PullFacts): readonly Effect[] {
  const { merged } = pull;
  if (merged === null || input.now >= plus(merged.at, KEPT_FOR)) return [];
  const marker = `<!-- norepeat:published ${String(pull.ref.number)} -->`;
  const body = publishedComment({
    pull,
    mergedBy: merged.by.login,
    document: documentOnMain(input),
    ...rowsOfTable(input),
  });
  return [
    ...labelEffects(pull),
    ...keepComment(input.record, marker, `${marker}\n${body}`),
    ...itemLines(input, pull),
  ];
}

/** It is owed as before, and whoever merged it may think otherwise. */
export function withoutDocumentEffects(input: PostmortemInput, pull: PullFacts): readonly Effect[] {
  const { merged } = pull;
  const isOwed = input.telling.incident.postmortem.is === 'due';
  if (!isOwed || merged === null || input.now >= plus(merged.at, KEPT_FOR)) return [];
  const marker = `<!-- norepeat:no-document ${String(pull.ref.number)} -->`;
  const body = withoutDocumentComment({ pull, mergedBy: merged.by.login });
  return keepComment(input.record, marker, `${marker}\n${body}`);
}

function labelEffects({ ref, labels }: PullFacts): readonly Effect[] {
  const has = (name: string): boolean => labels.some((label) => label.toLowerCase() === name);
  const add = has(PUBLISHED_LABEL) ? [] : [PUBLISHED_LABEL];
  const remove = labels.filter((label) => label.toLowerCase() === OPEN_LABEL);
  return add.length + remove.length === 0 ? [] : [{ kind: 'label-issue', issue: ref, add, remove }];
}

/** Where it lies now, on the default branch. */
function documentOnMain({ facts, telling }: PostmortemInput): {
  readonly path: string;
  readonly url: string;
} | null {
  if (facts.document === null) return null;
  const { path } = facts.document;
  const root = telling.incident.url.replace(/\/issues\/\d+$/, '');
  const parts = [...facts.main.name.split('/'), ...path.split('/')].map(encodeURIComponent);
  return { path, url: `${root}/blob/${parts.join('/')}` };
}

/** What became of the rows, and of how many nothing, because GitHub takes no more. */
function rowsOfTable({ telling, ledger }: PostmortemInput): {
  readonly items: readonly SubIssueFacts[];
  readonly waiting: number;
  readonly unlinked: readonly IssueRef[];
  readonly left: number;
} {
  const { madeOfRows, incident } = telling;
  const rows = ledger.flatMap((entry) => (entry.verdict === 'row' ? [entry] : []));
  const refs = rows.map(({ row, link }) => link ?? madeOfRows.get(row) ?? null);
  const items = refs.flatMap((ref) =>
    ref === null ? [] : incident.actionItems.filter((item) => sameIssue(item.ref, ref)),
  );
  const unlinked = ledger.flatMap((entry) =>
    entry.verdict === 'made' && 'row' in entry.asked && entry.instead === 'full'
      ? [entry.item]
      : [],
  );
  const atMerge = ledger.findLast((one) => one.verdict === 'rows-taken' && one.asked === null);
  return {
    items,
    waiting: refs.filter((ref) => ref === null).length,
    unlinked: unlinked.filter((ref) => !items.some((item) => sameIssue(item.ref, ref))),
    left: atMerge?.verdict === 'rows-taken' ? (atMerge.left ?? 0) : 0,
  };
}

const DUE = /^Due:[^\r\n]*/m;

/**
 * One line above the due date in the texts that the app wrote, once. The texts of others are theirs, and an
 * item that lies where fewer people read the incident is not told of it.
 */
function itemLines({ telling, facts }: PostmortemInput, pull: PullFacts): readonly Effect[] {
  const { incident } = telling;
  return incident.actionItems.flatMap(({ ref, body, author, restricted }): readonly Effect[] => {
    const isOwn = author.kind === 'self' && body.startsWith('<!-- norepeat:item ');
    const isNear = sameRepo(ref.repo, facts.repo) || (!incident.restricted && !restricted);
    const due = DUE.exec(body);
    if (!isOwn || !isNear || due === null || /^Postmortem:/m.test(body)) return [];
    const before = body.slice(0, due.index);
    const lineEnd = before.includes('\r\n') ? '\r\n' : '\n';
    const line = `${postmortemLine(pull.url)}${lineEnd}${lineEnd}`;
    const from = before + due[0];
    return [{ kind: 'edit-text', issue: ref, from, to: `${before}${line}${due[0]}` }];
  });
}
