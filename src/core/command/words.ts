import { distance } from 'fastest-levenshtein';
import type { Policy, Role } from '../policy/policy.ts';
import type { CommandKind } from './command.ts';
import { COMMANDS, type CommandGrammar, type Place } from './grammar.ts';

/** What a word after a slash means. */
export type Word =
  | { readonly is: 'command'; readonly command: CommandGrammar }
  /** `/commander` and every other role of the policy. */
  | { readonly is: 'role'; readonly role: Role }
  /** Nobody's, but probably meant for this app: `instead` is what to write. */
  | { readonly is: 'slip'; readonly instead: string }
  /** A command of this app's that is said elsewhere, on the incident for the most part. */
  | { readonly is: 'elsewhere'; readonly command: CommandGrammar }
  /** A path, an address, another app's command: none of this app's business. */
  | { readonly is: 'foreign' };

/**
 * Words close to one of ours are slips of a tired person and get an answer; so do a few that people
 * know from elsewhere. Everything else is left alone, for `/tmp` is a folder and `/rebase` is for
 * another app. Pull requests are full of other apps' commands: there only the unmistakable is ours.
 */
export function wordOf(word: string, policy: Policy, place: Place): Word {
  switch (place) {
    case 'incident':
      return wordOnIncident(word, policy);
    case 'pull':
      return wordOnPull(word);
    case 'item':
      return wordOnItem(word);
    case 'thread': {
      const command = COMMANDS.find((one) => one.where.includes('thread') && one.word === word);
      return command === undefined ? { is: 'foreign' } : { is: 'command', command };
    }
  }
}

/** What is said on pull requests is understood here too, so that it can be answered where to say it. */
function wordOnIncident(word: string, policy: Policy): Word {
  const command = COMMANDS.find((one) => one.word === word || one.aliases.includes(word));
  if (command !== undefined) return { is: 'command', command };
  const role = findRole(word, policy);
  if (role !== undefined) return { is: 'role', role };
  const instead = severityWord(word, policy) ?? ELSEWHERE.get(word) ?? nearest(word, policy);
  return instead === undefined ? { is: 'foreign' } : { is: 'slip', instead };
}

/** Nothing of it depends on the policy: a delivery is told by the same words. */
export function wordOnPull(word: string): Word {
  const command = COMMANDS.find((one) => one.word === word);
  if (command?.where.includes('pull') === true) return { is: 'command', command };
  const waiver = COMMANDS.find((one) => one.kind.includes('waive') && called(one, word));
  if (waiver !== undefined) return { is: 'elsewhere', command: waiver };
  if (command !== undefined) {
    return UNMISTAKABLE.has(command.kind) ? { is: 'elsewhere', command } : { is: 'foreign' };
  }
  if (LEFT_ALONE.has(word)) return { is: 'foreign' };
  const near = nearestOf(word, WORDS_NEAR_A_PULL);
  return near === undefined ? { is: 'foreign' } : { is: 'slip', instead: `/${near}` };
}

/** An item is an ordinary issue, which may belong to other apps too: what is not clearly ours is left alone. */
export function wordOnItem(word: string): Word {
  const command = COMMANDS.find((one) => called(one, word));
  if (command?.where.includes('item') === true) return { is: 'command', command };
  if (command?.where.includes('thread') === true) return { is: 'foreign' };
  if (command !== undefined) {
    const isOurs = UNMISTAKABLE.has(command.kind) || SAID_OF_ITEMS.has(command.kind);
    return isOurs ? { is: 'elsewhere', command } : { is: 'foreign' };
  }
  if (LEFT_ALONE.has(word)) return { is: 'foreign' };
  const near = nearestOf(word, WORDS_NEAR_AN_ITEM);
  return near === undefined ? { is: 'foreign' } : { is: 'slip', instead: `/${near}` };
}

function called(command: CommandGrammar, word: string): boolean {
  return command.word === word || command.aliases.includes(word);
}

/** Commands of the incident whose words no other app is known to use on pull requests. */
const UNMISTAKABLE: ReadonlySet<CommandKind> = new Set<CommandKind>([
  'severity',
  'impact',
  'mitigated',
  'resolved',
  'detected',
  'false-alarm',
  'accept',
  'postmortem',
]);

/** Commands of the incident that somebody may well say of an item of it. */
const SAID_OF_ITEMS: ReadonlySet<CommandKind> = new Set<CommandKind>([
  'ack',
  'role',
  'cause',
  'similar',
  'action',
  'create-items',
  'repeat-of',
  'waive',
  'approve-waiver',
  'revoke-waiver',
]);

const WORDS_NEAR_AN_ITEM = ['owner', 'confirm', 'not-doing', 'snooze'];

/** Long enough to be told from the words of others. */
const WORDS_NEAR_A_PULL = [
  'incident',
  'fixes',
  'override',
  'waive',
  'approve-waiver',
  'create-items',
];

/** By id or name, whatever the case, blanks or hyphens: `Tech lead`, `tech-lead`, `techlead`. */
export function findRole(text: string, policy: Policy): Role | undefined {
  const wanted = squeezed(text);
  if (wanted === '') return undefined;
  return policy.roles.find(({ id, name }) => squeezed(id) === wanted || squeezed(name) === wanted);
}

/** Lower case letters and digits only: `SEV-2` and `sev 2` are the same. */
export function squeezed(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}

/** The nearest of `choices` when it is near enough to be a slip of the fingers. */
export function nearestOf(word: string, choices: readonly string[]): string | undefined {
  const near = choices
    .map((choice) => ({ choice, far: farness(word.toLowerCase(), choice.toLowerCase()) }))
    .filter(({ choice, far }) => far <= slips(Math.min(word.length, choice.length)))
    .sort((a, b) => a.far - b.far);
  return near[0]?.choice;
}

/** Swapped letters count as one slip; nobody misses the first letter. */
function farness(word: string, choice: string): number {
  if (word[0] !== choice[0]) return Number.POSITIVE_INFINITY;
  const far = distance(word, choice);
  const letters = (text: string): string => Array.from(text).sort().join('');
  return far === 2 && letters(word) === letters(choice) ? 1 : far;
}

/** How many letters may be wrong: none in the shortest words, two in long ones. */
function slips(length: number): number {
  if (length < 3) return 0;
  return length < 6 ? 1 : 2;
}

/** `/sev1` is how people say it in chat. */
function severityWord(word: string, policy: Policy): string | undefined {
  const severity = policy.severities.find(
    ({ id, name }) => squeezed(id) === squeezed(word) || squeezed(name) === squeezed(word),
  );
  return severity === undefined ? undefined : `/severity ${severity.id}`;
}

/** Words of other incident tools and of chat. */
const ELSEWHERE: ReadonlyMap<string, string> = new Map([
  ['fixed', '/resolved'],
  ['done', '/resolved'],
  ['close', '/resolved'],
  ['closed', '/resolved'],
]);

function nearest(word: string, policy: Policy): string | undefined {
  if (LEFT_ALONE.has(word)) return undefined;
  const words = COMMANDS.flatMap((one) => [one.word, ...one.aliases]);
  const near = nearestOf(word, [...words, ...policy.roles.map(({ id }) => id)]);
  if (near === undefined) return undefined;
  const command = COMMANDS.find((one) => one.word === near || one.aliases.includes(near));
  return `/${command?.word ?? near}`;
}

/** Folders and addresses that are a letter or two away from a command. */
const LEFT_ALONE: ReadonlySet<string> = new Set([
  ...['node', 'nodes', 'root', 'home', 'dev', 'srv'],
  ...['files', 'access', 'actions', 'auction', 'incidents'],
]);
