import { wordOnItem, wordOnPull } from './words.ts';

/** So many words are looked at; a longer list of paths is nobody's command. */
const MOST_WORDS = 2000;
const SLASH_WORD = /(?<![\w/])\/([a-z][a-z0-9-]*)/gi;

/**
 * Whether a comment on an issue may say something that is answered on an action item, or was once; on a pull
 * request, what is answered there. A declaration has an ear of its own. May be wrong, since neither code nor
 * quotes are told apart: a key too much costs one look.
 */
export function mayBeSaidOn(place: 'item' | 'pull', text: string): boolean {
  const wordAt = place === 'item' ? wordOnItem : wordOnPull;
  const words = new Set<string>();
  for (const [, word = ''] of text.matchAll(SLASH_WORD)) {
    words.add(word.toLowerCase());
    if (words.size === MOST_WORDS) break;
  }
  return [...words].map(wordAt).some((word) => {
    const isDeclaration = word.is === 'command' && word.command.kind === 'declare';
    return word.is !== 'foreign' && !isDeclaration;
  });
}
