import { formatIssue, type IssueRef, type RepoRef } from '../ids.ts';
import { visible } from '../markdown/characters.ts';
import type { Policy } from '../policy/policy.ts';
import type { Instant } from '../time.ts';
import { readArguments, readHolder } from './arguments.ts';
import { slashLines, type SlashLine } from './command-lines.ts';
import type { Command, CommandLine, CommandProblem, ParsedComment } from './command.ts';
import type { CommandGrammar, Place } from './grammar.ts';
import type { Arguments, Read, Surroundings } from './reading.ts';
import { wordOf, type Word } from './words.ts';

export interface CommentContext {
  /** The repository of the issue: `#12` is an issue of it. */
  readonly home: RepoRef;
  readonly policy: Policy;
  /** When the comment's present text was written, by GitHub's clock. */
  readonly saidAt: Instant;
  /** Its author, so that `/commander me` can be understood. */
  readonly saidBy?: string;
  /** `incident` unless said otherwise. */
  readonly place?: Place;
  /** Said on this action item: what is meant for the incident can then name it. */
  readonly item?: IssueRef;
}

/** More commands than a person means in one comment. */
export const MOST_COMMANDS = 50;

/**
 * What a comment tells the app: all of its commands, or none and every line that was not understood.
 * Lines that are nobody's slip (paths, other apps' commands) are no commands. Never throws, whatever
 * the text.
 */
export function parseComment(body: string, context: CommentContext): ParsedComment {
  const place = context.place ?? 'incident';
  const lines = slashLines(body)
    .map((line) => ({ line, word: wordOf(line.word, context.policy, place) }))
    .filter(({ word }) => word.is !== 'foreign');
  if (lines.length === 0) return { kind: 'no-commands' };
  const commands: Command[] = [];
  const places: CommandLine[] = [];
  const problems: CommandProblem[] = [];
  for (const { line, word } of lines) {
    const said = understand(line, word, context);
    const where: CommandLine = { line: line.line, found: line.found };
    if (said.kind === 'wrong') {
      const { problem, instead, elsewhere } = said;
      const belongs = elsewhere === undefined ? {} : { elsewhere };
      problems.push({ ...where, problem, instead, ...belongs });
      continue;
    }
    commands.push(...said.commands);
    places.push(...said.commands.map(() => where));
  }
  if (commands.length > MOST_COMMANDS) problems.push(tooMany(lines[0]?.line));
  return problems.length > 0
    ? { kind: 'refused', problems: problems.slice(0, MOST_COMMANDS), lineCount: lines.length }
    : { kind: 'commands', commands, lines: places };
}

function understand(line: SlashLine, word: Word, context: CommentContext): Read {
  const args = { rest: bounded(line.rest), text: bounded(line.text) };
  const { home, policy, saidAt, saidBy, place = 'incident' } = context;
  const around: Surroundings = { home, policy, saidAt, saidBy: saidBy ?? null };
  switch (word.is) {
    case 'role':
      return readHolder(word.role.id, args.rest, around);
    case 'slip': {
      const problem = `there is no \`/${line.word}\``;
      const rest = word.instead.includes(' ') ? '' : ` ${args.rest}`.trimEnd();
      return { kind: 'wrong', problem, instead: `${word.instead}${rest}`.slice(0, 200) };
    }
    case 'command': {
      // `/declare title` is short for `/incident declare title`.
      const short = line.word === 'declare' ? { ...args, rest: `declare ${args.rest}` } : args;
      return readArguments(word.command.kind, short, around);
    }
    case 'elsewhere':
      return saidElsewhere(word.command, { args, around, here: HERE[place], item: context.item });
    case 'foreign':
      return { kind: 'read', commands: [] };
  }
}

/** Where to say it, with a line that is understood there. */
function saidElsewhere(
  { kind, word }: CommandGrammar,
  said: {
    readonly args: Arguments;
    readonly around: Surroundings;
    readonly here: string;
    readonly item: IssueRef | undefined;
  },
): Read {
  const { around, args, here, item } = said;
  const home = around.policy.incidentRepository;
  const there = readArguments(kind, args, { ...around, home });
  // Without its name it would accept everything that is owed, and not this item.
  const about = kind === 'accept' && item !== undefined ? `${formatIssue(item)} ` : '';
  const line = there.kind === 'wrong' ? there.instead : `/${word} ${args.rest}`;
  const instead = about === '' ? line : line.replace(/^(\/\S+)\s+(?:\S*#\d+\s+)?/, `$1 ${about}`);
  const problem = `this is said in a comment on the incident, not on ${here}`;
  return { kind: 'wrong', problem, instead: instead.trimEnd().slice(0, 200), elsewhere: kind };
}

const HERE = {
  incident: 'an incident',
  pull: 'a pull request',
  item: 'an action item',
  thread: 'another issue',
} as const satisfies Record<Place, string>;

/** Twice what the longest text may be: whoever writes more of it gains nothing but a slow reader. */
const LONGEST_ARGUMENTS = 8000;

function bounded(words: string): string {
  return visible(words.slice(0, LONGEST_ARGUMENTS)).trim();
}

function tooMany(line: SlashLine | undefined): CommandProblem {
  return {
    line: line?.line ?? 1,
    found: line?.found ?? '',
    problem: `one comment can hold ${String(MOST_COMMANDS)} commands`,
    instead: '/help',
  };
}
