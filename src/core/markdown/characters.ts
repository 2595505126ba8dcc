/**
 * Characters that people do not see, and lengths as people count them. Zero-width joiners that hold
 * an emoji or a letter of a script that needs them together stay; everything else invisible goes:
 * direction marks that turn a line around, soft hyphens, tags, controls, half a surrogate pair.
 */
export function visible(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(LOOSE_JOINERS, '')
    .replace(INVISIBLE, '')
    .replace(LONE_SURROGATES, '\ufffd')
    .replace(PILED_MARKS, '$1')
    .replace(ODD_SPACES, ' ');
}

/** At most `longest` code points; a cut text ends in an ellipsis. */
export function cut(text: string, longest: number): string {
  if (text.length <= longest) return text;
  const points = Array.from(text);
  if (points.length <= longest) return text;
  const kept = points.slice(0, Math.max(0, longest - 1)).join('');
  return `${kept.replace(/[\s\u200c\u200d]+$/u, '')}…`;
}

/** Written from right to left, at least in part. */
export function hasRightToLeft(text: string): boolean {
  return RIGHT_TO_LEFT.test(text);
}

const INVISIBLE =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb\u{e0000}-\u{e0fff}]/gu;
/** A joiner (with or without width) that does not follow an emoji or a letter of another script than Latin. */
const LOOSE_JOINERS =
  /(?<!(?:\p{Extended_Pictographic}|\p{Emoji_Modifier}|\ufe0f|(?!\p{Script=Latin})\p{L}|\p{M}))[\u200c\u200d]+/gu;
const LONE_SURROGATES = /\p{Surrogate}/gu;
/** Nobody's language puts more than four marks on one letter. */
const PILED_MARKS = /(\p{M}{4})\p{M}+/gu;
const ODD_SPACES = /[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000\u2028\u2029]/gu;
const RIGHT_TO_LEFT =
  /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Adlam}]/u;
