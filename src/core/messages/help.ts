import type { Table } from 'mdast';
import { COMMANDS } from '../command/grammar.ts';
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
    commandTable(),
    bullets(known),
    paragraph(
      'Labels count the same: set a severity, status or service label by hand and it is as if you had said so.',
    ),
  ]);
}

/** Every command and what it does, in the order in which an incident usually needs them. */
export function commandTable(): Table {
  return table(
    ['Command', 'What it does'],
    COMMANDS.map(({ usage, effect }) => [code(usage), ownSentence(effect)]),
  );
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
