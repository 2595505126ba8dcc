/** Words that a comment can begin with after `/`; a role of such a name could never be assigned. */
import { COMMANDS } from '../../core/command/grammar.ts';

export const RESERVED_WORDS: readonly string[] = COMMANDS.flatMap(({ word, aliases }) => [
  word,
  ...aliases,
]);
