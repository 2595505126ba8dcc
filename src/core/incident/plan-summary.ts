import type { Effect } from '../effects.ts';
import { endingOf } from '../followup/endings.ts';
import { debtsOf, obligationOf } from '../followup/owed.ts';
import { ledgerPage } from '../messages/ledger-page.ts';
import { SUMMARY_MARKER, summaryComment } from '../messages/summary.ts';
import { defacedComments, deleteComment, keepComment, ownComments } from './own-comments.ts';
import type { PlanInput } from './plan.ts';

/**
 * The summary with the first block of the ledger, and one comment for each further block. Pages that a
 * shorter ledger no longer needs are deleted, and so is what somebody wrote over a comment of the app.
 */
export function summaryEffects(input: PlanInput): readonly Effect[] {
  const { incident, facts, policy, now, ledgerBlocks } = input;
  const [first, ...further] = ledgerBlocks;
  const summary = summaryComment(incident, policy, now, {
    ledgerBlocks: first === undefined ? [] : [first],
    obligation: obligationOf(input),
    closesAt: endingOf({ ...input, debts: debtsOf({ ...input, state: incident }) }).at,
  });
  const pages = further.flatMap((block, index) => {
    const marker = pageMarker(index + 2);
    return keepComment(facts, marker, `${marker}\n${ledgerPage(index + 2, block)}`);
  });
  // A summary that somebody overwrote is restored where it stood; it is the oldest comment of the app.
  const defaced = defacedComments(facts);
  const spare = ownComments(facts, SUMMARY_MARKER).length > 0 ? undefined : defaced[0];
  return [
    ...keepComment(facts, SUMMARY_MARKER, summary, spare),
    ...defaced
      .filter((comment) => comment !== spare)
      .map((comment) => deleteComment(facts, comment)),
    ...pages,
    ...surplus(input),
  ];
}

/** The first line of the comment with this page of the ledger; the first page lies in the summary. */
function pageMarker(page: number): string {
  return `${PAGE_PREFIX}${String(page)} -->`;
}

const PAGE_PREFIX = '<!-- norepeat:ledger ';

function surplus({ facts, ledgerBlocks }: PlanInput): readonly Effect[] {
  const needed = ledgerBlocks.slice(1).map((_, index) => pageMarker(index + 2));
  return ownComments(facts, PAGE_PREFIX)
    .filter(({ body }) => !needed.some((marker) => body.startsWith(marker)))
    .map((comment) => deleteComment(facts, comment));
}
