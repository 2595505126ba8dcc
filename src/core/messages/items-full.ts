/** On an incident that has as many action items as GitHub takes: what was asked for, and could not be linked. */
import { formatIssue, sameRepo, type IssueRef } from '../ids.ts';
import { bullets, code, markdownOf, paragraph, strong } from '../markdown/build.ts';
import { safeCode } from '../markdown/safe.ts';

const MOST_NAMED = 20;

export function itemsFullComment(
  beyond: readonly { readonly ref: IssueRef; readonly restricted: boolean }[],
  home: IssueRef,
): string {
  const named = beyond.filter(({ restricted }) => !restricted).slice(0, MOST_NAMED);
  const names = named.map(({ ref }) =>
    sameRepo(ref.repo, home.repo) ? `#${String(ref.number)}` : formatIssue(ref),
  );
  const left = beyond.length - names.length;
  const others =
    names.length === 0
      ? `${String(left)} that not everybody here can read`
      : `and ${String(left)} more`;
  return markdownOf([
    paragraph(
      strong('There is no room for more action items here.'),
      ' GitHub takes at most 100 below one issue, closed ones included. These stay where they are, unlinked, and nobody is reminded of them:',
    ),
    bullets([...names.map((name) => [safeCode(name)]), ...(left > 0 ? [others] : [])]),
    paragraph(
      'Take items off that are no longer needed, and these are linked; or gather several under one issue of their own, with ',
      code('- [ ]'),
      ' lists.',
    ),
  ]);
}
