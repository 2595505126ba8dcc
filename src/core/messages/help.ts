import type { Paragraph, Table } from 'mdast';
import type { CommandKind } from '../command/command.ts';
import { COMMANDS, type CommandGrammar, type Place } from '../command/grammar.ts';
import {
  bullets,
  code,
  joined,
  markdownOf,
  paragraph,
  phrasing,
  strong,
  table,
  text,
} from '../markdown/build.ts';
import { readMarkdown } from '../markdown/read.ts';
import { safeCode } from '../markdown/safe.ts';
import type { Policy } from '../policy/policy.ts';

/** All commands, with what this policy knows. */
export function helpReply(policy: Policy): string {
  const known = [
    named('Severities', policy.severities),
    named('Roles', policy.roles),
    ...(policy.services.length === 0 ? [] : [named('Services', policy.services)]),
    phrasing(
      strong('Times:'),
      ' ',
      joined(TIMES.map(code), ', '),
      `; without an offset in ${policy.timeZone}, the latest that is past.`,
    ),
  ];
  return markdownOf([
    paragraph(
      'Begin a line of a comment with a command; several per comment are carried out together or not at all. 👍 means done; 😕 comes with an answer.',
    ),
    ...commandTables(),
    bullets(known),
    paragraph(
      'Labels count the same: set a severity, status or service label by hand and it is as if you had said so.',
    ),
  ]);
}

/** What can be said on an action item, for whoever asks there. */
export function itemHelpReply(): string {
  return markdownOf([
    paragraph(
      'This is an action item of an incident. It is done when a merged pull request closes it, when somebody whose work it is not closes it, or when somebody whose work it is not confirms it.',
    ),
    commandsAt('item'),
  ]);
}

/** What can be said on a pull request, for whoever asks there. */
export function pullHelpReply(): string {
  return markdownOf([
    paragraph('Of incidents and what keeps them from happening again, a pull request can be told:'),
    commandsAt('pull'),
  ]);
}

function commandsAt(place: Place): Table {
  const commands = COMMANDS.filter(({ where }) => where.includes(place));
  return table(
    ['Command', 'What it does'],
    commands.map(({ usage, effect }) => [code(usage), ownSentence(effect)]),
  );
}

/** Every command and what it does, by the place where it is said. */
export function commandTables(): readonly (Paragraph | Table)[] {
  return GROUPS.flatMap(({ title, has }) => {
    const commands = COMMANDS.filter(has);
    const rows = commands.map(({ usage, effect }) => [code(usage), ownSentence(effect)]);
    return [paragraph(strong(title)), table(['Command', 'What it does'], rows)];
  });
}

/** Every command is in exactly one of them. */
const GROUPS: readonly {
  readonly title: string;
  readonly has: (command: CommandGrammar) => boolean;
}[] = [
  { title: 'On an incident', has: (one) => isSteering(one) },
  {
    title: 'On an incident, so that it does not happen again',
    has: ({ kind }) => FOLLOW_UP.has(kind),
  },
  {
    title: 'On an action item',
    has: ({ where }) => where.includes('item') && !where.includes('incident'),
  },
  {
    title: 'On a pull request',
    has: ({ where }) => where.includes('pull') && !where.includes('incident'),
  },
  { title: 'Anywhere', has: ({ where }) => where.includes('thread') },
];

const FOLLOW_UP: ReadonlySet<CommandKind> = new Set<CommandKind>([
  'action',
  'postmortem',
  'create-items',
  'waive',
  'approve-waiver',
  'revoke-waiver',
  'accept',
  'repeat-of',
  'similar',
  'cause',
  'component',
  'snooze',
]);

function isSteering({ kind, where }: CommandGrammar): boolean {
  return where.includes('incident') && !where.includes('thread') && !FOLLOW_UP.has(kind);
}

const TIMES = ['14:32', 'yesterday 23:50', '2026-11-21 14:32', '14:32+02:00'];
const MOST_IDS = 40;

function named(what: string, things: readonly { readonly id: string }[]) {
  const ids = things.slice(0, MOST_IDS).map(({ id }) => safeCode(id, 60));
  const more = things.length - ids.length;
  return phrasing(
    strong(`${what}:`),
    ' ',
    joined(ids, ', '),
    more > 0 ? ` and ${String(more)} more` : '',
  );
}

/** A sentence of our own tables, in which `backticks` mark code. */
function ownSentence(sentence: string) {
  const [block] = readMarkdown(sentence).children;
  return block?.type === 'paragraph' ? block.children : [text(sentence)];
}
