import { slashLines } from '../command/command-lines.ts';
import type { CommandKind } from '../command/command.ts';
import { COMMANDS } from '../command/grammar.ts';
import { cut } from '../markdown/characters.ts';
import { remembered } from '../remembered.ts';
import { firstLine } from '../markdown/plain.ts';

/** A timeline line is no longer than this; the whole text is one click away. */
const LONGEST_LINE = 280;

/**
 * The line by which the timeline shows a comment: the first that says something, as plain text.
 * `withoutCommands` leaves out the lines that the app has answered as commands, with the text that
 * belongs to them. Empty when nothing is left.
 */
export function proseLine(
  body: string,
  { withoutCommands }: { readonly withoutCommands: boolean },
): string {
  const prose = withoutCommands ? proseOf(body) : body;
  return lineOf(prose);
}

const lineOf = remembered((prose) => {
  const early = firstLine(prose.slice(0, USUALLY_ENOUGH));
  // A long quote or a template's hidden text may stand before the first word.
  const line = early === '' && prose.length > USUALLY_ENOUGH ? firstLine(prose) : early;
  return clip(line, LONGEST_LINE);
});

/** Markdown is slow to read, and an incident has hundreds of comments. */
const USUALLY_ENOUGH = 2000;

/** One line of at most so many characters; its end says that something was cut. */
export function clip(text: string, longest: number): string {
  return cut(text.replace(/\s+/gu, ' ').trim(), longest);
}

function proseOf(body: string): string {
  const lines = body.split(NEWLINE);
  for (const { line, rest, text, word } of slashLines(body)) {
    const following = takesParagraph(word) && text !== '' ? text.split(NEWLINE).length : 1;
    const below = rest === '' && text !== '' && takesParagraph(word) ? 1 : 0;
    lines.fill('', line - 1, line - 1 + following + below);
  }
  return lines.join('\n');
}

const NEWLINE = /\r\n|\n|\r/;

/** Commands with a text take everything until the next command or blank line; the others their line only. */
function takesParagraph(word: string): boolean {
  const command = COMMANDS.find((one) => one.word === word || one.aliases.includes(word));
  return command !== undefined && WITH_TEXT.has(command.kind);
}

const WITH_TEXT: ReadonlySet<CommandKind> = new Set<CommandKind>([
  'update',
  'note',
  'mitigated',
  'resolved',
  'severity',
  'reopen',
  'false-alarm',
]);
