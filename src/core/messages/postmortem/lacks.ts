import { formatIssue } from '../../ids.ts';
import { cut } from '../../markdown/characters.ts';
import type { Blame, Lack } from '../../postmortem/finding.ts';

/** A finding as its annotation says it: plain text, in which backticks mark what is to be typed. */
export interface LackWords {
  readonly title: string;
  readonly message: string;
}

export function lackWords(what: Lack): LackWords {
  switch (what.is) {
    case 'empty-section':
      return {
        title: `${named(what.section)} is empty`,
        message: 'Write it, say “None”, or delete the section with its heading.',
      };
    case 'question':
      return {
        title: `A question is open${what.section === '' ? '' : ` in ${named(what.section)}`}`,
        message: `“${cut(plain(what.question), 200)}” Answer in its place or below it, or delete it where it does not apply.`,
      };
    case 'why':
      return {
        title: 'A why is not answered',
        message: `“${cut(plain(what.question), 200)}” Answer behind it. If the causes end earlier, delete the rest: not every incident has five whys.`,
      };
    case 'placeholder':
      return {
        title: `“${cut(plain(what.found), 60)}” is still to be written`,
        message: 'It stands for something. Write that, or delete it.',
      };
    default:
      return factWords(what);
  }
}

type Asking = 'empty-section' | 'question' | 'why' | 'placeholder';

function factWords(what: Exclude<Lack, { readonly is: Asking }>): LackWords {
  switch (what.is) {
    case 'no-impact':
      return {
        title: 'Nothing says how bad it was',
        message:
          'Say `/impact users=15% customers=3%` on the incident, and the document follows; or say in words whom it harmed and how. “Nobody noticed” is an answer, too.',
      };
    case 'no-detection':
      return {
        title: 'The timeline does not say when it was noticed',
        message:
          'Say `/detected 14:05` on the incident, and the document follows; or write it into the timeline.',
      };
    case 'no-mitigation':
      return {
        title: 'The timeline does not say when the damage stopped',
        message:
          'Say `/mitigated at 14:40` on the incident, and the document follows; or write it into the timeline.',
      };
    case 'broken-region':
      return {
        title:
          what.name === ''
            ? 'The document is too long'
            : `The region ${plain(what.name)} is broken`,
        message: BROKEN[what.problem],
      };
    case 'doubles':
      return {
        title: `${doublesOf(what.paths)} this postmortem, too`,
        message: `This file, \`${plain(what.document)}\`, is the postmortem: it follows the incident, and what stands elsewhere is neither kept current nor looked at. Move here what is missing, and delete the rest.`,
      };
    case 'blame':
      return {
        title: `“${plain(what.words)}” may sound like blame`,
        message: BLAMELESS[what.because],
      };
    default:
      return rowWords(what);
  }
}

type OfRow = Extract<
  Lack,
  {
    readonly is:
      | 'no-room'
      | 'no-items'
      | 'no-action'
      | 'no-owner'
      | 'no-due'
      | 'unreadable'
      | 'differs'
      | 'named-twice';
  }
>;

function rowWords(what: OfRow): LackWords {
  switch (what.is) {
    case 'no-room':
      return {
        title: `There is no room for ${what.rows === 1 ? 'this row' : `the last ${String(what.rows)} rows`}`,
        message: `GitHub takes at most 100 sub-issues below an issue, closed ones included, so ${what.rows === 1 ? 'it becomes' : 'they become'} no issue. Gather several rows in one, or take items off the incident that are no longer needed.`,
      };
    case 'no-items':
      return {
        title: 'There is no action item',
        message:
          'Add a row: `| Alert on failed payments | @alice | 2026-12-01 | |`. It becomes an issue when this is merged. If nothing is to be done, say above the table why.',
      };
    case 'no-action':
      return {
        title: 'A row does not say what is to be done',
        message: 'Write it into its first column, or delete the row.',
      };
    case 'no-owner':
      return {
        title: `${action(what.action)} has no owner`,
        message:
          what.issue === null
            ? 'Write who does it into the column Owner, as `@alice`: one person, who may ask others.'
            : `Assign ${formatIssue(what.issue)} to somebody, or say \`/owner @alice\` there: one person, who may ask others.`,
      };
    case 'no-due':
      return {
        title: `${action(what.action)} has no due date`,
        message:
          what.issue === null
            ? 'Write a day into the column Due, as `2026-12-01`, `in 5 days` or `5bd`.'
            : `Say \`/due 2026-12-01\` on ${formatIssue(what.issue)}.`,
      };
    case 'unreadable':
      return {
        title: `The ${what.column === 'due' ? 'due date' : what.column} of ${action(what.action)} cannot be read`,
        message: `${sentence(what.problem)} ${READABLE[what.column]} Until then it counts as if nothing stood there.`,
      };
    case 'differs':
      return {
        title: `${action(what.action)} has another ${what.column === 'due' ? 'due date' : 'owner'} in its issue`,
        message: `This row was changed by hand, so it no longer follows ${formatIssue(what.issue)}. What is said there counts: say \`${what.column === 'due' ? '/due 2026-12-01' : '/owner @alice'}\` there, or change the row back.`,
      };
    case 'named-twice':
      return {
        title: `${formatIssue(what.issue)} stands in line ${String(what.firstLine)}, too`,
        message:
          'Two rows that name one issue are one action item. For another one, take the name of the issue out of this row.',
      };
  }
}

const READABLE = {
  action: '',
  owner: 'Write one person, as `@alice`.',
  due: 'Write a day, as `2026-12-01`, `in 5 days` or `5bd`.',
  status: '',
} as const satisfies Record<Extract<Lack, { is: 'unreadable' }>['column'], string>;

const AGAIN = 'Nothing in it is kept current until then; nothing that you wrote is lost.';

const BROKEN: Readonly<Record<Extract<Lack, { is: 'broken-region' }>['problem'], string>> = {
  unknown: 'The app knows no region of this name. Delete its markers, or mend the name.',
  'no-end': `Its second marker, the one with a slash, is missing. Put it back behind the text, on a line of its own, or delete the first one. ${AGAIN}`,
  'no-start': `Its first marker is missing. Put it back above the text, on a line of its own, or delete the second one. ${AGAIN}`,
  crossing: `It ends inside another region. Move its markers so that one region is over before the next begins. ${AGAIN}`,
  'in-container': `Its markers stand in a list or in a quotation. Move them out, to the beginning of a line. ${AGAIN}`,
  'not-alone': `Its marker stands beside other text. Put it on a line of its own. ${AGAIN}`,
  'too-long':
    'It is longer than what can be read, so it is neither kept current nor looked at. Move a part of it into another file.',
};

const HINT = 'This is only a hint, and nothing depends on it.';

const BLAMELESS: Readonly<Record<Blame, string>> = {
  judges: `${HINT} Words like these judge a person, and whoever fears that will tell less next time. Say what happened, what could be seen at that moment, and what made it look right.`,
  hindsight: `${HINT} Words like these measure people by what only became known later. Say what they saw and did then, and what would have shown them more.`,
  'human-error': `${HINT} A slip is where the search for causes begins: say what made it easy to slip, and what let it get so far.`,
  own: `${HINT} Your policy lists these words. Say what happened and what made it look right, and not who.`,
};

const MOST_NAMED = 3;

function doublesOf(paths: readonly string[]): string {
  const names = paths.slice(0, MOST_NAMED).map((path) => `\`${cut(plain(path), 80)}\``);
  const more = paths.length - names.length;
  const all = [...names, ...(more > 0 ? [`${String(more)} more`] : [])].join(', ');
  return `${all} ${paths.length === 1 ? 'says that it is' : 'say that they are'}`;
}

function named(section: string): string {
  const words = cut(plain(section), 80);
  return words === '' ? 'A section' : `“${words}”`;
}

function action(words: string): string {
  return `“${cut(plain(words), 80)}”`;
}

function sentence(problem: string): string {
  const words = plain(problem);
  const begun = `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
  return /[.!?]$/.test(begun) ? begun : `${begun}.`;
}

function plain(words: string): string {
  return words.replace(/\s+/g, ' ').trim();
}
