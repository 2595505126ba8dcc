/** "Did you mean …" for words of a known list. */
import { distance } from 'fastest-levenshtein';

/** The known word nearest to the one found; `undefined` when none is near enough to be meant. */
export function nearestWord(found: string, known: readonly string[]): string | undefined {
  const written = simplified(found).slice(0, 100);
  const ranked = known
    .map((word) => ({ word, away: distance(written, simplified(word)) }))
    .sort((a, b) => a.away - b.away);
  const [best] = ranked;
  if (best === undefined || best.away > furthest(best.word)) {
    return known.find((word) => isPart(simplified(word), written));
  }
  return best.word;
}

/** Two letters exchanged count as two changes. */
function furthest(word: string): number {
  return word.length <= 3 ? 1 : Math.max(2, Math.floor(word.length / 3));
}

/** `repo` is near to `repository`, however many letters apart. */
function isPart(known: string, written: string): boolean {
  return written.length >= 3 && known.startsWith(written);
}

function simplified(word: string): string {
  return word.toLowerCase().replace(/[\s_-]+/g, '');
}
