/** Words that a comment can begin with after `/`; a role of such a name could never be assigned. */
import { COMMANDS } from '../../core/command/grammar.ts';

/** Commands of the product that `grammar.ts` does not know yet: a policy must not take their names. */
const COMING = ['postmortem'];

export const RESERVED_WORDS: readonly string[] = [
  ...COMMANDS.flatMap(({ word, aliases }) => [word, ...aliases]),
  ...COMING,
];
