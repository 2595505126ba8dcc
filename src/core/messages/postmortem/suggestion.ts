import { markdownOf } from '../../markdown/build.ts';

/** What a suggested change is told from: the fields of `Suggest`. */
interface Suggested {
  readonly marker: string;
  readonly words: string;
  readonly replacement: string;
}

/** A comment on lines of a file, with the button "Commit suggestion". */
export function suggestionComment(suggested: Suggested): string {
  return commentOf(suggested, 'suggestion');
}

/** The same where GitHub takes no comment on the lines: as a text to copy. */
export function textToCopy(suggested: Suggested): string {
  return commentOf(suggested, 'markdown');
}

/** In a fence nothing pings, refers or is HTML; it is longer than any that the text itself holds. */
function commentOf({ marker, words, replacement }: Suggested, lang: string): string {
  const fenced = markdownOf([{ type: 'code', lang, meta: null, value: replacement }]);
  return `${marker}\n${words}\n\n${fenced}`;
}
