import { COMMANDS } from './grammar.ts';

/** Words after a slash for which a comment on any issue is looked at: commands of action items, and `/accept`, which many say there. */
export const ITEM_WORDS: readonly string[] = COMMANDS.filter(
  ({ kind, where }) => where.includes('item') || kind === 'accept',
).flatMap(({ word, aliases }) => [word, ...aliases]);
