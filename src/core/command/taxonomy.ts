import type { Policy } from '../policy/policy.ts';
import type { Command } from './command.ts';
import { listed, quoted, wrong, type Arguments, type Read } from './reading.ts';
import { nearestOf, squeezed } from './words.ts';

/**
 * `/cause change`, `/component -database`, several with blanks or commas between them. A word is written
 * however people write it, `Third party` for `third-party`, and read as the policy has it.
 */
export function readWords(kind: 'cause' | 'component', { rest }: Arguments, policy: Policy): Read {
  const known = kind === 'cause' ? policy.taxonomy.causes : policy.taxonomy.components;
  const [first] = known;
  if (first === undefined) {
    return wrong(`the policy has no words for ${kind}s`, '/note what broke, in your own words');
  }
  if (rest.trim() === '') {
    return wrong(`it does not say which ${kind}: ${listed(known)}`, `/${kind} ${first}`);
  }
  const commands: Command[] = [];
  for (const written of splitUp(rest, known)) {
    const [, sign = '', name = ''] = /^([-+−–—]?)\s*(.*)$/su.exec(written) ?? [];
    const change = sign === '' || sign === '+' ? 'add' : 'remove';
    const word = wordFor(name, known);
    if (word === undefined) {
      const guess = nearestOf(name, known) ?? first;
      const problem = `${quoted(name)} is no ${kind} of the policy; there are ${listed(known)}`;
      return wrong(problem, `/${kind} ${change === 'add' ? '' : '-'}${guess}`);
    }
    commands.push({ kind, change, word });
  }
  return { kind: 'read', commands };
}

/** At commas; a part that is no word as a whole also at its blanks. */
function splitUp(rest: string, known: readonly string[]): readonly string[] {
  return rest
    .split(/[,;]+/)
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .flatMap((part) =>
      wordFor(part.replace(/^[-+−–—]/u, ''), known) === undefined ? part.split(/\s+/) : [part],
    );
}

function wordFor(written: string, known: readonly string[]): string | undefined {
  const wanted = squeezed(written);
  return wanted === '' ? undefined : known.find((word) => squeezed(word) === wanted);
}
