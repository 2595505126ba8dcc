import { cut } from '../markdown/characters.ts';

/**
 * What a search compares of a text: words in lower case without accents, endings and small words; of
 * scripts without spaces every two neighbouring characters. Numbers alone say nothing of what broke.
 * Depends on nothing but the text.
 */
export function termsOf(text: string): readonly string[] {
  const plain = cut(text, LONGEST_TEXT).normalize('NFKD').replace(MARKS, '').toLowerCase();
  const terms: string[] = [];
  for (const [word] of plain.matchAll(WORD)) {
    for (const part of partsOf(word)) {
      if (terms.length === MOST_TERMS) return terms;
      terms.push(part);
    }
  }
  return terms;
}

const LONGEST_TEXT = 4000;
const MOST_TERMS = 400;
const LONGEST_TERM = 32;
const MARKS = /\p{M}+/gu;
const WORD = /[\p{L}\p{N}_]+/gu;
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]+|[^\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]+/gu;
const IS_UNSPACED =
  /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

function partsOf(word: string): readonly string[] {
  return (word.match(UNSPACED) ?? []).flatMap((run) =>
    IS_UNSPACED.test(run) ? pairs(run) : wordTerm(run),
  );
}

function pairs(run: string): readonly string[] {
  const characters = Array.from(run).slice(0, LONGEST_TERM);
  if (characters.length < 2) return characters;
  return characters.slice(1).map((one, index) => `${characters[index] ?? ''}${one}`);
}

function wordTerm(word: string): readonly string[] {
  const says = word.length > 1 && !/^[\d_]+$/.test(word) && !SMALL.has(word);
  return says ? [stem(Array.from(word).slice(0, LONGEST_TERM).join(''))] : [];
}

/** `timeouts`, `timed`, `failing`: as near to the word itself as a few endings bring it. */
function stem(word: string): string {
  if (word.length < 5) return word.endsWith('s') && !word.endsWith('ss') ? word.slice(0, -1) : word;
  for (const [ending, instead] of ENDINGS) {
    if (word.endsWith(ending) && word.length - ending.length >= 3) {
      return word.slice(0, -ending.length) + instead;
    }
  }
  return word;
}

const ENDINGS = [
  ['ies', 'y'],
  ['sses', 'ss'],
  ['ations', 'at'],
  ['ation', 'at'],
  ['ating', 'at'],
  ['ated', 'at'],
  ['ates', 'at'],
  ['ate', 'at'],
  ['ings', ''],
  ['ing', ''],
  ['ures', ''],
  ['ure', ''],
  ['ed', ''],
  ['es', ''],
  ['ss', 'ss'],
  ['s', ''],
  ['e', ''],
] as const;

/** Words of every incident report: they tell none from another. */
const SMALL: ReadonlySet<string> = new Set(
  `a about above after again all also am an and any are as at be because been before being below between
  both but by can cannot could did do does doing down during each few for from further get gets getting got
  had has have having he her here his how i if in into is it its itself just like more most my no nor not
  now of off on once only or other our out over own please same see seen she should since so some still
  such than that the their them then there these they this those through to too under until up us very was
  we were what when where which while who whom why will with would you your
  incident incidents issue issues problem problems broken broke breaks fail fails failed failing failure
  failures error errors outage outages impact impacted affected customer customers user users unable show shows shown start starts
  started work works working
  der die das und ist nicht ein eine mit auf bei fur von zu im den des sind wird
  le la les et est pas un une avec sur pour des du dans ne que qui
  el los las es no una con por para del en se que`.split(/\s+/),
);
