/**
 * Commands: from a comment's Markdown to what a person told the app, or to a friendly word on how to
 * say it. `command-lines.ts` finds the lines, `words.ts` knows the words, `arguments.ts` and its readers
 * take what follows them, `parse.ts` puts it together. `grammar.ts` is the table that the parser, `/help`
 * and the README share.
 */
import type { CommandKind } from './command.ts';

export interface CommandGrammar {
  readonly kind: CommandKind;
  /** The word without its slash, in lower case. */
  readonly word: string;
  /** Words people use for the same; understood, but not listed. */
  readonly aliases: readonly string[];
  /** `[…]` may be left out, `|` is a choice. */
  readonly usage: string;
  /** One sentence: what it does. */
  readonly effect: string;
  /** A line that is understood wherever the policy knows `checkout`, `sev2` and `commander`. */
  readonly example: string;
  readonly where: readonly Place[];
}

/**
 * Where something is said: on an incident, on a pull request that the policy covers, on an action item,
 * or on any other issue or pull request (`thread`), where only a declaration is this app's business.
 */
export type Place = 'incident' | 'pull' | 'item' | 'thread';

/** In the order in which an incident usually needs them. */
export const COMMANDS: readonly CommandGrammar[] = [
  {
    kind: 'declare',
    word: 'incident',
    aliases: ['declare'],
    usage: '/incident declare [title]',
    effect: 'Opens an incident from this issue or pull request and links both ways.',
    example: '/incident declare Checkout answers 500',
    where: ['incident', 'pull', 'thread'],
  },
  {
    kind: 'ack',
    word: 'ack',
    aliases: ['acknowledge', 'acknowledged', 'acked'],
    usage: '/ack',
    effect: 'You have seen it and are on it, as of now.',
    example: '/ack',
    where: ['incident'],
  },
  {
    kind: 'severity',
    word: 'severity',
    aliases: ['sev'],
    usage: '/severity sev2 [reason]',
    effect: 'Sets the severity.',
    example: '/severity sev2 only card payments are affected',
    where: ['incident'],
  },
  {
    kind: 'impact',
    word: 'impact',
    aliases: [],
    usage: '/impact users=15% customers=3% cost=40%',
    effect: 'Says how much is affected, one figure or several; the recommended severity follows.',
    example: '/impact users=15% customers=3%',
    where: ['incident'],
  },
  {
    kind: 'role',
    word: 'role',
    aliases: [],
    usage: '/role commander @user',
    effect:
      'Gives somebody a role, or hands it over. Short: `/commander @user`; yourself: `/commander me`.',
    example: '/commander @alice',
    where: ['incident'],
  },
  {
    kind: 'service',
    word: 'service',
    aliases: ['services'],
    usage: '/service checkout | /service -checkout',
    effect: 'Adds an affected service, or takes it off with a minus.',
    example: '/service checkout',
    where: ['incident'],
  },
  {
    kind: 'update',
    word: 'update',
    aliases: [],
    usage: '/update text',
    effect:
      'Tells everybody who is waiting where things stand, and restarts the clock for the next one.',
    example: '/update We are rolling back; orders should work again by 15:00.',
    where: ['incident'],
  },
  {
    kind: 'note',
    word: 'note',
    aliases: [],
    usage: '/note [at 14:32] text',
    effect: 'Puts a line on the timeline, at an earlier time if you give one.',
    example: '/note at 14:32 error rate back to normal in eu-west',
    where: ['incident'],
  },
  {
    kind: 'mitigated',
    word: 'mitigated',
    aliases: ['mitigate', 'stable'],
    usage: '/mitigated [at 14:32] [text]',
    effect: 'Customers are no longer affected, as of now or of that time.',
    example: '/mitigated at 14:32 rolled back to v41',
    where: ['incident'],
  },
  {
    kind: 'resolved',
    word: 'resolved',
    aliases: ['resolve'],
    usage: '/resolved [at 14:32] [text]',
    effect: 'The cause is known and gone: it will not come back at once.',
    example: '/resolved at 16:10 the faulty index is fixed',
    where: ['incident'],
  },
  {
    kind: 'reopen',
    word: 'reopen',
    aliases: ['reopened'],
    usage: '/reopen reason',
    effect: 'It is not over: back to work.',
    example: '/reopen errors are back in eu-west',
    where: ['incident'],
  },
  {
    kind: 'started',
    word: 'started',
    aliases: ['start'],
    usage: '/started 13:58',
    effect: 'Corrects when the trouble began.',
    example: '/started 13:58',
    where: ['incident'],
  },
  {
    kind: 'detected',
    word: 'detected',
    aliases: [],
    usage: '/detected 14:05',
    effect: 'Corrects when somebody or something first noticed.',
    example: '/detected 14:05',
    where: ['incident'],
  },
  {
    kind: 'related',
    word: 'related',
    aliases: ['relates'],
    usage: '/related #12',
    effect: 'Links another issue or incident.',
    example: '/related #12',
    where: ['incident'],
  },
  {
    kind: 'duplicate',
    word: 'duplicate',
    aliases: ['dup', 'duplicate-of'],
    usage: '/duplicate #12',
    effect: 'It is the same as another incident; this one is closed.',
    example: '/duplicate #12',
    where: ['incident'],
  },
  {
    kind: 'repeat-of',
    word: 'repeat-of',
    aliases: ['repeat', 'repeats', 'recurrence-of', 'recurrence'],
    usage: '/repeat-of #12',
    effect: 'It is that earlier incident once more: what was to prevent it is asked again.',
    example: '/repeat-of #12',
    where: ['incident'],
  },
  {
    kind: 'similar',
    word: 'similar',
    aliases: [],
    usage: '/similar',
    effect: 'Shows past incidents that look like this one, and what was done then.',
    example: '/similar',
    where: ['incident'],
  },
  {
    kind: 'cause',
    word: 'cause',
    aliases: ['causes'],
    usage: '/cause change | /cause -change',
    effect: 'Says what kind of thing broke, in a word of the policy; a minus takes it back.',
    example: '/cause change',
    where: ['incident'],
  },
  {
    kind: 'component',
    word: 'component',
    aliases: ['components'],
    usage: '/component database | /component -database',
    effect: 'Says where it broke, in a word of the policy; a minus takes it back.',
    example: '/component database',
    where: ['incident'],
  },
  {
    kind: 'snooze',
    word: 'snooze',
    aliases: [],
    usage: '/snooze 30m | /snooze until 2026-12-01',
    effect:
      'No reminders here for so long (`30m`, `2h`, `3d`) or to the end of that day; on an incident or on an action item.',
    example: '/snooze 2h',
    where: ['incident', 'item'],
  },
  {
    kind: 'false-alarm',
    word: 'false-alarm',
    aliases: ['false-positive'],
    usage: '/false-alarm reason',
    effect: 'There was no incident; the issue is closed.',
    example: '/false-alarm the probe itself was broken',
    where: ['incident'],
  },
  {
    kind: 'action',
    word: 'action',
    aliases: ['action-item', 'todo'],
    usage:
      '/action [prevent|mitigate|detect|process] title [@owner] [for team] [due 2026-12-01] [in acme/repo]',
    effect:
      'Opens an issue for something to be done, linked to the incident; `prevent` when you do not say. What stands at the end may stand in any order; put a title that ends the same way in quotes.',
    example: '/action prevent Add a canary to the rollout @bob due in 5 days',
    where: ['incident'],
  },
  {
    kind: 'postmortem',
    word: 'postmortem',
    aliases: ['post-mortem', 'retro', 'retrospective'],
    usage: '/postmortem',
    effect:
      'Opens the postmortem now, as a pull request, also where the severity asks for none; one that was closed is opened again.',
    example: '/postmortem',
    where: ['incident'],
  },
  {
    kind: 'create-items',
    word: 'create-items',
    aliases: ['create-item', 'items'],
    usage: '/create-items',
    effect:
      'Makes an issue of every row of the postmortem’s action table that has none, before the merge does; here or on its pull request.',
    example: '/create-items',
    where: ['incident', 'pull'],
  },
  {
    kind: 'waive',
    word: 'waive',
    aliases: ['waiver'],
    usage: '/waive [team] until 2026-12-15 reason',
    effect:
      'Asks that the team may merge until the end of that day; `in 5 days` and `5bd` (business days) count from now.',
    example: '/waive in 5 days the vendor ships its part of the fix next week',
    where: ['incident'],
  },
  {
    kind: 'approve-waiver',
    word: 'approve-waiver',
    aliases: ['grant-waiver'],
    usage: '/approve-waiver [team]',
    effect: 'Grants what was asked for; by a waiver approver who did not ask for it.',
    example: '/approve-waiver',
    where: ['incident'],
  },
  {
    kind: 'revoke-waiver',
    word: 'revoke-waiver',
    aliases: ['end-waiver'],
    usage: '/revoke-waiver [team]',
    effect: 'Ends the waiver, or takes the request for one back.',
    example: '/revoke-waiver',
    where: ['incident'],
  },
  {
    kind: 'accept',
    word: 'accept',
    aliases: ['accept-risk'],
    usage: '/accept [#item] reason',
    effect:
      'The fix is infeasible and reasonable steps were taken: ends what is owed for good, or one item of it; by a waiver approver.',
    example: '/accept the vendor has retired the service, and nothing of ours calls it any more',
    where: ['incident'],
  },
  {
    kind: 'fixes',
    word: 'fixes',
    aliases: [],
    usage: '/fixes acme/incidents#12',
    effect:
      'Links this pull request to the incident as its fix; somebody else vouches for that with an approving review.',
    example: '/fixes acme/incidents#12',
    where: ['pull'],
  },
  {
    kind: 'override',
    word: 'override',
    aliases: [],
    usage: '/override 1a2b3c4 reason',
    effect:
      'Lets exactly this head commit through; by a waiver approver who is not the author. The check prints the line to copy.',
    example: '/override 1a2b3c4 customers cannot pay until this is out',
    where: ['pull'],
  },
  {
    kind: 'owner',
    word: 'owner',
    aliases: [],
    usage: '/owner @user',
    effect: 'Gives the item to one person; `me` for yourself.',
    example: '/owner @alice',
    where: ['item'],
  },
  {
    kind: 'due',
    word: 'due',
    aliases: ['deadline'],
    usage: '/due 2026-12-01',
    effect:
      'Sets when it has to be done: to the end of that day, or `in 5 days`, `5bd` (business days) from now.',
    example: '/due in 5 days',
    where: ['item'],
  },
  {
    kind: 'confirm',
    word: 'confirm',
    aliases: ['confirmed'],
    usage: '/confirm',
    effect: 'You have seen that it is done; by somebody whose own work it is not.',
    example: '/confirm',
    where: ['item'],
  },
  {
    kind: 'not-doing',
    word: 'not-doing',
    aliases: ['wont-do', 'wontdo'],
    usage: '/not-doing reason',
    effect: 'It will not be done, and why. A don’t-repeat item takes `/accept` on the incident.',
    example: '/not-doing the old importer is switched off next week anyway',
    where: ['item'],
  },
  {
    kind: 'timeline',
    word: 'timeline',
    aliases: [],
    usage: '/timeline',
    effect: 'Shows the whole timeline as a comment.',
    example: '/timeline',
    where: ['incident'],
  },
  {
    kind: 'help',
    word: 'help',
    aliases: [],
    usage: '/help',
    effect: 'Shows this list; on a pull request or an action item too.',
    example: '/help',
    where: ['incident', 'pull', 'item'],
  },
];

/** The entry of a kind; every kind has one. */
export function grammarOf(kind: CommandKind): CommandGrammar {
  const found = COMMANDS.find((command) => command.kind === kind);
  if (found === undefined) throw new Error(`no grammar for the command ${kind}`);
  return found;
}
