import type { PhrasingContent } from 'mdast';
import type { CommandProblem } from '../command/command.ts';
import { COMMANDS, grammarOf } from '../command/grammar.ts';
import {
  bullets,
  code,
  joined,
  markdownOf,
  paragraph,
  phrasing,
  strong,
} from '../markdown/build.ts';
import { safeCode, safeLink, safeSentence } from '../markdown/safe.ts';

/** A line that was said on an action item and is of its incident. */
export type ForIncident = CommandProblem & Required<Pick<CommandProblem, 'elsewhere'>>;

/**
 * To commands of the incident on one of its items: what each does, where to say it, and what can be said here.
 *
 * @param url of the incident; null where not everybody who reads the item may know of it.
 * @param lineCount how many lines of the comment are commands: the good ones are not carried out either.
 */
export function saidOnItemReply(
  problems: readonly ForIncident[],
  url: string | null,
  lineCount: number,
): string {
  const [only, ...others] = problems;
  const here = COMMANDS.filter(({ where }) => where.includes('item')).map(({ word }) =>
    code(`/${word}`),
  );
  return markdownOf([
    ...(lineCount > 1 ? [paragraph(strong('Nothing of this comment was carried out.'))] : []),
    others.length === 0 && only !== undefined
      ? paragraph(...explained(only, url))
      : bullets(problems.slice(0, MOST).map((one) => explained(one, url))),
    paragraph('On this item you can say ', joined(here, ', '), '.'),
  ]);
}

const MOST = 5;

function explained(
  { found, elsewhere, instead }: ForIncident,
  url: string | null,
): PhrasingContent[] {
  const where = 'on the incident';
  return phrasing(
    safeCode(found, 80),
    ' is said ',
    url === null ? where : safeLink(url, where),
    ', not on an action item. ',
    safeSentence(grammarOf(elsewhere).effect),
    ' Write there ',
    safeCode(instead, 120),
    '.',
  );
}
