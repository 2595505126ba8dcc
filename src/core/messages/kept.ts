import type { IssueRef } from '../ids.ts';
import type { ActEntry } from '../ledger/ledger.ts';
import { markdownOf, paragraph, strong } from '../markdown/build.ts';
import { safe, safeSentence } from '../markdown/safe.ts';
import type { Policy } from '../policy/policy.ts';
import { actWords } from './followup-entries.ts';
import { whoCan } from './followup-refusals.ts';

/** To a click that would have lifted what a team owes: that it did not count, and who can. */
export function keptComment(
  { act, by }: Pick<ActEntry, 'act' | 'by'>,
  { policy, home }: { readonly policy: Policy; readonly home: IssueRef },
): string {
  return markdownOf([
    paragraph(
      strong('Put back:'),
      ' ',
      safe(by, 100),
      ' ',
      safe(actWords(act, home), 200),
      ', which would lift what a team still owes after this incident, so it does not count. ',
      safeSentence(whoCan(policy), 600),
      '.',
    ),
  ]);
}
