/** What the app answers to a comment: each function is one answer, as Markdown. */
import type { CommandProblem } from '../command/command.ts';
import { formatIssue, type IssueRef } from '../ids.ts';
import { bullets, link, markdownOf, paragraph, phrasing, strong, text } from '../markdown/build.ts';
import { safe, safeCode, safeSentence } from '../markdown/safe.ts';

/**
 * Commands that were not understood or are not possible: what, where, and what to write instead.
 *
 * @param lineCount how many lines of the comment are commands: of several, the good ones are not carried
 *   out either, and it says so.
 */
export function refusedReply(problems: readonly CommandProblem[], lineCount = 1): string {
  const [only, ...others] = problems;
  if (only !== undefined && others.length === 0 && lineCount <= 1) {
    const problem = phrasing(safeCode(only.found, 80), ': ', safeSentence(only.problem), '.');
    // Where no line said here would do, an invitation to try again would be a false hope.
    if (only.instead === '/help') return markdownOf([paragraph(problem)]);
    return markdownOf([
      paragraph(problem, ' Write ', safeCode(only.instead), '.'),
      paragraph(TRY_AGAIN),
    ]);
  }
  for (const most of [10, 5, 3]) {
    const reply = severalProblems(problems, most);
    if (reply.length <= LONGEST_ANSWER) return reply;
  }
  return severalProblems(problems, 1);
}

function severalProblems(problems: readonly CommandProblem[], most: number): string {
  const told = problems
    .slice(0, most)
    .map(({ line, found, problem, instead }) =>
      phrasing(
        `Line ${String(line)}, `,
        safeCode(found, 80),
        ': ',
        safeSentence(problem, 240),
        '.',
        instead === '/help' ? [] : [text(' Write '), safeCode(instead, 120), text('.')],
      ),
    );
  const rest = problems.length - told.length;
  const more = rest > 0 ? [`and ${String(rest)} more`] : [];
  return markdownOf([
    paragraph(strong('Nothing of this comment was carried out.'), ' ', TRY_AGAIN),
    bullets([...told, ...more]),
  ]);
}

/** A comment that cannot be accepted whatever it says: one sentence, without its full stop. */
export function declinedReply(why: string): string {
  return markdownOf([paragraph(strong('Not carried out:'), ' ', safeSentence(why), '.')]);
}

/** On the issue or pull request from which an incident was declared, in words that were said there. */
export function declaredElsewhereReply(incident: {
  readonly ref: IssueRef;
  readonly url: string;
  readonly title: string;
}): string {
  return markdownOf([
    paragraph(
      'Declared as an incident: ',
      link(incident.url, formatIssue(incident.ref)),
      ', ',
      safe(incident.title),
      '.',
    ),
    paragraph('Please go on there.'),
  ]);
}

/** To `/incident declare` by somebody who may not. */
export function mayNotDeclareReply(login: string): string {
  return declinedReply(
    `${login} cannot declare incidents from here: that takes write access to this repository, or membership in a team of the policy`,
  );
}

/** A repeat of an alarm whose incident is still open. */
export function alarmAgainReply(alarm: {
  readonly title: string;
  readonly description: string | null;
}): string {
  const words = alarm.description?.trim() ?? '';
  return markdownOf([
    paragraph('The same alarm again: ', safe(alarm.title), '.'),
    ...(words === '' ? [] : [paragraph(safe(words, 1000))]),
  ]);
}

const TRY_AGAIN = 'Edit your comment and it is tried again.';
/** An answer is kept in the ledger, which has little room. */
const LONGEST_ANSWER = 2300;
